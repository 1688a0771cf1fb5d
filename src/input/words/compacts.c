#include "input/words/compacts.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/cell/number.h"
#include "input/words/wordfile.h"

#include <stdlib.h>

enum {
    COMPACT,
    STATE,
    ALIASES,
    PROFESSION,
    MEMBERSHIP,
    SINCE,
    AS_OF,
    COUNTS_FOR,
    SOURCE,
    STATUS,
    NOTE
};
static const char *const columns[] = {
    "compact", "state",      "aliases", "profession", "membership", "since",
    "as_of",   "counts_for", "source",  "status",     "note",       NULL};
enum { RULES, EFFECTIVE };
static const char *const membership_names[] = {"rules",  "effective", "enacted",
                                               "issues", "no",        NULL};
static const char *const format_names[] = {"in_person", "video", "phone", NULL};

enum { DAYS_OF_A_YEAR = 366 };

/* The date of the list of a row. */
static int32_t take_day(rp_sheetfile *sheet, uint32_t row) {
    rp_text text = rp_sheetfile_cell(sheet, row, AS_OF);
    int32_t day = RP_NO_DAY;

    if (!rp_date_parse(&day, text))
        rp_sheetfile_error(sheet, row, AS_OF,
                           "'%s', expected a date YYYY-MM-DD",
                           rp_quote(text).bytes);
    return day;
}

static uint8_t take_formats(rp_sheetfile *sheet, uint32_t row) {
    rp_text list = rp_sheetfile_cell(sheet, row, COUNTS_FOR), piece;
    unsigned formats = 0;

    while (rp_wordfile_piece(&list, &piece)) {
        int which = rp_wordfile_choice(format_names, piece);
        if (which < 0)
            rp_sheetfile_error(sheet, row, COUNTS_FOR,
                               "'%s', expected in_person, video or phone",
                               rp_quote(piece).bytes);
        else
            formats |= 1u << which;
    }
    return (uint8_t)formats;
}

static bool put_alias(rp_sheetfile *sheet, uint32_t row, uint32_t column,
                      rp_compacts *compacts, rp_text text, uint32_t entry) {
    uint32_t taken;

    if (!rp_vocabulary_alias(&compacts->names, text, entry, &taken))
        return false;
    if (taken != RP_NONE)
        rp_sheetfile_error(sheet, row, column,
                           "'%s' already stands for %s, expected a name or "
                           "alias of its own",
                           rp_quote(text).bytes,
                           compacts->names.entries[taken].name);
    return true;
}

/* A row of rules begins a compact. */
static bool take_rules(rp_sheetfile *sheet, uint32_t row,
                       rp_compacts *compacts) {
    rp_text name = rp_sheetfile_cell(sheet, row, COMPACT);
    rp_text list = rp_sheetfile_cell(sheet, row, ALIASES), piece;
    rp_compact *grown = rp_grow_array(compacts->compacts, compacts->count,
                                      &compacts->room, sizeof *grown);
    uint32_t entry = rp_vocabulary_add(&compacts->names, name, name);

    if (grown)
        compacts->compacts = grown;
    if (!grown || entry == RP_NONE ||
        !put_alias(sheet, row, COMPACT, compacts, name, entry))
        return false;
    while (rp_wordfile_piece(&list, &piece))
        if (!put_alias(sheet, row, ALIASES, compacts, piece, entry))
            return false;
    rp_compact compact = {compacts->names.entries[entry].name,
                          take_formats(sheet, row), take_day(sheet, row),
                          rp_wordfile_keep(sheet, row, NOTE, &compacts->arena)};
    grown[compacts->count++] = compact;
    return compact.note != NULL;
}

static bool take_member(rp_sheetfile *sheet, uint32_t row,
                        rp_compacts *compacts, bool is_effective) {
    rp_text name = rp_sheetfile_cell(sheet, row, COMPACT);
    rp_buffer key = {0};
    bool done = rp_text_fold(&key, name);
    uint32_t compact = RP_NONE;

    if (done)
        compact = rp_vocabulary_find(&compacts->names,
                                     (rp_text){key.bytes, key.length});
    if (done && compact == RP_NONE)
        rp_sheetfile_error(sheet, row, COMPACT,
                           "'%s' has no row of rules above, expected one "
                           "with a blank state",
                           rp_quote(name).bytes);
    done = done && rp_text_fold(&key, rp_sheetfile_cell(sheet, row, STATE));
    if (done && compact != RP_NONE && is_effective) {
        rp_compact_member *grown =
            rp_grow_array(compacts->members, compacts->member_count,
                          &compacts->member_room, sizeof *grown);
        const char *state =
            rp_arena_text(&compacts->arena, key.bytes, key.length);
        done = grown && state;
        if (grown)
            compacts->members = grown;
        if (done)
            grown[compacts->member_count++] =
                (rp_compact_member){compact, state};
    }
    rp_buffer_clear(&key);
    return done;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_text text = rp_sheetfile_cell(sheet, row, MEMBERSHIP);
        int membership = rp_wordfile_choice(membership_names, text);
        bool has_state = rp_sheetfile_cell(sheet, row, STATE).length > 0;
        if (rp_sheetfile_cell(sheet, row, COMPACT).length == 0)
            rp_sheetfile_error(sheet, row, COMPACT, "missing, expected a name");
        else if (membership < 0)
            rp_sheetfile_error(sheet, row, MEMBERSHIP,
                               "'%s', expected rules, effective, enacted, "
                               "issues or no",
                               rp_quote(text).bytes);
        else if (has_state == (membership == RULES))
            rp_sheetfile_error(sheet, row, STATE,
                               has_state ? "expected none in a row of rules"
                                         : "missing, expected a state");
        else if (!(has_state
                       ? take_member(sheet, row, into, membership == EFFECTIVE)
                       : take_rules(sheet, row, into)))
            return false;
    }
    return true;
}

rp_status rp_compacts_load(rp_compacts *out, const char *folder,
                           rp_findings *findings) {
    const rp_wordfile file = {
        {"compacts.csv", rp_embedded_compacts, &rp_embedded_compacts_size, 1},
        columns,
        take_rows};

    *out = (rp_compacts){0};
    return rp_vocabulary_init(&out->names)
               ? rp_wordfile_load(&file, folder, NULL, out, findings)
               : RP_ERR_MEMORY;
}

void rp_compacts_clear(rp_compacts *compacts) {
    rp_vocabulary_clear(&compacts->names);
    rp_arena_clear(&compacts->arena);
    free(compacts->compacts);
    free(compacts->members);
    *compacts = (rp_compacts){0};
}

uint32_t rp_compacts_find(const rp_compacts *compacts, rp_text folded) {
    return rp_vocabulary_find(&compacts->names, folded);
}

bool rp_compacts_covers(const rp_compacts *compacts, uint32_t compact,
                        rp_text state) {
    if (compact >= compacts->count || !compacts->compacts[compact].formats)
        return false;
    for (size_t i = 0; i < compacts->member_count; i++)
        if (compacts->members[i].compact == compact &&
            rp_text_equals(state, compacts->members[i].state))
            return true;
    return false;
}

bool rp_compacts_is_old(const rp_compact *compact, int32_t today) {
    return compact->as_of != RP_NO_DAY && today != RP_NO_DAY &&
           today - compact->as_of > DAYS_OF_A_YEAR;
}

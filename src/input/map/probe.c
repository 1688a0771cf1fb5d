#include "input/map/probe.h"

#include "base/array.h"
#include "input/cell/list.h"
#include "input/cell/list_cell.h"
#include "input/cell/stated.h"
#include "input/map/placed_values.h"
#include "input/map/question.h"
#include "input/row.h"
#include "input/times/times.h"

#include <stdlib.h>
#include <string.h>

enum { LOOKED_AT = 500, WORDS = 4 /* of a name inside a value */ };

/* ---- cells --------------------------------------------------------------- */

/* Count a text once more; the number of texts may grow. */
static bool count_text(rp_tags *texts, uint32_t **counts, size_t *room,
                       rp_text text, uint32_t more) {
    uint32_t before = rp_tags_count(texts);
    uint32_t tag = rp_tags_intern(texts, text);

    if (tag == RP_NONE)
        return false;
    if (tag == before) {
        uint32_t *grown = rp_grow_array(*counts, before, room, sizeof *grown);
        if (!grown)
            return false;
        *counts = grown;
        grown[tag] = 0;
    }
    if (*counts) /* as long as `texts`: there is a number for each */
        (*counts)[tag] += more;
    return true;
}

rp_status rp_cells_read(rp_cells *out, const rp_table *table, uint32_t column) {
    *out = (rp_cells){.texts = rp_tags_new()};
    bool whole = out->texts != NULL;

    for (uint32_t row = 1; whole && row <= table->rows; row++) {
        rp_text cell = rp_cell_plain(rp_table_cell(table, row, column));
        if (cell.length == 0)
            continue;
        out->filled++;
        whole = count_text(out->texts, &out->counts, &out->room, cell, 1);
    }
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_cells_clear(rp_cells *cells) {
    rp_tags_free(cells->texts);
    free(cells->counts);
    *cells = (rp_cells){0};
}

static rp_text text_of(const rp_cells *cells, uint32_t index) {
    return rp_text_of(rp_tags_name(cells->texts, index));
}

/* ---- one cell ------------------------------------------------------------ */

rp_status rp_probe_init(rp_probe *out, const rp_taxonomy *taxonomy) {
    *out = (rp_probe){.taxonomy = taxonomy};
    rp_status status = rp_names_init(&out->names, taxonomy);

    out->reader = (rp_reader){.findings = &out->findings,
                              .arena = &out->arena,
                              .names = &out->names,
                              .latest = RP_NO_DAY};
    return status;
}

void rp_probe_clear(rp_probe *probe) {
    rp_reader_clear(&probe->reader);
    rp_names_clear(&probe->names);
    rp_findings_clear(&probe->findings);
    rp_arena_clear(&probe->arena);
    *probe = (rp_probe){0};
}

/* What was told and kept is of no use any more. */
static void forget(rp_probe *probe) {
    probe->no_memory |=
        probe->reader.out_of_memory || probe->findings.out_of_memory;
    rp_findings_clear(&probe->findings);
    rp_findings_source(&probe->findings, "");
    rp_arena_clear(&probe->arena);
}

/* Does a column know a value of its list? */
static bool is_known(const rp_probe *probe, const rp_column *column,
                     uint32_t tag) {
    const rp_vocabulary *vocabulary = probe->names.vocabulary[column->names];

    if (vocabulary)
        return tag < vocabulary->count;
    if (strcmp(column->name, "insurance") != 0)
        return true;
    return rp_payers_find(&probe->taxonomy->payers,
                          rp_text_of(rp_names_name(&probe->names, column->names,
                                                   tag))) != RP_NONE;
}

static rp_probed probe_list(rp_probe *probe, const rp_column *column,
                            rp_text cell) {
    rp_probed out = {0};
    rp_place nowhere = {0, RP_NO_RECORD, 0};

    rp_list_begin(&probe->reader);
    out.says_nothing =
        !rp_list_cell_take(&probe->reader, column, nowhere, cell);
    for (size_t k = 0; k < probe->reader.count; k++)
        if (is_known(probe, column, probe->reader.items[k].tag))
            out.known++;
        else
            out.unknown++;
    out.is_bad = probe->findings.errors > 0;
    return out;
}

/* Values by which nobody is meant, and people of the other sheet. */
static rp_probed probe_ids(rp_probe *probe, const rp_column *column,
                           rp_text cell) {
    rp_pieces pieces = rp_pieces_of(cell);
    rp_probed out = {.says_nothing = true};

    for (size_t at = 0, end; at < pieces.cell.length; at = end + 1) {
        end = rp_pieces_end(&pieces, at);
        rp_text piece = rp_pieces_text(&pieces, at, end);
        const char *colon = column->flags & (RP_REASONED | RP_LINKED)
                                ? memchr(piece.bytes, ':', piece.length)
                                : NULL;
        if (colon)
            piece = rp_text_trim(
                (rp_text){piece.bytes, (size_t)(colon - piece.bytes)});
        if (piece.length == 0 ||
            rp_stated_among(piece, "no;never;none;n/a;na;-") ||
            rp_stated_nothing(piece))
            continue;
        out.says_nothing = false;
        if (column->flags & RP_LINKED || /* they are of this sheet */
            (probe->others &&
             rp_others_has(probe->others, piece, &probe->no_memory)))
            out.known++;
        else
            out.unknown++;
    }
    if (out.says_nothing || out.unknown == 0 || out.known > 0)
        return out;
    /* `Last, First` is one */
    if (*pieces.separators == ',' && probe->others &&
        rp_others_has(probe->others, cell, &probe->no_memory))
        out = (rp_probed){.known = 1};
    return out;
}

static rp_probed probe_tag(rp_probe *probe, const rp_use *use, rp_text cell) {
    rp_probed out = {.says_nothing = rp_stated_nothing(cell)};

    if (use->column->kind == RP_KIND_TIMES) {
        rp_times times = {0};
        out.is_bad = !out.says_nothing && !rp_stated_anything(cell) &&
                     rp_times_parse_day(&times, &probe->arena, cell,
                                        (int)use->tag, NULL) != RP_TIMES_FINE;
    } else {
        out.is_bad = rp_answer_parse(cell) == RP_UNKNOWN;
    }
    out.known = !out.is_bad;
    out.unknown = out.is_bad;
    return out;
}

rp_probed rp_probe_cell(rp_probe *probe, rp_side side, const rp_use *use,
                        rp_text cell) {
    const rp_column *column = use->column;
    rp_place nowhere = {0, RP_NO_RECORD, 0};
    union {
        rp_client client;
        rp_therapist therapist;
    } record;
    rp_probed out = {0};

    if (use->is_tag) {
        out = probe_tag(probe, use, cell);
    } else if (column->kind == RP_KIND_LIST) {
        out = probe_list(probe, column, cell);
    } else if (column->kind == RP_KIND_IDS) {
        out = probe_ids(probe, column, cell);
    } else {
        rp_row_start(side, 1, &record);
        probe->reader.reading = use->reading;
        out.says_nothing = rp_stated_nothing(cell);
        rp_cell_read(&probe->reader, column, nowhere, cell, &record);
        out.is_bad = probe->findings.errors > 0;
        out.known = !out.is_bad;
        out.unknown = out.is_bad;
    }
    forget(probe);
    return out;
}

/* ---- a column ------------------------------------------------------------ */

/* Could it be a cell of the column at all, its column of dates unread? */
static bool fits(rp_probe *probe, rp_side side, const rp_column *column,
                 rp_text cell) {
    rp_use use = {.column = column};
    rp_dated date;

    if (column->kind == RP_KIND_DATE || column->kind == RP_KIND_BIRTH)
        return rp_dates_read(&date, cell, RP_NO_DAY);
    if (column->kind == RP_KIND_TIMES) {
        rp_times times;
        rp_text where;
        rp_times_trouble trouble =
            rp_times_parse(&times, &probe->arena, cell, NULL, NULL, &where);
        forget(probe);
        return trouble <= RP_TIMES_WHOLE_DAY || trouble == RP_TIMES_VAGUE ||
               trouble == RP_TIMES_ORDER;
    }
    if (rp_probe_cell(probe, side, &use, cell).known > 0)
        return true;
    rp_buffer name = {0};
    size_t length;
    bool is_inside = column->names == RP_NAMES_GENDERS &&
                     rp_probe_name_in(probe, column, cell, &name, &length);
    rp_buffer_clear(&name);
    return is_inside;
}

uint32_t rp_probe_share(rp_probe *probe, rp_side side, const rp_column *column,
                        const rp_cells *cells, uint32_t *of) {
    uint32_t count = rp_tags_count(cells->texts), good = 0;

    *of = 0;
    for (uint32_t k = 0; k < count && *of < LOOKED_AT; k++) {
        rp_text cell = text_of(cells, k);
        if (rp_stated_nothing(cell) || rp_stated_none(cell) ||
            rp_stated_anything(cell))
            continue;
        ++*of;
        good += fits(probe, side, column, cell);
    }
    return good;
}

/* Values that were found, each once. */
typedef struct found {
    rp_tags *texts;
    uint32_t *counts;
    size_t room;
} found;

/* One of them, to be sorted. */
typedef struct counted {
    const char *text;
    uint32_t count;
} counted;

static int by_count(const void *left, const void *right) {
    const counted *a = left, *b = right;

    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->text, b->text);
}

static bool is_trouble(rp_probed p) { return p.is_bad || p.unknown > 0; }

/* The values of one cell that are in trouble; the whole cell where none is by
 * itself. */
static bool take_cell(rp_probe *probe, rp_side side, const rp_use *use,
                      rp_text cell, uint32_t count, found *out) {
    rp_pieces pieces = rp_pieces_of(cell);
    bool is_list = !use->is_tag && (use->column->kind == RP_KIND_LIST ||
                                    use->column->kind == RP_KIND_IDS);
    bool any = false;

    if (!is_trouble(rp_probe_cell(probe, side, use, cell)))
        return true;
    for (size_t at = 0, end; is_list && at < pieces.cell.length; at = end + 1) {
        end = rp_pieces_end(&pieces, at);
        rp_text piece = rp_pieces_text(&pieces, at, end);
        if (piece.length == 0 ||
            !is_trouble(rp_probe_cell(probe, side, use, piece)))
            continue;
        any = true;
        if (!count_text(out->texts, &out->counts, &out->room, piece, count))
            return false;
    }
    return any || count_text(out->texts, &out->counts, &out->room, cell, count);
}

rp_status rp_probe_values(rp_probe *probe, rp_side side, const rp_use *use,
                          const rp_cells *cells, rp_probe_told *told,
                          void *payload) {
    found out = {.texts = rp_tags_new()};
    counted *order = NULL;
    bool whole = out.texts != NULL;

    for (uint32_t k = 0; whole && k < rp_tags_count(cells->texts); k++)
        whole = take_cell(probe, side, use, text_of(cells, k), cells->counts[k],
                          &out);
    uint32_t count = whole ? rp_tags_count(out.texts) : 0;
    order = whole ? rp_new_array(count, sizeof *order) : NULL;
    if (order && out.counts) {
        for (uint32_t k = 0; k < count; k++)
            order[k] = (counted){rp_tags_name(out.texts, k), out.counts[k]};
        qsort(order, count, sizeof *order, by_count);
        for (uint32_t k = 0; whole && k < count; k++)
            whole = told(payload, rp_text_of(order[k].text), order[k].count);
    }
    whole &= order != NULL;
    free(order);
    free(out.counts);
    rp_tags_free(out.texts);
    return whole && !probe->no_memory ? RP_OK : RP_ERR_MEMORY;
}

/* ---- names inside a value ------------------------------------------------ */

/* The number of a known name, or of a choice; RP_NONE. */
static uint32_t name_of(rp_probe *probe, const rp_column *column,
                        rp_text text) {
    if (!rp_text_fold(&probe->reader.key, text)) {
        probe->no_memory = true;
        return RP_NONE;
    }
    rp_text folded = {probe->reader.key.bytes, probe->reader.key.length};
    if (column->kind == RP_KIND_CHOICE) {
        int choice = rp_choice_find(column, folded);
        return choice < 0 ? RP_NONE : (uint32_t)choice;
    }
    if (column->kind != RP_KIND_LIST)
        return RP_NONE;
    if (probe->names.vocabulary[column->names])
        return rp_names_known(&probe->names, column->names, folded);
    if (strcmp(column->name, "insurance") != 0)
        return RP_NONE;
    /* one plan is never another; all that counts is who has none */
    uint32_t payer = rp_payers_find(&probe->taxonomy->payers, text);
    return payer != RP_NONE &&
                   probe->taxonomy->payers.payers[payer].kind == RP_PAYER_NOBODY
               ? payer
               : RP_NONE;
}

static const char *words_of(const rp_probe *probe, const rp_column *column,
                            uint32_t name) {
    rp_text piece;

    if (column->kind != RP_KIND_CHOICE)
        return probe->names.vocabulary[column->names]
                   ? rp_names_label(&probe->names, column->names, name)
                   : "none";
    return rp_piece(column->choices, name, &piece) ? piece.bytes : "";
}

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || (unsigned char)c >= 0x80 || c == '\'';
}

/* Words of two letters mean too much: `in`, `or` and `me` are states. */
static bool may_be_name(rp_text text) { return text.length > 2; }

bool rp_probe_name_in(rp_probe *probe, const rp_column *column, rp_text value,
                      rp_buffer *out, size_t *length) {
    uint32_t one = RP_NONE;

    *length = 0;
    if (rp_question_negates(value, &probe->no_memory))
        return false;
    for (size_t at = 0; at < value.length;) {
        while (at < value.length && !is_word_byte(value.bytes[at]))
            at++;
        size_t ends[WORDS], count = 0;
        for (size_t k = at; k < value.length && count < WORDS;) {
            while (k < value.length && is_word_byte(value.bytes[k]))
                k++;
            ends[count++] = k;
            while (k < value.length && !is_word_byte(value.bytes[k]))
                k++;
        }
        size_t next = count > 0 ? ends[0] : value.length;
        for (size_t run = count; run > 0; run--) {
            rp_text text = {value.bytes + at, ends[run - 1] - at};
            uint32_t name =
                may_be_name(text) ? name_of(probe, column, text) : RP_NONE;
            if (name == RP_NONE)
                continue;
            if (one != RP_NONE && one != name)
                return false; /* several */
            one = name;
            *length = text.length;
            next = ends[run - 1];
            break;
        }
        at = next;
    }
    out->length = 0;
    if (one == RP_NONE)
        return false;
    const char *words = words_of(probe, column, one);
    size_t bytes =
        column->kind == RP_KIND_CHOICE ? strcspn(words, ";") : strlen(words);
    probe->no_memory |= !rp_buffer_put(out, words, bytes);
    return !probe->no_memory;
}

const char *rp_probe_slip(rp_probe *probe, const rp_column *column,
                          rp_text value) {
    const rp_vocabulary *vocabulary =
        column->kind == RP_KIND_LIST ? probe->names.vocabulary[column->names]
                                     : NULL;

    if (!vocabulary || value.length < 6 || value.length > 64 ||
        !rp_text_fold(&probe->reader.key, value))
        return NULL;
    rp_text folded = {probe->reader.key.bytes, probe->reader.key.length};
    const char *near = rp_vocabulary_nearest(vocabulary, folded);
    size_t limit = folded.length < 9 ? 1 : 2;
    if (!near || rp_text_distance(folded, rp_text_of(near), limit) > limit)
        return NULL;
    uint32_t entry = rp_vocabulary_find(vocabulary, rp_text_of(near));
    return entry == RP_NONE
               ? NULL
               : rp_names_label(&probe->names, column->names, entry);
}

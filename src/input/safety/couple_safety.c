#include "input/safety/couple_safety.h"

#include "base/array.h"
#include "base/embedded.h"
#include "input/words/wordfile.h"

#include <stdlib.h>
#include <string.h>

enum { CONCERN, FLAG, WHEN, WHY, SOURCE, STATUS };
static const char *const columns[] = {"concern", "flag",   "when", "why",
                                      "source",  "status", NULL};
static const char *const when_names[] = {"always", "couple", "family",
                                         "minor",  "adult",  NULL};

typedef struct reading {
    rp_couple_safety *table;
    const rp_vocabulary *concerns;
} reading;

/* The kind and the flag of a row; false with a finding. */
static bool take_flag(rp_sheetfile *sheet, uint32_t row, rp_safety_row *out) {
    rp_text text = rp_sheetfile_cell(sheet, row, FLAG);
    int flag = rp_wordfile_choice(rp_flag_names, text);

    out->kind = RP_SAFETY_RAISE;
    out->flag = flag < 0 ? RP_FLAG_HUMAN : (uint8_t)flag;
    if (rp_text_equals(text, "flag_human_if_abuse"))
        out->kind = RP_SAFETY_RAISE_IF_ABUSE;
    else if (rp_text_equals(text, "none"))
        out->kind = RP_SAFETY_CLEAR;
    else if (flag < 0)
        rp_sheetfile_error(sheet, row, FLAG,
                           "'%s', expected flag_prescriber, flag_medical, "
                           "flag_human, flag_human_if_abuse, offer_prescriber, "
                           "screen_ipv, specialist or none",
                           rp_quote(text).bytes);
    else
        return true;
    return out->kind != RP_SAFETY_RAISE;
}

/* For whom a row is; false with a finding. */
static bool take_when(rp_sheetfile *sheet, uint32_t row, rp_safety_row *out) {
    rp_text list = rp_sheetfile_cell(sheet, row, WHEN), piece;
    bool is_known = true;

    while (rp_wordfile_piece(&list, &piece)) {
        int which = rp_wordfile_choice(when_names, piece);
        if (which >= 0) {
            out->comes = (uint8_t)(out->comes | 1u << which);
            continue;
        }
        is_known = false;
        rp_sheetfile_error(sheet, row, WHEN,
                           "'%s', expected always, couple, family, minor or "
                           "adult",
                           rp_quote(piece).bytes);
    }
    if (is_known && !out->comes)
        rp_sheetfile_error(sheet, row, WHEN,
                           "missing, expected always, couple, family, minor or "
                           "adult");
    return is_known && out->comes;
}

static bool take_rows(rp_sheetfile *sheet, void *into) {
    const reading *r = into;
    rp_couple_safety *table = r->table;

    for (uint32_t row = 1; row <= sheet->rows; row++) {
        rp_safety_row taken = {0};
        taken.concern =
            rp_wordfile_entry(sheet, row, CONCERN, r->concerns,
                              rp_sheetfile_cell(sheet, row, CONCERN));
        bool is_whole = take_flag(sheet, row, &taken);
        is_whole = take_when(sheet, row, &taken) && is_whole;
        if (!is_whole || taken.concern == RP_NONE)
            continue;
        rp_safety_row *rows = rp_grow_array(table->rows, table->count,
                                            &table->room, sizeof *rows);
        if (!rows)
            return false;
        table->rows = rows;
        taken.why = rp_wordfile_keep(sheet, row, WHY, &table->arena);
        taken.source = rp_wordfile_keep(sheet, row, SOURCE, &table->arena);
        taken.status = rp_wordfile_keep(sheet, row, STATUS, &table->arena);
        rows[table->count++] = taken;
        if (!taken.why || !taken.source || !taken.status)
            return false;
    }
    return true;
}

rp_status rp_couple_safety_load(rp_couple_safety *out, const char *folder,
                                const rp_vocabulary *concerns,
                                rp_findings *findings) {
    const rp_wordfile file = {{"couple_safety.csv", rp_embedded_couple_safety,
                               &rp_embedded_couple_safety_size, 1},
                              columns,
                              take_rows};
    reading r = {out, concerns};

    *out = (rp_couple_safety){0};
    return rp_wordfile_load(&file, folder, NULL, &r, findings);
}

void rp_couple_safety_clear(rp_couple_safety *table) {
    rp_arena_clear(&table->arena);
    free(table->rows);
    *table = (rp_couple_safety){0};
}

unsigned rp_couple_safety_flags(const rp_couple_safety *table,
                                const rp_vocabulary *concerns, uint32_t concern,
                                unsigned comes, bool wrote_abuse) {
    uint32_t parent =
        concern < concerns->count ? concerns->entries[concern].parent : RP_NONE;
    unsigned raised = 0, cleared = 0;

    if (concern >= concerns->count)
        return 0;
    for (size_t i = 0; i < table->count; i++) {
        const rp_safety_row *row = &table->rows[i];
        if ((row->concern != concern && row->concern != parent) ||
            !(row->comes & (comes | RP_COMES_ANY)))
            continue;
        if (row->kind == RP_SAFETY_CLEAR)
            cleared |= 1u << row->flag;
        else if (row->kind == RP_SAFETY_RAISE || wrote_abuse)
            raised |= 1u << row->flag;
    }
    return raised & ~cleared;
}

bool rp_couple_safety_is_abuse(rp_text text) {
    static const char *const stems[] = {"abus", "maltrat"};
    rp_buffer bare = {0};
    bool is_found = false;

    if (rp_text_bare(&bare, text))
        for (size_t s = 0; s < sizeof stems / sizeof *stems; s++)
            for (const char *at = bare.bytes; (at = strstr(at, stems[s])); at++)
                is_found |=
                    at == bare.bytes || !((at[-1] >= 'a' && at[-1] <= 'z') ||
                                          (unsigned char)at[-1] >= 0x80);
    rp_buffer_clear(&bare);
    return is_found;
}

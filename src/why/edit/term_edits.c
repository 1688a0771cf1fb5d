#include "why/edit/term_edits.h"

#include "input/limits/columns.h"

#include <stdio.h>

/* In the order of rp_term_rows, and of a limit of the file. */
static const rp_remedy_row rows[RP_TERM_ROWS + 1] = {
    {.name = "reserve",
     .words = " keeps one opening less in reserve",
     .rank = RP_RANK_OPENING + 10,
     .side = RP_THERAPISTS,
     .column = "reserve",
     .how = RP_REMEDY_OTHER},
    {.name = "max_urgent",
     .words = " takes one more urgent client",
     .rank = RP_RANK_OPENING + 30,
     .side = RP_THERAPISTS,
     .column = "max_urgent",
     .how = RP_REMEDY_OTHER},
    {.name = "max_severe",
     .words = " takes one more client whose severity is severe",
     .rank = RP_RANK_OPENING + 40,
     .side = RP_THERAPISTS,
     .column = "max_severe",
     .how = RP_REMEDY_OTHER},
    {.name = "sliding_seats",
     .words = " takes one more client at a reduced fee",
     .rank = RP_RANK_OPENING + 50,
     .side = RP_THERAPISTS,
     .column = "sliding_seats",
     .how = RP_REMEDY_OTHER},
    {.name = "limit",
     .words = " has room for one more",
     .rank = RP_RANK_OPENING + 20,
     .side = RP_LIMITS,
     .column = "max",
     .how = RP_REMEDY_OTHER},
};

bool rp_term_edits_has(const rp_remedy_row *row) {
    return row >= rows && row < rows + sizeof rows / sizeof *rows;
}

static bool put_limit(rp_remedies *to, rp_rewriter *w,
                      const rp_outcome *outcome, const rp_limit *limit) {
    const rp_limits *limits = outcome->fit->limits;
    rp_text cells[RP_MAX_COLUMNS], headers[RP_MAX_COLUMNS];
    uint32_t at = limits->max_column;
    rp_edit edit = {.kind = RP_EDIT_CELL,
                    .side = RP_LIMITS,
                    .person = (uint32_t)(limit - limits->items),
                    .column = RP_LIMIT_MAX,
                    .at = at};
    char number[16];

    rp_table_row(&limits->table, 0, headers);
    rp_table_row(&limits->table, limit->row, cells);
    rp_text header = rp_text_trim(headers[at]), from = rp_text_trim(cells[at]);
    snprintf(number, sizeof number, "%d", (int)limit->max + 1);
    edit.header = rp_arena_text(w->arena, header.bytes, header.length);
    edit.from = rp_arena_text(w->arena, from.bytes, from.length);
    edit.to = rp_arena_text(w->arena, number, rp_text_of(number).length);
    return edit.header && edit.from && edit.to &&
           rp_remedies_put(to, w, true, &rows[RP_TERM_ROWS], &edit, limit->id);
}

bool rp_term_edits_find(rp_remedies *to, rp_rewriter *w,
                        const rp_outcome *outcome, uint32_t term) {
    const rp_term *t = &outcome->terms->items[term];
    rp_edit edit;

    if (t->quota == RP_NONE || t->most == RP_NONE)
        return true; /* nothing is bound by it */
    if (t->limit)
        return put_limit(to, w, outcome, t->limit);
    const rp_remedy_row *row = &rows[t->row - rp_term_rows];
    int32_t value = rp_terms_cell(outcome->terms, t);
    if (t->row->is_rest && value == 0)
        return true;
    bool made =
        rp_rewrite_number(w, &edit, RP_THERAPISTS, t->therapist_index,
                          row->column, value + (t->row->is_rest ? -1 : 1));
    return rp_remedies_put(to, w, made, row, &edit, "");
}

const rp_limit *rp_term_edits_raised(const rp_fit *fit, const rp_edit *edit) {
    return edit->side == RP_LIMITS ? &fit->limits->items[edit->person] : NULL;
}

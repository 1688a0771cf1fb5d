#include "input/map/changed_table.h"

#include "base/array.h"

#include <string.h>

/* Cells as one run of texts in the table's arena; NULL without memory. */
static const char *pack(rp_table *table, const rp_text *cells,
                        rp_buffer *packed) {
    bool put = true;

    packed->length = 0;
    for (uint32_t c = 0; put && c < table->columns; c++)
        put = (cells[c].length == 0 ||
               rp_buffer_put(packed, cells[c].bytes, cells[c].length)) &&
              rp_buffer_put(packed, "", 1);
    return put ? rp_arena_text(&table->arena, packed->bytes, packed->length)
               : NULL;
}

static bool has_typed(rp_table *table) {
    if (!table->typed)
        table->typed =
            rp_new_array((size_t)table->rows + 1, sizeof *table->typed);
    return table->typed != NULL;
}

bool rp_changed_table_note(rp_table *table, uint32_t row,
                           const rp_text *typed) {
    rp_buffer packed = {0};
    bool whole = has_typed(table) &&
                 (table->typed[row] = pack(table, typed, &packed)) != NULL;

    rp_buffer_clear(&packed);
    return whole;
}

rp_status rp_changed_table_rows(rp_table *table, rp_table_change *change,
                                void *payload) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_buffer packed = {0};
    bool whole = true;

    for (uint32_t row = 1; whole && row <= table->rows; row++) {
        const char *before = table->packed[row];
        bool changed = false;
        rp_table_row(table, row, cells);
        whole = change(payload, row, cells, &changed);
        if (!whole || !changed)
            continue;
        const char *after =
            has_typed(table) ? pack(table, cells, &packed) : NULL;
        whole = after != NULL;
        if (!whole)
            break;
        table->packed[row] = after;
        if (!table->typed[row])
            table->typed[row] = before;
    }
    rp_buffer_clear(&packed);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* A packed row with one more text behind. */
static bool widen(rp_table *table, const char **row, rp_text cell,
                  rp_buffer *packed) {
    const char *end = *row;

    for (uint32_t c = 0; c < table->columns; c++)
        end += strlen(end) + 1;
    packed->length = 0;
    const char *kept = NULL;
    if (rp_buffer_put(packed, *row, (size_t)(end - *row)) &&
        (cell.length == 0 || rp_buffer_put(packed, cell.bytes, cell.length)))
        kept = rp_arena_text(&table->arena, packed->bytes, packed->length);
    if (kept)
        *row = kept;
    return kept != NULL;
}

rp_status rp_changed_table_widen(rp_table *table, rp_table_cell_of *cell_of,
                                 void *payload) {
    rp_buffer packed = {0};
    bool whole = true;

    for (uint32_t row = 0; whole && row <= table->rows; row++) {
        rp_text cell;
        whole = cell_of(payload, row, &cell) &&
                widen(table, &table->packed[row], cell, &packed) &&
                (!table->typed || !table->typed[row] ||
                 widen(table, &table->typed[row], cell, &packed));
    }
    table->columns += whole;
    rp_buffer_clear(&packed);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

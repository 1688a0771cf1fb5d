#include "output/split/saved.h"

typedef void put_cell(rp_sheet *sheet, rp_text text);

static bool put_table(const rp_table *table, bool bom, put_cell *cell,
                      rp_put *put, void *payload) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, table->delimiter, bom);
    for (uint32_t row = 0; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        for (uint32_t c = 0; c < table->columns; c++)
            cell(&sheet, cells[c]);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

bool rp_saved_put(const rp_table *table, bool bom, rp_put *put, void *payload) {
    return put_table(table, bom, rp_sheet_bytes, put, payload);
}

bool rp_saved_put_exact(const rp_table *table, bool bom, rp_put *put,
                        void *payload) {
    return put_table(table, bom, rp_sheet_exact, put, payload);
}

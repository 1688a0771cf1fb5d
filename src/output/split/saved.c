#include "output/split/saved.h"

bool rp_saved_put(const rp_table *table, rp_put *put, void *payload) {
    rp_text cells[RP_MAX_COLUMNS];
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, table->delimiter, false);
    for (uint32_t row = 0; row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        for (uint32_t c = 0; c < table->columns; c++)
            rp_sheet_bytes(&sheet, cells[c]);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

#include "output/csv/equity.h"

static void put_row(rp_sheet *sheet, const rp_equity_row *row) {
    const int64_t points[] = {row->difference, row->low, row->high};

    rp_sheet_text(sheet, row->column);
    rp_sheet_text(sheet, row->group);
    rp_sheet_whole(sheet, row->n);
    rp_sheet_tenths(sheet, row->placed);
    rp_sheet_tenths(sheet, row->weeks);
    rp_sheet_tenths(sheet, row->score);
    rp_sheet_tenths(sheet, row->first);
    for (int k = 0; k < 3; k++) {
        if (row->has_rest)
            rp_sheet_signed_tenths(sheet, points[k]);
        else
            rp_sheet_blank(sheet);
    }
    rp_sheet_end_row(sheet);
}

void rp_equity_put(rp_sheet *sheet, const rp_source *source) {
    for (size_t k = 0; k < source->equity->count; k++)
        put_row(sheet, &source->equity->rows[k]);
}

#include "output/csv/equity.h"

#include "output/csv/sheet.h"

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

rp_status rp_equity_write(rp_commit *commit, const rp_equity *equity,
                          char delimiter, bool bom) {
    rp_file *file = rp_commit_file(commit, "equity.csv");
    rp_sheet sheet;

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, rp_file_put, file, delimiter, bom);
    rp_sheet_header(&sheet, "column,group,n,placed_percent,mean_weeks_waited,"
                            "mean_score,first_choice_percent,difference,low,"
                            "high");
    for (size_t k = 0; k < equity->count; k++)
        put_row(&sheet, &equity->rows[k]);
    bool whole = rp_sheet_end(&sheet);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

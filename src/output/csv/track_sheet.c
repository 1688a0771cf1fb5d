#include "output/csv/track_sheet.h"

#include <math.h>

static void put_row(rp_sheet *sheet, const rp_track_row *row) {
    double reach = RP_INTERVAL_80 * sqrt(row->estimate.variance);
    const double numbers[] = {
        row->mean, row->estimate.value, row->estimate.value - reach,
        row->estimate.value + reach, row->estimate.reliability};
    bool is_used = row->note != RP_TRACK_MISSING;

    rp_sheet_text(sheet, row->therapist);
    rp_sheet_text(sheet, row->concern);
    rp_sheet_whole(sheet, row->figures);
    rp_sheet_whole(sheet, row->without_post);
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++)
        if (is_used && !isnan(numbers[k]))
            rp_sheet_real(sheet, numbers[k], 4);
        else
            rp_sheet_blank(sheet);
    rp_sheet_text(sheet, rp_track_notes[row->note]);
    rp_sheet_end_row(sheet);
}

rp_status rp_track_sheet_write(const rp_track *track, char delimiter,
                               rp_put *put, void *payload) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, delimiter, false);
    rp_sheet_header(&sheet, "therapist_id,concern,courses,missing,mean,"
                            "estimate,low,high,reliability,note");
    for (size_t k = 0; k < track->count; k++)
        put_row(&sheet, &track->rows[k]);
    return rp_sheet_end(&sheet) ? RP_OK : RP_ERR_MEMORY;
}

#include "output/csv/workload.h"

void rp_workload_put(rp_sheet *sheet, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    const rp_roster *roster = o->fit->roster;

    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        uint64_t count = o->assigned[t];
        rp_sheet_text(sheet, roster->therapists[t].id);
        rp_sheet_text(sheet, roster->therapists[t].name);
        rp_sheet_whole(sheet, roster->therapists[t].openings);
        rp_sheet_whole(sheet, (int64_t)count);
        rp_sheet_whole(sheet, o->left[t]);
        rp_sheet_whole(sheet, o->seekers[t]);
        rp_sheet_tenths(
            sheet,
            count ? (int)((2 * o->score_sum[t] + 10 * count) / (20 * count))
                  : -1);
        rp_sheet_end_row(sheet);
    }
}

#include "output/csv/limits_csv.h"

static void put_bound(rp_sheet *sheet, int32_t bound) {
    if (bound == RP_BLANK)
        rp_sheet_blank(sheet);
    else
        rp_sheet_whole(sheet, bound);
}

void rp_limits_put(rp_sheet *sheet, const rp_source *source) {
    const rp_terms *terms = source->outcome->terms;

    for (uint32_t k = 0; terms && k < terms->of_file; k++) {
        const rp_term *term = &terms->items[k];
        uint32_t used = terms->used[k];
        rp_sheet_text(sheet, term->limit->id);
        put_bound(sheet, term->limit->min);
        put_bound(sheet, term->limit->max);
        rp_sheet_whole(sheet, used);
        rp_sheet_whole(sheet, used < term->least ? term->least - used : 0);
        if (!terms->waiting || terms->waiting[k] == RP_WAITING_UNKNOWN)
            rp_sheet_blank(sheet);
        else
            rp_sheet_whole(sheet, terms->waiting[k]);
        rp_sheet_end_row(sheet);
    }
}

#include "output/csv/offers.h"

#include "input/cell/number.h"

static void put_offer(rp_sheet *sheet, const rp_outcome *o, uint32_t c) {
    char day[16] = "";

    if (o->triage->as_of != RP_NO_DAY)
        rp_date_format(day, o->triage->as_of);
    rp_sheet_text(sheet, o->fit->roster->clients[c].id);
    rp_sheet_text(sheet, rp_said_names[RP_SAID_OFFERED]);
    rp_sheet_text(sheet, o->fit->roster->therapists[o->therapist[c]].id);
    rp_sheet_text(sheet, day);
    rp_sheet_blank(sheet);
    rp_sheet_end_row(sheet);
}

static bool is_offer(const rp_outcome *o, uint32_t c) {
    return o->status[c] == RP_STATUS_ASSIGNED &&
           !rp_triage_is_held(o->triage, c);
}

uint64_t rp_offers_count(const rp_outcome *o, uint64_t most) {
    uint64_t count = 0;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        count += is_offer(o, c);
    return count < most ? count : most;
}

void rp_offers_put(rp_sheet *sheet, const rp_source *source) {
    const rp_outcome *o = source->outcome;
    const rp_triage *t = o->triage;
    uint64_t count = 0;

    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        for (uint32_t k = 0; k < o->fit->roster->client_count; k++) {
            uint32_t c = t->sequence[k];
            if (t->tier[c] == tier && is_offer(o, c) &&
                count++ < source->offer_most)
                put_offer(sheet, o, c);
        }
}

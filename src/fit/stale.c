#include "fit/stale.h"

#include <stddef.h>

const rp_blank_row rp_stale_row = {
    .column = "openings",
    .reply = RP_REPLY_FEWER,
    .is_phoned = true,
    .words = "whether they still have an opening",
    .question = "how many new clients can you take now?"};

bool rp_stale_is(const rp_fit *fit, uint32_t therapist) {
    const rp_roster *roster = fit->roster;
    int32_t as_of = roster->layouts[RP_THERAPISTS].as_of;
    int32_t updated_on = roster->therapists[therapist].updated_on;

    return as_of != RP_NO_DAY && updated_on != RP_NO_DAY &&
           (double)as_of - (double)updated_on > fit->policy->stale_days;
}

void rp_stale_confirm(const rp_fit *fit, uint32_t therapist,
                      rp_confirm *confirm) {
    if (confirm && rp_stale_is(fit, therapist))
        rp_confirm_add(confirm, offsetof(rp_therapist, openings));
}

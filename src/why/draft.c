#include "why/draft.h"

#include "base/array.h"

#include <stdlib.h>

static bool allocate(rp_draft *d) {
    const rp_roster *roster = d->outcome->fit->roster;
    const rp_terms *terms = d->outcome->terms;

    d->therapist = rp_new_array(roster->client_count, sizeof *d->therapist);
    d->left = rp_new_array(roster->therapist_count, sizeof *d->left);
    d->used = terms ? rp_new_array(terms->count, sizeof *d->used) : NULL;
    return d->therapist && d->left && (!terms || d->used);
}

static void count(rp_draft *d, uint32_t client, uint32_t therapist) {
    d->therapist[client] = therapist;
    if (d->used)
        rp_terms_count(d->outcome->terms, client, therapist, d->used);
}

/* Whether hours can be dealt is asked of those who come later. */
static void take(rp_draft *d, uint32_t client, uint32_t therapist) {
    count(d, client, therapist);
    if (d->left[therapist] > 0)
        d->left[therapist]--;
    rp_promises_take(d->hours, client, therapist, NULL);
}

rp_status rp_draft_init(rp_draft *out, const rp_outcome *o,
                        const rp_dense_problem *seating, const uint32_t *plan) {
    *out = (rp_draft){.outcome = o, .seating = seating};
    rp_status status =
        allocate(out) ? rp_outcome_promises(&out->hours, o) : RP_ERR_MEMORY;

    if (status != RP_OK)
        return status;
    for (uint32_t t = 0; t < seating->therapists; t++)
        out->left[t] = seating->seats[t];
    for (uint32_t c = 0; c < seating->clients; c++) {
        out->therapist[c] = RP_NONE;
        if (rp_triage_is_held(o->triage, c))
            count(out, c, o->therapist[c]);
    }
    for (uint32_t c = 0; plan && c < seating->clients; c++)
        if (seating->tier[c] > 0 && plan[c] != RP_NONE)
            take(out, c, plan[c]);
    if (out->hours)
        out->hours->later = o->later;
    return RP_OK;
}

void rp_draft_clear(rp_draft *d) {
    if (d->hours)
        rp_promises_clear(d->hours);
    free(d->hours);
    free(d->therapist);
    free(d->left);
    free(d->used);
    *d = (rp_draft){.outcome = NULL};
}

bool rp_draft_is_free(const rp_draft *d, uint32_t client, uint32_t therapist) {
    const rp_outcome *o = d->outcome;
    uint32_t which;

    return d->left[therapist] > 0 &&
           (!o->terms ||
            rp_terms_obstacle(o->terms, d->therapist, d->used, client,
                              therapist, &which) == RP_TERM_FREE) &&
           rp_outcome_seen_apart(o, client, therapist) == RP_NONE &&
           rp_promises_has_room(d->hours, client, therapist);
}

void rp_draft_put(rp_draft *d, uint32_t client, uint32_t therapist) {
    take(d, client, therapist);
}

bool rp_draft_failed(const rp_draft *d) {
    return d->hours && rp_promises_failed(d->hours);
}

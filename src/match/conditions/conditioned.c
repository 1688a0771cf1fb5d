#include "match/conditions/conditioned.h"

#include "base/array.h"
#include "solve/conditioned/joined.h"

#include <stdlib.h>

/* Marks by who stands for a part. */
static void mark(bool *marks, const rp_joined *joined, uint32_t somebody) {
    if (somebody != RP_NONE)
        marks[rp_joined_find(joined, somebody)] = true;
}

static void mark_conditions(bool *marks, const rp_joined *joined,
                            const rp_conditions *c) {
    for (uint32_t k = 0; k < c->quotas; k++)
        mark(marks, joined, joined->of_quota[k]);
    for (uint32_t k = 0; k < c->aparts; k++) {
        mark(marks, joined, c->apart[k].a);
        mark(marks, joined, c->apart[k].b);
    }
    for (uint32_t i = 0; c->party && i < joined->clients; i++)
        if (c->party[i] != RP_NONE)
            mark(marks, joined, i);
}

/* Who is held shares hours with those who are not. */
static void mark_rhythms(bool *marks, const rp_joined *joined,
                         const rp_outcome *o) {
    for (uint32_t i = 0; o->suiting && i < joined->clients; i++) {
        uint32_t pin = o->triage->pin[i];
        if (o->suiting->rhythm[i] == RP_WEEKLY)
            continue;
        if (pin != RP_NONE)
            mark(marks, joined, joined->clients + pin);
        else if (rp_market_tier(o->market, i) > 0)
            mark(marks, joined, i);
    }
}

rp_status rp_conditioned_find(rp_conditioned *out, const rp_outcome *o) {
    const rp_roster *roster = o->fit->roster;
    const rp_conditions *c = rp_outcome_conditions(o);
    rp_joined joined;

    *out = (rp_conditioned){
        .client = rp_new_array(roster->client_count, sizeof(bool)),
        .therapist = rp_new_array(roster->therapist_count, sizeof(bool))};
    if (!out->client || !out->therapist)
        return RP_ERR_MEMORY;
    if (!o->market)
        return RP_OK;
    rp_status status = rp_joined_init(&joined, o->market);
    bool *marks =
        rp_new_array((size_t)joined.clients + joined.therapists, sizeof *marks);
    if (!marks)
        status = RP_ERR_MEMORY;
    if (status == RP_OK && c)
        mark_conditions(marks, &joined, c);
    if (status == RP_OK)
        mark_rhythms(marks, &joined, o);
    for (uint32_t i = 0; status == RP_OK && i < joined.clients; i++) {
        out->client[i] = rp_market_tier(o->market, i) > 0 &&
                         marks[rp_joined_find(&joined, i)];
        out->clients += out->client[i];
    }
    for (uint32_t t = 0; status == RP_OK && t < joined.therapists; t++)
        out->therapist[t] = marks[rp_joined_find(&joined, joined.clients + t)];
    free(marks);
    rp_joined_clear(&joined);
    return status;
}

void rp_conditioned_clear(rp_conditioned *conditioned) {
    free(conditioned->client);
    free(conditioned->therapist);
    *conditioned = (rp_conditioned){NULL, NULL, 0};
}

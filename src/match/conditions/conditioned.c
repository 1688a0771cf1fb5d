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

rp_status rp_conditioned_find(bool *is_in, uint32_t *count,
                              const rp_outcome *o) {
    const rp_conditions *c = rp_outcome_conditions(o);
    rp_joined joined;

    *count = 0;
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
        bool is_one = rp_market_tier(o->market, i) > 0 &&
                      marks[rp_joined_find(&joined, i)];
        *count += is_one;
        if (is_in)
            is_in[i] = is_one;
    }
    free(marks);
    rp_joined_clear(&joined);
    return status;
}

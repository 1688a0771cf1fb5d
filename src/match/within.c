#include "match/within.h"

#include "base/array.h"
#include "fit/score.h"

#include <stdlib.h>

/* ---- the plan ------------------------------------------------------------ */

/* The pairs of a client that are not too low. */
static size_t allowed_pairs(void *payload, uint32_t client, int thread,
                            uint32_t *therapist, uint16_t *score) {
    const rp_outcome *o = payload;
    size_t count =
        rp_market_scores(o->market, client, thread, therapist, score);
    size_t kept = 0;

    for (size_t k = 0; k < count; k++) {
        if (!rp_outcome_allows(o, client, score[k]))
            continue;
        therapist[kept] = therapist[k];
        score[kept++] = score[k];
    }
    return kept;
}

/*
 * A market of those alone who have a place without what was chosen, and of the
 * pairs that do not fall too far. Some plan places all of them, so the best one
 * does; and nobody else could be placed besides: the plan without has as many
 * of each tier as there can be, and each of these plans is one of that market.
 */
static rp_status plan_within(rp_outcome *o, const rp_context *context,
                             const uint32_t *given) {
    uint32_t clients = o->fit->roster->client_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);
    rp_market *market = NULL;
    rp_status status = tier ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        tier[c] = rp_outcome_is_bound(o, c) ? o->triage->tier[c]
                                            : (uint8_t)RP_TIER_NONE;
    if (status == RP_OK)
        status = rp_outcome_market(&market, o, context, tier,
                                   rp_outcome_conditions(o),
                                   (rp_pair_source){allowed_pairs, o}, true);
    if (status == RP_OK)
        status = given ? rp_planner_prove(&o->plan, market, context, given)
                       : rp_planner_solve(&o->plan, market, context);
    for (uint32_t c = 0; status == RP_OK && c < clients; c++)
        if (rp_outcome_is_bound(o, c) && o->plan.therapist[c] == RP_NONE)
            status = RP_ERR_SOLVER;
    rp_market_free(market);
    free(tier);
    return status;
}

/* Whoever is not in that market is in no plan that was given. */
static uint32_t *bound_part(const rp_outcome *o, const uint32_t *given) {
    uint32_t clients = o->fit->roster->client_count;
    uint32_t *part = rp_new_array(clients, sizeof *part);

    for (uint32_t c = 0; part && c < clients; c++)
        part[c] = rp_outcome_is_bound(o, c) ? given[c] : RP_NONE;
    return part;
}

rp_status rp_within_match(rp_outcome *out, const rp_fit *fit, rp_triage *branch,
                          rp_bounds *bounds, const rp_context *context,
                          const uint32_t *given) {
    uint32_t *part = NULL;
    rp_status status = rp_outcome_open(out, fit, branch, context);

    out->branch = branch;
    out->bounds = *bounds;
    *bounds = (rp_bounds){NULL, NULL};
    if (status == RP_OK && given) {
        part = bound_part(out, given);
        status = part ? RP_OK : RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        status = plan_within(out, context, part);
    free(part);
    return status == RP_OK ? rp_outcome_close(out, context, true) : status;
}

uint16_t rp_within_least(const rp_outcome *o, uint32_t c, uint16_t floor) {
    int drop = (int)o->fit->policy->choice_drop;
    int own = o->score[c], least = own > drop ? own - drop : 0;

    return (uint16_t)(floor > 0 && own >= floor && least < floor ? floor
                                                                 : least);
}

/* ---- is there one with certain pairs? ------------------------------------ */

typedef struct trying {
    const rp_within *within;
    const uint32_t *fixed;
} trying;

/* The pairs that a client may have in a trial. */
static size_t tried_pairs(void *payload, uint32_t client, int thread,
                          uint32_t *therapist, uint16_t *score) {
    const trying *t = payload;
    const rp_outcome *o = t->within->base;
    uint32_t own = t->fixed[client];
    size_t kept = 0, count = rp_market_scores(o->market, client, thread,
                                              therapist, score);

    for (size_t k = 0; k < count; k++) {
        if (own == RP_NONE ? score[k] < t->within->least[client]
                           : therapist[k] != own)
            continue;
        therapist[kept] = therapist[k];
        score[kept++] = score[k];
    }
    return kept;
}

/* Everybody counts alike: all of them have to have a place. */
static uint8_t *tiers_of(const rp_outcome *o) {
    uint32_t clients = o->fit->roster->client_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);

    for (uint32_t c = 0; tier && c < clients; c++)
        tier[c] = o->therapist[c] == RP_NONE || rp_triage_is_out(o->triage, c)
                      ? (uint8_t)RP_TIER_NONE
                      : (uint8_t)RP_TIER_URGENT;
    return tier;
}

static int64_t points_of(const rp_outcome *o, const rp_plan *plan,
                         const uint8_t *tier, bool *has_all) {
    int64_t sum = 0;
    rp_need need = {0};

    *has_all = plan->shortfall <= o->plan.shortfall;
    for (uint32_t c = 0; *has_all && c < plan->clients; c++) {
        if (tier[c] == RP_TIER_NONE)
            continue;
        *has_all =
            plan->therapist[c] != RP_NONE && rp_need_set(&need, o->fit, c);
        if (*has_all)
            sum += rp_score_of(o->fit, &need, plan->therapist[c]);
    }
    rp_need_clear(&need);
    return sum;
}

rp_status rp_within_try(const rp_within *within, const uint32_t *fixed,
                        bool *is_had, int64_t *points) {
    const rp_outcome *o = within->base;
    trying t = {within, fixed};
    rp_context quiet = *within->context;
    uint8_t *tier = tiers_of(o);
    rp_market *market = NULL;
    rp_plan plan = {0};
    rp_status status = tier ? RP_OK : RP_ERR_MEMORY;

    quiet.progress = NULL;
    quiet.floor = 0; /* it is among the bounds */
    if (status == RP_OK)
        status = rp_outcome_market(&market, o, &quiet, tier,
                                   rp_outcome_conditions(o),
                                   (rp_pair_source){tried_pairs, &t}, false);
    if (status == RP_OK)
        status = rp_planner_solve(&plan, market, &quiet);
    if (status == RP_OK)
        *points = points_of(o, &plan, tier, is_had);
    rp_plan_clear(&plan);
    rp_market_free(market);
    free(tier);
    return status;
}

/* The same with one client's therapist alone; the score of the pair is left
 * out. */
static rp_status rest_of(const rp_within *w, uint32_t client,
                         uint32_t therapist, bool *is_had, int64_t *points) {
    uint32_t clients = w->base->fit->roster->client_count;
    uint32_t *fixed = rp_new_array(clients, sizeof *fixed);
    rp_need need = {0};
    bool whole = fixed && rp_need_set(&need, w->base->fit, client);
    rp_status status = whole ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t c = 0; whole && c < clients; c++)
        fixed[c] = c == client ? therapist : RP_NONE;
    if (whole)
        status = rp_within_try(w, fixed, is_had, points);
    if (whole)
        *points -= rp_score_of(w->base->fit, &need, therapist);
    rp_need_clear(&need);
    free(fixed);
    return status;
}

rp_status rp_within_loss(const rp_within *within, uint32_t client,
                         uint32_t therapist, bool *is_had, int64_t *loss) {
    int64_t with = 0, without = 0;
    rp_status status = rest_of(within, client, within->base->therapist[client],
                               is_had, &without);

    if (status == RP_OK && *is_had)
        status = rest_of(within, client, therapist, is_had, &with);
    *is_had &= status == RP_OK;
    *loss = without - with;
    return status;
}

#include "match/choices.h"

#include "base/array.h"

#include <stdlib.h>

const char *const rp_seat_names[] = {"assigned", "open", "choice", "full"};

/* Of a plan that was taken over: who has what they have chosen stays. */
static rp_status hold_chosen(rp_choices *out) {
    const rp_outcome *o = out->outcome;
    uint32_t clients = o->fit->roster->client_count;

    out->own_held = rp_new_array(clients, sizeof *out->own_held);
    if (!out->own_held)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        out->own_held[c] = o->triage->wish[c] != RP_NONE &&
                           o->therapist[c] == o->triage->wish[c] &&
                           o->is_adopted;
    out->held = out->own_held;
    return RP_OK;
}

/* Prices as far as hours are bound. @param bound  NULL: none are promised */
static rp_status find_prices(rp_choices *out, const rp_caps *caps,
                             const rp_bound_hours *bound, int threads) {
    const rp_dense_problem *problem = out->pairs;
    rp_status status = RP_OK;

    rp_capped_plan_clear(&out->plan);
    rp_wide_problem_clear(&out->wide);
    if (bound) {
        status = rp_wide_problem_make(&out->wide, problem, out->outcome->market,
                                      bound);
        problem = &out->wide.problem;
    }
    return status == RP_OK
               ? rp_capped_plan_make(&out->plan, problem, caps, threads)
               : status;
}

/* The plan that prices are ways from, if it is another one than the outcome's:
 * does it bind other hours? */
static rp_status find_more(const rp_choices *c, rp_bound_hours *bound,
                           bool *more) {
    const rp_dense_problem *wide = c->plan.problem;
    const rp_market *market = c->outcome->market;
    const uint32_t *best = c->plan.best;
    uint32_t *placed = rp_new_array(c->pairs->clients, sizeof *placed);
    rp_bound_hours now = {.first = NULL};
    rp_status status = placed ? RP_OK : RP_ERR_MEMORY;

    *more = false;
    for (uint32_t i = 0; status == RP_OK && best && i < c->pairs->clients; i++)
        placed[i] = best[i] == RP_NONE || c->plan.tier[i] == 0
                        ? RP_NONE
                        : rp_dense_problem_whose(wide, best[i]);
    if (status == RP_OK && best)
        status = rp_bound_hours_init(&now, market);
    if (status == RP_OK && best)
        status = rp_bound_hours_find(&now, c->pairs, placed, market);
    if (status == RP_OK && best)
        *more = rp_bound_hours_join(bound, &now, market);
    rp_bound_hours_clear(&now);
    free(placed);
    return status;
}

/* Which hours are bound is known of a plan, so that it may have to be found
 * anew. */
static rp_status find_timed(rp_choices *out, const rp_caps *caps, int threads) {
    const rp_dense_problem *pairs = out->pairs;
    const rp_market *market = out->outcome->market;
    rp_bound_hours bound;
    bool more = true;
    rp_status status = rp_bound_hours_init(&bound, market);

    if (status == RP_OK)
        status = rp_bound_hours_find(&bound, pairs, pairs->placed, market);
    while (status == RP_OK && more) {
        status = find_prices(out, caps, &bound, threads);
        if (status == RP_OK)
            status = find_more(out, &bound, &more);
    }
    rp_bound_hours_clear(&bound);
    return status;
}

rp_status rp_choices_make(rp_choices *out, const rp_outcome *outcome,
                          const rp_dense_problem *problem,
                          const rp_context *context, const bool *held) {
    rp_caps caps = {.held = held,
                    .drop = (int32_t)outcome->fit->policy->choice_drop,
                    .floor = context->floor};
    rp_status status = RP_OK;

    *out = (rp_choices){0};
    if (rp_outcome_conditions(outcome))
        return RP_OK; /* other pairs have no price yet */
    *out = (rp_choices){.outcome = outcome, .held = held};
    if (!held)
        status = hold_chosen(out);
    caps.held = out->held;
    if (status == RP_OK && !problem) {
        status = rp_outcome_pairs(&out->problem, outcome, context->floor);
        problem = &out->problem;
    }
    out->pairs = problem;
    if (status != RP_OK)
        return status;
    return outcome->suiting ? find_timed(out, &caps, context->threads)
                            : find_prices(out, &caps, NULL, context->threads);
}

void rp_choices_clear(rp_choices *choices) {
    rp_capped_plan_clear(&choices->plan);
    rp_wide_problem_clear(&choices->wide);
    rp_dense_problem_clear(&choices->problem);
    free(choices->own_held);
    *choices = (rp_choices){0};
}

int64_t rp_choices_price(const rp_choices *choices, uint32_t client,
                         uint32_t therapist) {
    if (!choices || !choices->outcome ||
        choices->outcome->status[client] != RP_STATUS_ASSIGNED ||
        (choices->held && choices->held[client]))
        return RP_NO_PRICE;
    return rp_capped_plan_price(&choices->plan, client, therapist);
}

/* What the others lose is the price less what the client loses. */
static bool is_choice(const rp_choices *choices, uint32_t client,
                      uint32_t therapist) {
    int64_t price = rp_choices_price(choices, client, therapist);

    if (price == RP_NO_PRICE)
        return false;
    const rp_outcome *o = choices->outcome;
    int64_t fall = (int64_t)o->score[client] -
                   rp_dense_problem_column(choices->pairs, therapist)[client];
    return price - fall <= (int64_t)o->fit->policy->choice_points;
}

rp_seat rp_choices_seat(const rp_choices *choices, const rp_outcome *outcome,
                        uint32_t client, uint32_t therapist, int thread) {
    if (outcome->therapist[client] == therapist)
        return RP_SEAT_ASSIGNED;
    if (rp_outcome_is_open(outcome, client, therapist, thread))
        return RP_SEAT_OPEN;
    return is_choice(choices, client, therapist) ? RP_SEAT_CHOICE
                                                 : RP_SEAT_FULL;
}

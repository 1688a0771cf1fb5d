#include "match/choices.h"

#include "base/array.h"
#include "match/within.h"
#include "solve/conditioned/pricing.h"

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
                                      bound, 0);
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

/* -- where conditions are kept --------------------------------------------- */

/* Who is held has the own pair alone; all others have any that fits. */
static size_t pairs_of(void *payload, uint32_t client, int thread,
                       uint32_t *therapist, uint16_t *score) {
    const rp_choices *c = payload;
    const rp_outcome *o = c->outcome;
    size_t kept = 0, count = rp_market_scores(o->market, client, thread,
                                              therapist, score);

    for (size_t k = 0; k < count; k++) {
        if (c->held[client] && therapist[k] != o->therapist[client])
            continue;
        therapist[kept] = therapist[k];
        score[kept++] = score[k];
    }
    return kept;
}

static rp_status price_again(rp_choices *out, const rp_context *context) {
    const rp_outcome *o = out->outcome;
    uint32_t clients = o->fit->roster->client_count;
    size_t cells = (size_t)clients * o->fit->roster->therapist_count;
    uint8_t *tier = rp_new_array(clients, sizeof *tier);
    uint16_t *least = rp_new_array(clients, sizeof *least);
    rp_market *market = NULL;

    out->again = rp_new_array(cells, sizeof *out->again);
    rp_status status = tier && least && out->again ? RP_OK : RP_ERR_MEMORY;
    for (uint32_t c = 0; status == RP_OK && c < clients; c++) {
        bool is_in = out->apart.client[c] && o->therapist[c] != RP_NONE;
        tier[c] = is_in ? (uint8_t)RP_TIER_URGENT : (uint8_t)RP_TIER_NONE;
        if (is_in)
            least[c] = rp_within_least(o, c, context->floor);
    }
    if (status == RP_OK)
        status = rp_outcome_market(&market, o, context, tier,
                                   rp_outcome_conditions(o),
                                   (rp_pair_source){pairs_of, out}, false);
    if (status == RP_OK)
        status = rp_pricing_find(&(rp_priced){market, o->therapist, least},
                                 out->again);
    rp_market_free(market);
    free(tier);
    free(least);
    return status;
}

/* Who is in those parts stays out of the problem of all others. */
static rp_status set_apart(rp_choices *out, const rp_context *context) {
    const rp_outcome *o = out->outcome;
    const rp_roster *roster = o->fit->roster;
    rp_status status = rp_conditioned_find(&out->apart, o);

    out->seats = rp_new_array(roster->therapist_count, sizeof *out->seats);
    if (status == RP_OK && !out->seats)
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = rp_outcome_pairs(&out->problem, o, context->floor);
    if (status != RP_OK)
        return status;
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        out->seats[t] = out->apart.therapist[t] ? 0 : out->problem.seats[t];
    out->problem.seats = out->seats;
    for (uint32_t c = 0; c < roster->client_count; c++)
        if (out->apart.client[c])
            out->problem.owned_tier[c] = (uint8_t)RP_TIER_NONE;
    return out->apart.clients <= RP_SOLVED_AGAIN ? price_again(out, context)
                                                 : RP_OK;
}

/* -- all of them ----------------------------------------------------------- */

rp_status rp_choices_make(rp_choices *out, const rp_outcome *outcome,
                          const rp_dense_problem *problem,
                          const rp_context *context, const bool *held) {
    rp_caps caps = {.drop = (int32_t)outcome->fit->policy->choice_drop,
                    .floor = context->floor};
    bool has_ways = rp_outcome_has_ways(outcome);
    rp_status status = RP_OK;

    *out = (rp_choices){.outcome = outcome, .held = held};
    if (!held)
        status = hold_chosen(out);
    caps.held = out->held;
    if (status == RP_OK && !has_ways)
        status = set_apart(out, context);
    else if (status == RP_OK && !problem)
        status = rp_outcome_pairs(&out->problem, outcome, context->floor);
    out->pairs = has_ways && problem ? problem : &out->problem;
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
    rp_conditioned_clear(&choices->apart);
    free(choices->seats);
    free(choices->again);
    *choices = (rp_choices){0};
}

int64_t rp_choices_price(const rp_choices *choices, uint32_t client,
                         uint32_t therapist) {
    if (!choices || !choices->outcome ||
        choices->outcome->status[client] != RP_STATUS_ASSIGNED ||
        (choices->held && choices->held[client]))
        return RP_NO_PRICE;
    if (choices->apart.client && choices->apart.client[client]) {
        size_t row = choices->outcome->fit->roster->therapist_count;
        return choices->again ? choices->again[client * row + therapist]
                              : RP_NO_PRICE;
    }
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

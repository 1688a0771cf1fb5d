#include "solve/conditioned/mending.h"

#include "base/array.h"
#include "solve/conditioned/breaches.h"
#include "solve/conditioned/first_plan.h"
#include "solve/conditioned/goals.h"
#include "solve/conditioned/joined.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

/* Nodes of branching where nobody says how many. */
enum { USUAL_EFFORT = 10000 };

/* ---- the relaxed market ------------------------------------------------- */

/* Therapists who may have a client that does not come weekly. */
static bool mark_rhythms(const rp_market *market, bool *is_free, bool *any) {
    uint32_t therapists = rp_market_therapists(market);
    uint32_t *row = rp_new_array(therapists, sizeof *row);
    uint16_t *score = rp_new_array(therapists, sizeof *score);
    bool whole = row && score;

    for (uint32_t j = 0; j < therapists; j++)
        for (uint32_t i = rp_market_first_held(market, j); i != RP_NONE;
             i = rp_market_next_held(market, i))
            is_free[j] |= rp_market_rhythm(market, i) != RP_WEEKLY;
    for (uint32_t i = 0; whole && i < rp_market_clients(market); i++) {
        const uint32_t *therapist = row;
        const uint16_t *gain;
        size_t count = 0;
        if (rp_market_rhythm(market, i) != RP_WEEKLY &&
            rp_market_tier(market, i) != 0)
            count = rp_market_see(market, i, 0, row, score, &therapist, &gain);
        for (size_t k = 0; k < count; k++)
            is_free[therapist[k]] = true;
    }
    for (uint32_t j = 0; j < therapists; j++) {
        is_free[j] &= rp_market_hours(market, j) > 0;
        *any |= is_free[j];
    }
    free(row);
    free(score);
    return whole;
}

rp_status rp_mending_relax(rp_market **out, const rp_market *market) {
    rp_status status = RP_OK;
    bool any = false;

    *out = NULL;
    if (!rp_market_has_hours(market))
        return RP_OK;
    bool *is_free = rp_new_array(rp_market_therapists(market), sizeof *is_free);
    if (!is_free || !mark_rhythms(market, is_free, &any))
        status = RP_ERR_MEMORY;
    if (status == RP_OK && any)
        status = rp_market_relax(out, market, is_free);
    free(is_free);
    return status;
}

/* ---- hours of all therapists -------------------------------------------- */

/* The relaxed plan knows the hours of some. */
static rp_status widen_hours(rp_plan *plan, const rp_market *market) {
    uint32_t therapists = plan->therapists;

    if (!rp_market_has_hours(market))
        return RP_OK;
    if (!plan->hour) {
        plan->hour = rp_new_array(plan->clients, sizeof *plan->hour);
        for (uint32_t i = 0; plan->hour && i < plan->clients; i++)
            plan->hour[i] = RP_NOT_DEALT;
    }
    size_t *first = rp_new_array((size_t)therapists + 1, sizeof *first);
    for (uint32_t j = 0; first && j < therapists; j++)
        first[j + 1] = first[j] + rp_market_hours(market, j);
    int64_t *price = rp_new_array(first ? first[therapists] : 0, sizeof *price);
    if (!plan->hour || !first || !price) {
        free(first);
        free(price);
        return RP_ERR_MEMORY;
    }
    for (uint32_t j = 0; plan->first_hour && j < therapists; j++)
        memcpy(price + first[j], plan->hour_price + plan->first_hour[j],
               (plan->first_hour[j + 1] - plan->first_hour[j]) * sizeof *price);
    free(plan->first_hour);
    free(plan->hour_price);
    plan->first_hour = first;
    plan->hour_price = price;
    return RP_OK;
}

/* ---- one part ----------------------------------------------------------- */

typedef struct mending {
    rp_plan *plan;
    const rp_market *market;
    const rp_context *context;
    rp_joined joined;
    bool *is_broken;     /* [clients + therapists] who stands for a part */
    uint32_t *client;    /* [clients] of the part at hand */
    uint32_t *therapist; /* [therapists] likewise */
} mending;

static void list_members(mending *m, uint32_t part, rp_members *out) {
    uint32_t clients = m->plan->clients;

    *out = (rp_members){.client = m->client, .therapist = m->therapist};
    for (uint32_t i = 0; i < clients; i++)
        if (rp_market_tier(m->market, i) != 0 &&
            rp_joined_find(&m->joined, i) == part)
            m->client[out->clients++] = i;
    for (uint32_t j = 0; j < m->plan->therapists; j++)
        if (rp_market_openings(m->market, j) > 0 &&
            rp_joined_find(&m->joined, clients + j) == part)
            m->therapist[out->therapists++] = j;
}

/* How many of each tier the plan without conditions places. */
static rp_standing cap_of(const mending *m, const rp_members *members) {
    rp_standing cap = {.shortfall = 0};

    for (uint32_t k = 0; k < members->clients; k++) {
        uint32_t i = members->client[k];
        cap.placed[rp_market_tier(m->market, i)] +=
            m->plan->therapist[i] != RP_NONE;
    }
    return cap;
}

static void store(mending *m, const rp_search *s) {
    const rp_problem *p = s->problem;
    rp_plan *plan = m->plan;

    for (uint32_t u = 0; u < p->units; u++)
        for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++) {
            uint32_t i = p->client[k];
            plan->client_price[i] = 0;
            plan->therapist[i] = s->best[u] == SIZE_MAX
                                     ? RP_NONE
                                     : p->therapist[p->at[s->best[u]]];
        }
    for (uint32_t j = 0; j < p->therapists; j++) {
        uint32_t t = p->therapist[j];
        plan->therapist_price[t] = 0;
        for (size_t h = plan->first_hour ? plan->first_hour[t] : 0;
             plan->first_hour && h < plan->first_hour[t + 1]; h++)
            plan->hour_price[h] = 0;
    }
    plan->columns += s->program.columns;
    plan->rounds += s->program.solved;
}

/* Begin with what can be kept of the plan without conditions. */
static rp_status begin(const mending *m, rp_search *s) {
    const rp_problem *p = s->problem;
    size_t *wish = rp_new_array(p->units, sizeof *wish);
    rp_status status = wish ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t u = 0; status == RP_OK && u < p->units; u++) {
        uint32_t t = m->plan->therapist[p->client[p->first[u]]];
        wish[u] = SIZE_MAX;
        for (size_t n = p->start[u]; t != RP_NONE && n < p->start[u + 1]; n++)
            if (p->therapist[p->at[n]] == t)
                wish[u] = n;
    }
    if (status == RP_OK)
        status = rp_search_begin(s, wish);
    free(wish);
    return status;
}

static uint64_t effort_of(const rp_market *market) {
    const rp_conditions *c = rp_market_conditions(market);

    return c && c->effort > 0 ? c->effort : USUAL_EFFORT;
}

static rp_status solve_part(mending *m, uint32_t part) {
    rp_members members;
    rp_problem problem = {0};
    rp_search search = {0};
    rp_reached reached;

    list_members(m, part, &members);
    rp_standing cap = cap_of(m, &members);
    rp_status status =
        rp_problem_init(&problem, m->market, &members, m->context->floor, 0);
    if (status == RP_OK)
        status = rp_search_init(&search, &problem);
    search.recall = m->context->recall;
    search.learns = m->context->learns;
    search.edited = m->context->edited;
    if (status == RP_OK)
        status = begin(m, &search);
    if (status == RP_OK)
        status = rp_goals_reach(&search, &cap, effort_of(m->market),
                                !m->context->is_untied, &reached);
    if (status == RP_OK) {
        store(m, &search);
        m->plan->is_optimal &= reached.is_optimal;
        for (int t = 0; t < RP_TIERS; t++)
            m->plan->tier_gap[t] += reached.tier_gap[t];
        m->plan->gap += reached.gap;
    }
    rp_search_clear(&search);
    rp_problem_clear(&problem);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

static void mark(mending *m, uint32_t somebody) {
    m->is_broken[rp_joined_find(&m->joined, somebody)] = true;
}

/* Parts in which something is broken. */
static void mark_parts(mending *m, const rp_breaches *b) {
    const rp_conditions *c = rp_market_conditions(m->market);
    uint32_t clients = m->plan->clients;

    for (uint32_t i = 0; i < clients; i++)
        if (b->client[i])
            mark(m, i);
    for (uint32_t j = 0; j < m->plan->therapists; j++)
        if (b->therapist[j])
            mark(m, clients + j);
    for (uint32_t q = 0; c && q < c->quotas; q++)
        if ((b->quota[q] || b->is_short[q]) && m->joined.of_quota[q] != RP_NONE)
            mark(m, m->joined.of_quota[q]);
}

static rp_status solve_broken(mending *m, const rp_breaches *b) {
    size_t nodes = (size_t)m->plan->clients + m->plan->therapists;
    rp_status status = rp_joined_init(&m->joined, m->market);

    m->is_broken = rp_new_array(nodes, sizeof *m->is_broken);
    m->client = rp_new_array(m->plan->clients, sizeof *m->client);
    m->therapist = rp_new_array(m->plan->therapists, sizeof *m->therapist);
    if (!m->is_broken || !m->client || !m->therapist)
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        mark_parts(m, b);
    for (uint32_t k = 0; status == RP_OK && k < nodes; k++)
        if (m->is_broken[k]) {
            rp_context_tell(m->context, "conditions",
                            (double)k / (double)nodes);
            status = solve_part(m, k);
        }
    rp_joined_clear(&m->joined);
    free(m->is_broken);
    free(m->client);
    free(m->therapist);
    return status;
}

rp_status rp_mending_finish(rp_plan *plan, const rp_market *market,
                            const rp_context *context) {
    mending m = {.plan = plan, .market = market, .context = context};
    rp_breaches b = {0};
    rp_status status = widen_hours(plan, market);

    if (status == RP_OK && !rp_breaches_init(&b, market))
        status = RP_ERR_MEMORY;
    if (status == RP_OK)
        status = rp_breaches_find(&b, plan->therapist, plan->hour);
    if (status == RP_OK && (b.any || b.shortfall > 0)) {
        status = solve_broken(&m, &b);
        if (status == RP_OK)
            status = rp_breaches_find(&b, plan->therapist, plan->hour);
        if (status == RP_OK && b.any)
            status = RP_ERR_SOLVER; /* a plan that breaks one is none */
    }
    plan->shortfall = b.shortfall;
    rp_breaches_clear(&b);
    return status;
}

/* ---- a plan that was given ---------------------------------------------- */

/* How good a plan is; false where a pair is not eligible. */
static bool measure(const rp_market *market, uint16_t floor,
                    const uint32_t *plan, uint32_t *row, uint16_t *gain,
                    rp_standing *out) {
    *out = (rp_standing){.shortfall = 0};
    for (uint32_t i = 0; i < rp_market_clients(market); i++) {
        if (plan[i] == RP_NONE)
            continue;
        size_t count = rp_market_tier(market, i) == 0
                           ? 0
                           : rp_market_row(market, i, 0, row, gain),
               k = 0;
        while (k < count && row[k] != plan[i])
            k++;
        if (k == count)
            return false;
        int32_t keep =
            rp_market_kept(market, i) == plan[i] ? rp_market_keep(market) : 0;
        out->placed[rp_market_tier(market, i)]++;
        out->fair += floor > 0 && gain[k] - keep >= floor;
        out->points += rp_market_wait(market, i) + gain[k];
    }
    return true;
}

static bool places_the_same(const rp_plan *plan, const uint32_t *given) {
    for (uint32_t i = 0; i < plan->clients; i++)
        if ((plan->therapist[i] == RP_NONE) != (given[i] == RP_NONE))
            return false;
    return true;
}

rp_status rp_mending_compare(const rp_plan *plan, const rp_market *market,
                             const rp_context *context, const uint32_t *given) {
    uint32_t *row = rp_new_array(plan->therapists, sizeof *row);
    uint16_t *gain = rp_new_array(plan->therapists, sizeof *gain);
    rp_standing ours, theirs;
    rp_breaches b = {0};
    rp_status status = RP_ERR_MEMORY;

    if (!row || !gain || !rp_breaches_init(&b, market))
        goto done;
    status = RP_ERR_SOLVER;
    for (uint32_t i = 0; i < plan->clients; i++)
        if (given[i] != RP_NONE && given[i] >= plan->therapists)
            goto done;
    if (!measure(market, context->floor, plan->therapist, row, gain, &ours) ||
        !measure(market, context->floor, given, row, gain, &theirs))
        goto done;
    status = rp_breaches_find(&b, given, NULL);
    ours.shortfall = (int64_t)plan->shortfall;
    theirs.shortfall = (int64_t)b.shortfall;
    if (status == RP_OK &&
        (b.any || rp_allowed_compare(&ours, &theirs) != 0 ||
         (rp_market_is_strict(market) && !places_the_same(plan, given))))
        status = RP_ERR_SOLVER;
done:
    rp_breaches_clear(&b);
    free(row);
    free(gain);
    return status;
}

#include "solve/again/capped_plan.h"

#include "base/array.h"
#include "solve/again/residual_distances.h"
#include "solve/planner.h"

#include <stdlib.h>
#include <string.h>

/* -- the pairs that are allowed -------------------------------------------- */

static bool is_allowed(const rp_caps *caps, bool is_held, uint16_t own,
                       uint16_t score) {
    return !is_held && score + caps->drop >= own &&
           (own < caps->floor || score >= caps->floor);
}

static void cap_column(rp_capped_plan *p, const rp_caps *caps,
                       uint32_t therapist) {
    const rp_dense_problem *g = p->problem;
    const uint16_t *from = rp_dense_problem_column(g, therapist);
    uint16_t *to = p->capped.cells + (size_t)therapist * g->clients;

    for (uint32_t i = 0; i < g->clients; i++) {
        to[i] = RP_NO_PAIR;
        if (p->tier[i] == 0 || from[i] == RP_NO_PAIR)
            continue;
        uint32_t own = g->placed[i];
        bool is_held = i >= g->people || (caps->held && caps->held[i]);
        if (rp_dense_problem_whose(g, own) ==
                rp_dense_problem_whose(g, therapist) ||
            is_allowed(caps, is_held, rp_dense_problem_column(g, own)[i],
                       from[i]))
            to[i] = from[i];
    }
}

static rp_status allocate(rp_capped_plan *p) {
    uint32_t clients = p->problem->clients;
    size_t cells = (size_t)clients * ((size_t)p->problem->therapists + 1);

    p->tier = rp_new_array(clients, sizeof *p->tier);
    p->base = rp_new_array(clients, sizeof *p->base);
    p->wait = rp_new_array(clients, sizeof *p->wait);
    p->own = rp_new_array(clients, sizeof *p->own);
    p->capped.cells = rp_new_array(cells, sizeof *p->capped.cells);
    return p->tier && p->base && p->wait && p->own && p->capped.cells
               ? RP_OK
               : RP_ERR_MEMORY;
}

static rp_status cap(rp_capped_plan *p, const rp_caps *caps) {
    const rp_dense_problem *g = p->problem;
    rp_dense_problem *to = &p->capped;
    rp_status status = allocate(p);

    to->clients = g->clients;
    to->therapists = g->therapists;
    to->people = g->people;
    to->group = g->group;
    to->first = g->first;
    to->tier = p->tier;
    to->base = p->base;
    to->wait = p->wait;
    to->seats = g->seats;
    to->placed = g->placed;
    if (status != RP_OK)
        return status;
    if (!rp_scale_set(&to->scale, g->clients, g->therapists, RP_SCORE_LIMIT,
                      NULL))
        return RP_ERR_SIZE;
    to->none = to->cells + (size_t)g->clients * g->therapists;
    for (uint32_t i = 0; i < g->clients; i++) {
        p->tier[i] = g->tier[i] > 0 && g->placed[i] != RP_NONE;
        p->base[i] = rp_worth_base(to->scale.tier, p->tier[i], 0);
    }
    for (uint32_t t = 0; t < g->therapists; t++)
        cap_column(p, caps, t);
    return RP_OK;
}

/* -- the best plan among them ---------------------------------------------- */

static size_t allowed_pairs(void *payload, uint32_t client, int thread,
                            uint32_t *therapist, uint16_t *score) {
    const rp_dense_problem *g = payload;
    size_t count = 0;

    (void)thread;
    for (uint32_t t = 0; t < g->therapists; t++) {
        uint16_t s = rp_dense_problem_column(g, t)[client];
        if (s == RP_NO_PAIR)
            continue;
        therapist[count] = t;
        score[count++] = s;
    }
    return count;
}

/* Solve anew: the plan is not the one with the largest sum. */
static rp_status solve(rp_capped_plan *p, int threads) {
    const rp_context context = {.threads = threads, .crash = RP_START_NETWORK};
    const rp_market_setup setup = {.clients = p->capped.clients,
                                   .therapists = p->capped.therapists,
                                   .tier = p->tier,
                                   .wait = p->wait,
                                   .openings = p->capped.seats,
                                   .worth_limit = RP_SCORE_LIMIT,
                                   .source = {allowed_pairs, &p->capped},
                                   .threads = threads};
    rp_market *market;
    rp_plan plan = {0};
    rp_status status = rp_market_new(&market, &setup);

    if (status == RP_OK)
        status = rp_planner_solve(&plan, market, &context);
    if (status == RP_OK) {
        p->best = plan.therapist; /* ours from here on */
        plan.therapist = NULL;
        p->capped.placed = p->best;
    }
    rp_plan_clear(&plan);
    rp_market_free(market);
    return status;
}

static rp_status find_residual(rp_capped_plan *p, int threads) {
    rp_status status = rp_residual_make(&p->residual, &p->capped, 0);

    if (status != RP_ERR_SOLVER)
        return status;
    rp_residual_clear(&p->residual);
    status = solve(p, threads);
    return status == RP_OK ? rp_residual_make(&p->residual, &p->capped, 0)
                           : status;
}

/* -- prices ---------------------------------------------------------------- */

/* w of any pair of the client's, allowed or not. */
static int64_t worth(const rp_capped_plan *p, uint32_t client,
                     uint32_t therapist) {
    return p->base[client] +
           rp_dense_problem_column(p->problem, therapist)[client];
}

/* sum(x) - best(c,k) for a place k, or RP_NO_PRICE. */
static int64_t forced_at(const rp_capped_plan *p, uint32_t client,
                         uint32_t therapist) {
    const rp_residual *r = &p->residual;
    uint32_t here = r->places.at[client], there = therapist + 1;
    int64_t way = p->distances[(size_t)there * r->nodes + here];

    if (rp_dense_problem_column(p->problem, therapist)[client] == RP_NO_PAIR)
        return RP_NO_PRICE;
    if (rp_dense_problem_whose(p->problem, here - 1) ==
        rp_dense_problem_whose(p->problem, therapist))
        return 0;
    if (r->seats[therapist] == 0 || way == RP_NO_PATH)
        return RP_NO_PRICE;
    rp_change change =
        rp_scale_split(&p->capped.scale, worth(p, client, here - 1) -
                                             worth(p, client, therapist) + way);
    return rp_change_is_of_points(&change) ? change.points : RP_NO_PRICE;
}

/* The least of a therapist's places. */
static int64_t forced(const rp_capped_plan *p, uint32_t client,
                      uint32_t therapist) {
    const rp_dense_problem *g = p->problem;
    int64_t least = RP_NO_PRICE;

    for (uint32_t k = rp_dense_problem_first(g, therapist);
         k < rp_dense_problem_end(g, therapist); k++) {
        int64_t here = forced_at(p, client, k);
        least = here < least ? here : least;
    }
    return least;
}

rp_status rp_capped_plan_make(rp_capped_plan *out,
                              const rp_dense_problem *problem,
                              const rp_caps *caps, int threads) {
    *out = (rp_capped_plan){.problem = problem};
    rp_status status = cap(out, caps);

    if (status == RP_OK)
        status = find_residual(out, threads);
    if (status != RP_OK)
        return status;
    size_t nodes = out->residual.nodes;
    out->distances = rp_new_array(nodes * nodes, sizeof *out->distances);
    if (!out->distances)
        return RP_ERR_MEMORY;
    status = rp_residual_distances(&out->residual, out->distances);
    if (status != RP_OK)
        return status;
    for (uint32_t i = 0; i < problem->people; i++)
        if (out->tier[i] > 0)
            out->own[i] = forced(
                out, i, rp_dense_problem_whose(problem, problem->placed[i]));
    return RP_OK;
}

void rp_capped_plan_clear(rp_capped_plan *plan) {
    rp_residual_clear(&plan->residual);
    free(plan->capped.cells);
    free(plan->tier);
    free(plan->base);
    free(plan->wait);
    free(plan->best);
    free(plan->own);
    free(plan->distances);
    *plan = (rp_capped_plan){0};
}

int64_t rp_capped_plan_price(const rp_capped_plan *plan, uint32_t client,
                             uint32_t therapist) {
    if (plan->tier[client] == 0)
        return RP_NO_PRICE;
    int64_t cost = forced(plan, client, therapist);
    return cost == RP_NO_PRICE ? RP_NO_PRICE : cost - plan->own[client];
}

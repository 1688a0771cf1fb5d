#include "solve/planner.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "solve/conditioned/mending.h"
#include "solve/dual_prices.h"
#include "solve/network_simplex.h"
#include "solve/proof.h"
#include "solve/queue.h"
#include "solve/start/first_prices.h"
#include "solve/start/likely_pairs.h"
#include "solve/start/starting_basis.h"
#include "solve/ties/tie_break.h"
#include "solve/week/market_hours.h"
#include "solve/week/seating.h"

#include <stdlib.h>

typedef struct planning {
    rp_plan *plan;
    const rp_market *market;
    const rp_context *context;
    const uint32_t *given; /* [clients] to be proven; NULL: solve */
    rp_parts parts;
    rp_row_buffer *row;     /* [threads of the market] */
    int threads;            /* to use in all */
    uint64_t big;           /* parts of more pairs get all threads */
    const rp_part **sorted; /* [parts] the largest first */
    size_t bigs;            /* how many of them are big */
    rp_status *status;      /* [parts] */
    size_t *columns;        /* [parts] */
    size_t *rounds;         /* [parts] */
} planning;

static void report(const planning *p, const char *stage, double share) {
    rp_context_tell(p->context, stage, share);
}

/* How far a big part is; small ones pass too fast to tell. */
static void mark(const planning *p, const rp_model *m, const char *stage) {
    if (m->pairs > p->big)
        report(p, stage, (double)p->bigs / (double)p->parts.count);
}

/* ---- one part ---------------------------------------------------------- */

static void store(planning *p, const rp_model *m, const rp_solution *s) {
    for (uint32_t i = 0; i < m->clients; i++) {
        uint32_t client = m->part->client[i];
        p->plan->client_price[client] = s->client_price[i];
        if (s->therapist[i] != RP_NONE)
            p->plan->therapist[client] = m->part->therapist[s->therapist[i]];
    }
    for (uint32_t j = 0; j < m->therapists; j++)
        p->plan->therapist_price[m->part->therapist[j]] = s->therapist_price[j];
}

/* From a tree to the solution; `network` makes it optimal first. The floor
   counts from there on. */
static rp_status solve_from_tree(const planning *p, rp_model *m,
                                 rp_columns *columns, int64_t *price,
                                 rp_solution *s) {
    rp_start crash = (rp_start)p->context->crash;
    rp_tree tree;
    bool is_done = false;

    rp_status status = rp_starting_basis_make(&tree, m, columns, price, crash);
    if (status != RP_OK)
        return status;
    rp_model_set_floor(m);
    mark(p, m, "tree");
    if (crash == RP_START_NETWORK) {
        status = rp_network_simplex_solve(&tree, m, columns, &s->rounds);
        is_done = status == RP_OK;
        mark(p, m, "network");
    }
    if (status != RP_ERR_MEMORY)
        status = rp_glpk_run(s, m, columns, &tree, is_done);
    rp_tree_clear(&tree);
    return status;
}

static rp_status solve_model(const planning *p, rp_model *m, rp_solution *s) {
    bool is_crashed = p->context->crash != RP_START_NONE;
    rp_columns columns = {0};
    rp_status status = RP_OK;
    int64_t *price = rp_new_array(m->therapists, sizeof *price);

    if (!price)
        return RP_ERR_MEMORY;
    if (is_crashed)
        status = rp_first_prices_guess(price, m);
    mark(p, m, "prices");
    if (status == RP_OK)
        status = rp_likely_pairs_choose(&columns, m, price);
    mark(p, m, "lists");
    if (status == RP_OK && is_crashed)
        status = solve_from_tree(p, m, &columns, price, s);
    if (status == RP_OK && !is_crashed) {
        rp_model_set_floor(m);
        status = rp_glpk_run(s, m, &columns, NULL, 0);
    }
    mark(p, m, "solver");
    rp_columns_clear(&columns);
    free(price);
    return status;
}

/* The plan that was given, in numbers of the part; false where one of its
   therapists is of none. */
static bool read_given(const planning *p, const rp_model *m,
                       uint32_t *therapist) {
    for (uint32_t i = 0; i < m->clients; i++) {
        uint32_t given = p->given[m->part->client[i]];
        uint32_t local =
            given < p->plan->therapists ? p->parts.local[given] : RP_NONE;
        therapist[i] = local;
        if (given != RP_NONE &&
            (local >= m->therapists || m->part->therapist[local] != given))
            return false;
    }
    return true;
}

static rp_status take_given(const planning *p, rp_model *m, rp_solution *s) {
    rp_model_set_floor(m);
    if (!read_given(p, m, s->therapist))
        return RP_ERR_SOLVER;
    s->rounds = 1;
    rp_status status = rp_dual_prices_find(s, m);
    mark(p, m, "prices");
    return status;
}

/* A client in no part has nowhere to go. */
static bool is_given_whole(const planning *p) {
    const uint32_t *given = p->given;

    for (uint32_t i = 0; given && i < p->plan->clients; i++)
        if (given[i] != RP_NONE && p->parts.client_part[i] == RP_NONE)
            return false;
    return true;
}

/* ---- one part with hours ------------------------------------------------ */

static bool has_hours(const planning *p, const rp_part *part) {
    if (!rp_market_has_hours(p->market))
        return false;
    for (uint32_t j = 0; j < part->therapists; j++)
        if (rp_market_hours(p->market, part->therapist[j]) > 0)
            return true;
    return false;
}

/* Up to the optimal tree of the part without hours. */
static rp_status plant(const planning *p, rp_model *m, rp_columns *columns,
                       rp_tree *tree, size_t *rounds) {
    int64_t *price = rp_new_array(m->therapists, sizeof *price);
    rp_status status = price ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = rp_first_prices_guess(price, m);
    if (status == RP_OK)
        status = rp_likely_pairs_choose(columns, m, price);
    if (status == RP_OK)
        status =
            rp_starting_basis_make(tree, m, columns, price, RP_START_NETWORK);
    rp_model_set_floor(m);
    if (status == RP_OK)
        status = rp_network_simplex_solve(tree, m, columns, rounds);
    mark(p, m, "network");
    free(price);
    return status;
}

static rp_status check_given(const planning *p, const rp_model *m,
                             rp_seating *seating) {
    uint32_t *given = rp_new_array(m->clients, sizeof *given);
    rp_status status = RP_ERR_MEMORY;

    if (given)
        status = read_given(p, m, given) ? rp_seating_compare(seating, given)
                                         : RP_ERR_SOLVER;
    free(given);
    return status;
}

/* A plan that was given is compared with the best one. */
static rp_status solve_hours(planning *p, size_t part, rp_model *m) {
    rp_columns columns = {0};
    rp_tree tree = {0};
    rp_seating seating = {0};
    size_t rounds = 0;
    rp_status status = plant(p, m, &columns, &tree, &rounds);

    if (status == RP_OK)
        status = rp_seating_solve(&seating, m, &columns, &tree, p->plan->hour);
    mark(p, m, "hours");
    if (status == RP_OK && p->given)
        status = check_given(p, m, &seating);
    if (status == RP_OK)
        rp_seating_store(&seating, p->plan);
    p->columns[part] = seating.solution.columns;
    p->rounds[part] = rounds + seating.solution.rounds;
    rp_seating_clear(&seating);
    rp_columns_clear(&columns);
    rp_tree_clear(&tree);
    return status;
}

static rp_status solve_network(planning *p, size_t part, rp_model *m) {
    rp_solution solution = {0};
    rp_status status = rp_solution_init(&solution, m);

    if (status == RP_OK)
        status = p->given ? take_given(p, m, &solution)
                          : solve_model(p, m, &solution);
    if (status == RP_OK)
        status = rp_tie_break_solution(&solution, m);
    mark(p, m, "order");
    if (status == RP_OK)
        store(p, m, &solution);
    p->columns[part] = solution.columns;
    p->rounds[part] = solution.rounds;
    rp_solution_clear(&solution);
    return status;
}

static rp_status solve_part(planning *p, size_t part, int thread, int threads) {
    rp_model model;
    rp_status status =
        rp_model_init(&model, p->market, &p->parts, part, p->row);

    if (status != RP_OK)
        return status;
    model.first_thread = thread;
    model.threads = threads;
    status = rp_model_hold_rows(&model);
    if (status == RP_OK)
        status = has_hours(p, model.part) ? solve_hours(p, part, &model)
                                          : solve_network(p, part, &model);
    rp_model_clear(&model);
    return status;
}

/* ---- all parts --------------------------------------------------------- */

static void run_small(void *payload, size_t block, int thread) {
    planning *p = payload;
    size_t part = (size_t)(p->sorted[p->bigs + block] - p->parts.part);

    p->status[part] = solve_part(p, part, thread, 1);
    if (thread == 0)
        report(p, "solve",
               (double)(p->bigs + block + 1) / (double)p->parts.count);
}

static int compare_parts(const void *a, const void *b) {
    const rp_part *first = *(const rp_part *const *)a;
    const rp_part *second = *(const rp_part *const *)b;

    if (first->pairs != second->pairs)
        return first->pairs > second->pairs ? -1 : 1;
    return first < second ? -1 : 1;
}

static rp_status solve_parts(planning *p) {
    size_t count = p->parts.count;

    /* The largest first, so that no thread is left with one at the end. */
    for (size_t k = 0; k < count; k++)
        p->sorted[k] = &p->parts.part[k];
    qsort(p->sorted, count, sizeof *p->sorted, compare_parts);
    p->big = rp_market_pairs(p->market) / (uint64_t)p->threads / 2;
    while (p->bigs < count && p->sorted[p->bigs]->pairs > p->big) {
        size_t part = (size_t)(p->sorted[p->bigs++] - p->parts.part);
        p->status[part] = solve_part(p, part, 0, p->threads);
        report(p, "solve", (double)p->bigs / (double)count);
    }
    rp_thread_pool_run(p->threads, count - p->bigs, run_small, p);
    for (size_t k = 0; k < count; k++) {
        if (p->status[k] != RP_OK)
            return p->status[k];
        p->plan->columns += p->columns[k];
        p->plan->rounds += p->rounds[k];
    }
    return RP_OK;
}

/* ---- therapists without a seat ----------------------------------------- */

/*
 * They are in no part, and no plan can use them; the price that proves it is
 * the most that any client would gain there: v_j = max(0, w_ij - u_i).
 */
static void price_closed(planning *p) {
    const rp_market *market = p->market;
    rp_plan *plan = p->plan;
    bool is_any = false;

    for (uint32_t j = 0; j < plan->therapists; j++)
        if (p->parts.local[j] == RP_NONE &&
            rp_market_therapist_pairs(market, j) > 0)
            is_any = true;
    for (uint32_t i = 0; is_any && i < plan->clients; i++) {
        if (rp_market_client_pairs(market, i) == 0)
            continue;
        uint32_t part = p->parts.client_part[i];
        rp_part lone = {.reward =
                            rp_parts_reward(1, rp_market_worth_limit(market))};
        const rp_part *own = part == RP_NONE ? &lone : &p->parts.part[part];
        int64_t rest = rp_worth_base(own->reward, rp_market_tier(market, i),
                                     rp_market_wait(market, i)) -
                       plan->client_price[i];
        rp_floor floor = rp_parts_floor(&p->parts, market, i);
        const uint32_t *therapist;
        const uint16_t *score;
        size_t count = rp_market_see(market, i, 0, p->row[0].therapist,
                                     p->row[0].score, &therapist, &score);
        for (size_t k = 0; k < count; k++) {
            uint32_t j = therapist[k];
            int64_t gain = rest + rp_worth_of_gain(floor, j, score[k]);
            if (p->parts.local[j] == RP_NONE && gain > plan->therapist_price[j])
                plan->therapist_price[j] = gain;
        }
    }
}

/* ---- the plan ---------------------------------------------------------- */

static bool make_hours(planning *p) {
    rp_plan *plan = p->plan;

    plan->hour = rp_new_array(plan->clients, sizeof *plan->hour);
    plan->first_hour =
        rp_new_array((size_t)plan->therapists + 1, sizeof *plan->first_hour);
    if (!plan->hour || !plan->first_hour)
        return false;
    for (uint32_t i = 0; i < plan->clients; i++)
        plan->hour[i] = RP_NOT_DEALT;
    for (uint32_t j = 0; j < plan->therapists; j++)
        plan->first_hour[j + 1] =
            plan->first_hour[j] + rp_market_hours(p->market, j);
    plan->hour_price = rp_new_array(plan->first_hour[plan->therapists],
                                    sizeof *plan->hour_price);
    return plan->hour_price != NULL;
}

static bool make(planning *p) {
    rp_plan *plan = p->plan;
    size_t parts = p->parts.count;

    plan->clients = rp_market_clients(p->market);
    plan->therapists = rp_market_therapists(p->market);
    plan->parts = parts;
    plan->is_optimal = true;
    plan->therapist = rp_new_array(plan->clients, sizeof *plan->therapist);
    plan->client_price =
        rp_new_array(plan->clients, sizeof *plan->client_price);
    plan->therapist_price =
        rp_new_array(plan->therapists, sizeof *plan->therapist_price);
    p->sorted = rp_new_array(parts, sizeof *p->sorted);
    p->status = rp_new_array(parts, sizeof *p->status);
    p->columns = rp_new_array(parts, sizeof *p->columns);
    p->rounds = rp_new_array(parts, sizeof *p->rounds);
    p->row = rp_row_buffers_new(p->market);
    if (!plan->therapist || !plan->client_price || !plan->therapist_price ||
        !p->sorted || !p->status || !p->columns || !p->rounds || !p->row)
        return false;
    for (uint32_t i = 0; i < plan->clients; i++)
        plan->therapist[i] = RP_NONE;
    return !rp_market_has_hours(p->market) || make_hours(p);
}

/* @param given  to be proven; NULL: solve */
static rp_status make_plan(rp_plan *out, const rp_market *market,
                           const rp_context *context, const uint32_t *given) {
    planning p = {
        .plan = out, .market = market, .context = context, .given = given};

    *out = (rp_plan){0};
    p.threads = context->threads;
    if (p.threads > rp_market_threads(market))
        p.threads = rp_market_threads(market);
    if (p.threads < 1)
        p.threads = 1;
    report(&p, "parts", 0.0);
    rp_status status = rp_parts_find(&p.parts, market, p.threads);
    if (status != RP_OK)
        return status;
    report(&p, "parts", 1.0);
    if (context->floor > 0)
        status = rp_parts_set_floor(&p.parts, rp_market_worth_limit(market),
                                    context->floor);
    if (status == RP_OK)
        status = make(&p) ? RP_OK : RP_ERR_MEMORY;
    if (status == RP_OK)
        status = is_given_whole(&p) ? solve_parts(&p) : RP_ERR_SOLVER;
    if (status == RP_OK) {
        price_closed(&p);
        report(&p, "proof", 0.0);
        status = rp_proof_check(market, &p.parts, out, p.threads,
                                &out->pairs_checked);
        report(&p, "proof", 1.0);
    }
    rp_row_buffers_free(p.row, market);
    free(p.sorted);
    free(p.status);
    free(p.columns);
    free(p.rounds);
    rp_parts_clear(&p.parts);
    if (status != RP_OK)
        rp_plan_clear(out);
    return status;
}

/*
 * In stages: who is placed, then where. The market of those whom the queue
 * picks places all of them, and its plan is proven like any other; that nobody
 * else should have been placed is proven over the whole market.
 */
static rp_status plan_queue(rp_plan *out, const rp_market *market,
                            const rp_context *context, const uint32_t *given) {
    bool *is_picked = rp_new_array(rp_market_clients(market), sizeof(bool));
    rp_market *picked = NULL;
    rp_seats seats = {0};
    rp_status status =
        is_picked ? rp_queue_pick(is_picked, market, &seats) : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = rp_market_restrict(&picked, market, is_picked);
    if (status == RP_OK)
        status = make_plan(out, picked, context, given);
    if (status == RP_OK)
        status =
            rp_queue_check(market, out->therapist, &seats, &out->pairs_checked);
    rp_seats_clear(&seats);
    rp_market_free(picked);
    free(is_picked);
    if (status != RP_OK)
        rp_plan_clear(out);
    return status;
}

static rp_status plan_free(rp_plan *out, const rp_market *market,
                           const rp_context *context, const uint32_t *given) {
    return rp_market_is_strict(market) ? plan_queue(out, market, context, given)
                                       : make_plan(out, market, context, given);
}

/* The plan without conditions, then what they make of it. */
static rp_status plan_conditioned(rp_plan *out, const rp_market *market,
                                  const rp_market *relaxed,
                                  const rp_context *context,
                                  const uint32_t *given) {
    rp_status status = plan_free(out, relaxed, context, NULL);

    if (status == RP_OK)
        status = rp_mending_finish(out, market, context);
    if (status == RP_OK && given)
        status = rp_mending_compare(out, market, context, given);
    if (status != RP_OK)
        rp_plan_clear(out);
    return status;
}

static rp_status plan(rp_plan *out, const rp_market *market,
                      const rp_context *context, const uint32_t *given) {
    rp_market *relaxed;
    rp_status status = rp_mending_relax(&relaxed, market);

    *out = (rp_plan){0};
    if (status == RP_OK)
        status = relaxed || rp_market_conditions(market)
                     ? plan_conditioned(out, market, relaxed ? relaxed : market,
                                        context, given)
                     : plan_free(out, market, context, given);
    rp_market_free(relaxed);
    return status;
}

rp_status rp_planner_solve(rp_plan *out, const rp_market *market,
                           const rp_context *context) {
    return plan(out, market, context, NULL);
}

rp_status rp_planner_prove(rp_plan *out, const rp_market *market,
                           const rp_context *context, const uint32_t *given) {
    return plan(out, market, context, given);
}

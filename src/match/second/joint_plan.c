#include "match/second/joint_plan.h"

#include "base/array.h"
#include "solve/glpk.h"

#include <math.h>
#include <stdlib.h>

/* Later goals stay at the best value of one before, which is whole. */
static const double whole_slack = 0.5;

typedef struct work {
    const rp_joint_problem *problem;
    rp_linear program; /* columns: pairs, takers with a least number, hours */
    size_t *runs;      /* [takers] column of y, or RP_NO_PLACE */
    size_t *next;      /* [takers + hours + 1] see turned() */
    size_t *turned;    /* [pairs] */
    double *cost;      /* of all goals, one after the other */
    rp_linear_goal *goals;
    size_t goal_count;
} work;

static size_t pair_count(const rp_joint_problem *p) {
    return p->begin[p->clients];
}

/* -- the program ----------------------------------------------------------- */

static void put_columns(work *w) {
    const rp_joint_problem *p = w->problem;

    for (size_t k = 0; k < pair_count(p); k++)
        rp_linear_column(&w->program, 0.0, 1.0);
    for (uint32_t j = 0; j < p->takers; j++)
        w->runs[j] = p->least[j] > 1 ? rp_linear_column(&w->program, 0.0, 1.0)
                                     : RP_NO_PLACE;
}

static void put_clients(work *w) {
    const rp_joint_problem *p = w->problem;

    for (uint32_t i = 0; i < p->clients; i++) {
        if (p->begin[i] == p->begin[i + 1])
            continue;
        rp_linear_row(&w->program, 0.0, 1.0);
        for (size_t k = p->begin[i]; k < p->begin[i + 1]; k++)
            rp_linear_put(&w->program, k, 1.0);
    }
}

/* Pairs by taker: next[j] .. next[j + 1] of turned. */
static void turn(work *w) {
    const rp_joint_problem *p = w->problem;
    size_t sum = 0;

    for (size_t k = 0; k < pair_count(p); k++)
        w->next[p->pairs[k].taker + 1]++;
    for (uint32_t j = 0; j <= p->takers; j++) {
        sum += w->next[j];
        w->next[j] = sum;
    }
    for (size_t k = pair_count(p); k-- > 0;)
        w->turned[--w->next[p->pairs[k].taker + 1]] = k;
    /* each begins where the one before ended */
}

static void put_taker(work *w, uint32_t j, double low, double high,
                      double times) {
    size_t first = w->next[j + 1];
    size_t end =
        j + 1 < w->problem->takers ? w->next[j + 2] : pair_count(w->problem);

    if (first == end)
        return;
    rp_linear_row(&w->program, low, high);
    for (size_t k = first; k < end; k++)
        rp_linear_put(&w->program, w->turned[k], 1.0);
    if (w->runs[j] != RP_NO_PLACE)
        rp_linear_put(&w->program, w->runs[j], -times);
}

static void put_takers(work *w) {
    const rp_joint_problem *p = w->problem;

    turn(w);
    for (uint32_t j = 0; j < p->takers; j++) {
        bool runs = w->runs[j] != RP_NO_PLACE;
        put_taker(w, j, -INFINITY, runs ? 0.0 : p->most[j], p->most[j]);
        if (runs)
            put_taker(w, j, 0.0, INFINITY, p->least[j]);
    }
}

/* A pair and an hour of it. */
typedef struct use {
    uint32_t hour;
    size_t column;
} use;

static int by_hour(const void *left, const void *right) {
    const use *a = left, *b = right;

    if (a->hour != b->hour)
        return a->hour < b->hour ? -1 : 1;
    return (a->column > b->column) - (a->column < b->column);
}

static bool put_hours(work *w) {
    const rp_joint_problem *p = w->problem;
    size_t count = 0, made = 0;

    for (size_t k = 0; k < pair_count(p); k++)
        count += p->pairs[k].hour_count;
    use *uses = rp_new_array(count, sizeof *uses);
    if (!uses)
        return false;
    for (size_t k = 0; k < pair_count(p); k++) {
        const rp_joint_pair *pair = &p->pairs[k];
        size_t first = made;
        for (uint32_t h = 0; h < pair->hour_count; h++)
            uses[made++] = (use){p->hours[pair->hours + h],
                                 rp_linear_column(&w->program, 0.0, 1.0)};
        if (made == first)
            continue;
        rp_linear_row(&w->program, 0.0, 0.0);
        rp_linear_put(&w->program, k, -1.0);
        for (size_t u = first; u < made; u++)
            rp_linear_put(&w->program, uses[u].column, 1.0);
    }
    if (made > 1)
        qsort(uses, made, sizeof *uses, by_hour);
    for (size_t u = 0; u < made; u++) {
        if (u == 0 || uses[u].hour != uses[u - 1].hour)
            rp_linear_row(&w->program, 0.0, 1.0);
        rp_linear_put(&w->program, uses[u].column, 1.0);
    }
    free(uses);
    return true;
}

static void put_clashes(work *w) {
    const rp_joint_problem *p = w->problem;

    for (size_t k = 0; k < p->clash_count; k++) {
        rp_linear_row(&w->program, 0.0, 1.0);
        rp_linear_put(&w->program, p->clashes[k].a, 1.0);
        rp_linear_put(&w->program, p->clashes[k].b, 1.0);
    }
}

/* -- the goals ------------------------------------------------------------- */

static void add_goal(work *w, const double *cost, size_t first, size_t count,
                     double bound) {
    w->goals[w->goal_count++] = (rp_linear_goal){.cost = cost,
                                                 .first = first,
                                                 .count = count,
                                                 .is_greatest = true,
                                                 .holds = true,
                                                 .slack = whole_slack,
                                                 .has_bound = true,
                                                 .bound = bound};
}

/* The clients of each stage, then the gains, then the lists. */
static void put_goals(work *w) {
    const rp_joint_problem *p = w->problem;
    size_t pairs = pair_count(p);
    double *cost = w->cost;

    for (int s = 0; s < p->stages; s++, cost += pairs) {
        double clients = 0.0;
        for (uint32_t i = 0; i < p->clients; i++) {
            if (p->stage[i] != s || p->begin[i] == p->begin[i + 1])
                continue;
            clients++;
            for (size_t k = p->begin[i]; k < p->begin[i + 1]; k++)
                cost[k] = 1.0;
        }
        if (clients > 0.0)
            add_goal(w, cost, 0, pairs, clients);
    }
    double best = 0.0;
    for (uint32_t i = 0; i < p->clients; i++) {
        double most = 0.0;
        for (size_t k = p->begin[i]; k < p->begin[i + 1]; k++) {
            cost[k] = p->pairs[k].gain;
            most = fmax(most, cost[k]);
        }
        best += most;
    }
    add_goal(w, cost, 0, pairs, best);
    cost += pairs;
    for (uint32_t i = 0; i < p->clients; i++) {
        size_t first = p->begin[i], count = p->begin[i + 1] - first;
        for (size_t k = 0; k < count; k++)
            cost[first + k] = (double)(count - k);
        if (count > 0)
            add_goal(w, cost + first, first, count, (double)count);
    }
}

/* -- the answer ------------------------------------------------------------ */

/* Read and check by itself: nobody has two places, every number fits. */
static rp_status read_plan(const work *w, const double *at, uint32_t *taken,
                           size_t *place) {
    const rp_joint_problem *p = w->problem;

    for (uint32_t i = 0; i < p->clients; i++) {
        place[i] = RP_NO_PLACE;
        for (size_t k = p->begin[i]; k < p->begin[i + 1]; k++) {
            if (at[k] < 0.5)
                continue;
            if (place[i] != RP_NO_PLACE)
                return RP_ERR_SOLVER;
            place[i] = k;
            taken[p->pairs[k].taker]++;
        }
    }
    for (uint32_t j = 0; j < p->takers; j++)
        if (taken[j] > p->most[j] || (taken[j] > 0 && taken[j] < p->least[j]))
            return RP_ERR_SOLVER;
    for (size_t k = 0; k < p->clash_count; k++)
        if (at[p->clashes[k].a] > 0.5 && at[p->clashes[k].b] > 0.5)
            return RP_ERR_SOLVER;
    return RP_OK;
}

static rp_status solve(work *w, size_t *place) {
    const rp_joint_problem *p = w->problem;
    size_t columns = w->program.column_count;
    double *at = rp_new_array(columns, sizeof *at);
    uint32_t *taken = rp_new_array(p->takers, sizeof *taken);
    rp_status status = at && taken ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK) {
        w->goals[w->goal_count - 1].at = at;
        status =
            rp_glpk_linear(&w->program, w->goals, w->goal_count, NULL, NULL);
    }
    for (size_t k = 0; status == RP_OK && k < w->goal_count; k++)
        if (w->goals[k].end != RP_LINEAR_OPTIMAL)
            status = RP_ERR_SOLVER;
    if (status == RP_OK)
        status = read_plan(w, at, taken, place);
    free(at);
    free(taken);
    return status;
}

rp_status rp_joint_plan(const rp_joint_problem *p, size_t *place) {
    work w = {.problem = p};
    size_t pairs = pair_count(p), stages = (size_t)p->stages;
    rp_status status = RP_ERR_MEMORY;

    for (uint32_t i = 0; i < p->clients; i++)
        place[i] = RP_NO_PLACE;
    if (pairs == 0)
        return RP_OK;
    w.runs = rp_new_array(p->takers, sizeof *w.runs);
    w.next = rp_new_array((size_t)p->takers + 1, sizeof *w.next);
    w.turned = rp_new_array(pairs, sizeof *w.turned);
    w.cost = rp_new_array(pairs * (stages + 2), sizeof *w.cost);
    w.goals = rp_new_array(stages + 1 + p->clients, sizeof *w.goals);
    if (w.runs && w.next && w.turned && w.cost && w.goals) {
        put_columns(&w);
        put_clients(&w);
        put_takers(&w);
        put_clashes(&w);
        w.program.is_whole = true;
        if (put_hours(&w)) {
            put_goals(&w);
            status = solve(&w, place);
        }
    }
    rp_linear_clear(&w.program);
    free(w.runs);
    free(w.next);
    free(w.turned);
    free(w.cost);
    free(w.goals);
    return status;
}

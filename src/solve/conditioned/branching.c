#include "solve/conditioned/branching.h"

#include "base/array.h"
#include "solve/conditioned/repair.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROUND_LIMIT = 100000,
    REPAIRED_EACH = 25, /* nodes: a plan is made of the point */
    HEAVY = 2           /* see weight_of() */
};

rp_status rp_search_init(rp_search *out, const rp_problem *p) {
    rp_search *s = out;

    *out = (rp_search){.problem = p};
    rp_status status = rp_program_open(&s->program, p);
    if (status != RP_OK)
        return status;
    s->best = rp_new_array(p->units, sizeof *s->best);
    s->core = rp_new_array(p->pairs, sizeof *s->core);
    s->is_outside = rp_new_array(p->pairs, sizeof *s->is_outside);
    s->slack = rp_new_array(p->pairs, sizeof *s->slack);
    if (!rp_alike_init(&s->alike, p) ||
        !rp_bound_init(&s->bound, &s->program) ||
        !rp_point_init(&s->point, p) || !s->best || !s->core ||
        !s->is_outside || !s->slack)
        return RP_ERR_MEMORY;
    for (uint32_t u = 0; u < p->units; u++)
        s->best[u] = SIZE_MAX;
    s->standing = rp_allowed_measure(p, s->best);
    return RP_OK;
}

void rp_search_clear(rp_search *s) {
    rp_bound_clear(&s->bound);
    rp_point_clear(&s->point);
    rp_alike_clear(&s->alike);
    rp_program_close(&s->program);
    free(s->best);
    free(s->core);
    free(s->is_outside);
    free(s->slack);
    free(s->held);
    free(s->closed);
    rp_steps_clear(&s->steps);
    *s = (rp_search){0};
}

rp_status rp_search_hold(rp_search *s, const rp_aim *aim) {
    int64_t *grown =
        rp_grow_array(s->held, s->program.aims, &s->held_room, sizeof *grown);

    if (!grown)
        return RP_ERR_MEMORY;
    s->held = grown;
    grown[s->program.aims] = rp_aim_total(aim, &s->standing);
    return rp_program_hold(&s->program, aim, grown[s->program.aims])
               ? RP_OK
               : RP_ERR_MEMORY;
}

/* ---- one place for a unit ----------------------------------------------- */

static bool close_pair(rp_search *s, size_t pair) {
    size_t *grown = rp_grow_array(s->closed, s->closed_count, &s->closed_room,
                                  sizeof *grown);

    if (!grown)
        return false;
    s->closed = grown;
    grown[s->closed_count++] = pair;
    rp_program_close_pair(&s->program, pair);
    return true;
}

bool rp_search_fix(rp_search *s, uint32_t unit, size_t pair) {
    const rp_problem *p = s->problem;

    for (size_t n = p->start[unit]; n < p->start[unit + 1]; n++)
        if (n != pair && s->program.closed[n] == 0 && !close_pair(s, n))
            return false;
    if (pair != SIZE_MAX && !s->program.must[unit])
        rp_program_set_must(&s->program, unit, true);
    return true;
}

void rp_search_release(rp_search *s, uint32_t unit, size_t height, bool must) {
    while (s->closed_count > height)
        rp_program_open_pair(&s->program, s->closed[--s->closed_count]);
    if (s->program.must[unit] != must)
        rp_program_set_must(&s->program, unit, must);
}

/* ---- a linear program --------------------------------------------------- */

/* Does the point only do because a unit or an aim gives way? Then that has to
   cost more. */
static bool raise_penalty(rp_search *s) {
    rp_program *g = &s->program;
    const int64_t dearer = 16;
    double most = 0.0;

    for (uint32_t c = 0; c < g->columns; c++)
        if ((g->column[c].kind == RP_COLUMN_MUST ||
             g->column[c].kind == RP_COLUMN_SLACK) &&
            g->column[c].value > most)
            most = g->column[c].value;
    if (most < RP_POINT_NEAR || !rp_bound_has_room(&s->bound, dearer))
        return false;
    rp_program_seek(g, &s->quest->goal, dearer * g->penalty);
    return true;
}

uint64_t rp_search_spent(const rp_search *s) {
    const uint64_t work_of_node = 200000; /* some hundredths of a second */

    return s->nodes + s->work / work_of_node;
}

static rp_status solve(rp_search *s, bool is_dual) {
    uint64_t before = (uint64_t)rp_engine_pivots(s->program.engine);
    rp_status status = rp_program_solve(&s->program, is_dual);

    s->work += ((uint64_t)rp_engine_pivots(s->program.engine) - before) *
                   s->program.lines +
               s->problem->pairs;
    return status;
}

/* Solve, with all rows and columns that are missing, or until the bound shows
   that nothing here is wanted. Where `core` is NULL all pairs are priced. */
static rp_status relax(rp_search *s, const bool *core, bool is_dual,
                       bool *is_cut_off) {
    int64_t least = INT64_MAX;

    *is_cut_off = false;
    for (int round = 0; round < ROUND_LIMIT; round++) {
        size_t rows = 0, columns = 0;
        rp_status status = solve(s, is_dual);
        if (status != RP_OK)
            return status;
        rp_bound_read(&s->bound);
        rp_bound_find(&s->bound, core);
        least = s->bound.value < least ? s->bound.value : least;
        if (least < s->wanted) {
            s->bound.value = least;
            *is_cut_off = true;
            return RP_OK;
        }
        if (!core && rp_search_spent(s) >= s->end) {
            s->bound.value = least;
            s->is_stopped = true;
            return RP_OK;
        }
        if (!rp_bound_price(&s->bound, core, &columns))
            return RP_ERR_MEMORY;
        is_dual = columns == 0;
        if (columns > 0)
            continue;
        if (!rp_point_read(&s->point, &s->program) ||
            !rp_cuts_add(&s->point, &s->program, &rows))
            return RP_ERR_MEMORY;
        if (rows == 0 && !raise_penalty(s))
            return RP_OK;
        is_dual = rows > 0;
    }
    return RP_ERR_SOLVER;
}

/* ---- plans -------------------------------------------------------------- */

static bool keeps_aims(const rp_search *s, const rp_standing *standing,
                       const size_t *plan) {
    for (uint32_t a = 0; a < s->program.aims; a++)
        if (rp_aim_total(&s->program.aim[a], standing) < s->held[a])
            return false;
    for (uint32_t u = 0; u < s->problem->units; u++) {
        if (s->program.must[u] && plan[u] == SIZE_MAX)
            return false;
        if (plan[u] != SIZE_MAX && s->program.closed[plan[u]] > 0)
            return false;
    }
    return true;
}

/* Out of the core a pair is closed, so that programs are small. */
static void set_outside(rp_search *s, size_t pair, bool is_outside) {
    if (s->is_outside[pair] == is_outside)
        return;
    s->is_outside[pair] = is_outside;
    if (is_outside)
        rp_program_close_pair(&s->program, pair);
    else
        rp_program_open_pair(&s->program, pair);
}

/* Pairs that a better plan can have, and those of the best one. */
static void choose_core(rp_search *s) {
    const rp_problem *p = s->problem;

    for (size_t n = 0; n < p->pairs; n++)
        s->core[n] = s->slack[n] <= s->root - s->wanted;
    for (uint32_t u = 0; u < p->units; u++)
        if (s->best[u] != SIZE_MAX)
            s->core[s->best[u]] = true;
    for (size_t n = 0; n < p->pairs; n++)
        set_outside(s, n, !s->core[n]);
}

static void raise_wanted(rp_search *s) {
    const rp_quest *q = s->quest;
    int64_t value = rp_aim_total(&q->goal, &s->standing);
    int64_t steps = value / q->unit - (value % q->unit < 0);

    if (value >= q->cap && !s->learns)
        s->is_found = true;
    if (!q->is_any)
        s->wanted = s->bound.scale * (steps + 1) * q->unit;
}

/* A plan is the best one so far if it keeps all. */
static rp_status offer(rp_search *s, const size_t *plan) {
    const rp_problem *p = s->problem;
    bool is_allowed = false;
    rp_standing standing = rp_allowed_measure(p, plan);
    int64_t value = rp_aim_total(&s->quest->goal, &standing);
    rp_status status = rp_allowed_check(p, plan, &is_allowed);

    if (status == RP_OK && is_allowed && keeps_aims(s, &standing, plan) &&
        (s->quest->is_any
             ? value * s->bound.scale >= s->wanted
             : value > rp_aim_total(&s->quest->goal, &s->standing))) {
        memcpy(s->best, plan, p->units * sizeof *plan);
        s->standing = standing;
        s->is_found |= s->quest->is_any;
        raise_wanted(s);
        choose_core(s);
    }
    return status;
}

/* The pairs of which a point has most. */
static void round_point(const rp_search *s, size_t *plan) {
    for (uint32_t u = 0; u < s->problem->units; u++)
        plan[u] = SIZE_MAX;
    for (size_t n = 0; n < s->point.count; n++)
        if (s->point.share[s->point.pair[n]] > 0.5)
            plan[s->point.unit[n]] = s->point.pair[n];
}

/* A whole point is a plan: is it the best? One that is not may be near one. */
static rp_status take_plan(rp_search *s, bool is_whole) {
    size_t *near = rp_new_array(s->problem->units, sizeof *near);
    size_t *plan = rp_new_array(s->problem->units, sizeof *plan);
    rp_status status = near && plan ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK)
        round_point(s, near);
    if (status == RP_OK && !is_whole)
        status = rp_repair_plan(s->problem, near, plan);
    if (status == RP_OK)
        status = offer(s, is_whole ? near : plan);
    free(near);
    free(plan);
    return status;
}

/* ---- branching ---------------------------------------------------------- */

/* Is there only one place for a unit that has to have one? */
static bool is_fixed(const rp_search *s, uint32_t unit) {
    const rp_problem *p = s->problem;
    int open = 0;

    for (size_t n = p->start[unit];
         s->program.must[unit] && n < p->start[unit + 1] && open < 2; n++)
        open += s->program.closed[n] == 0;
    return open == 1;
}

/* Whoever takes more or less than one hour or opening: without them nearly all
   is a network, whose points are whole. */
static int weight_of(const rp_problem *p, uint32_t unit) {
    uint8_t rhythm = p->rhythm[p->first[unit]];

    return rhythm == RP_TWICE_WEEKLY || rp_problem_size(p, unit) > 1 ? HEAVY
           : rhythm == RP_BIWEEKLY                                   ? 1
                                                                     : 0;
}

/* The share that is least whole, of the first unit; SIZE_MAX: all are. */
static size_t choose(const rp_search *s, uint32_t *unit) {
    const rp_point *t = &s->point;
    size_t best = SIZE_MAX;
    double most = RP_POINT_NEAR;
    int first = 0;

    for (size_t n = 0; n < t->count; n++) {
        double share = t->share[t->pair[n]];
        double far = share < 0.5 ? share : 1.0 - share;
        int weight = weight_of(s->problem, t->unit[n]);
        if (far <= RP_POINT_NEAR || weight < first ||
            (weight == first && far <= most * 1.001) || is_fixed(s, t->unit[n]))
            continue;
        most = far;
        first = weight;
        best = t->pair[n];
        *unit = t->unit[n];
    }
    return best;
}

static bool take_step(rp_search *s, uint32_t number) {
    const rp_step *step = &s->steps.item[number];

    if (step->line != RP_NONE) {
        const rp_line *line = &s->program.line[step->line];
        s->steps.undo[s->steps.undos++] = (rp_undo){.unit = RP_NONE,
                                                    .line = step->line,
                                                    .bound = line->bound,
                                                    .is_free = line->is_free};
        rp_program_bind(&s->program, step->line, step->most);
        return true;
    }
    if (step->unit == RP_NONE)
        return true; /* the root */
    s->steps.undo[s->steps.undos++] =
        (rp_undo){.height = s->closed_count,
                  .unit = step->unit,
                  .line = RP_NONE,
                  .must = s->program.must[step->unit]};
    return step->is_up ? rp_search_fix(s, step->unit, step->pair)
                       : close_pair(s, step->pair);
}

static void undo_all(rp_search *s) {
    while (s->steps.undos > 0) {
        const rp_undo *last = &s->steps.undo[--s->steps.undos];
        if (last->line == RP_NONE)
            rp_search_release(s, last->unit, last->height, last->must);
        else if (last->is_free)
            rp_program_unbind(&s->program, last->line);
        else
            rp_program_bind(&s->program, last->line, last->bound);
    }
}

/* Go where a step leads. */
static bool go_to(rp_search *s, uint32_t number) {
    uint32_t count = 0;
    bool whole = true;

    undo_all(s);
    for (uint32_t k = number; k != RP_NONE; k = s->steps.item[k].parent)
        s->steps.path[count++] = k;
    while (whole && count > 0)
        whole = take_step(s, s->steps.path[--count]);
    return whole;
}

/* Take a step, and keep the other for later. */
static rp_status go_on(rp_search *s, rp_step step, rp_step other,
                       uint32_t *next) {
    uint32_t later = rp_steps_add(&s->steps, other);

    *next = rp_steps_add(&s->steps, step);
    if (later == RP_NONE || *next == RP_NONE)
        return RP_ERR_MEMORY;
    rp_steps_push(&s->steps, later);
    return take_step(s, *next) ? RP_OK : RP_ERR_MEMORY;
}

/* So many who are alike at most, or more. */
static rp_status split_kin(rp_search *s, uint32_t here, uint32_t kin,
                           double sum, int64_t bound, uint32_t *next) {
    const rp_kin *k = &s->alike.item[kin];
    rp_step few = {.parent = here,
                   .unit = RP_NONE,
                   .line = k->most,
                   .most = (int64_t)floor(sum),
                   .bound = bound};
    rp_step many = {.parent = here,
                    .unit = RP_NONE,
                    .line = k->least,
                    .most = -(int64_t)floor(sum) - 1,
                    .bound = bound};

    return sum - floor(sum) >= 0.5 ? go_on(s, many, few, next)
                                   : go_on(s, few, many, next);
}

/* Solve here. @param[out] next  the step to go on with; RP_NONE: none */
static rp_status look(rp_search *s, uint32_t here, uint32_t *next) {
    bool is_cut_off;
    uint32_t unit = 0;

    *next = RP_NONE;
    s->nodes++;
    rp_status status = relax(s, s->core, true, &is_cut_off);
    if (status != RP_OK || is_cut_off)
        return status;
    if (s->looks++ % REPAIRED_EACH == 0)
        status = take_plan(s, false);
    if (status != RP_OK || s->is_found)
        return status;
    int64_t bound = s->bound.value;
    bound =
        bound < s->steps.item[here].bound ? bound : s->steps.item[here].bound;
    uint32_t kin;
    double sum;
    size_t pair = choose(s, &unit);
    if (pair == SIZE_MAX || weight_of(s->problem, unit) < HEAVY) {
        if (!rp_alike_choose(&s->alike, &s->program, &s->point, &kin, &sum))
            return RP_ERR_MEMORY;
        if (kin != RP_NONE)
            return split_kin(s, here, kin, sum, bound, next);
    }
    if (pair == SIZE_MAX) {
        status = take_plan(s, true);
        if (bound >= s->wanted && !s->is_found)
            s->is_rough = true; /* rounding hides which is better */
        return status;
    }
    bool is_up = s->point.share[pair] >= 0.5;
    rp_step step = {.parent = here,
                    .unit = unit,
                    .line = RP_NONE,
                    .pair = pair,
                    .is_up = is_up,
                    .bound = bound};
    rp_step otherwise = step;
    otherwise.is_up = !is_up;
    return go_on(s, step, otherwise, next);
}

/* From the root on: down as far as it goes, then where the bound is best. */
static rp_status branch(rp_search *s) {
    rp_status status = RP_OK;

    s->steps.count = s->steps.open_count = 0;
    s->looks = 0;
    uint32_t here = rp_steps_add(&s->steps, (rp_step){.parent = RP_NONE,
                                                      .unit = RP_NONE,
                                                      .line = RP_NONE,
                                                      .bound = s->root});
    if (here == RP_NONE)
        return RP_ERR_MEMORY;
    while (status == RP_OK && !s->is_found) {
        if (here == RP_NONE && s->steps.open_count == 0)
            break;
        if (here == RP_NONE) {
            here = rp_steps_pop(&s->steps);
            if (s->steps.item[here].bound < s->wanted)
                break; /* and all others, too */
            if (!go_to(s, here))
                status = RP_ERR_MEMORY;
        }
        if (rp_search_spent(s) >= s->end) {
            s->is_stopped = true;
            rp_steps_push(&s->steps, here);
            break;
        }
        if (status == RP_OK)
            status = look(s, here, &here);
    }
    undo_all(s);
    return status;
}

/* ---- a quest ------------------------------------------------------------ */

/* Do prices that are known show that nothing here is wanted? */
static rp_status remember(rp_search *s, bool *is_cut_off) {
    *is_cut_off = false;
    if (!s->recall || s->quest->stage == 0)
        return RP_OK;
    if (!rp_recall_apply(s->recall, s->quest->stage, &s->bound, is_cut_off))
        return RP_ERR_MEMORY;
    if (!*is_cut_off)
        return RP_OK;
    rp_bound_read(&s->bound);
    rp_bound_find(&s->bound, NULL);
    *is_cut_off = s->bound.value < s->wanted;
    return RP_OK;
}

static rp_status relax_root(rp_search *s, bool *is_cut_off) {
    rp_status status = remember(s, is_cut_off);

    if (status != RP_OK || *is_cut_off)
        return status;
    status = relax(s, NULL, false, is_cut_off);
    if (status == RP_OK && s->learns && s->quest->stage > 0 &&
        !rp_recall_learn(s->learns, s->quest->stage, &s->bound))
        status = RP_ERR_MEMORY;
    return status;
}

static rp_status run(rp_search *s, bool *is_proven) {
    const rp_problem *p = s->problem;
    bool is_cut_off;
    rp_status status = relax_root(s, &is_cut_off);

    s->nodes++;
    s->root = s->bound.value;
    for (uint32_t u = 0; u < p->units; u++)
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
            s->slack[n] = rp_bound_slack(&s->bound, u, n);
    *is_proven = is_cut_off;
    if (status != RP_OK || is_cut_off || s->is_stopped)
        return status;
    choose_core(s);
    status = branch(s);
    for (size_t n = 0; n < p->pairs; n++)
        set_outside(s, n, false);
    *is_proven = !s->is_stopped && (s->is_found || !s->is_rough);
    return status;
}

typedef struct running {
    rp_search *s;
    bool *is_proven;
} running;

/* How often a pair counts in quotas that ask for some. */
static uint64_t counted(const rp_problem *p, uint32_t unit, size_t pair) {
    uint32_t j = p->at[pair];
    uint64_t count = 0;

    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++)
        if (p->ration[p->ration_of[k]].least > 0)
            count += p->ration[p->ration_of[k]].units[unit];
    return count;
}

/* More than anything is worth that could be had for it; where many would have
   to move, no more than GLPK can tell from an S-unit. */
static int64_t penalty_of(const rp_problem *p, const rp_quest *q) {
    int64_t most = 1;

    for (uint32_t u = 0; u < p->units; u++)
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++) {
            int64_t worth = rp_aim_of(&q->goal, p, u, n) -
                            q->goal.shortfall * (int64_t)counted(p, u, n);
            most = worth > most ? worth : most;
        }
    most = most > q->unit ? most : q->unit;
    return 2 * q->most < 64 * most ? 2 * q->most + 2 : 64 * most;
}

static rp_status run_guarded(void *payload) {
    running *r = payload;
    const rp_quest *q = r->s->quest;

    rp_program_seek(&r->s->program, &q->goal, penalty_of(r->s->problem, q));
    rp_status status = rp_bound_seek(&r->s->bound);
    if (status != RP_OK)
        return status;
    r->s->wanted = r->s->bound.scale * q->target;
    raise_wanted(r->s);
    if (r->s->is_found && !q->is_any) {
        *r->is_proven = true;
        return RP_OK;
    }
    r->s->is_found = false;
    return run(r->s, r->is_proven);
}

rp_status rp_search_run(rp_search *s, const rp_quest *quest, bool *is_proven,
                        int64_t *bound) {
    running r = {s, is_proven};

    s->quest = quest;
    s->is_found = s->is_stopped = s->is_rough = false;
    s->end = rp_search_spent(s) + quest->effort;
    s->steps.open_count = 0;
    s->root = INT64_MAX;
    *is_proven = false;
    rp_status status = rp_program_guard(&s->program, run_guarded, &r);
    int64_t value = rp_aim_total(&quest->goal, &s->standing);
    int64_t most = s->root; /* when it ended */
    if (s->root != INT64_MAX && s->steps.open_count > 0 && s->is_stopped)
        most = s->steps.item[s->steps.open[0]].bound;
    *bound = most == INT64_MAX ? quest->most
             : most < 0        ? value
                               : most / s->bound.scale;
    if (*is_proven || *bound < value)
        *bound = value;
    return status;
}

#include "solve/conditioned/goals.h"

#include "base/array.h"
#include "solve/conditioned/ties.h"

#include <stdlib.h>

typedef struct reaching {
    rp_search *search;
    const rp_standing *cap;
    rp_reached *out;
    uint64_t end;   /* of nodes */
    int64_t points; /* no plan has more */
    int64_t step;   /* more than the points of a pair */
    bool is_capped; /* tiers so far are those of the cap */
    bool is_held[RP_TIERS_ALL + 1];
} reaching;

static uint64_t effort_left(const reaching *r, bool is_last) {
    uint64_t used = rp_search_spent(r->search);
    uint64_t left = r->end > used ? r->end - used : 1;

    return is_last ? left : left / 2 + 1;
}

/* A power of two that is not smaller: weights stay as they are when a clinic
   changes by little, and with them the prices that are recalled. */
static int64_t round_up(int64_t value) {
    int64_t power = 1;

    while (power < value)
        power *= 2;
    return power;
}

/* The most points of each unit together. */
static void measure_points(reaching *r) {
    const rp_problem *p = r->search->problem;

    for (uint32_t u = 0; u < p->units; u++) {
        int64_t most = 0;
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
            most = p->points[n] > most ? p->points[n] : most;
        r->points += most;
        r->step = most > r->step ? most : r->step;
    }
    r->step = round_up(r->step + 1);
    r->points = round_up(r->points);
}

/* What is welcome beside a goal: those who are placed later on, and points.
   @param[out] most  no plan has more of it */
static rp_aim beside(const reaching *r, int without, int64_t *most) {
    const rp_problem *p = r->search->problem;
    rp_aim aim = {.points = 1};

    *most = r->points;
    for (int t = 1; t <= RP_TIERS_ALL; t++)
        if (t != without && !r->is_held[t])
            aim.tier[t] = r->step * t;
    for (uint32_t k = 0; k < p->clients; k++)
        *most += aim.tier[p->tier[k]];
    return aim;
}

static rp_status keep(reaching *r, const rp_aim *aim) {
    return rp_search_hold(r->search, aim);
}

/* ---- tiers -------------------------------------------------------------- */

static rp_status place_tier(reaching *r, int t) {
    rp_search *s = r->search;
    const rp_problem *p = s->problem;
    int64_t most, all = 0, bound;
    rp_aim aim = {.tier = {0}};
    rp_quest q = {.goal = beside(r, t, &most),
                  .effort = effort_left(r, false),
                  .stage = t};
    bool is_proven;

    for (uint32_t k = 0; k < p->clients; k++)
        all += p->tier[k] == t;
    r->is_held[t] = true;
    if (all == 0)
        return RP_OK;
    q.unit = most + 1;
    q.goal.tier[t] = q.unit;
    q.cap = q.unit * (r->is_capped ? r->cap->placed[t] : all);
    q.most = q.unit * (all + 1);
    rp_status status = rp_search_run(s, &q, &is_proven, &bound);
    if (status != RP_OK)
        return status;
    int64_t missing = bound / q.unit - s->standing.placed[t];
    if (!is_proven && missing > 0) {
        r->out->is_optimal = false;
        r->out->tier_gap[(t - 1) % RP_TIERS] += (uint32_t)missing;
    }
    r->is_capped &= s->standing.placed[t] == r->cap->placed[t];
    aim.tier[t] = 1;
    return keep(r, &aim);
}

static rp_status fill_quotas(reaching *r) {
    rp_search *s = r->search;
    int64_t most, bound;
    rp_aim aim = {.shortfall = -1};
    rp_quest q = {.goal = beside(r, 0, &most),
                  .effort = effort_left(r, false),
                  .stage = RP_STAGE_QUOTAS};
    bool is_proven;
    int64_t asked = 0;

    for (uint32_t k = 0; k < s->problem->rations; k++)
        asked += s->problem->ration[k].least;
    if (asked == 0)
        return RP_OK;
    q.unit = most + 1;
    q.most = q.unit * (asked + 1);
    q.goal.shortfall = -q.unit;
    rp_status status = rp_search_run(s, &q, &is_proven, &bound);
    if (status != RP_OK)
        return status;
    r->out->is_optimal &= is_proven;
    return keep(r, &aim);
}

/* ---- the queue ---------------------------------------------------------- */

static int64_t count_must(const rp_search *s, int t) {
    int64_t count = 0;

    for (uint32_t u = 0; u < s->problem->units; u++)
        if (s->program.must[u])
            count += rp_problem_tier(s->problem, u, t);
    return count;
}

/* Place one client if some plan does. */
static rp_status place_client(reaching *r, uint32_t unit) {
    rp_search *s = r->search;
    rp_quest q = {.goal = {.points = 1},
                  .unit = 1,
                  .cap = r->points + 1,
                  .most = r->points,
                  .is_any = true,
                  .effort = effort_left(r, false)};
    bool is_proven;
    int64_t bound;

    rp_program_set_must(&s->program, unit, true);
    if (s->best[unit] != SIZE_MAX)
        return RP_OK;
    rp_status status = rp_search_run(s, &q, &is_proven, &bound);
    if (s->best[unit] == SIZE_MAX) {
        r->out->is_optimal &= is_proven;
        rp_program_set_must(&s->program, unit, false);
    }
    return status;
}

static rp_status keep_queue(reaching *r) {
    rp_search *s = r->search;
    const rp_problem *p = s->problem;
    const uint32_t *sequence = rp_market_sequence(p->market);
    uint32_t clients = rp_market_clients(p->market);
    rp_status status = RP_OK;

    for (int t = RP_TIERS_ALL; t >= 1; t--)
        for (uint32_t k = 0; status == RP_OK && k < clients; k++) {
            uint32_t i = sequence ? sequence[k] : k, u = p->unit[i];
            if (u == RP_NONE || rp_market_tier(p->market, i) != t ||
                s->program.must[u])
                continue;
            if (count_must(s, t) >= s->standing.placed[t])
                break; /* nobody else */
            status = place_client(r, u);
        }
    return status;
}

/* ---- floor and points --------------------------------------------------- */

static rp_status keep_floor(reaching *r) {
    rp_search *s = r->search;
    rp_aim aim = {.fair = 1};
    rp_quest q = {.goal = {.fair = r->points + 1, .points = 1},
                  .unit = r->points + 1,
                  .effort = effort_left(r, false)};
    bool is_proven;
    int64_t bound;

    q.cap = q.unit * s->problem->clients;
    q.most = q.cap + q.unit;
    rp_status status = rp_search_run(s, &q, &is_proven, &bound);
    if (status != RP_OK)
        return status;
    r->out->is_optimal &= is_proven;
    return keep(r, &aim);
}

static rp_status gain_points(reaching *r) {
    rp_search *s = r->search;
    rp_quest q = {.goal = {.points = 1},
                  .unit = 1,
                  .cap = r->points,
                  .most = r->points,
                  .effort = effort_left(r, true),
                  .stage = RP_STAGE_POINTS};
    bool is_proven;
    int64_t bound;
    rp_status status = rp_search_run(s, &q, &is_proven, &bound);

    if (status != RP_OK)
        return status;
    if (!is_proven && bound > s->standing.points) {
        r->out->is_optimal = false;
        r->out->gap = bound - s->standing.points;
    }
    return keep(r, &q.goal);
}

rp_status rp_goals_reach(rp_search *search, const rp_standing *cap,
                         uint64_t effort, bool is_tied, rp_reached *out) {
    reaching r = {.search = search,
                  .cap = cap,
                  .out = out,
                  .end = rp_search_spent(search) + effort,
                  .is_capped = true};
    rp_status status = RP_OK;

    *out = (rp_reached){.is_optimal = true};
    measure_points(&r);
    for (int t = RP_TIERS_ALL; status == RP_OK && t >= 1; t--) {
        status = place_tier(&r, t);
        if (status == RP_OK && t == RP_TIERS)
            status = fill_quotas(&r);
    }
    if (status == RP_OK && rp_market_is_strict(search->problem->market))
        status = keep_queue(&r);
    if (status == RP_OK && search->problem->floor > 0)
        status = keep_floor(&r);
    if (status == RP_OK)
        status = gain_points(&r);
    if (status == RP_OK && out->is_optimal && is_tied &&
        search->problem->clients <= RP_GOALS_TIED)
        status = rp_ties_of_units_settle(search, effort);
    return status;
}

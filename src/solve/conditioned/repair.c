#include "solve/conditioned/repair.h"

#include "base/array.h"

#include <stdlib.h>

typedef struct repair {
    const rp_problem *p;
    size_t *plan;         /* [units] */
    uint32_t *order;      /* [units] by tier */
    uint32_t *seats;      /* [therapists] taken */
    uint32_t *used;       /* [rations] */
    uint32_t *first;      /* [therapists] units there; RP_NONE */
    uint32_t *next;       /* [units] */
    uint32_t *first_rift; /* [units + 1] */
    uint32_t *other;      /* who is to be apart */
    size_t *room;         /* [units + 1] pairs of one therapist */
    rp_rhythms deal;
} repair;

static bool open_rifts(repair *r) {
    const rp_problem *p = r->p;
    uint32_t *fill = rp_new_array(p->units, sizeof *fill);

    r->first_rift = rp_new_array((size_t)p->units + 1, sizeof *r->first_rift);
    r->other = rp_new_array(2 * (size_t)p->rifts, sizeof *r->other);
    bool whole = fill && r->first_rift && r->other;
    for (uint32_t k = 0; whole && k < p->rifts; k++) {
        r->first_rift[p->rift[k].a + 1]++;
        r->first_rift[p->rift[k].b + 1]++;
    }
    for (uint32_t u = 0; whole && u < p->units; u++)
        r->first_rift[u + 1] += r->first_rift[u];
    for (uint32_t k = 0; whole && k < p->rifts; k++) {
        uint32_t a = p->rift[k].a, b = p->rift[k].b;
        r->other[r->first_rift[a] + fill[a]++] = b;
        r->other[r->first_rift[b] + fill[b]++] = a;
    }
    free(fill);
    return whole;
}

static int tier_of(const rp_problem *p, uint32_t u) {
    int tier = 0;

    for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
        tier = p->tier[k] > tier ? p->tier[k] : tier;
    return tier;
}

static bool open_repair(repair *r, const rp_problem *p, size_t *plan) {
    *r = (repair){.p = p,
                  .plan = plan,
                  .order = rp_new_array(p->units, sizeof *r->order),
                  .seats = rp_new_array(p->therapists, sizeof *r->seats),
                  .used = rp_new_array(p->rations, sizeof *r->used),
                  .first = rp_new_array(p->therapists, sizeof *r->first),
                  .next = rp_new_array(p->units, sizeof *r->next),
                  .room = rp_new_array((size_t)p->units + 1, sizeof *r->room)};
    if (!r->order || !r->seats || !r->used || !r->first || !r->next ||
        !r->room || !open_rifts(r))
        return false;
    for (uint32_t j = 0; j < p->therapists; j++)
        r->first[j] = RP_NONE;
    for (uint32_t u = 0; u < p->units; u++)
        plan[u] = SIZE_MAX;
    uint32_t count = 0;
    for (int tier = RP_TIERS_ALL; tier >= 0; tier--)
        for (uint32_t u = 0; u < p->units; u++)
            if (tier_of(p, u) == tier)
                r->order[count++] = u;
    return true;
}

static void close_repair(repair *r) {
    free(r->order);
    free(r->seats);
    free(r->used);
    free(r->first);
    free(r->next);
    free(r->first_rift);
    free(r->other);
    free(r->room);
    rp_rhythms_clear(&r->deal);
}

/* ---- one pair ----------------------------------------------------------- */

static void count(repair *r, uint32_t u, size_t pair, bool is_in) {
    const rp_problem *p = r->p;
    uint32_t j = p->at[pair], size = rp_problem_size(p, u);

    r->seats[j] = is_in ? r->seats[j] + size : r->seats[j] - size;
    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++) {
        uint32_t q = p->ration_of[k], units = p->ration[q].units[u];
        r->used[q] = is_in ? r->used[q] + units : r->used[q] - units;
    }
}

static void put(repair *r, uint32_t u, size_t pair) {
    uint32_t j = r->p->at[pair];

    r->plan[u] = pair;
    r->next[u] = r->first[j];
    r->first[j] = u;
    count(r, u, pair, true);
}

static void take(repair *r, uint32_t u) {
    uint32_t *link = &r->first[r->p->at[r->plan[u]]];

    while (*link != u)
        link = &r->next[*link];
    *link = r->next[u];
    count(r, u, r->plan[u], false);
    r->plan[u] = SIZE_MAX;
}

static bool has_hours(repair *r, size_t pair) {
    const rp_problem *p = r->p;
    uint32_t j = p->at[pair];
    size_t pairs = 0;

    if (p->hours[j] == 0)
        return true;
    for (uint32_t u = r->first[j]; u != RP_NONE; u = r->next[u])
        r->room[pairs++] = r->plan[u];
    r->room[pairs++] = pair;
    return rp_allowed_deal(p, &r->deal, j, r->room, pairs);
}

/* Could a unit that has no place be there? */
static bool fits(repair *r, uint32_t u, size_t pair) {
    const rp_problem *p = r->p;
    uint32_t j = p->at[pair];

    if (r->seats[j] + rp_problem_size(p, u) > p->openings[j])
        return false;
    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++) {
        const rp_ration *q = &p->ration[p->ration_of[k]];
        if (q->most != RP_NONE && q->units[u] > 0 &&
            r->used[p->ration_of[k]] + q->units[u] > q->most)
            return false;
    }
    for (uint32_t k = r->first_rift[u]; k < r->first_rift[u + 1]; k++)
        if (r->other[k] == u || (r->plan[r->other[k]] != SIZE_MAX &&
                                 p->at[r->plan[r->other[k]]] == j))
            return false;
    return has_hours(r, pair);
}

/* ---- units that have no place ------------------------------------------- */

/* The best place that is left; SIZE_MAX: none. */
static size_t find_best(repair *r, uint32_t u, uint32_t but) {
    const rp_problem *p = r->p;
    size_t best = SIZE_MAX;

    for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
        if (p->at[n] != but &&
            (best == SIZE_MAX || p->points[n] > p->points[best]) &&
            fits(r, u, n))
            best = n;
    return best;
}

/* Let somebody there go elsewhere. */
static bool change(repair *r, uint32_t u, size_t pair) {
    uint32_t j = r->p->at[pair], after;

    for (uint32_t v = r->first[j]; v != RP_NONE; v = after) {
        size_t was = r->plan[v];
        after = r->next[v];
        take(r, v);
        if (fits(r, u, pair)) {
            put(r, u, pair);
            size_t to = find_best(r, v, j);
            if (to != SIZE_MAX) {
                put(r, v, to);
                return true;
            }
            take(r, u);
        }
        put(r, v, was);
        if (r->deal.out_of_memory)
            return false;
    }
    return false;
}

static void place(repair *r, uint32_t u) {
    const rp_problem *p = r->p;
    size_t best = find_best(r, u, RP_NONE);

    if (best != SIZE_MAX) {
        put(r, u, best);
        return;
    }
    for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
        if (change(r, u, n))
            return;
}

/* ---- quotas that lack some ---------------------------------------------- */

typedef struct move {
    int64_t loss;
    size_t pair;
    uint32_t unit;
} move;

static int by_loss(const void *a, const void *b) {
    const move *x = a, *y = b;

    if (x->loss != y->loss)
        return x->loss < y->loss ? -1 : 1;
    return (x->pair > y->pair) - (x->pair < y->pair);
}

static uint32_t counted(const rp_problem *p, uint32_t q, uint32_t u,
                        size_t pair) {
    return pair != SIZE_MAX && p->ration[q].therapist[p->at[pair]]
               ? p->ration[q].units[u]
               : 0;
}

/* Would no other quota lack more? */
static bool is_harmless(const repair *r, const move *m) {
    const rp_problem *p = r->p;

    for (uint32_t q = 0; q < p->rations; q++) {
        uint32_t now = counted(p, q, m->unit, r->plan[m->unit]);
        uint32_t then = counted(p, q, m->unit, m->pair);
        if (then < now && r->used[q] - (now - then) < p->ration[q].least)
            return false;
    }
    return true;
}

static bool fill(repair *r, uint32_t q) {
    const rp_problem *p = r->p;
    move *moves = rp_new_array(p->pairs, sizeof *moves);
    size_t found = 0;

    for (uint32_t u = 0; moves && u < p->units; u++)
        for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
            if (counted(p, q, u, n) > counted(p, q, u, r->plan[u]))
                moves[found++] = (move){
                    (r->plan[u] == SIZE_MAX ? 0 : p->points[r->plan[u]]) -
                        p->points[n],
                    n, u};
    if (found > 1)
        qsort(moves, found, sizeof *moves, by_loss);
    for (size_t k = 0; k < found && r->used[q] < p->ration[q].least; k++) {
        size_t was = r->plan[moves[k].unit];
        if (counted(p, q, moves[k].unit, was) > 0 || !is_harmless(r, &moves[k]))
            continue;
        if (was != SIZE_MAX)
            take(r, moves[k].unit);
        if (fits(r, moves[k].unit, moves[k].pair))
            put(r, moves[k].unit, moves[k].pair);
        else if (was != SIZE_MAX)
            put(r, moves[k].unit, was);
    }
    free(moves);
    return moves != NULL;
}

rp_status rp_repair_plan(const rp_problem *p, const size_t *wish,
                         size_t *plan) {
    repair r;
    bool whole = open_repair(&r, p, plan);

    for (uint32_t k = 0; whole && k < p->units; k++) {
        uint32_t u = r.order[k];
        if (wish[u] != SIZE_MAX && fits(&r, u, wish[u]))
            put(&r, u, wish[u]);
    }
    for (uint32_t k = 0; whole && k < p->units; k++)
        if (plan[r.order[k]] == SIZE_MAX)
            place(&r, r.order[k]);
    for (uint32_t q = 0; whole && q < p->rations; q++)
        if (r.used[q] < p->ration[q].least)
            whole = fill(&r, q);
    whole &= !r.deal.out_of_memory;
    close_repair(&r);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

#include "solve/program/cuts.h"

#include "base/array.h"
#include "solve/program/filling.h"
#include "solve/week/deal.h"

#include <stdlib.h>
#include <string.h>

static const double broken = 1e-5; /* by so much a row has to be */
static const double some = 0.02;   /* of a pair, for its hours to count */

bool rp_point_init(rp_point *out, const rp_problem *p) {
    *out = (rp_point){0};
    out->share = rp_new_array(p->pairs, sizeof *out->share);
    out->weekly =
        rp_new_array(p->first_hour[p->therapists], sizeof *out->weekly);
    return out->share && out->weekly;
}

void rp_point_clear(rp_point *t) {
    free(t->share);
    free(t->pair);
    free(t->unit);
    free(t->weekly);
    rp_rhythms_clear(&t->deal);
    *t = (rp_point){0};
}

static bool note(rp_point *t, size_t pair, uint32_t unit) {
    size_t *pairs = rp_grow_array(t->pair, t->count, &t->room, sizeof *pairs);
    if (pairs)
        t->pair = pairs;
    uint32_t *units =
        rp_grow_array(t->unit, t->count, &t->unit_room, sizeof *units);
    if (units)
        t->unit = units;
    if (!pairs || !units)
        return false;
    t->pair[t->count] = pair;
    t->unit[t->count++] = unit;
    return true;
}

bool rp_point_read(rp_point *t, const rp_program *g) {
    for (size_t n = 0; n < t->count; n++)
        t->share[t->pair[n]] = 0.0;
    t->count = 0;
    for (uint32_t c = 0; c < g->columns; c++) {
        const rp_column *col = &g->column[c];
        if (col->kind != RP_COLUMN_PAIR || col->value < RP_POINT_NEAR / 100)
            continue;
        if (!(t->share[col->pair] > 0.0) && !note(t, col->pair, col->who))
            return false;
        t->share[col->pair] += col->value;
    }
    return true;
}

/* ---- quotas, and who is to be apart ------------------------------------- */

static bool add_rations(const rp_point *t, rp_program *g, size_t *added) {
    const rp_problem *p = g->problem;

    for (uint32_t q = 0; q < p->rations; q++) {
        const rp_ration *r = &p->ration[q];
        double sum = 0.0;
        if (r->most == RP_NONE || g->most_of[q] != RP_NONE)
            continue;
        for (size_t n = 0; n < t->count; n++)
            if (r->therapist[p->at[t->pair[n]]])
                sum += r->units[t->unit[n]] * t->share[t->pair[n]];
        if (sum < r->most + broken)
            continue;
        ++*added;
        if (!rp_program_ration(g, q))
            return false;
    }
    return true;
}

static bool add_rifts(const rp_point *t, rp_program *g, size_t *added) {
    const rp_problem *p = g->problem;

    for (uint32_t k = 0; k < p->rifts; k++) {
        uint32_t a = p->rift[k].a, b = p->rift[k].b;
        for (size_t n = p->start[a]; a != b && n < p->start[a + 1]; n++) {
            if (t->share[n] < broken)
                continue;
            size_t other = rp_problem_pair(p, b, p->at[n]);
            if (other == SIZE_MAX || t->share[n] + t->share[other] < 1 + broken)
                continue;
            ++*added;
            if (!rp_program_limit(g, (size_t[]){n, other}, 2, 1))
                return false;
        }
    }
    return true;
}

/* ---- hours -------------------------------------------------------------- */

static uint8_t rhythm_of(const rp_problem *p, const rp_column *c) {
    return c->kind == RP_COLUMN_HOLDER ? p->holder[c->who].rhythm
           : c->kind == RP_COLUMN_PAIR ? p->rhythm[p->first[c->who]]
                                       : p->rhythm[c->who];
}

static uint32_t therapist_of(const rp_problem *p, const rp_column *c) {
    uint32_t j = 0;

    if (c->kind != RP_COLUMN_HOLDER)
        return p->at[c->pair];
    while (p->first_holder[j + 1] <= c->who)
        j++;
    return j;
}

static bool has_hours(const rp_column *c) {
    return c->hour[0] != RP_NOT_DEALT && c->value > broken &&
           (c->kind == RP_COLUMN_PAIR || c->kind == RP_COLUMN_CLIENT ||
            c->kind == RP_COLUMN_HOLDER);
}

static bool add_cliques(rp_point *t, rp_program *g, size_t *added) {
    const rp_problem *p = g->problem;
    uint32_t columns = g->columns;

    memset(t->weekly, 0, p->first_hour[p->therapists] * sizeof *t->weekly);
    for (uint32_t c = 0; c < columns; c++) {
        const rp_column *col = &g->column[c];
        if (!has_hours(col) || rhythm_of(p, col) == RP_BIWEEKLY)
            continue;
        size_t first = p->first_hour[therapist_of(p, col)];
        for (int k = 0; k < 2; k++)
            if (col->hour[k] != RP_NOT_DEALT)
                t->weekly[first + col->hour[k]] += col->value;
    }
    for (uint32_t c = 0; c < columns; c++) {
        const rp_column *col = &g->column[c];
        if (!has_hours(col) || rhythm_of(p, col) != RP_BIWEEKLY)
            continue;
        uint32_t j = therapist_of(p, col);
        if (t->weekly[p->first_hour[j] + col->hour[0]] + col->value <
            1 + broken)
            continue;
        uint32_t person = col->kind == RP_COLUMN_HOLDER ? p->clients + col->who
                          : col->kind == RP_COLUMN_PAIR ? p->first[col->who]
                                                        : col->who;
        ++*added;
        if (!rp_program_clique(g, j, col->hour[0], person))
            return false;
    }
    return true;
}

/* Leave out whoever is not needed for the hours not to do. */
static size_t shrink(rp_point *t, const rp_problem *p, uint32_t j, size_t *pair,
                     size_t count) {
    for (size_t n = count; n-- > 0;) {
        size_t out = pair[n];
        pair[n] = pair[count - 1];
        if (!rp_allowed_deal(p, &t->deal, j, pair, count - 1)) {
            count--;
            continue;
        }
        pair[n] = out;
    }
    return count;
}

/* Pairs of which the point has all, or nearly half where it is not whole. */
static bool deal_one(rp_point *t, rp_program *g, uint32_t j, size_t *pair,
                     size_t count, size_t *added) {
    const rp_problem *p = g->problem;

    if (count == 0 || rp_allowed_deal(p, &t->deal, j, pair, count))
        return !t->deal.out_of_memory;
    ++*added;
    if (g->hour_of[j] == RP_NONE)
        return rp_program_part(g, j);
    count = shrink(t, p, j, pair, count);
    return !t->deal.out_of_memory &&
           rp_program_limit(g, pair, count, (int64_t)count - 1);
}

/* Does a pair count when hours are dealt? With whoever is taken apart those of
   which the point has all, else those of which it has some. */
static bool counts(const rp_point *t, const rp_program *g, size_t n) {
    uint32_t j = g->problem->at[t->pair[n]];
    double least = g->hour_of[j] != RP_NONE ? 1 - RP_POINT_NEAR : some;

    return g->problem->hours[j] > 0 && t->share[t->pair[n]] > least;
}

static bool add_hours(rp_point *t, rp_program *g, size_t *added) {
    const rp_problem *p = g->problem;
    size_t *pair = rp_new_array(t->count, sizeof *pair);
    uint32_t *end = rp_new_array((size_t)p->therapists + 1, sizeof *end);
    bool whole = pair && end;
    uint32_t first = 0;

    for (size_t n = 0; whole && n < t->count; n++)
        if (counts(t, g, n))
            end[p->at[t->pair[n]] + 1]++;
    for (uint32_t j = 0; whole && j < p->therapists; j++)
        end[j + 1] += end[j];
    for (size_t n = 0; whole && n < t->count; n++)
        if (counts(t, g, n))
            pair[end[p->at[t->pair[n]]]++] = t->pair[n];
    for (uint32_t j = 0; whole && j < p->therapists; j++) {
        whole = deal_one(t, g, j, pair + first, end[j] - first, added);
        first = end[j];
    }
    free(pair);
    free(end);
    return whole;
}

bool rp_cuts_add(rp_point *t, rp_program *g, size_t *added) {
    *added = 0;
    return add_rations(t, g, added) && add_rifts(t, g, added) &&
           add_cliques(t, g, added) && add_hours(t, g, added);
}

#include "solve/conditioned/alike.h"

#include "base/array.h"
#include "solve/program/filling.h"

#include <math.h>
#include <stdlib.h>

bool rp_alike_init(rp_alike *out, const rp_problem *p) {
    *out = (rp_alike){0};
    out->first = rp_new_array(p->therapists, sizeof *out->first);
    for (uint32_t j = 0; out->first && j < p->therapists; j++)
        out->first[j] = RP_NONE;
    return out->first != NULL;
}

void rp_alike_clear(rp_alike *alike) {
    free(alike->item);
    free(alike->first);
    free(alike->sum);
    *alike = (rp_alike){0};
}

/* By what the quotas of a therapist count. */
static uint64_t kind_of(const rp_problem *p, uint32_t unit, uint32_t j) {
    uint64_t kind = 0;

    for (uint32_t k = p->first_ration[j]; k < p->first_ration[j + 1]; k++)
        kind = kind * 0x9e3779b97f4a7c15u +
               p->ration[p->ration_of[k]].units[unit] + 1;
    return kind;
}

/* The item of a kind; a new one has no lines yet. @return RP_NONE: out of
   memory */
static uint32_t find(rp_alike *a, uint64_t kind, uint32_t j) {
    uint32_t k = a->first[j];

    while (k != RP_NONE && a->item[k].kind != kind)
        k = a->item[k].next;
    if (k != RP_NONE)
        return k;
    rp_kin *items = rp_grow_array(a->item, a->count, &a->room, sizeof *items);
    if (items)
        a->item = items;
    double *sums = rp_grow_array(a->sum, a->count, &a->sum_room, sizeof *sums);
    if (sums)
        a->sum = sums;
    if (!items || !sums)
        return RP_NONE;
    items[a->count] = (rp_kin){kind, j, RP_NONE, RP_NONE, a->first[j]};
    sums[a->count] = 0.0;
    a->first[j] = a->count;
    return a->count++;
}

/* Lines over all pairs of an item. */
static bool add_lines(rp_alike *a, rp_program *g, uint32_t which) {
    const rp_problem *p = g->problem;
    rp_kin *item = &a->item[which];
    size_t *pair = rp_new_array(p->units, sizeof *pair), count = 0;

    for (uint32_t u = 0; pair && u < p->units; u++) {
        size_t n = rp_problem_pair(p, u, item->therapist);
        if (n != SIZE_MAX && kind_of(p, u, item->therapist) == item->kind)
            pair[count++] = n;
    }
    if (pair)
        item->most = rp_program_count(g, pair, count, false, (int64_t)count);
    if (pair && item->most != RP_NONE)
        item->least = rp_program_count(g, pair, count, true, 0);
    free(pair);
    if (item->most == RP_NONE || item->least == RP_NONE)
        return false;
    rp_engine_begin(g->engine); /* where there are not so many it gives way */
    rp_engine_put(g->engine, item->least, -1.0);
    if (rp_program_column(g, (rp_column){.kind = RP_COLUMN_SLACK,
                                         .next = RP_NONE,
                                         .pair = SIZE_MAX}) == RP_NONE)
        return false;
    rp_program_unbind(g, item->most);
    rp_program_unbind(g, item->least);
    return true;
}

bool rp_alike_choose(rp_alike *a, rp_program *g, const rp_point *t,
                     uint32_t *which, double *sum) {
    const rp_problem *p = g->problem;
    double most = 1e-4;

    *which = RP_NONE;
    for (uint32_t k = 0; k < a->count; k++)
        a->sum[k] = 0.0;
    for (size_t n = 0; n < t->count; n++) {
        uint32_t j = p->at[t->pair[n]];
        uint32_t k = find(a, kind_of(p, t->unit[n], j), j);
        if (k == RP_NONE)
            return false;
        a->sum[k] += t->share[t->pair[n]];
    }
    for (uint32_t k = 0; k < a->count; k++) {
        double far = fabs(a->sum[k] - floor(a->sum[k] + 0.5));
        if (far <= most * 1.001)
            continue;
        most = far;
        *which = k;
    }
    if (*which == RP_NONE)
        return true;
    *sum = a->sum[*which];
    return a->item[*which].most != RP_NONE || add_lines(a, g, *which);
}

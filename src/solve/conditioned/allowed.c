#include "solve/conditioned/allowed.h"

#include "base/array.h"

#include <stdlib.h>

/* ---- pairs by therapist ------------------------------------------------- */

bool rp_taken_init(rp_taken *out, const rp_problem *p, const size_t *plan) {
    uint32_t *used = rp_new_array(p->therapists, sizeof *used);

    out->first = rp_new_array((size_t)p->therapists + 1, sizeof *out->first);
    out->pair = rp_new_array(p->units, sizeof *out->pair);
    bool whole = used && out->first && out->pair;
    for (uint32_t u = 0; whole && u < p->units; u++)
        if (plan[u] != SIZE_MAX)
            out->first[p->at[plan[u]] + 1]++;
    for (uint32_t j = 0; whole && j < p->therapists; j++)
        out->first[j + 1] += out->first[j];
    for (uint32_t u = 0; whole && u < p->units; u++)
        if (plan[u] != SIZE_MAX) {
            uint32_t j = p->at[plan[u]];
            out->pair[out->first[j] + used[j]++] = plan[u];
        }
    free(used);
    return whole;
}

void rp_taken_clear(rp_taken *taken) {
    free(taken->first);
    free(taken->pair);
    *taken = (rp_taken){0};
}

/* The unit that a pair is of. */
static uint32_t unit_of(const rp_problem *p, size_t pair) {
    uint32_t low = 0, high = p->units;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (p->start[middle] <= pair)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* ---- how good ----------------------------------------------------------- */

static int64_t shortfall_of(const rp_problem *p, const rp_ration *r,
                            const size_t *plan, int64_t *count) {
    *count = 0;
    for (uint32_t u = 0; u < p->units; u++)
        if (plan[u] != SIZE_MAX && r->therapist[p->at[plan[u]]])
            *count += r->units[u];
    return *count < (int64_t)r->least ? (int64_t)r->least - *count : 0;
}

rp_standing rp_allowed_measure(const rp_problem *p, const size_t *plan) {
    rp_standing s = {.shortfall = 0};
    int64_t count;

    for (uint32_t u = 0; u < p->units; u++) {
        if (plan[u] == SIZE_MAX)
            continue;
        for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
            s.placed[p->tier[k]]++;
        s.fair += p->fair[plan[u]];
        s.points += p->points[plan[u]];
        s.fresh += p->is_fresh[plan[u]];
    }
    for (uint32_t q = 0; q < p->rations; q++)
        s.shortfall += shortfall_of(p, &p->ration[q], plan, &count);
    return s;
}

int rp_allowed_compare(const rp_standing *a, const rp_standing *b) {
    for (int t = RP_TIERS_ALL; t >= RP_TIERS; t--)
        if (a->placed[t] != b->placed[t])
            return a->placed[t] < b->placed[t] ? -1 : 1;
    if (a->shortfall != b->shortfall)
        return a->shortfall > b->shortfall ? -1 : 1;
    for (int t = RP_TIERS - 1; t >= 1; t--)
        if (a->placed[t] != b->placed[t])
            return a->placed[t] < b->placed[t] ? -1 : 1;
    if (a->fair != b->fair)
        return a->fair < b->fair ? -1 : 1;
    return a->points < b->points ? -1 : a->points > b->points;
}

/* ---- what has to be kept ------------------------------------------------ */

bool rp_allowed_deal(const rp_problem *p, rp_rhythms *deal, uint32_t j,
                     const size_t *pair, size_t count) {
    size_t words = rp_problem_words(p, j);

    rp_rhythms_begin(deal, p->hours[j], p->day + p->first_hour[j]);
    for (uint32_t k = p->first_holder[j]; k < p->first_holder[j + 1]; k++)
        rp_rhythms_add(deal, p->suits + p->holder[k].suits,
                       p->holder[k].rhythm);
    for (size_t n = 0; n < count; n++) {
        const uint64_t *suits = p->suits + p->suited[pair[n]];
        uint32_t u = unit_of(p, pair[n]);
        for (uint32_t k = p->first[u]; k < p->first[u + 1]; k++)
            rp_rhythms_add(deal, suits + (k - p->first[u]) * words,
                           p->rhythm[k]);
    }
    return rp_rhythms_deal(deal);
}

static bool have_openings(const rp_problem *p, const rp_taken *t, uint32_t j) {
    uint32_t clients = 0;

    for (uint32_t k = t->first[j]; k < t->first[j + 1]; k++)
        clients += rp_problem_size(p, unit_of(p, t->pair[k]));
    return clients <= p->openings[j];
}

static bool are_apart(const rp_problem *p, const size_t *plan) {
    for (uint32_t k = 0; k < p->rifts; k++) {
        size_t a = plan[p->rift[k].a], b = plan[p->rift[k].b];
        if (a != SIZE_MAX && b != SIZE_MAX && p->at[a] == p->at[b])
            return false;
    }
    return true;
}

static bool are_rationed(const rp_problem *p, const size_t *plan) {
    for (uint32_t q = 0; q < p->rations; q++) {
        int64_t count;
        if (p->ration[q].most == RP_NONE)
            continue;
        shortfall_of(p, &p->ration[q], plan, &count);
        if (count > (int64_t)p->ration[q].most)
            return false;
    }
    return true;
}

rp_status rp_allowed_check(const rp_problem *p, const size_t *plan,
                           bool *is_allowed) {
    rp_taken t = {0};
    rp_rhythms deal = {0};
    rp_status status = rp_taken_init(&t, p, plan) ? RP_OK : RP_ERR_MEMORY;

    *is_allowed =
        status == RP_OK && are_apart(p, plan) && are_rationed(p, plan);
    for (uint32_t j = 0; *is_allowed && j < p->therapists; j++) {
        uint32_t count = t.first[j + 1] - t.first[j];
        *is_allowed =
            have_openings(p, &t, j) &&
            (count == 0 || p->hours[j] == 0 ||
             rp_allowed_deal(p, &deal, j, t.pair + t.first[j], count));
    }
    if (deal.out_of_memory)
        status = RP_ERR_MEMORY;
    rp_rhythms_clear(&deal);
    rp_taken_clear(&t);
    return status;
}

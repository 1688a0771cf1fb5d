#include "why/trial/again.h"

#include "base/array.h"
#include "why/trial/effect.h"

#include <stdlib.h>

/* What the plan of `after` lacks, but for points. */
static rp_change change_of(const rp_after *after, const rp_effect *effect) {
    const rp_dense_problem *g = after->study->seating;
    rp_change lost = {.tiers = rp_effect_moves_tiers(effect),
                      .points = -effect->points};

    for (uint32_t i = 0; i < g->clients; i++) {
        uint32_t now = after->therapist[i], was = g->placed[i];
        if (g->tier[i] == 0)
            continue;
        if (g->scale.queue > 0 && (now == RP_NONE) != (was == RP_NONE))
            lost.queue = 1;
        if (g->scale.floor > 0 && now != RP_NONE)
            lost.floors += rp_dense_problem_column(g, now)[i] < g->scale.least;
        if (g->scale.floor > 0 && was != RP_NONE)
            lost.floors -= rp_dense_problem_column(g, was)[i] < g->scale.least;
    }
    return lost;
}

rp_status rp_again_change(rp_after *after, uint32_t client, uint32_t therapist,
                          rp_again how, rp_change *lost, bool *is_had) {
    const rp_study *study = after->study;
    const rp_dense_problem *g = study->seating;
    uint16_t *row = rp_new_array((size_t)g->therapists + 1, sizeof *row);
    rp_shift shift = {.client = client,
                      .therapist = RP_NONE,
                      .row = row,
                      .must = how == RP_AGAIN_WITH};

    *is_had = false;
    if (!row)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < g->therapists; t++)
        row[t] = (t == therapist) == (how == RP_AGAIN_WITH)
                     ? rp_dense_problem_column(g, t)[client]
                     : RP_NO_PAIR;
    row[g->therapists] = RP_NO_PAIR;
    bool whole = rp_effect_apply(study, &shift, after, RP_SETTLE_NOT);
    rp_effect effect = rp_effect_read(study, &shift, after);
    *lost = change_of(after, &effect);
    *is_had = how == RP_AGAIN_WITHOUT || after->therapist[client] == therapist;
    free(row);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_again_cost(rp_after *after, uint32_t client, uint32_t therapist,
                        rp_again how, int64_t *cost) {
    rp_change lost = {0};
    bool is_had;
    rp_status status =
        rp_again_change(after, client, therapist, how, &lost, &is_had);

    *cost = is_had && rp_change_is_of_points(&lost) && lost.points >= 0
                ? lost.points
                : -1;
    return status;
}

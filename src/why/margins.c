#include "why/margins.h"

#include "base/array.h"
#include "why/trial/again.h"

#include <stdlib.h>

const char *const rp_firmness_names[RP_TOSS_UP + 1] = {"", "forced", "firm",
                                                       "toss-up"};

enum { ONE_POINT = 100 }; /* S-units */

/* Is a node, another one than `here`, of the same therapist? */
static bool is_same(const rp_residual *r, uint32_t here, uint32_t node) {
    const rp_dense_problem *g = r->problem;

    return here > 0 && node > 0 && here <= g->therapists &&
           node <= g->therapists &&
           rp_dense_problem_whose(g, here - 1) ==
               rp_dense_problem_whose(g, node - 1);
}

int64_t rp_margin_without(const rp_residual *r, const int64_t *distances,
                          uint32_t client) {
    uint32_t here = r->places.at[client];
    int64_t least = RP_NO_PATH;

    if (here == RP_NONE || here == 0)
        return RP_NO_PATH;
    int64_t own = rp_residual_worth(r, client, here - 1);
    for (uint32_t k = 0; k < r->nodes; k++) {
        int64_t distance = distances[(size_t)k * r->nodes + here];
        if (is_same(r, here, k) || distance == RP_NO_PATH ||
            (k > 0 && rp_residual_score(r, client, k - 1) == RP_NO_PAIR))
            continue;
        int64_t there = k > 0 ? rp_residual_worth(r, client, k - 1) : 0;
        if (own - there + distance < least)
            least = own - there + distance;
    }
    return least;
}

int64_t rp_margin_here(const rp_residual *r, const int64_t *distances,
                       uint32_t client, uint32_t place) {
    uint32_t here = r->places.at[client];

    if (here == RP_NONE || r->seats[place] == 0 ||
        rp_residual_score(r, client, place) == RP_NO_PAIR)
        return RP_NO_PATH;
    if (here == place + 1 || is_same(r, here, place + 1))
        return 0;
    if (distances[here] == RP_NO_PATH)
        return RP_NO_PATH;
    int64_t own = here > 0 ? rp_residual_worth(r, client, here - 1) : 0;
    return own - rp_residual_worth(r, client, place) + distances[here];
}

int64_t rp_margin_forced(const rp_residual *r, const int64_t *distances,
                         uint32_t client, uint32_t therapist) {
    const rp_dense_problem *g = r->problem;
    int64_t least = RP_NO_PATH;

    for (uint32_t p = rp_dense_problem_first(g, therapist);
         p < rp_dense_problem_end(g, therapist); p++) {
        int64_t here = rp_margin_here(r, distances + (size_t)(p + 1) * r->nodes,
                                      client, p);
        least = here < least ? here : least;
    }
    return least;
}

/* What the best plan without a client's pair costs; -1: it is not to be had. */
static rp_status find_margin(const rp_study *study, rp_after *after,
                             uint32_t client, int64_t *points) {
    const rp_residual *r = study->residual;

    if (study->holds)
        return rp_again_cost(after, client, study->seating->placed[client],
                             RP_AGAIN_WITHOUT, points);
    rp_change change = rp_scale_split(
        &r->problem->scale, rp_margin_without(r, study->distances, client));
    if (rp_change_is_of_points(&change))
        *points = change.points;
    return RP_OK;
}

rp_status rp_margins_find(rp_margins *out, const rp_study *study) {
    const rp_outcome *outcome = study->outcome;
    uint32_t clients = study->seating->clients;
    rp_after after = {.study = NULL};
    rp_status status = RP_OK;

    *out = (rp_margins){.points = rp_new_array(clients, sizeof(int64_t)),
                        .firmness = rp_new_array(clients, 1)};
    if (!out->points || !out->firmness)
        return RP_ERR_MEMORY;
    if (study->holds)
        status = rp_after_make(&after, study);
    for (uint32_t i = 0; status == RP_OK && i < clients; i++) {
        out->points[i] = -1;
        if (rp_triage_is_held(outcome->triage, i))
            out->firmness[i] = RP_FORCED;
        if (rp_triage_is_held(outcome->triage, i) ||
            outcome->status[i] != RP_STATUS_ASSIGNED)
            continue;
        status = find_margin(study, &after, i, &out->points[i]);
        out->firmness[i] = out->points[i] < 0            ? RP_FORCED
                           : out->points[i] >= ONE_POINT ? RP_FIRM
                                                         : RP_TOSS_UP;
    }
    rp_after_clear(&after);
    return status;
}

void rp_margins_clear(rp_margins *margins) {
    free(margins->points);
    free(margins->firmness);
    *margins = (rp_margins){0};
}

#include "why/margins.h"

#include "base/array.h"

#include <stdlib.h>

const char *const rp_firmness_names[RP_TOSS_UP + 1] = {"", "forced", "firm",
                                                       "toss-up"};

enum { ONE_POINT = 100 }; /* S-units */

int64_t rp_margin_without(const rp_residual *r, const int64_t *distances,
                          uint32_t client) {
    uint32_t here = r->places.at[client];
    int64_t least = RP_NO_PATH;

    if (here == RP_NONE || here == 0)
        return RP_NO_PATH;
    int64_t own = rp_residual_worth(r, client, here - 1);
    for (uint32_t k = 0; k < r->nodes; k++) {
        int64_t distance = distances[(size_t)k * r->nodes + here];
        if (k == here || distance == RP_NO_PATH ||
            (k > 0 && rp_residual_score(r, client, k - 1) == RP_NO_PAIR))
            continue;
        int64_t there = k > 0 ? rp_residual_worth(r, client, k - 1) : 0;
        if (own - there + distance < least)
            least = own - there + distance;
    }
    return least;
}

int64_t rp_margin_here(const rp_residual *r, const int64_t *distances,
                       uint32_t client, uint32_t therapist) {
    uint32_t here = r->places.at[client];

    if (here == RP_NONE || r->seats[therapist] == 0)
        return RP_NO_PATH;
    if (here == therapist + 1)
        return 0;
    if (distances[here] == RP_NO_PATH)
        return RP_NO_PATH;
    int64_t own = here > 0 ? rp_residual_worth(r, client, here - 1) : 0;
    return own - rp_residual_worth(r, client, therapist) + distances[here];
}

int64_t rp_margin_forced(const rp_residual *r, const int64_t *distances,
                         uint32_t client, uint32_t therapist) {
    return rp_margin_here(r, distances + (size_t)(therapist + 1) * r->nodes,
                          client, therapist);
}

rp_status rp_margins_find(rp_margins *out, const rp_study *study) {
    const rp_outcome *outcome = study->outcome;
    const rp_residual *r = study->residual;

    *out = (rp_margins){.points = rp_new_array(r->clients, sizeof(int64_t)),
                        .firmness = rp_new_array(r->clients, 1)};
    if (!out->points || !out->firmness)
        return RP_ERR_MEMORY;
    for (uint32_t i = 0; i < r->clients; i++) {
        out->points[i] = -1;
        if (rp_triage_is_held(outcome->triage, i))
            out->firmness[i] = RP_FORCED;
        if (rp_triage_is_held(outcome->triage, i) ||
            outcome->status[i] != RP_STATUS_ASSIGNED)
            continue;
        rp_change change = rp_scale_split(
            &r->problem->scale, rp_margin_without(r, study->distances, i));
        bool possible = rp_change_is_of_points(&change);
        if (possible)
            out->points[i] = change.points;
        out->firmness[i] = !possible                    ? RP_FORCED
                           : change.points >= ONE_POINT ? RP_FIRM
                                                        : RP_TOSS_UP;
    }
    return RP_OK;
}

void rp_margins_clear(rp_margins *margins) {
    free(margins->points);
    free(margins->firmness);
    *margins = (rp_margins){0};
}

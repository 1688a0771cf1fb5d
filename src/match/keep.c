#include "match/keep.h"

#include "base/array.h"

#include <stdlib.h>

rp_keep *rp_keep_new(uint32_t clients, uint32_t therapists, int32_t points) {
    rp_keep *keep = rp_new_array(1, sizeof *keep);

    if (!keep)
        return NULL;
    keep->points = points;
    keep->therapist = rp_new_array(clients, sizeof *keep->therapist);
    keep->from = rp_new_array(clients, sizeof *keep->from);
    keep->fate = rp_new_array(clients, 1);
    keep->rule = rp_new_array(clients, 1);
    keep->next = rp_new_array(therapists, sizeof *keep->next);
    keep->next_score = rp_new_array(therapists, sizeof *keep->next_score);
    if (!keep->therapist || !keep->from || !keep->fate || !keep->rule ||
        !keep->next || !keep->next_score) {
        rp_keep_free(keep);
        return NULL;
    }
    for (uint32_t c = 0; c < clients; c++)
        keep->therapist[c] = RP_NONE;
    for (uint32_t t = 0; t < therapists; t++)
        keep->next[t] = RP_NONE;
    return keep;
}

void rp_keep_free(rp_keep *keep) {
    if (!keep)
        return;
    free(keep->therapist);
    free(keep->from);
    free(keep->fate);
    free(keep->rule);
    free(keep->next);
    free(keep->next_score);
    free(keep);
}

uint32_t rp_keep_next(const rp_keep *keep, uint32_t therapist) {
    return keep ? keep->next[therapist] : RP_NONE;
}

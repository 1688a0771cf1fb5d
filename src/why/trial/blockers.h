/**
 * @file blockers.h
 * Which rules keep each client from each therapist: none, one alone, or two.
 */
#ifndef RP_WHY_TRIAL_BLOCKERS_H
#define RP_WHY_TRIAL_BLOCKERS_H

#include "match/outcome.h"

typedef struct rp_blockers {
    uint32_t clients;
    rp_forbidding *pairs; /* [therapists][clients] */
} rp_blockers;

/** @param threads  as many as the outcome was solved with, or fewer
 *  @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_blockers_make(rp_blockers *out, const rp_outcome *outcome,
                           int threads);
void rp_blockers_clear(rp_blockers *blockers);

/** Of one therapist, [clients]. */
static inline const rp_forbidding *rp_blockers_of(const rp_blockers *blockers,
                                                  uint32_t therapist) {
    return blockers->pairs + (size_t)therapist * blockers->clients;
}

#endif

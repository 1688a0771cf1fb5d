/**
 * @file again.h
 * What a pair costs where no ways show it: the plan is solved again, without
 * the pair or with nothing else for its client.
 */
#ifndef RP_WHY_TRIAL_AGAIN_H
#define RP_WHY_TRIAL_AGAIN_H

#include "why/trial/after.h"

/** Whether a client is kept from a pair, or has to have it. */
typedef enum rp_again { RP_AGAIN_WITHOUT, RP_AGAIN_WITH } rp_again;

/**
 * What the best such plan lacks.
 *
 * @param after  of a study that holds its plan
 * @param how    without the pair, which the client has, or with it
 * @param[out] lost    tiers, queue and floors: not 0 where it has other
 *                     counts, places others, or has another number of poor
 *                     matches; points are by how much it is worth less
 * @param[out] is_had  there is one
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_again_change(rp_after *after, uint32_t client, uint32_t therapist,
                          rp_again how, rp_change *lost, bool *is_had);

/**
 * The same as a cost.
 *
 * @param[out] cost  S-units; -1: no such plan has the same counts, queue and
 *                   number of poor matches
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_again_cost(rp_after *after, uint32_t client, uint32_t therapist,
                        rp_again how, int64_t *cost);

#endif

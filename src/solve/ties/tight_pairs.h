/**
 * @file tight_pairs.h
 * All tight pairs of a part at optimal prices, from both sides.
 *
 * Every optimal plan uses tight pairs only. With massive ties they can be
 * nearly all pairs, so they are kept as gap lists.
 */
#ifndef RP_SOLVE_TIES_TIGHT_PAIRS_H
#define RP_SOLVE_TIES_TIGHT_PAIRS_H

#include "base/gap_lists.h"
#include "solve/model.h"

typedef struct rp_tight_pairs {
    rp_gap_lists of_client;    /* therapists of each client */
    rp_gap_lists of_therapist; /* clients of each therapist */
} rp_tight_pairs;

/**
 * Collect the pairs of a part whose slack is 0, going over all of them.
 *
 * @param[out] out         clear with rp_tight_pairs_clear(); empty on failure
 * @param client_price     [clients] u, S-units
 * @param therapist_price  [therapists] v, S-units
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_tight_pairs_init(rp_tight_pairs *out, const rp_model *model,
                              const int64_t *client_price,
                              const int64_t *therapist_price);
void rp_tight_pairs_clear(rp_tight_pairs *tight);

#endif

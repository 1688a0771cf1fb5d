/**
 * @file queue.h
 * Whom a strict queue places: within each tier those who come first.
 *
 * Clients by tier, and within a tier in the market's sequence: one after the
 * other is among those who are placed if some plan places them and all before.
 * The sets of clients that a plan can place are a matroid, so no tier loses
 * anybody by this.
 */
#ifndef RP_SOLVE_QUEUE_H
#define RP_SOLVE_QUEUE_H

#include "solve/market.h"

/**
 * Find out who is placed.
 *
 * @param is_picked  [clients] of zeros
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_queue_pick(bool *is_picked, const rp_market *market);

/**
 * Check that a plan places those whom the queue picks, by prices alone.
 *
 * With weights W that fall from client to client, in the order of tier and
 * sequence, no plan places a heavier set if there are prices u, v >= 0 with
 *
 *     u_i + v_j >= W_i  for every eligible pair
 *     u_i + v_j  = W_i  where j is i's own therapist
 *     u_i = 0 for who waits, v_j = 0 where a seat is empty
 *
 * and the heaviest set is the one that the queue picks.
 *
 * @param therapist  [clients] RP_NONE: waits
 * @param[out] pairs_checked  eligible pairs gone over
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (it does not)
 */
rp_status rp_queue_check(const rp_market *market, const uint32_t *therapist,
                         uint64_t *pairs_checked);

#endif

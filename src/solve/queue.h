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
#include "solve/week/seats.h"

/**
 * Find out who is placed.
 *
 * Where hours are promised, therapists are taken apart until everybody who is
 * picked can hold one; who can be placed with hours is a matroid as well.
 *
 * @param is_picked  [clients] of zeros
 * @param[out] seats  who was taken apart; clear in any case
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_queue_pick(bool *is_picked, const rp_market *market,
                        rp_seats *seats);

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
 * where j is a place of `seats`, and extras come before all clients.
 *
 * @param therapist  [clients] RP_NONE: waits; hours can be dealt
 * @param seats      of rp_queue_pick()
 * @param[out] pairs_checked  eligible pairs gone over
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (it does not)
 */
rp_status rp_queue_check(const rp_market *market, const uint32_t *therapist,
                         const rp_seats *seats, uint64_t *pairs_checked);

#endif

/**
 * @file residual_changes.h
 * Changes of a residual graph. Each leaves an optimal plan, and prices that
 * prove it.
 */
#ifndef RP_SOLVE_AGAIN_RESIDUAL_CHANGES_H
#define RP_SOLVE_AGAIN_RESIDUAL_CHANGES_H

#include "solve/again/residual_graph.h"

/** One seat more, and one less of those that there are. */
void rp_residual_add_seat(rp_residual *r, uint32_t therapist);
void rp_residual_drop_seat(rp_residual *r, uint32_t therapist);

/** A seat of one place becomes one of another. */
void rp_residual_move_seat(rp_residual *r, uint32_t from, uint32_t to);

/** Somebody comes to a place with a seat of their own, who loses nothing by
 *  that: no place which suits them has a lower price. */
void rp_residual_bring_seat(rp_residual *r, uint32_t client, uint32_t place);

/** Somebody who is placed leaves the market with their seat. */
void rp_residual_take_seat(rp_residual *r, uint32_t client);

/** Take a client out of the market, and put one in. */
void rp_residual_remove(rp_residual *r, uint32_t client);
void rp_residual_insert(rp_residual *r, uint32_t client);

/**
 * Another column for a therapist; borrowed from then on.
 *
 * A pair that the plan has and that is worth no less, or that it has not and
 * that is worth no more than the prices, changes nothing. Whoever has a pair
 * that is worth less is put in again, and for each whom a pair would suit
 * better one way is looked for, no longer than what it gains.
 */
void rp_residual_exchange(rp_residual *r, uint32_t therapist,
                          const uint16_t *column);

/** Other pairs for a client who is not in the market, spare therapists'
 *  too; borrowed. */
void rp_residual_set_row(rp_residual *r, uint32_t client, const uint16_t *row);

#endif

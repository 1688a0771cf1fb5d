/**
 * @file starting_basis.h
 * A basis to start from: a plan, and a spanning tree that carries it.
 */
#ifndef RP_SOLVE_START_STARTING_BASIS_H
#define RP_SOLVE_START_STARTING_BASIS_H

#include "solve/columns.h"
#include "solve/plan.h"
#include "solve/tree.h"

/**
 * Find a plan on the columns, and span a tree around it.
 *
 * The tree is strongly feasible: every arc that leads away from the root has
 * a positive flow. Its prices are not set.
 *
 * @param[out] tree  clear with rp_tree_clear(); empty on failure
 * @param[in,out] columns  pairs are added where the plan needs them
 * @param[in,out] price  [therapists] a guess; then those of the plan, in
 *                       S-units / RP_AUCTION_SCALE
 * @param crash  RP_START_GREEDY: each client in turn takes the best seat
 *                   left, higher tiers first; others: an auction
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_starting_basis_make(rp_tree *tree, const rp_model *model,
                                 rp_columns *columns, int64_t *price,
                                 rp_start crash);

/**
 * Span a tree around a plan.
 *
 * @param[out] tree  as above
 * @param columns    the plan's pairs are among them
 * @param therapist  [clients] the plan; RP_NONE: waits
 * @param price      [therapists] in S-units / RP_AUCTION_SCALE
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_starting_basis_span(rp_tree *tree, const rp_model *model,
                                 const rp_columns *columns,
                                 const uint32_t *therapist,
                                 const int64_t *price);

#endif

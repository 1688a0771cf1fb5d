/**
 * @file network_simplex.h
 * The network simplex method, with every eligible pair priced.
 */
#ifndef RP_SOLVE_NETWORK_SIMPLEX_H
#define RP_SOLVE_NETWORK_SIMPLEX_H

#include "solve/columns.h"
#include "solve/tree.h"

/**
 * Improve a spanning tree until it is optimal over all pairs of a part.
 *
 * Pivots on the columns; then prices all pairs, adds those that are violated
 * and goes on, until there are none.
 *
 * @param[in,out] tree  strongly feasible: every arc that leads away from the
 *                      root has a positive flow; prices need not be set.
 *                      Then an optimal basis with its prices
 * @param[in,out] columns  pairs are added to them
 * @param[out] rounds   times that all pairs were priced
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (no progress: our mistake)
 */
rp_status rp_network_simplex_solve(rp_tree *tree, const rp_model *model,
                                   rp_columns *columns, size_t *rounds);

#endif

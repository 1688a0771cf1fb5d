/**
 * @file residual_distances.h
 * Least costs between all nodes of a residual graph: from each node in turn,
 * along the arcs that matter.
 */
#ifndef RP_SOLVE_AGAIN_RESIDUAL_DISTANCES_H
#define RP_SOLVE_AGAIN_RESIDUAL_DISTANCES_H

#include "solve/again/residual_graph.h"

/**
 * Least costs from every node to every node.
 *
 * @param out  [nodes][nodes], RP_NO_PATH: there is no way
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_residual_distances(rp_residual *r, int64_t *out);

#endif

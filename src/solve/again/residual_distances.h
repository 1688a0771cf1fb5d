/**
 * @file residual_distances.h
 * Least costs between all nodes of a residual graph.
 *
 * Nearly every arc is dearer than a way by some node near by. So by reduced
 * costs c, an arc (a,b) is left out where for one of the NEAR nodes k that are
 * nearest to a
 *
 *     c(a,k) + c(k,b) < c(a,b).
 *
 * Both of these are less than the arc, so the shortest arcs stay, and of any
 * other one some way of arcs that stay is no longer (by induction on length).
 * What is left, some tens of arcs a node, is searched from each node in turn by
 * Dijkstra's method with a heap.
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

/**
 * @file residual_ways.h
 * Shortest ways in a residual graph, by Dijkstra's method on costs that the
 * prices have made 0 or more.
 */
#ifndef RP_SOLVE_AGAIN_RESIDUAL_WAYS_H
#define RP_SOLVE_AGAIN_RESIDUAL_WAYS_H

#include "solve/again/residual_graph.h"

/* -- one search, for a change ---------------------------------------------- */

/** The search begins here: nothing stands beside the node. */
#define RP_WAY_ENDS (UINT32_MAX - 1)

/** Nothing is reached: what the caller then writes into r->ahead.distance is
 *  where the search begins. */
void rp_ways_begin(rp_residual *r);

/**
 * Search from both ends until no way to a node can be shorter than the one
 * found, or than a limit.
 *
 * In a graph with so many arcs both ends meet after some tens of nodes, where
 * one alone would have seen most of them. Of each node only arcs that matter
 * are looked at (thin_arcs.h), unless some of them are others than they were.
 *
 * @return how far it is by reduced costs; the limit where it is no nearer
 */
int64_t rp_ways_search(rp_residual *r, uint32_t target, int64_t limit);

/**
 * Change prices, so that the way costs nothing any more, or that the target is
 * as near as the limit: with D and E what is to a node from the beginning and
 * from it to the end, and x + y how far these are apart, a node is raised by
 * max(x - D, 0) - max(y - E, 0). No reduced cost is below 0 then, as D of one
 * end of an arc, its cost and E of the other one are at least x + y. The price
 * of the pool stays 0.
 */
void rp_ways_reprice(rp_residual *r);

/**
 * Move the hands along the way that the search has found to a node; the arcs
 * out of every node that it touches are rebuilt.
 *
 * @param newcomer  who takes the place where it begins, or RP_NONE
 */
void rp_ways_move(rp_residual *r, uint32_t node, uint32_t newcomer);

/* -- readings -------------------------------------------------------------- */

/** Least costs from one node to every node. @param out [nodes] */
void rp_residual_from(rp_residual *r, uint32_t node, int64_t *out);

/** Least costs from every node to the pool. @param out [nodes] */
void rp_residual_to_pool(rp_residual *r, int64_t *out);

/**
 * Do all plans as good as this one place the same clients?
 *
 * In another one somebody who waits now would take a place, hands would move
 * on, and somebody would leave who has no more of the place than its price: a
 * way of arcs that cost nothing by reduced costs. It is looked for from its
 * end, since few are there.
 */
bool rp_residual_keeps_placed(rp_residual *r);

#endif

/**
 * @file tie_break_dense.h
 * One plan among equal ones, for a residual graph: lists the tight pairs, and
 * leaves the rest to solve/ties/tie_break.h.
 */
#ifndef RP_SOLVE_AGAIN_TIE_BREAK_DENSE_H
#define RP_SOLVE_AGAIN_TIE_BREAK_DENSE_H

#include "solve/again/dense_ties.h"

/**
 * Turn the optimal plan of a graph into the canonical one
 * (src/docs/matching.md); the graph stays optimal, its prices as they are.
 *
 * @param known  tight pairs of the graph that it is a copy of; NULL: all pairs
 *               are looked at
 * @return false when out of memory; nothing has changed then
 */
bool rp_tie_break_dense(rp_residual *r, const rp_dense_ties *known);

#endif

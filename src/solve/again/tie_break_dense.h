/**
 * @file tie_break_dense.h
 * One plan among equal ones, so that a plan is a function of the data.
 */
#ifndef RP_SOLVE_AGAIN_TIE_BREAK_DENSE_H
#define RP_SOLVE_AGAIN_TIE_BREAK_DENSE_H

#include "solve/again/residual_graph.h"

/**
 * Among equal plans the one of src/docs/matching.md: clients in order of their
 * ids get the therapist placed best in their own list, waiting comes last.
 *
 * @return false when out of memory
 */
bool rp_tie_break_dense(rp_residual *r);

#endif

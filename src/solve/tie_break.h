/**
 * @file tie_break.h
 * Of all optimal plans the one that the order of ids picks.
 */
#ifndef RP_SOLVE_TIE_BREAK_H
#define RP_SOLVE_TIE_BREAK_H

#include "solve/glpk.h"

/**
 * Turn an optimal plan into the canonical one.
 *
 * Clients in index order: each gets the therapist placed best in its own
 * list (score descending, then index) that still allows an optimum with
 * everyone before it kept, waiting last. The outcome depends on the model
 * alone, not on the plan or the prices it was reached from.
 *
 * @param[in,out] solution  an optimal plan with optimal prices; only the plan
 *                          is changed
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_tie_break_settle(rp_solution *solution, const rp_model *model);

#endif

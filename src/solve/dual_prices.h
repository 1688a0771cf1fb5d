/**
 * @file dual_prices.h
 * Prices for a plan that was made elsewhere, or the word that it has none.
 */
#ifndef RP_SOLVE_DUAL_PRICES_H
#define RP_SOLVE_DUAL_PRICES_H

#include "solve/glpk.h"

/**
 * Find the least prices that prove a plan optimal.
 *
 * Nothing is solved: the plan stays as it is.
 *
 * @param[in,out] solution  therapist is read; both prices are set
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (the plan breaks a seat, uses a
 *         pair that is not eligible, or is not optimal)
 */
rp_status rp_dual_prices_find(rp_solution *solution, const rp_model *model);

#endif

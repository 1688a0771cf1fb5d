/**
 * @file dual_prices.h
 * Prices for a plan that was made elsewhere, or the verdict that it has none.
 *
 * again/residual_graph.c finds least prices of a plan as well. There are two
 * finders because they read different things in different units. This one
 * reads the rows of a part, in the worths of its B and F, and needs memory for
 * clients and therapists alone, as the merged plan of a whole country must.
 * That one reads the arcs between places which its graph has anyway, a square
 * of therapists, in the larger worths of again/dense_problem.h. Each runs once
 * and takes about a millisecond (1,000 clients, 200 therapists: 0.5 here, 1.6
 * there), so sharing would save no time, and the code to read both would be
 * longer than the shorter of the two.
 */
#ifndef RP_SOLVE_DUAL_PRICES_H
#define RP_SOLVE_DUAL_PRICES_H

#include "solve/glpk.h"

/**
 * Find the least prices that prove a plan optimal.
 *
 * Nothing is solved: the plan stays as it is.
 *
 * @param[in,out] solution  therapist is read; both prices are set, S-units
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (the plan has more clients than
 *         seats somewhere, uses a pair that is not eligible, or is not
 *         optimal; prices mean nothing then)
 */
rp_status rp_dual_prices_find(rp_solution *solution, const rp_model *model);

#endif

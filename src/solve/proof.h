/**
 * @file proof.h
 * Proof that a plan is optimal, in whole numbers and without the solver.
 */
#ifndef RP_SOLVE_PROOF_H
#define RP_SOLVE_PROOF_H

#include "solve/parts.h"
#include "solve/plan.h"

/**
 * Check a plan and its prices against every eligible pair: the independent
 * answer, which uses nothing that the solver has worked out.
 *
 * Any plan's worth is at most sum u + sum openings * v for prices that are
 * not negative and cover the worth of every pair; so a plan that reaches
 * this sum is optimal. Checked, all in 64-bit whole numbers:
 *
 *     u_i >= 0, v_j >= 0
 *     u_i + v_j >= w_ij  for every eligible pair
 *     every assigned pair is eligible, and no therapist has more clients
 *     than openings
 *     sum of w over assigned pairs = sum u + sum openings * v, in each part
 *
 * @param parts    of the market; the floor is set where it counts
 * @param plan     therapist, client_price and therapist_price are read
 * @param threads  1 .. rp_market_threads()
 * @param[out] pairs_checked  eligible pairs gone over
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER when anything fails
 */
rp_status rp_proof_check(const rp_market *market, const rp_parts *parts,
                         const rp_plan *plan, int threads,
                         uint64_t *pairs_checked);

#endif

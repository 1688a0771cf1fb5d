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
 * Where hours are promised, an hour h of therapist j has a price q_jh as well,
 * which those pay who hold it, and by which those who hold one already (and are
 * worth nothing) can choose:
 *
 *     q_jh >= 0
 *     u_i + v_j + q_jh >= w_ij   for every hour h that suits
 *     every client of a therapist who promises hours, and who held one before,
 *     holds one that suits, and nobody else holds it
 *     sum of w = sum u + sum openings * v + sum q - sum over those who held one
 *     before of the least q_jh that suits
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

/**
 * @file fair.h
 * The plan with as few poor matches as possible (matching.md, Objective).
 *
 * Stages: tiers, then fewer assigned, not pinned clients with S below the
 * floor, then points. They stand in one whole number, far enough apart that
 * none can be bought with a later one; prices over every eligible pair prove
 * the plan.
 */
#ifndef RP_WHY_FAIR_H
#define RP_WHY_FAIR_H

#include "why/settle.h"

/** The policy's floor in S-units. */
int32_t rp_fair_floor(const rp_policy *policy);

/**
 * Solve for another aim than the seating's own.
 *
 * @param floor    S-units, 0: the objective `total`
 * @param seating  its pairs are read
 * @param[out] aimed  the seating with that aim; borrows the pairs, and the
 *                    residual borrows it
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE, RP_ERR_SOLVER (not proven);
 *         clear the residual in any case
 */
rp_status rp_fair_solve(rp_residual *out, rp_seating *aimed,
                        const rp_seating *seating, int64_t worth_limit,
                        int32_t floor);

/**
 * Give an outcome the fair plan.
 *
 * @return as above; the outcome is unchanged on failure
 */
rp_status rp_fair_apply(rp_outcome *outcome);

#endif

/**
 * @file planner.h
 * From a market to its optimal plan, unique by a fixed order, with its proof.
 */
#ifndef RP_SOLVE_PLANNER_H
#define RP_SOLVE_PLANNER_H

#include "base/context.h"
#include "solve/plan.h"

/**
 * Solve: tiers first, then the queue, where it is strict, then the floor, if
 * any, then the total, then the order of ties (src/docs/matching.md); prove it.
 * With conditions as in src/docs/weeks.md.
 *
 * @param[out] out  clear with rp_plan_clear(); empty on failure
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (GLPK failed, the proof did, or
 *         the plan given is not optimal), RP_ERR_SIZE (a part so large that
 *         numbers would not be exact: rp_parts_find(), rp_parts_set_floor())
 */
rp_status rp_planner_solve(rp_plan *out, const rp_market *market,
                           const rp_context *context);

/**
 * Prove a plan that was made elsewhere; nothing is solved. Of several that are
 * as good, the one that solving finds comes out.
 *
 * @param given  [clients] RP_NONE where the client waits
 * @return as rp_planner_solve(); RP_ERR_SOLVER also when no better plan is
 *         ruled out
 */
rp_status rp_planner_prove(rp_plan *out, const rp_market *market,
                           const rp_context *context, const uint32_t *given);

#endif

/**
 * @file mending.h
 * From the best plan without conditions to the best one with.
 *
 * The planner first makes the plan of a *relaxed* market: without quotas and
 * links, and without the hours of therapists for whom somebody counts who does
 * not come weekly. Parts in which that plan breaks nothing keep it: it is the
 * best, and the canonical one, of a larger set of plans. Others are solved
 * anew, by branching.
 */
#ifndef RP_SOLVE_CONDITIONED_MENDING_H
#define RP_SOLVE_CONDITIONED_MENDING_H

#include "base/context.h"
#include "solve/plan.h"

/**
 * The market to begin with.
 *
 * @param[out] out  free with rp_market_free(), before `market`; NULL where the
 *                  market itself will do
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_mending_relax(rp_market **out, const rp_market *market);

/**
 * Make a plan of the relaxed market one of the market.
 *
 * Prices of parts that are solved anew are 0: what proves them stays with them.
 *
 * @param[in,out] plan  hours are dealt for all of the market's therapists
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_mending_finish(rp_plan *plan, const rp_market *market,
                            const rp_context *context);

/**
 * Is a plan that was given as good as one that was made, and does it keep all
 * conditions?
 *
 * @param given  [clients] RP_NONE: waits
 * @return RP_OK, RP_ERR_SOLVER (no), RP_ERR_MEMORY
 */
rp_status rp_mending_compare(const rp_plan *plan, const rp_market *market,
                             const rp_context *context, const uint32_t *given);

#endif

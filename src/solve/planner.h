/**
 * @file planner.h
 * From a market to its optimal plan, unique by a fixed order, with its proof.
 */
#ifndef RP_SOLVE_PLANNER_H
#define RP_SOLVE_PLANNER_H

#include "solve/plan.h"

/** How to solve. Borrowed for the call. */
typedef struct rp_planner_options {
    rp_start crash; /* where to start; the plan is the same with each */
    int threads;    /* at most; no more than the market allows are used */
    uint16_t floor; /* S-units: first tiers, then as few pairs with S below it
                       as possible, then points; 0: tiers and points */
    /**
     * Called now and then from one thread; may be NULL.
     *
     * @param stage  what has been done: "parts", "prices", "lists", "tree",
     *               "network", "solver", "order", "solve", "proof"
     * @param share  0..1 of "solve": parts that are done
     */
    void (*progress)(void *payload, const char *stage, double share);
    void *payload;
    const uint32_t *given; /* [clients] a plan that was made elsewhere: it is
                              proven, and nothing is solved; or NULL */
} rp_planner_options;

/**
 * Solve: tiers first, then the queue, where it is strict, then the floor, if
 * any, then the total, then the order of ties (src/docs/matching.md); prove it.
 *
 * @param[out] out  clear with rp_plan_clear(); empty on failure
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (GLPK failed, the proof did, or
 *         the plan given is not optimal), RP_ERR_SIZE (a part so large that
 *         numbers would not be exact: rp_parts_find(), rp_parts_set_floor())
 */
rp_status rp_planner_solve(rp_plan *out, const rp_market *market,
                           const rp_planner_options *options);

#endif

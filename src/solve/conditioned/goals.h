/**
 * @file goals.h
 * One goal of a plan after the other, in a part with conditions.
 *
 * Tiers that have to have a place, urgent; shortfalls of quotas; soon, routine;
 * the queue, where it is strict; the floor; points; ties, where the part is not
 * large. Each is kept by all that follow.
 */
#ifndef RP_SOLVE_CONDITIONED_GOALS_H
#define RP_SOLVE_CONDITIONED_GOALS_H

#include "solve/conditioned/branching.h"
#include "solve/plan.h"

/** Ties are settled in parts of up to so many clients. */
enum { RP_GOALS_TIED = 100 };

/** How well the goals of a part were reached. */
typedef struct rp_reached {
    bool is_optimal;
    uint32_t tier_gap[RP_TIERS];
    int64_t gap;
} rp_reached;

/**
 * @param search  its best plan is found
 * @param cap     how good a plan without conditions is: no tier passes it as
 *                long as those before reach it
 * @param effort  nodes
 * @param is_tied any of the best plans will do where it is false
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_goals_reach(rp_search *search, const rp_standing *cap,
                         uint64_t effort, bool is_tied, rp_reached *out);

#endif

/**
 * @file plan.h
 * The optimal plan of a market, unique by order of ids, with its proof.
 */
#ifndef RP_MATCH_PLAN_H
#define RP_MATCH_PLAN_H

#include "match/market.h"

/** How good a basis GLPK is given to start from. */
typedef enum rp_crash {
    RP_CRASH_NONE,
    RP_CRASH_GREEDY,
    RP_CRASH_AUCTION,
    RP_CRASH_NETWORK /* the default */
} rp_crash;

typedef struct rp_plan_options {
    rp_crash crash;
    int threads;
    /** Called now and then from one thread; may be NULL. */
    void (*progress)(void *payload, const char *stage, double share);
    void *payload;
    const uint32_t *given; /* [clients] a plan that was made elsewhere: it is
                              proven, and nothing is solved; or NULL */
} rp_plan_options;

typedef struct rp_plan {
    uint32_t clients, therapists;
    uint32_t *therapist;      /* [clients] RP_NOBODY where the client waits */
    int64_t *client_price;    /* [clients] u, of the client's connected part */
    int64_t *therapist_price; /* [therapists] v */
    uint64_t pairs_checked;   /* eligible pairs that the proof went over */
    size_t parts, columns, rounds;
} rp_plan;

/**
 * Solve: tiers first, then the total, then order of ids; prove it.
 *
 * @param[out] out  clear with rp_plan_clear(); empty on failure
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (GLPK failed or the proof did,
 *         or the plan given is not optimal),
 *         RP_ERR_SIZE (a part so large that 3nB would pass 2^53)
 */
rp_status rp_plan_solve(rp_plan *out, const rp_market *market,
                        const rp_plan_options *options);
void rp_plan_clear(rp_plan *plan);

#endif

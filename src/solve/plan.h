/**
 * @file plan.h
 * Who goes where, with the prices that prove that nothing is better.
 */
#ifndef RP_SOLVE_PLAN_H
#define RP_SOLVE_PLAN_H

#include "solve/market.h"

/** How good a basis GLPK is given to start from: the best, and others that
 *  tests and benchmarks compare it with. */
typedef enum rp_start {
    RP_START_NETWORK,
    RP_START_NONE,
    RP_START_GREEDY,
    RP_START_AUCTION
} rp_start;

/** Arrays are owned; prices are S-units of the connected part. */
typedef struct rp_plan {
    uint32_t clients, therapists;
    uint32_t *therapist;      /* [clients] RP_NONE where the client waits */
    int64_t *client_price;    /* [clients] u */
    int64_t *therapist_price; /* [therapists] v */
    uint64_t pairs_checked;   /* eligible pairs that the proof went over */
    size_t parts, columns, rounds;
} rp_plan;

void rp_plan_clear(rp_plan *plan);

#endif

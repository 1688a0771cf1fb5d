/**
 * @file plan.h
 * Who goes where, with the prices that prove that nothing is better.
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

/** Arrays are owned; prices are S-units of the connected part. */
typedef struct rp_plan {
    uint32_t clients, therapists;
    uint32_t *therapist;      /* [clients] RP_NOBODY where the client waits */
    int64_t *client_price;    /* [clients] u */
    int64_t *therapist_price; /* [therapists] v */
    uint64_t pairs_checked;   /* eligible pairs that the proof went over */
    size_t parts, columns, rounds;
} rp_plan;

void rp_plan_clear(rp_plan *plan);

#endif

/**
 * @file plan.h
 * Who goes where, with the prices that prove that nothing is better.
 */
#ifndef RP_SOLVE_PLAN_H
#define RP_SOLVE_PLAN_H

#include "solve/market.h"
#include "solve/week/deal.h"

/** The basis that GLPK starts from; tests and benchmarks compare the first,
 *  which is the default, with the others. */
typedef enum rp_start {
    RP_START_NETWORK, /* the plan of an auction, made optimal by the network
                         simplex method */
    RP_START_NONE,    /* everybody waits */
    RP_START_GREEDY,  /* each client in turn takes the best seat left */
    RP_START_AUCTION  /* the plan of an auction */
} rp_start;

/** Arrays are owned; clients and therapists as the market numbers them. Prices
 *  of parts that conditions have changed are 0 (conditioned/mending.h). */
typedef struct rp_plan {
    uint32_t clients, therapists;
    uint32_t *therapist;      /* [clients] RP_NONE where the client waits */
    int64_t *client_price;    /* [clients] u, S-units; B is that of the part */
    int64_t *therapist_price; /* [therapists] v, likewise */
    uint16_t *hour; /* [clients] which hour each can hold, also those outside
                       the market who hold one; RP_NOT_DEALT; NULL: nobody
                       promises hours. One of many ways to deal them; of one
                       who comes twice a week the first */
    size_t *first_hour;  /* [therapists + 1] NULL likewise */
    int64_t *hour_price; /* [first_hour[therapists]] S-units */
    uint64_t shortfall;  /* what quotas lack of their least, together */
    bool is_optimal;     /* else the best found within the effort, and: */
    uint32_t tier_gap[RP_TIERS]; /* [tier - 1] clients that a better plan could
                                    place beyond this one, at most */
    int64_t gap; /* S-units that a plan of the same counts could gain */
    uint64_t pairs_checked; /* eligible pairs that the proof went over */
    size_t parts;           /* connected parts, each solved by itself */
    size_t columns;         /* pairs that GLPK was given, in all parts */
    size_t rounds;          /* times that all pairs of a part were priced */
} rp_plan;

void rp_plan_clear(rp_plan *plan);

#endif

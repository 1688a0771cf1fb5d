/**
 * @file ways.h
 * What each way to assign comes to: the best total, the fair plan, and what
 * clinics do by hand.
 */
#ifndef RP_WHY_WAYS_H
#define RP_WHY_WAYS_H

#include "why/trial/trials.h"

typedef enum rp_way {
    RP_WAY_TOTAL,
    RP_WAY_FAIR,
    RP_WAY_FIRST_COME, /* by tier, referral, id, each to the best who is free */
    RP_WAY_GREEDY,     /* the best pair first */
    RP_WAYS
} rp_way;

/** As in prices.csv ("first_come"). */
extern const char *const rp_way_names[RP_WAYS];

/** What one way comes to; S-units. */
typedef struct rp_way_sums {
    int64_t placed[RP_TIER_URGENT + 1]; /* by tier, pinned ones too */
    int64_t total, count;               /* of S, pinned ones too */
    int worst, p10;                     /* without pinned ones; -1: nobody */
    int64_t below_floor;                /* without pinned ones */
    int64_t envy;                       /* rows that envy.csv would have */
} rp_way_sums;

typedef struct rp_ways_found {
    rp_way_sums ways[RP_WAYS];
} rp_ways_found;

/** @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE, RP_ERR_SOLVER */
rp_status rp_ways_find(rp_ways_found *out, const rp_study *study);
void rp_ways_found_clear(rp_ways_found *ways);

#endif

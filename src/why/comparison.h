/**
 * @file comparison.h
 * Plans of the same clinic beside each other: the best total, the fair plan,
 * and what clinics do by hand.
 */
#ifndef RP_WHY_COMPARISON_H
#define RP_WHY_COMPARISON_H

#include "why/trial/trials.h"

/** How a plan is made. */
typedef enum rp_method {
    RP_METHOD_TOTAL,
    RP_METHOD_FAIR,
    RP_METHOD_FIRST_COME, /* by tier and turn; each the best one free */
    RP_METHOD_GREEDY,     /* the best pair first */
    RP_METHODS
} rp_method;

/** As in prices.csv ("first_come"). */
extern const char *const rp_method_names[RP_METHODS];

/** What the plan of one method amounts to; S-units. */
typedef struct rp_method_sums {
    int64_t placed[RP_TIER_URGENT + 1]; /* by tier, pinned ones too */
    int64_t total, count;               /* of S, pinned ones too */
    int worst, p10;                     /* without pinned ones; -1: nobody */
    int64_t below_floor;                /* without pinned ones */
    int64_t envy;                       /* rows that envy.csv would have */
} rp_method_sums;

typedef struct rp_comparison {
    rp_method_sums methods[RP_METHODS];
} rp_comparison;

/** @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE, RP_ERR_SOLVER; clear it in any
 *  case */
rp_status rp_comparison_find(rp_comparison *out, const rp_study *study);
void rp_comparison_clear(rp_comparison *comparison);

#endif

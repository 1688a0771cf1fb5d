/**
 * @file joint_plan.h
 * The best way to give clients places that are had together: in groups, which
 * take people only if enough come, or in hours of a week.
 *
 * Sets: clients i in the order of ties, takers j, pairs p = (i, j) with a gain,
 * hours h. Variables: x_p (the client has the place), y_j (the taker takes
 * people, where `least` is above 1), z_ph (the place is in that hour), all 0 or
 * 1.
 *
 *     sum of x_p of a client                     <= 1
 *     least_j y_j <= sum of x_p of a taker       <= most_j y_j
 *     sum of z_ph of a pair that needs an hour   =  x_p
 *     sum of z_ph of an hour                     <= 1
 *     x_p + x_q of a clash                       <= 1
 *
 * One after the other, each held at its best: the number of clients of stage
 * 0, 1, … who have a place; the sum of gains; for each client in turn the place
 * that stands first in their list, none being last. Source: src/docs/weeks.md.
 */
#ifndef RP_MATCH_SECOND_JOINT_PLAN_H
#define RP_MATCH_SECOND_JOINT_PLAN_H

#include "rapport/status.h"

#include <stddef.h>
#include <stdint.h>

/** A place that a client may have. */
typedef struct rp_joint_pair {
    uint32_t taker;
    int32_t gain;        /* S-units, with what waiting adds */
    size_t hours;        /* first of its hours in rp_joint_problem.hours */
    uint32_t hour_count; /* 0: it needs none */
} rp_joint_pair;

/** Two pairs of which one at most can be had, by their numbers. */
typedef struct rp_joint_clash {
    size_t a, b;
} rp_joint_clash;

/** Everything is borrowed. */
typedef struct rp_joint_problem {
    uint32_t clients, takers;
    int stages;
    const int *stage;              /* [clients] 0 .. stages - 1 */
    const size_t *begin;           /* [clients + 1] of their pairs */
    const rp_joint_pair *pairs;    /* each client's own list, the best first */
    const uint32_t *least;         /* [takers] of those who take anybody; */
    const uint32_t *most;          /* [takers] at the most */
    const uint32_t *hours;         /* of pairs: each number is had once */
    const rp_joint_clash *clashes; /* [clash_count] */
    size_t clash_count;
} rp_joint_problem;

/** No place. */
#define RP_NO_PLACE SIZE_MAX

/**
 * Find the plan.
 *
 * @param[out] place  [clients] the number of a pair, or RP_NO_PLACE
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_joint_plan(const rp_joint_problem *problem, size_t *place);

#endif

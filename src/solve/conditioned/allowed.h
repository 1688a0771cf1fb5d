/**
 * @file allowed.h
 * Plans of a part with conditions: whether they keep all, and how good they
 * are. In whole numbers, and without the solver.
 *
 * A plan is [units] pairs, SIZE_MAX for who waits.
 */
#ifndef RP_SOLVE_CONDITIONED_ALLOWED_H
#define RP_SOLVE_CONDITIONED_ALLOWED_H

#include "solve/conditioned/problem.h"

/** Tiers with those who have to have a place before all others. */
enum { RP_TIERS_ALL = 2 * RP_TIERS };

/** How good a plan is; what comes first counts first, the urgent tier and
 *  above before shortfalls. */
typedef struct rp_standing {
    int64_t placed[RP_TIERS_ALL + 1]; /* clients by tier */
    int64_t shortfall, fair, points, fresh;
} rp_standing;

rp_standing rp_allowed_measure(const rp_problem *p, const size_t *plan);

/** Below 0: a is worse than b. The queue is not compared. */
int rp_allowed_compare(const rp_standing *a, const rp_standing *b);

/**
 * Can all of these units have hours with a therapist, and those who hold some
 * already?
 *
 * @param pair   [count] of that therapist
 * @param deal   its hours are in this order: who held some, then the clients
 *               of each pair
 * @return false also when out of memory: see deal->out_of_memory
 */
bool rp_allowed_deal(const rp_problem *p, rp_rhythms *deal, uint32_t j,
                     const size_t *pair, size_t count);

/**
 * Does a plan keep openings, hours, quotas and who is to be apart?
 *
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_allowed_check(const rp_problem *p, const size_t *plan,
                           bool *is_allowed);

/** Pairs by therapist: [therapists + 1] and [units]; both owned. */
typedef struct rp_taken {
    uint32_t *first;
    size_t *pair;
} rp_taken;

/** @return false: out of memory; clear in any case */
bool rp_taken_init(rp_taken *out, const rp_problem *p, const size_t *plan);
void rp_taken_clear(rp_taken *taken);

#endif

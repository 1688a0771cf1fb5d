/**
 * @file capped_plan.h
 * What any other pair would cost, when nobody loses a place by it and nobody
 * falls far.
 *
 * Of a plan that is given, the capped plans are those in which everybody who
 * has a place keeps one, whoever is held stays, and each other client has a
 * pair that is allowed:
 *
 *     score(i,j) >= score(i, own(i)) - drop
 *     score(i,j) >= floor      where score(i, own(i)) >= floor
 *
 * The one client who asks may have any pair. What is weighed is the sum of
 * scores alone, neither wait nor keep. The price of a pair (c,j) is
 *
 *     price(c,j) = best(c, own(c)) - best(c,j)
 *
 * with best(c,k) the largest sum over the capped plans that have the pair
 * (c,k). It is below 0 where the plan does not have the largest sum, as one
 * that keeps pairs of an earlier run.
 *
 * Each cap is about one pair, so it takes pairs away and nothing else: what is
 * left is a transportation problem. Let x be a best plan with everybody
 * capped, c too; `own` is among them. Take c out with the seat at x(c): x is
 * best for the others with the seats that remain. Then let c sit at k: a seat
 * less there, and the one at x(c) free. A seat moved is one shortest path in
 * the residual graph of x, so that
 *
 *     best(c,k) = sum(x) - [w(c,x(c)) - w(c,k) + distance(k, x(c))]
 *
 * for every k at which c is eligible, allowed or not. The graph has the arcs
 * of c as well, all of them out of x(c), where a path ends: what went on from
 * there would be a circle, and none costs less than 0. A path over the pool is
 * one to a seat left empty. Waiting is worth B less than any place, so a
 * distance of a tier or more means that there is no such plan.
 *
 * No client who waits can come in: a plan that places the most clients by tier
 * has as many as can be placed at once.
 */
#ifndef RP_SOLVE_AGAIN_CAPPED_PLAN_H
#define RP_SOLVE_AGAIN_CAPPED_PLAN_H

#include "solve/again/residual_graph.h"

/** How far others may fall. Where the problem is a wide one, extras are held
 *  with their therapists, and therapists are those whose places they are. */
typedef struct rp_caps {
    const bool *held; /* [clients] who stay where they are; NULL: nobody */
    int32_t drop;     /* S-units */
    int32_t floor;    /* S-units; 0: there is none */
} rp_caps;

typedef struct rp_capped_plan {
    const rp_dense_problem *problem; /* borrowed */
    rp_dense_problem capped;         /* the pairs that are allowed */
    uint8_t *tier;                   /* [clients] 1: has a place */
    int64_t *base;                   /* [clients] */
    int32_t *wait;                   /* [clients] 0 */
    uint32_t *best; /* [clients] x, where it is not the plan itself */
    rp_residual residual;
    int64_t *distances; /* [nodes][nodes] */
    int64_t *own;       /* [clients] sum(x) - best(c, own(c)) */
} rp_capped_plan;

/**
 * Of the plan of a problem, which need not be the best one.
 *
 * @param problem  may be wide; borrowed; `placed` of those whose tier is not 0
 * is the plan, and each of its pairs is eligible
 * @param threads  1 or more
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE, RP_ERR_SOLVER; clear it in any
 *         case
 */
rp_status rp_capped_plan_make(rp_capped_plan *out,
                              const rp_dense_problem *problem,
                              const rp_caps *caps, int threads);
void rp_capped_plan_clear(rp_capped_plan *plan);

/** The price of an eligible pair of a client who has a place, S-units, or
 *  RP_NO_PRICE; 0 for the client's own pair. */
int64_t rp_capped_plan_price(const rp_capped_plan *plan, uint32_t client,
                             uint32_t therapist);

#endif

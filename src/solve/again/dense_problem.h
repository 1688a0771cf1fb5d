/**
 * @file dense_problem.h
 * Who could sit where, at what worth: the plan's problem with every pair at
 * hand, so that a column, a row or a number of seats can be exchanged.
 *
 * Worth is that of worth.h, with a B and an F of its own: so large that the
 * sum along any path or cycle without repeats can be taken apart again into
 * tiers, places in the queue, floors and points (rp_scale_split):
 *
 *     |points| <= L < F/2    |floors| * F + L < Q/2    L = m * worth_limit
 *     |queue| * Q + |floors| * F + L < B/2
 *
 * where m = min(clients + 1, therapists + 3) is more than the moves that such
 * a path can have: it passes each therapist, one who is hired and the pool
 * once. Under the objective `total` F is 0.
 *
 * Where the queue is strict, who comes first is worth Q more than the next one
 * in the sequence of clients. The sets of clients that can be placed are a
 * matroid, so the heaviest of them is the one that takes the clients by tier
 * and sequence one after the other. At most one client comes in on a path, and
 * one goes out: |queue| is less than the number of clients. Else Q is 0.
 */
#ifndef RP_SOLVE_AGAIN_DENSE_PROBLEM_H
#define RP_SOLVE_AGAIN_DENSE_PROBLEM_H

#include "solve/market.h"
#include "solve/worth.h"

#include <stdbool.h>

/** The pair is not eligible. */
#define RP_NO_PAIR UINT16_MAX

/** What is weighed, and how much. */
typedef struct rp_scale {
    int64_t tier;  /* B */
    int64_t queue; /* Q, 0: the queue is not strict */
    int64_t floor; /* F, 0: the floor does not count */
    int32_t least; /* S that is not below the floor */
    int32_t keep;  /* S-units for a pair that stood before */
} rp_scale;

/** A number taken apart. */
typedef struct rp_change {
    int64_t tiers;  /* 3 an urgent client, 2 a soon one, 1 a routine one */
    int64_t queue;  /* places in the sequence of clients */
    int64_t floors; /* clients that are not below the floor */
    int64_t points; /* S-units */
} rp_change;

/** Clients, therapists and their pairs; rows and columns by index. */
typedef struct rp_dense_problem {
    uint32_t clients, therapists;
    rp_scale scale;
    const uint8_t *tier;       /* [clients] 0: not to be matched; borrowed */
    const int64_t *base;       /* [clients] w without what a pair adds */
    const uint32_t *sequence;  /* [clients] who comes first; borrowed */
    const rp_lottery *lottery; /* or NULL; borrowed */
    const int32_t *wait;       /* [clients] S-units; borrowed */
    const uint32_t *kept;      /* [clients] or NULL; borrowed */
    const uint32_t *seats;     /* [therapists] after the pins; borrowed */
    const uint32_t *placed;    /* [clients] the plan's therapist, RP_NONE */
    const uint32_t *group; /* [therapists] where they are places: the therapist
                              whose; ascending; NULL: each its own; borrowed */
    const uint32_t *first; /* [groups + 1] places of each; NULL likewise */
    uint32_t people;       /* clients but for extras, who are the last */
    uint16_t *cells;       /* [therapists][clients] S, or RP_NO_PAIR */
    const uint16_t *none;  /* [clients] a column without a pair, in `cells` */
    uint8_t *owned_tier;   /* what `tier` points to */
    int64_t *owned_base;   /* what `base` points to */
} rp_dense_problem;

/** What counts beside tiers and points. */
typedef struct rp_aim {
    int32_t floor;        /* S-units; 0: the objective is `total` */
    int32_t keep;         /* S-units */
    const uint32_t *kept; /* [clients] or NULL */
    bool is_strict;       /* the queue is */
} rp_aim;

/** A plan of a market, and what it was made under; all is borrowed. */
typedef struct rp_dense_plan {
    const int32_t *wait;    /* [clients] S-units */
    const uint32_t *seats;  /* [therapists] after the pins */
    const uint32_t *placed; /* [clients] the plan's therapist, RP_NONE */
    rp_aim aim;
} rp_dense_plan;

/**
 * Take every pair of a market that was solved.
 *
 * @param[out] out  clear with rp_dense_problem_clear() in any case; borrows
 *                  what the plan does
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE (sums would pass 2^62)
 */
rp_status rp_dense_problem_make(rp_dense_problem *out, const rp_market *market,
                                const rp_dense_plan *plan);
void rp_dense_problem_clear(rp_dense_problem *problem);

/** B, Q and F for so many people; false when sums would pass 2^62.
 *  @param worth_limit  the most that wait, score and keep are together
 *  @param aim  NULL: tiers and points alone */
bool rp_scale_set(rp_scale *scale, uint32_t clients, uint32_t therapists,
                  int64_t worth_limit, const rp_aim *aim);

/** Tiers, places, floors and points of a sum along one path or cycle. */
rp_change rp_scale_split(const rp_scale *scale, int64_t value);

/** Does a change leave all but points as it is? */
bool rp_change_is_of_points(const rp_change *change);

/** The places of a therapist: from the first to the one before the last. */
static inline uint32_t rp_dense_problem_first(const rp_dense_problem *problem,
                                              uint32_t therapist) {
    return problem->first ? problem->first[therapist] : therapist;
}

static inline uint32_t rp_dense_problem_end(const rp_dense_problem *problem,
                                            uint32_t therapist) {
    return rp_dense_problem_first(problem, therapist + 1);
}

/** Whose place it is. */
static inline uint32_t rp_dense_problem_whose(const rp_dense_problem *problem,
                                              uint32_t place) {
    return problem->group ? problem->group[place] : place;
}

/** One therapist's column, [clients]. */
const uint16_t *rp_dense_problem_column(const rp_dense_problem *problem,
                                        uint32_t therapist);

#endif

/**
 * @file bound_hours.h
 * Hours of therapists that get in the way when a plan changes a little.
 *
 * Let the clients of a plan at a therapist be S. A way along which hands move
 * on, from therapist to therapist, makes S - x + y of it, S + y or S - x. Where
 * all of these can hold hours, for every y who is eligible and every x who
 * would go for it, hours cost nothing: openings alone say what a way costs.
 *
 * Where some S + y cannot hold hours, let R(y) be the hours that y could have
 * directly or by passing hours on: all are held, by clients who have no other
 * hours than these. The *bound* hours of a therapist are all R(y) together.
 * Whoever can come to an hour that is not bound can always have one of those,
 * whoever else changes a bound one; so each bound hour is to be looked at by
 * itself, and all others are as good as one place.
 *
 * Sets of clients who can hold hours are independent sets of a transversal
 * matroid: where S + y cannot, S - x + y can for exactly those x who hold an
 * hour of R(y). If these are all that could go, as there is no opening left,
 * such a y binds nothing.
 */
#ifndef RP_SOLVE_AGAIN_BOUND_HOURS_H
#define RP_SOLVE_AGAIN_BOUND_HOURS_H

#include "solve/again/dense_problem.h"

/** Owned. */
typedef struct rp_bound_hours {
    uint32_t therapists;
    size_t *first;  /* [therapists + 1] words of each */
    uint64_t *bits; /* hour h of a therapist is bit h % 64 of word h / 64 */
} rp_bound_hours;

/** None are bound. @return RP_OK, RP_ERR_MEMORY; clear in any case */
rp_status rp_bound_hours_init(rp_bound_hours *out, const rp_market *market);
void rp_bound_hours_clear(rp_bound_hours *bound);

/** All hours of those who have openings. */
void rp_bound_hours_all(rp_bound_hours *bound, const rp_dense_problem *plain,
                        const rp_market *market);

/**
 * Find them.
 *
 * @param out     none are bound
 * @param plain   of the market; its therapists are whole
 * @param placed  [clients] a plan of it; where its own hours cannot be dealt
 *                all of the therapist's are bound
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_bound_hours_find(rp_bound_hours *out,
                              const rp_dense_problem *plain,
                              const uint32_t *placed, const rp_market *market);

/** Where two plans bind different hours of a therapist, all are bound.
 *  @return whether `bound` was changed */
bool rp_bound_hours_join(rp_bound_hours *bound, const rp_bound_hours *other,
                         const rp_market *market);

/** The bound hours of a therapist, and how many. */
static inline const uint64_t *rp_bound_hours_of(const rp_bound_hours *bound,
                                                uint32_t therapist) {
    return bound->bits + bound->first[therapist];
}
uint32_t rp_bound_hours_count(const rp_bound_hours *bound, uint32_t therapist);

#endif

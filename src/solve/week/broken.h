/**
 * @file broken.h
 * Therapists whose hours cannot be dealt to all whom a plan gives them.
 */
#ifndef RP_SOLVE_WEEK_BROKEN_H
#define RP_SOLVE_WEEK_BROKEN_H

#include "base/places.h"
#include "solve/week/deal.h"
#include "solve/week/seats.h"

/** A plan as it is dealt; all is borrowed. */
typedef struct rp_dealing {
    const rp_seats *seats;
    const rp_places *at;    /* clients at places */
    const uint32_t *client; /* what the market calls them; NULL: the same */
    rp_deal *deal;
    int thread; /* a workspace of the market's source */
} rp_dealing;

/**
 * Deal hours to those who hold some with a therapist outside of the market,
 * then to the clients at a place of his, those that the list has first before.
 *
 * Numbers of the deal are in this order.
 *
 * @param place       of a therapist who promises hours
 * @param[out] whole  everybody has one but those outside whom none suits
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_dealing_run(const rp_dealing *d, uint32_t place, bool *whole);

/**
 * Mark those therapists who are not taken apart and whose hours cannot be
 * dealt.
 *
 * @param is_broken  [therapists] out
 * @param[out] any   there are some
 * @param hour       [clients of the market] what each got; NULL: not wanted
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_dealing_find_broken(const rp_dealing *d, bool *is_broken,
                                 bool *any, uint16_t *hour);

#endif

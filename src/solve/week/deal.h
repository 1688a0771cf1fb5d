/**
 * @file deal.h
 * Dealing the hours of one therapist: an hour to each client, all different.
 */
#ifndef RP_SOLVE_WEEK_DEAL_H
#define RP_SOLVE_WEEK_DEAL_H

#include "rapport/status.h"
#include "solve/hours.h"

#include <stdbool.h>

/** Nobody, of an hour; no hour, of somebody. */
#define RP_NOT_DEALT UINT16_MAX

/** Clients of one therapist, in the order in which they were added, and the
 *  hours that suit each. Arrays are owned and kept for the next therapist;
 *  begin with zeros, clear with rp_deal_clear(). */
typedef struct rp_deal {
    uint32_t hours;
    size_t words; /* of a set of hours */
    uint32_t count;
    uint64_t *suits;  /* [count][words] */
    uint16_t *hour;   /* [count] or RP_NOT_DEALT */
    uint32_t *holder; /* [hours] number of a client, RP_NONE */
    uint64_t *seen;   /* [words] of the search at hand */
    size_t suit_room, hour_room, holder_room, seen_room;
} rp_deal;

/** Begin with a therapist of so many hours. @return false: out of memory */
bool rp_deal_begin(rp_deal *deal, uint32_t hours);

/** Room for the hours that suit one more client, zeros; to be filled before
 *  rp_deal_add(). NULL when out of memory. */
uint64_t *rp_deal_next(rp_deal *deal);

/**
 * Give that client an hour; those before may get another one, but keep one.
 *
 * @return false where that is impossible: the client then has none
 */
bool rp_deal_add(rp_deal *deal);

/** Forget the client who was added last, with their hour. */
void rp_deal_drop(rp_deal *deal);
void rp_deal_clear(rp_deal *deal);

#endif

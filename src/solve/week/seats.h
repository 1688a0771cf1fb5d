/**
 * @file seats.h
 * Therapists taken apart into their hours: each hour a seat of one.
 *
 * Where the clients whom a plan gives a therapist cannot all hold an hour, the
 * therapist's openings give way to *places*: one for each hour, with a seat of
 * one, where those sit whom it suits. What takes hours without being in the
 * market sits there as an *extra*:
 *
 *     held      somebody outside the market who holds an hour
 *     absence   where fewer openings are left than hours, as many as there
 *               are hours too many; each may have any hour
 *
 * All of them have to be placed, so that the rest is a transportation problem
 * again: its plans are the plans in which openings and hours hold. A therapist
 * who is not taken apart is one place with all openings.
 */
#ifndef RP_SOLVE_WEEK_SEATS_H
#define RP_SOLVE_WEEK_SEATS_H

#include "solve/market.h"

/** An extra: no number of a client where it is an absence. */
typedef struct rp_extra {
    uint32_t therapist; /* local */
    uint32_t client;    /* of the market; RP_NONE: an absence */
} rp_extra;

/** Therapists have local numbers, those of a part or of a market. Arrays are
 *  owned but for `therapist`. */
typedef struct rp_seats {
    const rp_market *market;
    const uint32_t *therapist; /* [therapists] of the market; NULL: the same */
    uint32_t therapists, places;
    uint32_t apart;  /* how many are */
    bool *is_apart;  /* [therapists] */
    uint32_t *first; /* [therapists + 1] places of each */
    uint32_t *of;    /* [places] local therapist */
    uint32_t extras;
    rp_extra *extra; /* [extras] by therapist; the held first */
} rp_seats;

/**
 * Nobody is taken apart yet: every therapist is a place.
 *
 * @param therapist  [therapists] borrowed; NULL: all of the market
 * @return RP_OK, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_seats_init(rp_seats *out, const rp_market *market,
                        const uint32_t *therapist, uint32_t therapists);
void rp_seats_clear(rp_seats *seats);

/**
 * Take apart those who are marked in is_apart, and number the places anew.
 *
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_seats_number(rp_seats *seats, int thread);

/** The number that a therapist has in the market. */
static inline uint32_t rp_seats_therapist(const rp_seats *seats, uint32_t j) {
    return seats->therapist ? seats->therapist[j] : j;
}

/** Seats of a place. */
uint32_t rp_seats_room(const rp_seats *seats, uint32_t place);

/** The hours of a therapist who is taken apart that suit a client.
 *  @param bits  [RP_HOUR_WORDS(RP_HOURS_MOST)] out
 *  @return how many words */
size_t rp_seats_suits(const rp_seats *seats, uint32_t client, uint32_t j,
                      int thread, uint64_t *bits);

/** The same for an extra. */
size_t rp_seats_extra_suits(const rp_seats *seats, uint32_t extra, int thread,
                            uint64_t *bits);

#endif

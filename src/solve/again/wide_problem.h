/**
 * @file wide_problem.h
 * A dense problem in which bound hours of therapists are places.
 *
 * Its therapists are places: one for all hours of a therapist that are not
 * bound, with as many seats as there are openings, or hours if these are fewer;
 * behind it one for each bound hour, with a seat. Where all hours are bound the
 * first has no seat. So all plans in which every hour is promised once are
 * plans of it, and costs of ways in its residual graph are exact
 * (bound_hours.h).
 *
 * Behind the clients stand extras that have to have places, too:
 *
 *     held      somebody outside the market who holds a bound hour
 *     absence   where there are more seats than openings, as many as these are
 *               too many; each may have any place of the therapist
 *
 * and behind these some who are not in the market, without a pair, for
 * therapists who are taken apart later on.
 */
#ifndef RP_SOLVE_AGAIN_WIDE_PROBLEM_H
#define RP_SOLVE_AGAIN_WIDE_PROBLEM_H

#include "solve/again/bound_hours.h"

/** No bound hour: the place of all others. */
#define RP_OTHER_HOURS UINT16_MAX

/** Places and extras that a study has room for beside those of its plan. */
enum { RP_SPARE_HOURS = 64 };

/** An extra. */
typedef struct rp_guest {
    uint32_t therapist;
    uint32_t client; /* of the market; RP_NONE: an absence */
    uint32_t place;  /* in the plan */
} rp_guest;

typedef struct rp_wide_problem {
    rp_dense_problem problem;
    uint32_t *group; /* [places + 1] therapist; behind them one who is not
                        there yet */
    uint32_t *first; /* [therapists + 2] places of each, with that one */
    uint16_t *hour;  /* [places] a bound hour, or RP_OTHER_HOURS */
    rp_guest *extra; /* [clients - people of the problem] */
    size_t extra_room;
    uint32_t spare;     /* so many of the last extras are in no market */
    int32_t *wait;      /* [clients] with extras */
    uint32_t *kept;     /* [clients] therapists; NULL */
    uint32_t *openings; /* [places] */
    uint32_t *placed;   /* [clients] places */
} rp_wide_problem;

/**
 * Widen a problem.
 *
 * @param plain   its plan holds hours; borrowed
 * @param market  of whose hours it is; borrowed
 * @param bound   hours that are places
 * @param spare   extras more who are not in the market, and places that there
 *                may be more of
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE (sums would pass 2^62),
 *         RP_ERR_SOLVER (hours cannot be dealt); clear in any case
 */
rp_status rp_wide_problem_make(rp_wide_problem *out,
                               const rp_dense_problem *plain,
                               const rp_market *market,
                               const rp_bound_hours *bound, uint32_t spare);
void rp_wide_problem_clear(rp_wide_problem *wide);

/** Are there bound hours of a therapist? */
static inline bool rp_wide_problem_is_apart(const rp_wide_problem *wide,
                                            uint32_t therapist) {
    return wide->first[therapist + 1] - wide->first[therapist] > 1;
}

/**
 * Can a client who has a pair with a therapist have that place?
 *
 * @param bits  the therapist's hours that suit, where they are taken apart
 */
bool rp_wide_problem_suits(const rp_wide_problem *wide, uint32_t place,
                           const uint64_t *bits, size_t words);

#endif

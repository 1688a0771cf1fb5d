/**
 * @file hours.h
 * Hours that therapists promise, each of them once: what a market knows.
 *
 * A therapist who promises hours can take only those clients who can all hold
 * one at the same time; openings stay a head count beside it. Which client
 * holds which hour is nobody's concern here: a plan says who goes where, such
 * that there is a way to deal the hours. Hours of a therapist are numbered from
 * 0; how long they are, and when, is the caller's.
 *
 *     weekly        holds an hour
 *     twice_weekly  holds two, on different days
 *     biweekly      holds half of one: two of them can share an hour
 */
#ifndef RP_SOLVE_HOURS_H
#define RP_SOLVE_HOURS_H

#include <stddef.h>
#include <stdint.h>

/** How often a client comes. */
typedef enum rp_rhythm {
    RP_WEEKLY,
    RP_BIWEEKLY,
    RP_TWICE_WEEKLY,
    RP_RHYTHMS
} rp_rhythm;

/** The most hours a therapist can promise: a week of quarters. */
#define RP_HOURS_MOST 672

/** Words of 64 bits that a set of hours takes. */
#define RP_HOUR_WORDS(hours) (((size_t)(hours) + 63) / 64)

/** Where hours come from; the arrays are copied by the market. */
typedef struct rp_hour_source {
    const uint16_t *count; /* [therapists] 0: promises none, and binds nobody;
                              RP_HOURS_MOST at most */
    const uint8_t *rhythm; /* [clients] rp_rhythm; NULL: all are weekly */
    /** [clients] the therapist with whom somebody who is not in the market (a
     *  pin, a frozen pair) holds hours as well, any that suit; RP_NONE: holds
     *  none. One whom no hour suits holds none. All of them together can be
     *  dealt theirs. Their openings are taken off already, their hours are
     *  not. NULL: nobody. */
    const uint32_t *held;
    /**
     * Which hours of a therapist suit a client; called from several threads at
     * once, for eligible pairs and those of `held`.
     *
     * Must say the same whenever it is asked. An eligible pair that no hour
     * suits is never in a plan.
     *
     * @param thread  0..threads-1 of the market
     * @param bits    [RP_HOUR_WORDS(count)] zeros; bit h % 64 of word h / 64
     *                is to be set where hour h suits
     */
    void (*suits)(void *payload, uint32_t client, uint32_t therapist,
                  int thread, uint64_t *bits);
    /** The day on which an hour begins; asked for twice_weekly clients only,
     * and may be NULL where there are none. */
    uint8_t (*day)(void *payload, uint32_t therapist, uint32_t hour);
    void *payload; /* must live as long as the market */
} rp_hour_source;

#endif

/**
 * @file conditions.h
 * Conditions on pairs that a plan keeps beside openings and hours.
 *
 *     quota   so many assigned pairs of some clients with some therapists at
 *             most, and where possible so many at least
 *     apart   two clients whom no therapist may have both
 *     party   clients who have one therapist together, or nobody
 *
 * What is held before the plan is made (pins, answers) is no concern of the
 * solver: the caller has taken it off `least` and `most`, has put the whole of
 * a party that is held out of the market, and offers no pair of a client with
 * the therapist of somebody held from whom they are to be apart.
 */
#ifndef RP_SOLVE_CONDITIONS_H
#define RP_SOLVE_CONDITIONS_H

#include <stdint.h>

/** A quota: counted is each pair whose therapist and client are both in it. */
typedef struct rp_quota {
    uint32_t least; /* a shortfall is as small as possible, between the urgent
                       tier and the next; 0: nothing is asked for */
    uint32_t most;  /* never passed; RP_NONE: no bound */
    const uint64_t *therapist; /* bits [therapists], b of word b / 64 as bit
                                  b % 64; NULL: everybody */
    const uint64_t *client;    /* bits [clients] likewise */
} rp_quota;

/** Two clients, by index. */
typedef struct rp_apart {
    uint32_t a, b;
} rp_apart;

/** All conditions of a market; what is pointed to is borrowed as long as the
 *  market lives. */
typedef struct rp_conditions {
    const rp_quota *quota;
    uint32_t quotas;
    const rp_apart *apart;
    uint32_t aparts;
    const uint32_t *party; /* [clients] 0..parties-1, RP_NONE: in none; NULL:
                              there are none */
    uint32_t parties;
    uint32_t effort; /* nodes of branching a part at most */
} rp_conditions;

#endif

/**
 * @file parts.h
 * The connected parts of a market: independent problems.
 *
 * Two clients are in the same part when a chain of shared eligible therapists
 * with an opening joins them. A client without such a therapist is in no
 * part, and neither is a therapist without openings or without clients.
 */
#ifndef RP_SOLVE_PARTS_H
#define RP_SOLVE_PARTS_H

#include "solve/market.h"
#include "solve/worth.h"

/** One connected part; what it points to belongs to rp_parts. */
typedef struct rp_part {
    uint32_t clients, therapists;
    const uint32_t *client;    /* [clients] of the market, ascending */
    const uint32_t *therapist; /* [therapists] of the market, ascending */
    const uint32_t *sequence;  /* [clients] in numbers of the part, who comes
                                  first; NULL: by number */
    uint64_t places;           /* therapists, those who promise hours as many
                                  times as hours */
    uint64_t pairs;            /* of its clients */
    int64_t reward;            /* B = 1 + clients * worth_limit */
    int64_t floor;             /* F; 0: the floor does not count */
    int64_t start;             /* B without the floor, to start with */
} rp_part;

/** All parts of a market; arrays are owned. */
typedef struct rp_parts {
    size_t count;
    rp_part *part;         /* [count] by smallest client */
    uint32_t *client;      /* what the parts point into */
    uint32_t *therapist;   /* likewise */
    uint32_t *sequence;    /* likewise; NULL */
    uint32_t *local;       /* [therapists of the market] number within its own
                              part; RP_NONE when in none */
    uint32_t *client_part; /* [clients of the market] RP_NONE: in none */
    uint16_t least;        /* S that is not below the floor */
} rp_parts;

/**
 * Find the parts; their order does not depend on the number of threads.
 *
 * @param[out] out  clear with rp_parts_clear(); empty on failure
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE (3 * clients * B of a part would
 *         pass 2^53, so sums of rewards would not be exact)
 */
rp_status rp_parts_find(rp_parts *out, const rp_market *market, int threads);
void rp_parts_clear(rp_parts *parts);

/**
 * B without a floor, the reward of one tier in a part of so many clients.
 *
 * @return B, or 0 when 3 * clients * B would pass 2^53
 */
int64_t rp_parts_reward(uint32_t clients, int64_t worth_limit);

/**
 * Let pairs that are not below a floor count between tiers and points.
 *
 * Their worth grows by F, and B with it:
 *
 *     m = min(clients, places + 1)
 *     F = 1 + m * worth_limit
 *     B = 1 + m * (F + worth_limit)
 *
 * where a therapist is a place, or has one for each hour that is promised. That
 * is enough: the difference of two plans falls apart into cycles through places
 * and the pool of those who wait, none of them twice. A cycle moves
 * at most m clients, so it changes points by at most m * worth_limit and the
 * number of those below the floor by at most m; and at most one of its clients
 * comes in, and one goes out. A price adds up at most one B three times and
 * m + 2 changes of place, so none passes 5 B.
 *
 * @param least  S-units
 * @return RP_OK, RP_ERR_SIZE (8 * B of a part would pass 2^53)
 */
rp_status rp_parts_set_floor(rp_parts *parts, int64_t worth_limit,
                             uint16_t least);

/** The floor in the part of a client; therapists as the market numbers them. */
rp_floor rp_parts_floor(const rp_parts *parts, const rp_market *market,
                        uint32_t client);

#endif

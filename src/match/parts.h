/**
 * @file parts.h
 * The connected parts of a market: independent problems.
 *
 * Two clients are in the same part when a chain of shared eligible therapists
 * with an opening joins them. A client without such a therapist is in no
 * part, and neither is a therapist without openings or without clients.
 */
#ifndef RP_MATCH_PARTS_H
#define RP_MATCH_PARTS_H

#include "match/market.h"

typedef struct rp_part {
    uint32_t clients, therapists;
    const uint32_t *client;    /* [clients] of the market, ascending */
    const uint32_t *therapist; /* [therapists] of the market, ascending */
    uint64_t pairs;            /* of its clients */
    int64_t reward;            /* B = 1 + clients * worth_limit */
} rp_part;

typedef struct rp_parts {
    size_t count;
    rp_part *part;         /* [count] by smallest client */
    uint32_t *client;      /* what the parts point into */
    uint32_t *therapist;   /* likewise */
    uint32_t *local;       /* [therapists of the market] number within its own
                              part; RP_NOBODY when in none */
    uint32_t *client_part; /* [clients of the market] RP_NOBODY: in none */
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
 * The reward of one tier in a part of so many clients.
 *
 * @return B, or 0 when 3 * clients * B would pass 2^53
 */
int64_t rp_parts_reward(uint32_t clients, int64_t worth_limit);

#endif

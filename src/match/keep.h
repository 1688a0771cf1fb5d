/**
 * @file keep.h
 * What is kept of an earlier run: who had whom, and what became of each
 * pair.
 *
 * A pair that stood before is worth `keep_points` more in objective 3, so
 * that it is kept unless moving gains more; frozen pairs are pins.
 */
#ifndef RP_MATCH_KEEP_H
#define RP_MATCH_KEEP_H

#include "base/text.h"
#include "solve/market.h"

#include <stdbool.h>

/** Why a pair of the earlier run does not stand whatever else is decided. */
typedef enum rp_keep_fate {
    RP_KEEP_NONE,     /* the client had no pair */
    RP_KEEP_POSSIBLE, /* it may stand */
    RP_KEEP_GONE,     /* the therapist is in the files no longer */
    RP_KEEP_PINNED,   /* staff pinned the client to somebody else */
    RP_KEEP_RULE,     /* a rule forbids it now */
    RP_KEEP_FULL,     /* frozen: the openings do not suffice */
    RP_KEEP_HUMAN     /* the client needs a person now */
} rp_keep_fate;

typedef struct rp_keep {
    int32_t points;      /* S-units that a pair which stood is worth more */
    bool frozen;         /* those that can be are pins of this run */
    uint32_t *therapist; /* [clients] of all whose two are in the files, also
                            where a rule forbids the pair; RP_NONE */
    rp_text *from;       /* [clients] the id as it stood; empty: none */
    uint8_t *fate;       /* [clients] rp_keep_fate */
    uint8_t *rule;       /* [clients] the rule of RP_KEEP_RULE */
    uint32_t *next; /* [therapists] frozen: the client of the pair that stands
                       again with one more opening; RP_NONE */
    uint16_t *next_score; /* [therapists] S of that pair */
    size_t pairs;         /* of the earlier run */
} rp_keep;

/** Nobody kept yet; NULL when out of memory. */
rp_keep *rp_keep_new(uint32_t clients, uint32_t therapists, int32_t points);
void rp_keep_free(rp_keep *keep);

/** Who takes one more opening before anybody else does, as their frozen pair
 *  lacks it; RP_NONE. @param keep  may be NULL */
uint32_t rp_keep_next(const rp_keep *keep, uint32_t therapist);

#endif

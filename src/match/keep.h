/**
 * @file keep.h
 * What is kept of an earlier run (`--keep`, `--frozen`): who had whom, and what
 * became of each pair.
 *
 * A pair that stood before is worth `keep_points` more in objective 3, so
 * that it is kept unless moving gains more; frozen pairs are pins.
 */
#ifndef RP_MATCH_KEEP_H
#define RP_MATCH_KEEP_H

#include "base/finding.h"
#include "match/holding.h"
#include "solve/market.h"

#include <stdbool.h>

/** A pair as the earlier run tells it; ids are borrowed. */
typedef struct rp_kept_pair {
    rp_text client, therapist;
    rp_text hours;  /* as told: "tue 18:00"; empty: none are */
    rp_place place; /* of the client's cell */
} rp_kept_pair;

/** The pairs of an earlier run, and how firmly they are kept. */
typedef struct rp_kept_list {
    const rp_kept_pair *pairs; /* [count] */
    size_t count;
    bool frozen; /* those that can be are pins of this run */
} rp_kept_list;

/** Why a pair of the earlier run does not stand whatever else is decided. */
typedef enum rp_keep_fate {
    RP_KEEP_NONE,     /* the client had no pair */
    RP_KEEP_POSSIBLE, /* it may stand */
    RP_KEEP_GONE,     /* the therapist is in the files no longer */
    RP_KEEP_PINNED,   /* staff pinned the client to somebody else */
    RP_KEEP_RULE,     /* a rule forbids it now */
    RP_KEEP_FULL,     /* frozen: the openings, or the hours, do not suffice */
    RP_KEEP_HUMAN,    /* the client needs a person now */
    RP_KEEP_AWAY      /* the client has started, or is on hold */
} rp_keep_fate;

typedef struct rp_keep {
    int32_t points;      /* S-units that a pair which stood is worth more */
    bool frozen;         /* those that can be are pins of this run */
    uint32_t *therapist; /* [clients] of all whose two are in the files, also
                            where a rule forbids the pair; RP_NONE */
    rp_text *from;       /* [clients] the id as it stood; empty: none */
    rp_pin_hours *hours; /* [clients] that they held; of those who have none
                            here any more count is 0 */
    uint8_t *fate;       /* [clients] rp_keep_fate */
    uint8_t *rule;       /* [clients] the rule of RP_KEEP_RULE */
    size_t pairs;        /* of the earlier run */
} rp_keep;

/** What this run has settled before anything is kept; frozen pairs take pins
 *  and openings as the last to be held. */
typedef struct rp_keep_base {
    const rp_holding *holding; /* what is settled stands there */
    const uint8_t *tier;       /* [clients] */
} rp_keep_base;

/**
 * Keep the pairs of an earlier run.
 *
 * Where the frozen pairs of a therapist are more than the openings that pins
 * left, lower tiers are dropped first, then later referrals (undated ones are
 * the latest), then larger lottery numbers.
 *
 * @param[out] out  free with rp_keep_free(); NULL on failure
 * @param list      its pairs must outlive what is made
 * @param findings  gets a warning for each pair that is no longer possible
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_keep_make(rp_keep **out, const rp_fit *fit,
                       const rp_kept_list *list, const rp_keep_base *base,
                       rp_findings *findings);
void rp_keep_free(rp_keep *keep);

/** Are these hours what a client holds who comes so often? */
bool rp_keep_is_as_often(const rp_fit *fit, uint32_t client,
                         const rp_pin_hours *had);

#endif

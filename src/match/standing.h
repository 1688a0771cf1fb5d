/**
 * @file standing.h
 * The pairs of an earlier run brought into this one (`--keep`, `--frozen`).
 */
#ifndef RP_MATCH_STANDING_H
#define RP_MATCH_STANDING_H

#include "match/triage.h"

/** A pair as the earlier run tells it; ids are borrowed. */
typedef struct rp_kept_pair {
    rp_text client, therapist;
    rp_place place; /* of the client's cell */
} rp_kept_pair;

/**
 * Keep the pairs of an earlier run: triage->keep is set and, if frozen, pins
 * and openings are changed.
 *
 * Where the frozen pairs of a therapist are more than the openings that pins
 * left, lower tiers are dropped first, then later referrals (undated ones are
 * the latest), then larger lottery numbers.
 *
 * @param triage    without contradictions; owns what is made
 * @param pairs     [count] must outlive the triage
 * @param findings  gets a warning for each pair that is no longer possible;
 *                  NULL: tell nobody
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_standing_keep(rp_triage *triage, const rp_fit *fit,
                           const rp_kept_pair *pairs, size_t count, bool frozen,
                           rp_findings *findings);

#endif

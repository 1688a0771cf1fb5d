/**
 * @file doubles.h
 * Two edits of one client and one therapist, where no single edit places the
 * client.
 */
#ifndef RP_WHY_DOUBLES_H
#define RP_WHY_DOUBLES_H

#include "why/edit/remedies.h"
#include "why/trial/outlook.h"

enum { RP_MOST_PLACINGS = 3 };

/** What would place a client: one edit or two; or nothing (count 0). */
typedef struct rp_placing {
    uint32_t client, number; /* from 1 within the client */
    rp_remedy remedies[2];
    uint32_t count;   /* of remedies */
    rp_effect effect; /* of all of them together */
    /* in the arena; the second of two edits has words of its own */
    const char *words[2];
} rp_placing;

/** The best of one client. */
typedef struct rp_best_placings {
    uint32_t client, count;
    rp_placing items[RP_MOST_PLACINGS];
} rp_best_placings;

/** Put a placing in its place among the best; the last one may drop out. One
 *  that is there already stays one. */
void rp_best_placings_add(rp_best_placings *best, const rp_placing *next);

/** Could a placing be among the best? Its effect is what is hoped for. */
bool rp_best_placings_may_take(const rp_best_placings *best,
                               const rp_placing *next);

/**
 * Find two edits for each client given.
 *
 * Two edits that open the pair together: one for each of two rules that forbid
 * it, two for one rule, or one for the only rule and one more opening. Of a
 * pair that is open: two of an hour more, one more opening, and what a column
 * of the therapist's limits.
 *
 * @param range  of the study
 * @param best   [count] clients; filled
 * @param arena  gets the texts of edits
 * @param tried  grows by the number of candidates
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_doubles_find(const rp_study *study, const rp_price_range *range,
                          rp_best_placings *best, size_t count, rp_arena *arena,
                          size_t *tried);

#endif

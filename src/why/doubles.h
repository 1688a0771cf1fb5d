/**
 * @file doubles.h
 * Two edits of one client and one therapist, where no single edit places the
 * client.
 */
#ifndef RP_WHY_DOUBLES_H
#define RP_WHY_DOUBLES_H

#include "why/edit/remedies.h"
#include "why/trial/outlook.h"

enum { RP_MOST_OPTIONS = 3 };

/** One way to place a client; or none at all (count 0). */
typedef struct rp_option_found {
    uint32_t client, number; /* from 1 within the client */
    rp_remedy parts[2];
    uint32_t count;    /* of parts */
    rp_effect effect;  /* of all parts together */
    const char *words; /* in the arena */
} rp_option_found;

/** The best of one client. */
typedef struct rp_best_options {
    uint32_t client, count;
    rp_option_found items[RP_MOST_OPTIONS];
} rp_best_options;

/** Put an option in its place among the best; the last one may drop out. One
 *  that is there already stays one. */
void rp_best_options_add(rp_best_options *best, const rp_option_found *next);

/** Could an option be among the best? Its effect is what is hoped for. */
bool rp_best_options_may_take(const rp_best_options *best,
                              const rp_option_found *next);

/**
 * Find two edits for each client given.
 *
 * Two edits that open the pair together: one for each of two rules that forbid
 * it, two for one rule, or one for the only rule and one more opening.
 *
 * @param range  of the study
 * @param best   [count] clients; filled
 * @param arena  gets the texts of edits
 * @param tried  grows by the number of candidates
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_doubles_find(const rp_study *study, const rp_price_range *range,
                          rp_best_options *best, size_t count, rp_arena *arena,
                          size_t *tried);

#endif

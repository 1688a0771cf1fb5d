/**
 * @file doubles.h
 * Two edits of one client and one therapist, where no single edit places the
 * client.
 */
#ifndef RP_WHY_OPTIONS_DOUBLES_H
#define RP_WHY_OPTIONS_DOUBLES_H

#include "why/options/best_placings.h"
#include "why/trial/outlook.h"

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

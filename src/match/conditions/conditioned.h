/**
 * @file conditioned.h
 * Which clients are in parts of a clinic that have conditions: limits, links,
 * or clients who do not come weekly where hours are promised.
 */
#ifndef RP_MATCH_CONDITIONS_CONDITIONED_H
#define RP_MATCH_CONDITIONS_CONDITIONED_H

#include "match/outcome.h"

/** In parts of more clients together nothing is solved again. */
enum { RP_SOLVED_AGAIN = 200 };

/** @param[out] is_in  [clients] of those who are matched; NULL: not wanted
 *  @param[out] count  how many @return RP_OK or RP_ERR_MEMORY */
rp_status rp_conditioned_find(bool *is_in, uint32_t *count,
                              const rp_outcome *outcome);

#endif

/**
 * @file draft.h
 * Therapists bid for clients, where there are more clients than seats.
 */
#ifndef RP_MATCH_DRAFT_H
#define RP_MATCH_DRAFT_H

#include "match/columns.h"

/**
 * Fill the seats of all therapists above level 0 (see levels.h).
 *
 * @param[in,out] therapist  [clients] from a plan that fills these seats, to
 *                           one that is nearly the best; those at level 0 are
 *                           left alone
 * @param[in,out] price      [therapists] from a guess, rewards of the level
 *                           included, to the draft's prices
 * @param level              [therapists]
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_draft_run(uint32_t *therapist, int64_t *price,
                       const uint8_t *level, const rp_model *model,
                       const rp_columns *columns);

#endif

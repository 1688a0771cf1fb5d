/**
 * @file scarcity.h
 * Where seats are short, and for whom.
 */
#ifndef RP_SOLVE_START_SCARCITY_H
#define RP_SOLVE_START_SCARCITY_H

#include "solve/columns.h"

/**
 * Place as many clients as possible, higher tiers first, at any score.
 *
 * @param[out] therapist  [clients] RP_NONE where the client waits
 * @param[out] level      [therapists] the highest tier of a waiting client
 *                        who could have a seat here if there were one more,
 *                        0 if there is none
 * @param[in,out] columns pairs are added where placing needs them
 * @param price           [therapists] v, a guess, S-units; seats at lower
 *                        prices are taken first
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_scarcity_find(uint32_t *therapist, uint8_t *level,
                           const rp_model *model, rp_columns *columns,
                           const int64_t *price);

#endif

/**
 * @file sweep.h
 * The scores of one client with many therapists: a row, criterion by
 * criterion, by the tables of fit/sweep.
 *
 * Bit by bit what rp_score_of() says of each pair, which is the definition.
 */
#ifndef RP_FIT_SWEEP_H
#define RP_FIT_SWEEP_H

#include "fit/sweep/ask.h"

/**
 * @param ask         set to the client
 * @param therapists  [count] ascending
 * @param[out] scores [count] S
 */
void rp_sweep(const rp_ask *ask, const uint32_t *therapists, size_t count,
              uint16_t *scores);

#endif

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

/**
 * The same for who wants the best `top` alone, ties included: whoever cannot be
 * among them whatever the last criterion says may get 0 in place of a score.
 *
 * @param top  0: all of them
 */
void rp_sweep_best(const rp_ask *ask, const uint32_t *therapists, size_t count,
                   size_t top, uint16_t *scores);

#endif

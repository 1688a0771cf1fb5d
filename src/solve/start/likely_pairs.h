/**
 * @file likely_pairs.h
 * The pairs worth looking at first, chosen by prices from both sides.
 */
#ifndef RP_SOLVE_START_LIKELY_PAIRS_H
#define RP_SOLVE_START_LIKELY_PAIRS_H

#include "solve/columns.h"

/**
 * The pairs that prices make likely to be in an optimal plan.
 *
 * Of each client those of the largest score - price; of each therapist those
 * of the smallest slack, a few times its seats. Pairs from one side only
 * would leave scarce seats without takers. Ties are broken by a hash of the
 * pair, here only: when all scores are equal, taking pairs in order of index
 * would name the same therapists for everybody. A small part is taken whole.
 *
 * @param therapist_price  [therapists] v, a guess, S-units
 * @param[out] out  clear with rp_columns_clear()
 * @return RP_OK, RP_ERR_MEMORY (empty then)
 */
rp_status rp_likely_pairs_choose(rp_columns *out, const rp_model *model,
                                 const int64_t *therapist_price);

#endif

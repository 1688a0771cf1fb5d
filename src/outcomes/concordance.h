/**
 * @file concordance.h
 * How often the pair with the better outcome has the higher score.
 */
#ifndef RP_OUTCOMES_CONCORDANCE_H
#define RP_OUTCOMES_CONCORDANCE_H

#include "input/outcomes/history.h"

/** Two numbers that make a share. */
typedef struct rp_concordant {
    int64_t halves; /* 2 for a pair of rows in order, 1 for equal scores */
    int64_t pairs;  /* of rows with different outcomes */
} rp_concordant;

/** halves / 2 / pairs; one half where no rows differ. */
double rp_concordant_share(rp_concordant of);

/**
 * Compare every two rows with different outcomes, of ranks only those of one
 * client: concordance, or the area under the curve where there are two classes.
 * Source: Harrell's C (Harrell and others 1982) without censoring.
 *
 * @param pairs  [count] by client
 * @param s      [count] scores, S-units
 * @param[out] without  [count] at the first row of each client the same with
 *                      all rows of that client left out; the others stay
 * @return false when out of memory
 */
bool rp_concordance(rp_concordant *out, rp_history_kind kind,
                    const rp_past_pair *pairs, const int *s, size_t count,
                    rp_concordant *without);

#endif

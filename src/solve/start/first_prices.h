/**
 * @file first_prices.h
 * A quick guess at the therapists' prices.
 */
#ifndef RP_SOLVE_START_FIRST_PRICES_H
#define RP_SOLVE_START_FIRST_PRICES_H

#include "solve/model.h"

/**
 * Raise the prices of therapists that more clients want than they have seats
 * for, lower the others, a few times over the pairs of a sample of clients.
 *
 * @param[out] price  [therapists] v, 0 or more, S-units
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_first_prices_guess(int64_t *price, const rp_model *model);

#endif

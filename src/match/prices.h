/**
 * @file prices.h
 * A quick guess at the therapists' prices.
 */
#ifndef RP_MATCH_PRICES_H
#define RP_MATCH_PRICES_H

#include "match/model.h"

/**
 * Raise the prices of therapists that more clients want than they have seats
 * for, lower the others, a few times over the pairs of a sample of clients.
 *
 * @param[out] price  [therapists] v, 0 or more
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_prices_guess(int64_t *price, const rp_model *model);

#endif

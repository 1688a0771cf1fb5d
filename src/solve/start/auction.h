/**
 * @file auction.h
 * Clients bid for seats: a plan close to the best, and prices that nearly
 * prove it (Bertsekas).
 */
#ifndef RP_SOLVE_START_AUCTION_H
#define RP_SOLVE_START_AUCTION_H

#include "solve/columns.h"

/**
 * Hold an auction over the columns.
 *
 * Where seats are short the market is taken apart by scarcity.h, and where
 * they are, reverse_auction.h takes the place of the auction.
 *
 * @param[out] therapist  [clients] RP_NONE where the client waits
 * @param[in,out] price   [therapists] v: a guess in S-units, then the prices
 *                        of the auction in S-units / RP_AUCTION_SCALE
 * @param[in,out] columns pairs are added where clients would not find seats
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_auction_run(uint32_t *therapist, int64_t *price,
                         const rp_model *model, rp_columns *columns);

#endif

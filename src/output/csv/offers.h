/**
 * @file offers.h
 * to_offer.csv: whom to tell of the therapist that the plan gives them, as rows
 * to be pasted into the sheet of answers once they have been told.
 */
#ifndef RP_OUTPUT_CSV_OFFERS_H
#define RP_OUTPUT_CSV_OFFERS_H

#include "output/csv/source.h"

/** The columns of the sheet of answers. */
#define RP_OFFERS_COLUMNS "client_id,answer,therapist_id,answered_on,until"

/** Assigned clients who are not held, in the order of tier, referral and
 *  lottery; the first source->offer_most of them. */
rp_rows_writer rp_offers_put;

/** How many rows that makes. */
uint64_t rp_offers_count(const rp_outcome *outcome, uint64_t most);

#endif

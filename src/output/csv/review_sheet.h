/**
 * @file review_sheet.h
 * review.csv: therapies of clients, what was measured, and what to try next.
 */
#ifndef RP_OUTPUT_CSV_REVIEW_SHEET_H
#define RP_OUTPUT_CSV_REVIEW_SHEET_H

#include "outcomes/review/review.h"
#include "output/csv/sheet.h"

/** @param fit  of the review
 *  @return RP_OK or RP_ERR_MEMORY */
rp_status rp_review_sheet_write(const rp_review *review, const rp_fit *fit,
                                char delimiter, bool bom, rp_put *put,
                                void *payload);

#endif

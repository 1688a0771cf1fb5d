/**
 * @file reasons.h
 * Why a pair fits, what speaks against it, and what has to be confirmed.
 */
#ifndef RP_OUTPUT_CSV_REASONS_H
#define RP_OUTPUT_CSV_REASONS_H

#include "base/texts.h"
#include "fit/criteria/record.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/choices.h"
#include "output/csv/sheet.h"

/** The columns of a pair that is ranked for a client. */
#define RP_RANKED_COLUMNS                                                      \
    "client_id,rank,therapist_id,therapist_name,status,"                       \
    "price,score," RP_CRITERIA_COLUMNS ",because,but,confirm"

/** Begin with a zeroed one; clear it at the end. */
typedef struct rp_reasons {
    const rp_fit *fit;       /* borrowed */
    const rp_tables *tables; /* of the fit, borrowed; NULL: none */
    rp_need need;            /* of the client */
    rp_audience audience;
    rp_score score; /* of the pair judged last, like all below */
    rp_confirm confirm;
    int tenths[RP_CRITERION_COUNT]; /* points; -1 where absent */
    rp_texts because, but;
    rp_buffer columns; /* to be confirmed, by ";" as sheets show them */
    rp_buffer joined;
} rp_reasons;

/**
 * Turn to a client.
 *
 * @param eligible  [count] their own list: what nearly all of it share comes
 *                  last among the reasons. None: nothing is known of that
 * @return false when out of memory
 */
bool rp_reasons_turn(rp_reasons *reasons, const rp_fit *fit, uint32_t client,
                     const uint32_t *eligible, size_t count);

/** Judge a pair of that client; false when out of memory. */
bool rp_reasons_judge(rp_reasons *reasons, uint32_t therapist);

/** The cell `price`; blank for RP_NO_PRICE. */
void rp_reasons_price(rp_sheet *sheet, int64_t price);

/** The cells because, but and confirm of that pair. */
void rp_reasons_put(rp_sheet *sheet, rp_reasons *reasons);

/** A cell of texts by "; "; `room` is overwritten. */
void rp_reasons_cell(rp_sheet *sheet, const rp_texts *texts, rp_buffer *room);

void rp_reasons_clear(rp_reasons *reasons);

#endif

/**
 * @file reasons.h
 * Why a pair fits, what speaks against it, and what has to be confirmed.
 */
#ifndef RP_OUTPUT_CSV_REASONS_H
#define RP_OUTPUT_CSV_REASONS_H

#include "fit/rules.h"
#include "fit/score.h"

/** The columns of a pair that is ranked for a client. */
#define RP_RANKED_COLUMNS                                                      \
    "client_id,rank,therapist_id,therapist_name,status,"                       \
    "score," RP_CRITERIA_COLUMNS ",because,but,confirm"

/** Begin with a zeroed one; clear it at the end. */
typedef struct rp_reasons {
    const rp_fit *fit; /* borrowed */
    rp_need need;      /* of the client */
    rp_score score;    /* of the pair judged last, like all below */
    rp_confirm confirm;
    int tenths[RP_CRITERION_COUNT]; /* points; -1 where absent */
    rp_buffer because, but;         /* by "; " */
    rp_buffer words;                /* columns to be confirmed, by ";" */
} rp_reasons;

/** Turn to a client; false when out of memory. */
bool rp_reasons_turn(rp_reasons *reasons, const rp_fit *fit, uint32_t client);

/** Judge a pair of that client; false when out of memory. */
bool rp_reasons_judge(rp_reasons *reasons, uint32_t therapist);

void rp_reasons_clear(rp_reasons *reasons);

#endif

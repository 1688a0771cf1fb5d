/**
 * @file candidate.h
 * One therapist as a place of one client's list, and what of it can be
 * filtered and sorted by.
 */
#ifndef RP_OUTPUT_SUGGEST_CANDIDATE_H
#define RP_OUTPUT_SUGGEST_CANDIDATE_H

#include "match/choices.h"

/** What a filter or an order looks at. */
typedef enum rp_aspect {
    RP_ASPECT_COLUMN, /* of therapists.csv */
    RP_ASPECT_STATUS, /* assigned, open, choice, full */
    RP_ASPECT_SCORE,  /* points */
    RP_ASPECT_RANK,
    RP_ASPECT_PRICE, /* points in all; unknown where there is none */
    RP_ASPECT_LEFT,  /* seats open after the match */
    RP_ASPECT_DAYS,
    RP_ASPECT_TIMES,
    RP_ASPECTS
} rp_aspect;

typedef struct rp_subject {
    rp_aspect aspect;
    const rp_column *column; /* of RP_ASPECT_COLUMN, else NULL */
} rp_subject;

/** One therapist as a place of one client's list. */
typedef struct rp_candidate {
    const rp_outcome *outcome; /* borrowed */
    const rp_choices *choices; /* borrowed; NULL: no prices */
    uint32_t client, therapist;
    uint32_t rank;  /* from 1; 0: pinned, but not eligible */
    uint16_t score; /* S */
} rp_candidate;

rp_seat rp_candidate_seat(const rp_candidate *candidate);

/** rp_choices_price() of it. */
int64_t rp_candidate_price(const rp_candidate *candidate);

/**
 * What a name stands for: a column, its alias, or one of the others.
 *
 * @param[out] nearest  a name to offer when it is unknown, or NULL; may be
 *                      NULL itself
 * @return RP_OK, RP_ERR_USAGE when it is unknown or cannot be filtered by,
 *         RP_ERR_MEMORY
 */
rp_status rp_subject_find(rp_subject *out, rp_text name, const char **nearest);

/* -- days and times of day ------------------------------------------------ */

enum { RP_DAYS = 7, RP_DAY_PARTS = 3 };

/** "mon" … "sun" and "morning", "afternoon", "evening": up to 12:00, up to
 *  17:00, and after it. */
extern const char *const rp_day_names[RP_DAYS];
extern const char *const rp_part_names[RP_DAY_PARTS];

/** Bit day * RP_DAY_PARTS + part for each part of a day in which a session of
 *  `minutes` can begin. */
uint32_t rp_week_cells(const rp_times *times, double minutes);

#endif

/**
 * @file words.h
 * A row of a review in words: what was measured, what it means, what to do.
 */
#ifndef RP_OUTCOMES_REVIEW_WORDS_H
#define RP_OUTCOMES_REVIEW_WORDS_H

#include "outcomes/review/review.h"

enum { RP_SCORE_TEXT = 32 };

/** A score or a change of scores: at most ten digits, never -0 and without an
 *  exponent. */
void rp_score_text(char out[RP_SCORE_TEXT], double score);

/** A measure as people call it: "PHQ-9 (depression)". */
const char *rp_measure_label(const rp_taxonomy *taxonomy,
                             const rp_outcome_measure *measure);

/**
 * Append a row in words: "PHQ-9 (depression) rose from 14 to 21 over 9
 * questionnaires: worse; raise it with T04".
 *
 * @return false when out of memory
 */
bool rp_review_put_words(rp_buffer *out, const rp_fit *fit,
                         const rp_review_row *row);

/** Append why a client needs a person, where a score says so: "PHQ-9
 *  (depression) is 22, severe, and worse than the first, 15".
 *  @return false when out of memory */
bool rp_review_put_severe(rp_buffer *out, const rp_taxonomy *taxonomy,
                          const rp_review_course *course);

#endif

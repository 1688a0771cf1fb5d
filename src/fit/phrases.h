/**
 * @file phrases.h
 * Reasons in plain words: true statements of the data, and no more.
 */
#ifndef RP_FIT_PHRASES_H
#define RP_FIT_PHRASES_H

#include "base/texts.h"
#include "fit/score.h"

enum { RP_MOST_BECAUSE = 4, RP_MOST_BUT = 3 };

/**
 * What speaks for a pair and what against it: the parts that bring and that
 * miss the most points, the largest first. Both stay empty with --scores.
 *
 * @return false when out of memory
 */
bool rp_phrases_pair(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_texts *because, rp_texts *but);

/** The blank columns to be confirmed, joined by ";". */
bool rp_phrases_confirm(const rp_confirm *confirm, rp_buffer *out);

#endif

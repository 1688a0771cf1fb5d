/**
 * @file phrases.h
 * Reasons in plain words: true statements of the data, and no more.
 */
#ifndef RP_FIT_PHRASES_H
#define RP_FIT_PHRASES_H

#include "base/texts.h"
#include "fit/criteria/record.h"
#include "fit/score.h"

enum { RP_MOST_BECAUSE = 4, RP_MOST_BUT = 3 };

/**
 * Which facts nearly all of a client's eligible therapists share, at least four
 * of five: none of them tells two therapists apart.
 *
 * @param tables      of the fit; NULL: none are at hand
 * @param therapists  [count] the eligible ones
 * @return bits of rp_shared
 */
unsigned rp_phrases_shared(const rp_fit *fit, const rp_tables *tables,
                           const rp_need *need, const uint32_t *therapists,
                           size_t count);

/**
 * What speaks for a pair and what against it: the parts that bring and that
 * miss the most points, the largest first; shared facts come after all others.
 * What the client needs, and what a concern calls for and is not there, is
 * among them in any case. Both stay empty with --scores.
 *
 * @param score     of the pair, as rp_score_judge() has it
 * @param audience  NULL: staff, of whom nothing is known to be shared
 * @return false when out of memory
 */
bool rp_phrases_pair(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     const rp_score *score, const rp_audience *audience,
                     rp_texts *because, rp_texts *but);

enum { RP_MOST_MISSED = 6 };

/** What a client is told of a pair: phrases with keys and values. */
typedef struct rp_told {
    rp_phrase because[RP_MOST_BECAUSE]; /* [because_count] the best first */
    rp_phrase missed[RP_MOST_MISSED];   /* [missed_count] wishes not met */
    int because_count, missed_count;
} rp_told;

/** The same of a pair for the client's page: what speaks for it, as above, and
 *  each wish that it does not meet. */
void rp_phrases_tell(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     const rp_audience *audience, rp_told *out);

/** The blank columns to be confirmed, joined by ";". */
bool rp_phrases_confirm(const rp_confirm *confirm, rp_buffer *out);

/** The same in words, each once, joined by "; ": "their fee; their free
 *  hours". */
bool rp_phrases_to_ask(const rp_confirm *confirm, rp_buffer *out);

/** A therapist's blank column in words: "their fee". */
const char *rp_phrases_blank(const rp_column *column);

#endif

/**
 * @file words.h
 * What staff are told of limits and links.
 */
#ifndef RP_MATCH_CONDITIONS_WORDS_H
#define RP_MATCH_CONDITIONS_WORDS_H

#include "match/outcome.h"

/** Append what a limit is called: "limit county", "max_severe of T07". @return
 *  false when out of memory */
bool rp_terms_put_name(rp_buffer *out, const rp_outcome *outcome,
                       uint32_t term);

/**
 * Append which limits and links keep a waiting client from a place, "limit
 * county is full; T07 has C33, who is to be apart"; nothing where none does.
 *
 * @param chooser  of the thread; its row is used up
 * @return false when out of memory
 */
bool rp_terms_put_reason(rp_buffer *out, const rp_outcome *outcome,
                         uint32_t client, int thread, rp_chooser *chooser);

/** Append what keeps a client from an opening of a therapist, "limit county is
 *  full", "C33, who is to be apart, is there", "C4 is to have one therapist
 *  with C5"; nothing where neither limit nor link does. @return false when out
 * of memory */
bool rp_terms_put_obstacle(rp_buffer *out, const rp_outcome *outcome,
                           uint32_t client, uint32_t therapist);

/** Append to whom a client is linked, "one therapist with C12; apart from C33";
 *  nothing of others. @return false when out of memory */
bool rp_terms_put_links(rp_buffer *out, const rp_outcome *outcome,
                        uint32_t client);

#endif

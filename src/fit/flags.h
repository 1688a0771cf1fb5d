/**
 * @file flags.h
 * Routing notes of a client: what to see to, whoever the therapist is, and
 * whether a person looks first.
 *
 * They come from the concerns (evidence.csv, couple_safety.csv) and from words
 * of danger in the row (danger.csv).
 */
#ifndef RP_FIT_FLAGS_H
#define RP_FIT_FLAGS_H

#include "base/texts.h"
#include "fit/fit.h"

/** The flags of one of the client's concerns, its parent's with them: bits
 *  1 << rp_flag. */
unsigned rp_flags_of(const rp_taxonomy *taxonomy, const rp_client *client,
                     const rp_item *concern);

/** Whether a note asks for a person, now that the client's age is known. */
rp_danger_grade rp_flags_grade(const rp_taxonomy *taxonomy,
                               const rp_client *client, const rp_note *note);

/** Does a person look first, whatever the policy says? Crises aside. */
bool rp_flags_ask_human(const rp_fit *fit, const rp_client *client);

/** Is that so, and do the policy and those who have looked leave it so? */
bool rp_flags_hold_back(const rp_fit *fit, const rp_client *client);

/**
 * Why a person looks first: words of the row, then concerns by their labels.
 *
 * @param with_columns  name the column of words that stand elsewhere
 * @return false when out of memory
 */
bool rp_flags_reasons(const rp_fit *fit, const rp_client *client,
                      bool with_columns, rp_texts *out);

/** A note in words: 'wants to die', in the column 'Notes'. */
bool rp_flags_note_words(const rp_note *note, bool with_column, rp_buffer *out);

/**
 * The routing notes as the column flags has them, each once.
 *
 * @param therapist  whom the client has, RP_NONE for nobody: beside a
 *                   prescriber no note asks for one
 * @return false when out of memory
 */
bool rp_flags_texts(const rp_fit *fit, const rp_client *client,
                    uint32_t therapist, rp_texts *out);

#endif

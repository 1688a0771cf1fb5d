/**
 * @file words.h
 * Edits as conditions in plain words.
 */
#ifndef RP_WHY_EDIT_WORDS_H
#define RP_WHY_EDIT_WORDS_H

#include "match/triage.h"
#include "why/edit/remedies.h"

/**
 * Append the conditions that edits stand for, without "if":
 * "T05 (Ana Ruiz) takes aetna and also works at north", "C12 can pay 90 a
 * session".
 *
 * @param candidates  [count] at least one
 * @return false when out of memory
 */
bool rp_words_conditions(rp_buffer *out, const rp_roster *roster,
                         const rp_remedy *candidates, uint32_t count);

/** Append "1 more urgent client and 2 fewer routine clients".
 *  @param placed  [RP_TIER_URGENT + 1] differences by tier, not all of them 0
 */
bool rp_words_placed(rp_buffer *out, const int64_t *placed);

/** Append text by format; at most 600 bytes. */
bool rp_words_put(rp_buffer *out, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/** Append "T05 (Ana Ruiz)". */
bool rp_words_therapist(rp_buffer *out, const rp_roster *roster,
                        uint32_t therapist);

/** Why a client waits although some therapists fit: "every opening serves …",
 *  or that there are no openings. Constant. */
const char *rp_words_no_seat(uint32_t fitting, bool has_opening);

/** Append a number of points: "4.10 points more", "0.50 points less", "the
 *  same points". */
bool rp_words_points(rp_buffer *out, int64_t points);

#endif

/**
 * @file words.h
 * Edits as conditions in plain words.
 */
#ifndef RP_WHY_WORDS_H
#define RP_WHY_WORDS_H

#include "why/candidates.h"

/**
 * Append the condition that an edit stands for, without "if":
 * "T05 (Ana Ruiz) takes aetna", "C12 can pay 90 a session".
 *
 * @return false when out of memory
 */
bool rp_words_condition(rp_buffer *out, const rp_roster *roster,
                        const rp_candidate *candidate);

/** Append text by format; at most 600 bytes. */
bool rp_words_put(rp_buffer *out, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/** Append "T05 (Ana Ruiz)". */
bool rp_words_therapist(rp_buffer *out, const rp_roster *roster,
                        uint32_t therapist);

/** Why a client waits whom some therapists fit: "every opening serves …", or
 *  that there is none. Constant. */
const char *rp_words_no_seat(uint32_t fitting, bool has_opening);

/** Append a number of points: "4.10 points more", "0.50 points less". */
bool rp_words_points(rp_buffer *out, int64_t points);

#endif

/**
 * @file sentence.h
 * Short sentences from a form and the words that go into it: what snprintf()
 * does, and for the few kinds of words that reasons are made of much faster.
 */
#ifndef RP_BASE_SENTENCE_H
#define RP_BASE_SENTENCE_H

#include <stddef.h>

/**
 * Write a sentence, cut where the room ends, with a zero byte behind it.
 *
 * @param[out] out  [size], at least 1
 * @param form      of printf(), where %s, %d, %u, %g and %% may stand, without
 *                  anything between the sign and the letter
 */
void rp_sentence_set(char *out, size_t size, const char *form, ...)
    __attribute__((format(printf, 3, 4)));

#endif

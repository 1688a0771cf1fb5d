/**
 * @file sieve.h
 * Texts in which there is nothing to look for: most cells of most sheets.
 *
 * A text passes unless none of its words begins as a phrase of danger.csv
 * does, and it has too few letters for a flagged name. Whatever is found in a
 * text, the text passed.
 */
#ifndef RP_INPUT_SAFETY_SIEVE_H
#define RP_INPUT_SAFETY_SIEVE_H

#include "base/text.h"

#include <stdint.h>

typedef struct rp_sieve {
    /* two bits for the first four letters or digits of each phrase */
    uint64_t begins[(1 << 16) / 64];
} rp_sieve;

/** Add the first word of a phrase, or its first letters. */
void rp_sieve_add(rp_sieve *sieve, rp_text letters, bool is_stem);

/**
 * May something be found in this text?
 *
 * @param fewest  letters a to z that every flagged name has, misspelt or not
 */
bool rp_sieve_passes(const rp_sieve *sieve, rp_text text, size_t fewest);

#endif

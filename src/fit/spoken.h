/**
 * @file spoken.h
 * Values as people say them: what a sheet writes as `blue_cross` is Blue Cross.
 */
#ifndef RP_FIT_SPOKEN_H
#define RP_FIT_SPOKEN_H

#include "fit/fit.h"

enum { RP_SPOKEN_LENGTH = 80 };

/** A value, ready to stand in a sentence; cut where it is too long. */
typedef struct rp_spoken {
    char words[RP_SPOKEN_LENGTH];
} rp_spoken;

/** An insurer: the payer's own name where it is known, else capitals at the
 *  beginning of words. */
rp_spoken rp_spoken_insurer(const rp_fit *fit, uint32_t tag);

/** A proper name of a free list: a faith, an origin. "roman_catholic" is
 *  Roman Catholic. */
rp_spoken rp_spoken_name(const rp_fit *fit, uint32_t tag);

/** A common word of a free list: "older_adults" is older adults; acronyms have
 *  capitals. */
rp_spoken rp_spoken_word(const rp_fit *fit, uint32_t tag);

/** A value of any list with the label of its names. */
rp_spoken rp_spoken_label(const rp_fit *fit, const rp_column *column,
                          uint32_t tag);

#endif

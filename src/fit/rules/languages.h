/**
 * @file languages.h
 * In whose languages two can speak, where there are those of a parent or
 * guardian beside the client's.
 */
#ifndef RP_FIT_RULES_LANGUAGES_H
#define RP_FIT_RULES_LANGUAGES_H

#include "fit/fit.h"

/**
 * Append with whom a therapist of known languages can speak and in which:
 * "English with the client, Spanish with the parent or guardian"; or with whom
 * they cannot: "T07 shares no language with the parent or guardian (Spanish or
 * Portuguese)". Nothing where nobody but the client has to be spoken with.
 *
 * @return false when out of memory
 */
bool rp_languages_tell(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                       uint32_t therapist);

#endif

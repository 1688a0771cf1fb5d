/**
 * @file options.h
 * What would place a client who waits: the smallest edits, each tried.
 */
#ifndef RP_WHY_OPTIONS_H
#define RP_WHY_OPTIONS_H

#include "why/doubles.h"

typedef struct rp_options_found {
    rp_arena arena;
    rp_option_found *items; /* [count] by client, then number */
    size_t count, room;
    size_t tried; /* candidates: edits, and pairs of edits */
} rp_options_found;

/**
 * Up to three options for each client on the waitlist and each who is
 * ineligible.
 *
 * An option is one edit after which the one plan of matching.md places the
 * client; only where there is no such edit, two of the same client and
 * therapist. Order: fewest displaced, then the remedies' rank, then
 * most points, then ids.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_options_find(rp_options_found *out, const rp_study *study);
void rp_options_found_clear(rp_options_found *options);

#endif

/**
 * @file placings.h
 * What would place a client who waits: the smallest edits, each tried
 * (options.csv).
 */
#ifndef RP_WHY_OPTIONS_PLACINGS_H
#define RP_WHY_OPTIONS_PLACINGS_H

#include "why/options/doubles.h"

typedef struct rp_placings {
    rp_arena arena;
    rp_placing *items; /* [count] by client, then number */
    size_t count, room;
    size_t tried; /* candidates: edits, and pairs of edits */
} rp_placings;

/**
 * Up to three placings for each client on the waitlist and each who is
 * ineligible.
 *
 * A placing is one edit after which the one plan of src/docs/matching.md places
 * the client; only where there is no such edit, two of the same client and
 * therapist. Order: fewest displaced, then the rank of the remedies, then
 * most points, then ids.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_placings_find(rp_placings *out, const rp_study *study);
void rp_placings_clear(rp_placings *placings);

#endif

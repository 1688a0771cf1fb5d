/**
 * @file conditioned.h
 * Which clients are in parts of a clinic that have conditions: limits, links,
 * or clients who do not come weekly where hours are promised.
 */
#ifndef RP_MATCH_CONDITIONS_CONDITIONED_H
#define RP_MATCH_CONDITIONS_CONDITIONED_H

#include "match/outcome.h"

/** In parts of more clients together nothing is solved again. */
enum { RP_SOLVED_AGAIN = 200 };

/** Who is in such parts; owned. */
typedef struct rp_conditioned {
    bool *client;    /* [clients] of those who are matched */
    bool *therapist; /* [therapists] */
    uint32_t clients;
} rp_conditioned;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_conditioned_find(rp_conditioned *out, const rp_outcome *outcome);
void rp_conditioned_clear(rp_conditioned *conditioned);

#endif

/**
 * @file needs.h
 * Who needs a person now, and why.
 */
#ifndef RP_OUTPUT_REPORT_NEEDS_H
#define RP_OUTPUT_REPORT_NEEDS_H

#include "output/report/material.h"

typedef enum rp_need_kind {
    RP_NEED_NOBODY,
    RP_NEED_CRISIS, /* a person has to act now */
    RP_NEED_LOOK,   /* a person has to look first */
    RP_NEED_PLACE   /* urgent, and without a place */
} rp_need_kind;

/** What a client needs a person for. */
rp_need_kind rp_needs_of(const rp_outcome *outcome, uint32_t client);

/** What the badge says: "In crisis". */
const char *rp_needs_badge(rp_need_kind kind);

/** The same as a class of the style: "crisis". */
const char *rp_needs_class(rp_need_kind kind);

/**
 * Clients who need a person, those who come first before the others: crises,
 * then who has to be looked at, then urgent ones without a place; within
 * these by tier, referral and lottery.
 *
 * @param[out] out  [clients]
 * @return how many
 */
uint32_t rp_needs_list(const rp_outcome *outcome, uint32_t *out);

/** How many clients there are of each kind. */
typedef struct rp_needs_tally {
    uint32_t of[RP_NEED_PLACE + 1], all; /* who need a person */
} rp_needs_tally;

void rp_needs_count(const rp_outcome *outcome, rp_needs_tally *out);

/** "4 clients need a person now: 1 in crisis, 3 to look at first"; JSON null
 *  where nobody does, NULL when out of memory. */
json_t *rp_needs_line(const rp_needs_tally *tally);

/** The reason in a sentence: what a person has to know before the call, the
 *  client's own words behind it. NULL when out of memory. */
json_t *rp_needs_reason(const rp_material *material, uint32_t client);

#endif

/**
 * @file best_placings.h
 * The changes that place a client best: those that displace nobody first, then
 * by the rank of what is edited, the points of the plan, and ids.
 */
#ifndef RP_WHY_OPTIONS_BEST_PLACINGS_H
#define RP_WHY_OPTIONS_BEST_PLACINGS_H

#include "why/edit/remedies.h"
#include "why/trial/effect.h"

enum { RP_MOST_PLACINGS = 3 };

/** What would place a client: one edit or two; or nothing (count 0). */
typedef struct rp_placing {
    uint32_t client, number; /* from 1 within the client */
    rp_remedy remedies[2];
    uint32_t count;   /* of remedies */
    rp_effect effect; /* of all of them together */
    /* in the arena; the second of two edits has words of its own */
    const char *words[2];
} rp_placing;

/** The best of one client. */
typedef struct rp_best_placings {
    uint32_t client, count;
    rp_placing items[RP_MOST_PLACINGS];
} rp_best_placings;

/** Put a placing in its place among the best; the last one may drop out. One
 *  that is there already stays one. */
void rp_best_placings_add(rp_best_placings *best, const rp_placing *next);

/** Which of two is better, negative: the first. The number of their clients
 * does not matter. */
int rp_best_placings_compare(const rp_placing *a, const rp_placing *b);

/** Could a placing be among the best? Its effect is what is hoped for. */
bool rp_best_placings_may_take(const rp_best_placings *best,
                               const rp_placing *next);

#endif

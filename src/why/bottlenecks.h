/**
 * @file bottlenecks.h
 * The single changes of therapists that would help the whole clinic most.
 */
#ifndef RP_WHY_BOTTLENECKS_H
#define RP_WHY_BOTTLENECKS_H

#include "why/edit/remedies.h"
#include "why/trial/effect.h"

typedef struct rp_bottleneck {
    rp_remedy candidate;
    rp_effect effect;
    bool has_colleague; /* an opening: to hire somebody alike does the same */
    const char *words;  /* in the arena */
} rp_bottleneck;

typedef struct rp_bottlenecks {
    rp_arena arena;
    rp_bottleneck *items; /* [count] the best first */
    size_t count;
    size_t tried; /* candidates */
} rp_bottlenecks;

/**
 * Tried are: one more opening of each therapist; every value that would let a
 * client through whom one rule alone forbids; each approach and each concern
 * that a client names; a new therapist with one opening, otherwise like one who
 * is there. Each is solved exactly; prices only spare those that cannot be
 * among the best.
 *
 * As many are kept as the study wants; those that gain nothing never are, nor
 * is an approach that the evidence speaks against for somebody whom the
 * therapist would see. An opening and a hire of equal effect are one.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_bottlenecks_find(rp_bottlenecks *out, const rp_study *study);
void rp_bottlenecks_clear(rp_bottlenecks *bottlenecks);

#endif

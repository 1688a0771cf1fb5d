/**
 * @file draft.h
 * A plan as it stands, to which pairs are added one by one: what is done by
 * hand, and what is free beside any plan.
 *
 * A pair can be added where an opening is left and everything else is kept:
 * limits, links, and hours, dealt anew. The client's own pair is taken out, and
 * second plans stay as they are. One of a party alone can only join those who
 * are there already.
 *
 * Source: src/docs/weeks.md, Who holds which.
 */
#ifndef RP_WHY_DRAFT_H
#define RP_WHY_DRAFT_H

#include "match/outcome.h"

typedef struct rp_draft {
    const rp_outcome *outcome;       /* borrowed */
    const rp_dense_problem *seating; /* likewise: who can be added */
    uint32_t *therapist;             /* [clients] those who are held, too */
    uint32_t *left;                  /* [therapists] openings; those who have
                                        none left over after a plan: 0 */
    uint32_t *used;                  /* [terms] pairs that count; NULL: none */
    rp_promises *hours;              /* NULL: none are promised */
} rp_draft;

/**
 * Begin with those who are held, and a plan.
 *
 * @param plan  [clients] of the clients who are in the seating; NULL: nobody
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_draft_init(rp_draft *out, const rp_outcome *outcome,
                        const rp_dense_problem *seating, const uint32_t *plan);
void rp_draft_clear(rp_draft *draft);

/** Could the pair be added? */
bool rp_draft_is_free(const rp_draft *draft, uint32_t client,
                      uint32_t therapist);

/** Add a pair of a client who has none. */
void rp_draft_put(rp_draft *draft, uint32_t client, uint32_t therapist);

/** Was there no memory? Its answers are then not to be used. */
bool rp_draft_failed(const rp_draft *draft);

#endif

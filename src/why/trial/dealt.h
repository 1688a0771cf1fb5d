/**
 * @file dealt.h
 * Which hours suit whom after a change, can they be dealt, and what else is to
 * be kept?
 *
 * The graph of a plan takes apart only those therapists whose hours bind now.
 * A plan that is best in it, and whose hours can be dealt, is best with hours.
 */
#ifndef RP_WHY_TRIAL_DEALT_H
#define RP_WHY_TRIAL_DEALT_H

#include "why/trial/after.h"
#include "why/trial/terms_after.h"

/** The hours of a change, and its limits and links. It points into itself: do
 *  not move it. */
typedef struct rp_dealt {
    const rp_conditions *conditions; /* NULL: none */
    rp_terms_after terms;            /* where they may be others */
    rp_suiting own;                  /* of that clinic, or the shift's */
    bool has_own;
    const rp_suiting *suiting; /* that, or of the clinic as it is; NULL: no
                                  hours are promised */
    rp_held_hours *named; /* [clients] by number in the edited clinic; NULL */
    rp_dealing dealing;
} rp_dealt;

/** @return RP_OK, RP_ERR_MEMORY, RP_ERR_DATA (the edited clinic has errors);
 *  clear in any case */
rp_status rp_dealt_open(rp_dealt *out, rp_after *after, const rp_shift *shift);
void rp_dealt_clear(rp_dealt *dealt);

/**
 * Can all clients hold an hour with those to whom they have gone?
 *
 * @param after  its therapists are asked
 * @param next   as of rp_after_shift()
 * @param[out] full  somebody whose clients cannot; RP_NONE: all can
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_dealt_check(rp_dealt *dealt, const rp_after *after,
                         const rp_shift *shift, uint32_t next, uint32_t *full);

#endif

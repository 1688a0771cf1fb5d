/**
 * @file terms_after.h
 * Limits and links after a change: read again where it may say who counts, how
 * many openings there are, or how many may be had.
 */
#ifndef RP_WHY_TRIAL_TERMS_AFTER_H
#define RP_WHY_TRIAL_TERMS_AFTER_H

#include "why/trial/shift.h"
#include "why/trial/trials.h"

/** It points into itself: do not move it. */
typedef struct rp_terms_after {
    const rp_conditions *conditions; /* of the change; NULL: none */
    /* private to terms_after.c */
    rp_terms *terms; /* NULL: those of the outcome */
    rp_fit fit;
    rp_roster roster; /* nobody in it but the clinic and who is hired */
    rp_triage triage; /* the outcome's but for openings, pin and held */
    uint32_t *openings, *pin;
    uint8_t *held;
    rp_limits limits; /* with one that is raised */
} rp_terms_after;

/** May a change have other limits or links than the plan at hand? @param next
 *  as of rp_after_shift() */
bool rp_terms_after_may_differ(const rp_study *study, const rp_shift *shift,
                               uint32_t next);

/**
 * Those of a change that may have others.
 *
 * @param fit  the edited clinic, borrowed as long as `out` lives; of a change
 *             without edits the clinic as it is
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_terms_after_make(rp_terms_after *out, const rp_study *study,
                              const rp_shift *shift, uint32_t next,
                              const rp_fit *fit);
void rp_terms_after_clear(rp_terms_after *terms);

#endif

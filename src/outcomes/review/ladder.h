/**
 * @file ladder.h
 * What to try next when a therapy is not helping: the steps of the articles
 * behind this project, one at a time, and in the end a person.
 */
#ifndef RP_OUTCOMES_REVIEW_LADDER_H
#define RP_OUTCOMES_REVIEW_LADDER_H

#include "base/texts.h"
#include "match/second/group_plan.h"
#include "outcomes/review/signs.h"

/** In the order of review_step, 1 to 5. */
typedef enum rp_step {
    RP_STEP_NONE,     /* nothing is to be done, or nothing new is known */
    RP_STEP_TALK,     /* raise it with the therapist */
    RP_STEP_GOALS,    /* review goals and frequency together */
    RP_STEP_APPROACH, /* another approach with the same therapist */
    RP_STEP_ADD,      /* somebody or something beside the therapist */
    RP_STEP_CHANGE,   /* another therapist */
    RP_STEP_HUMAN,    /* no step: a person decides */
    RP_STEPS
} rp_step;

/** As in the column action ("talk"); "" for none. */
extern const char *const rp_steps[RP_STEPS];

/** The last step that review_step counts. */
enum { RP_LAST_STEP = RP_STEP_CHANGE };

/** How many therapists are named for a change. */
enum { RP_REVIEW_THERAPISTS = 3 };
/** How many groups are named beside the therapist. */
enum { RP_REVIEW_GROUPS = 3 };

/** What the ladder stands on; all of it borrowed. */
typedef struct rp_ladder {
    const rp_fit *fit;
    const rp_triage *triage;
    const rp_group_plan *groups; /* as of rp_group_plan_begin(); NULL: none */
} rp_ladder;

/** A step with what it offers. */
typedef struct rp_rung {
    rp_step step;
    rp_texts options; /* names, the best first; of few steps */
    rp_texts shown;   /* the same as people call them */
} rp_rung;

/**
 * The first step behind those that were taken that applies to a client. Where
 * they stay away or do not do what was agreed, only the first two are any use.
 *
 * @param therapist  whom they see; RP_NONE: somebody who has left
 * @param taken      the last step that was taken, 0 for none
 * @param[out] out   clear with rp_rung_clear() in any case; RP_STEP_HUMAN where
 *                   none is left
 * @return false when out of memory
 */
bool rp_ladder_next(rp_rung *out, const rp_ladder *ladder, uint32_t client,
                    uint32_t therapist, rp_trigger trigger, int taken);
void rp_rung_clear(rp_rung *rung);

#endif

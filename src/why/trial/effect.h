/**
 * @file effect.h
 * What a change of pairs or seats does to the plan.
 */
#ifndef RP_WHY_TRIAL_EFFECT_H
#define RP_WHY_TRIAL_EFFECT_H

#include "why/trial/after.h"

/** Differences to the plan at hand. */
typedef struct rp_effect {
    int64_t placed[RP_TIER_URGENT + 1]; /* by tier */
    int64_t total;
    int64_t points;    /* S-units */
    int64_t displaced; /* placed now who would not be */
} rp_effect;

/**
 * The most that a shift of a column or of seats can be worth, by the prices of
 * the plan: with a_i = w'(i,j) - u_i, no more than the q + seats largest
 * positive a_i less the q * p(j) that the seats of j are worth now.
 *
 * @param scratch  [clients]
 */
int64_t rp_effect_bound(const rp_study *study, const rp_shift *shift,
                        int64_t *scratch);

/** What the plan's clients of a therapist leave in their places when they go.
 *  @param price  [nodes] that prove the plan */
int64_t rp_effect_given_up(const rp_study *study, uint32_t therapist,
                           const int64_t *price);

/** Which one of several plans that are equally good. */
typedef enum rp_settling {
    RP_SETTLE_NOT,   /* any of them */
    RP_SETTLE,       /* the one that `match` would give */
    RP_SETTLE_LATER, /* that one where it costs no more than another, else by
                        rp_effect_settle() */
} rp_settling;

/**
 * The plan after a shift: of the graph, where hours can be dealt, else solved
 * anew.
 *
 * @param after   made of the study
 * @return false when out of memory
 */
bool rp_effect_apply(const rp_study *study, const rp_shift *shift,
                     rp_after *after, rp_settling settling);

/** Settle who has a place after a shift that was applied last; with whom stays
 *  open. @return false when out of memory */
bool rp_effect_settle(const rp_study *study, const rp_shift *shift,
                      rp_after *after);

/** Before it is settled: the least that the effect displaces, all else as it
 *  will be. */
rp_effect rp_effect_foresee(const rp_study *study, const rp_shift *shift,
                            const rp_after *after);

/** How a plan differs from the study's; `displaced` holds for settled ones. */
rp_effect rp_effect_read(const rp_study *study, const rp_shift *shift,
                         const rp_after *after);

/** Are more or fewer placed of some tier? */
bool rp_effect_moves_tiers(const rp_effect *effect);

/** More urgent clients, then soon, then routine ones, then points: negative
 *  when `a` is the better one. */
int rp_effect_compare(const rp_effect *a, const rp_effect *b);

#endif

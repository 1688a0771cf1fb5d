/**
 * @file effect.h
 * What a change of pairs or seats does to the plan.
 */
#ifndef RP_WHY_TRIAL_EFFECT_H
#define RP_WHY_TRIAL_EFFECT_H

#include "why/trial/trials.h"

/** A change, as it came out of a trial. */
typedef struct rp_shift {
    uint32_t client;        /* of `row` */
    uint32_t therapist;     /* of `column` and `seats` */
    const uint16_t *row;    /* [therapists + 1]; NULL: as before */
    const uint16_t *column; /* [clients]; NULL: as before */
    uint32_t seats;         /* more of them */
    int64_t pinned;         /* S-units that pinned pairs gain */
    bool is_new; /* the column and seats are of a therapist who is not there
                    yet: the spare one */
} rp_shift;

/** Differences to the plan at hand. */
typedef struct rp_effect {
    int64_t placed[RP_TIER_URGENT + 1]; /* by tier */
    int64_t total;
    int64_t points;    /* S-units */
    int64_t displaced; /* placed now who would not be */
} rp_effect;

/** Whose frozen pair takes the opening that a shift adds, and is a pin again;
 *  RP_NONE: it is open to all. */
uint32_t rp_effect_next(const rp_study *study, const rp_shift *shift);

/**
 * The most that a shift of a column or of seats can be worth, by the prices of
 * the plan: with a_i = w'(i,j) - u_i, no more than the q + seats largest
 * positive a_i less the q * p(j) that the seats of j are worth now.
 *
 * @param scratch  [clients]
 */
int64_t rp_effect_bound(const rp_study *study, const rp_shift *shift,
                        int64_t *scratch);

/**
 * Bring a scratch copy of the study's plan to the plan after a shift.
 *
 * @param scratch  made by rp_residual_copy() of the study's residual
 * @param settle   to the one plan that `match` would give; without it an
 *                 equally good one
 * @return false when out of memory
 */
bool rp_effect_apply(const rp_study *study, const rp_shift *shift,
                     rp_residual *scratch, bool settle);

/** How a plan differs from the study's; `displaced` holds for settled ones. */
rp_effect rp_effect_read(const rp_study *study, const rp_shift *shift,
                         const rp_residual *after);

/** Are more or fewer placed of some tier? */
bool rp_effect_moves_tiers(const rp_effect *effect);

/** More urgent clients, then soon, then routine ones, then points: negative
 *  when `a` is the better one. */
int rp_effect_compare(const rp_effect *a, const rp_effect *b);

#endif

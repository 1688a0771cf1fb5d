/**
 * @file score.h
 * From the five criteria to 0..100 points, and to the whole number S.
 *
 *     score = 100 · Σ w_k v_k / Σ w_k        over the criteria present
 *     S     = floor(100 · score + 0.5 + 1e-6)
 *
 * Everything after scoring uses S. Source: src/docs/scoring.md.
 */
#ifndef RP_FIT_SCORE_H
#define RP_FIT_SCORE_H

#include "fit/criteria.h"

typedef struct rp_score {
    int s; /* S, 0..10000; with --scores the given one, 0 where none is */
    bool computed; /* false with --scores: no criteria, no points */
    double value[RP_CRITERION_COUNT];  /* or RP_ABSENT_VALUE */
    double points[RP_CRITERION_COUNT]; /* before rounding; 0 where absent */
} rp_score;

/** S of a pair. */
int rp_score_of(const rp_fit *fit, const rp_need *need, uint32_t therapist);

/** S of values, RP_ABSENT_VALUE where there is none, under some weights. */
int rp_score_weighed(const double weight[RP_CRITERION_COUNT],
                     const double value[RP_CRITERION_COUNT]);

/** S with its criteria; `confirm` gets the blanks, may be NULL. */
rp_score rp_score_judge(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, rp_confirm *confirm);

/** S as printed: tenths of a point, half up. */
int rp_score_tenths(int s);

/**
 * The points as printed: tenths that add up exactly to rp_score_tenths(), by
 * largest remainders, ties to the criterion listed first.
 *
 * @param[out] tenths  -1 where the criterion is absent
 */
void rp_score_round(const rp_score *score, int tenths[RP_CRITERION_COUNT]);

#endif

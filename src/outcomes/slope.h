/**
 * @file slope.h
 * How much of a high first score is left at the end, whoever the therapist.
 */
#ifndef RP_OUTCOMES_SLOPE_H
#define RP_OUTCOMES_SLOPE_H

#include <stddef.h>
#include <stdint.h>

/** First and last scores of the complete courses of one measure, turned so
 *  that higher is worse. */
typedef struct rp_score_pairs {
    const double *pre, *post;  /* [count] */
    const uint32_t *therapist; /* [count] whose course it is */
    size_t count;
} rp_score_pairs;

/** What one therapist's courses sum up to; room for one each is needed. */
typedef struct rp_score_sums {
    double pre, post;
    size_t count;
} rp_score_sums;

/**
 * The slope of post on pre within therapists:
 *
 *     b = Sxy / Sxx,  Sxy = sum (pre - pre_j)(post - post_j),
 *                     Sxx = sum (pre - pre_j)^2
 *
 * where pre_j and post_j are the means of the therapist of that course. So a
 * therapist who gets the hardest clients is compared with nobody else's.
 *
 * Source: the within-group (fixed-effects) estimator of the analysis of
 * covariance, e.g. Snijders and Bosker 1999, chapter 3.
 *
 * @param least  fewer courses give 1, as does an Sxx of 0: a plain difference
 * @param sums   [therapists] work space, of any contents
 */
double rp_slope_within(const rp_score_pairs *pairs, double least,
                       rp_score_sums *sums);

#endif

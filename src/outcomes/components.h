/**
 * @file components.h
 * How much of what tells outcomes apart is the therapists'.
 */
#ifndef RP_OUTCOMES_COMPONENTS_H
#define RP_OUTCOMES_COMPONENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Figures, and whose they are. */
typedef struct rp_grouped {
    const double *value;   /* [count] */
    const uint32_t *group; /* [count] 0.. groups - 1 */
    size_t count;
    uint32_t groups; /* some may have no figure */
} rp_grouped;

/** What one group sums up to; room for one each is needed. */
typedef struct rp_group_sum {
    double sum;
    size_t count;
} rp_group_sum;

/** A one-way analysis of variance. */
typedef struct rp_components {
    size_t figures;         /* N */
    uint32_t groups;        /* J, of those with a figure */
    double between, within; /* MSB, MSW */
    double n0;              /* the size of a group, as MSB sees it */
    double variance;        /* between groups, never below 0 */
    double icc;             /* variance / (variance + MSW) */
    bool is_known;          /* J >= 2 and N > J; else all of these are 0 */
} rp_components;

/**
 * Variance components by moments, for groups of any sizes:
 *
 *     MSB = sum n_j (z_j - z)^2 / (J - 1)
 *     MSW = sum sum (z_ij - z_j)^2 / (N - J)
 *     n_0 = (N - sum n_j^2 / N) / (J - 1)
 *     variance = max(0, (MSB - MSW) / n_0)
 *
 * Source: the ANOVA estimator for unbalanced one-way layouts, Searle, Casella
 * and McCulloch 1992, chapter 3. Where groups are of one size it is the
 * restricted-likelihood estimate as well.
 *
 * @param sums  [groups] work space
 */
rp_components rp_components_of(const rp_grouped *figures, rp_group_sum *sums);

/**
 * The intraclass correlation that is believed, at most one half:
 *
 *     (J icc + weight prior) / (J + weight)
 *
 * so that few therapists say little against what studies found. Where the
 * clinic's own is not known the prior takes its place.
 */
double rp_components_icc(const rp_components *components, double prior,
                         double weight);

#endif

/**
 * @file shrinkage.h
 * What to believe of one therapist: their means, pulled towards everybody's by
 * as much as they are worth.
 */
#ifndef RP_OUTCOMES_SHRINKAGE_H
#define RP_OUTCOMES_SHRINKAGE_H

#include <stddef.h>
#include <stdint.h>

/** How true records differ: theta = G + D, G one of a therapist, D one of a
 *  therapist and concern, all independent and normal around 0. */
typedef struct rp_prior {
    double icc;      /* variance of theta */
    double global;   /* g, variance of G */
    double domain;   /* d, variance of D: icc - g */
    double residual; /* w, variance of a figure around theta: 1 - icc */
} rp_prior;

/** @param share  of the variance that is G's, 0..1 */
rp_prior rp_prior_of(double icc, double share);

/** An estimate with its variance, and how much of the prior's variance it has
 *  taken away: 0 nothing, 1 all. */
typedef struct rp_estimate {
    double value, variance, reliability;
} rp_estimate;

/** One therapist's figures for one concern. */
typedef struct rp_cell_mean {
    double mean;    /* m_c */
    uint32_t count; /* n_c, at least 1 */
} rp_cell_mean;

/**
 * The best linear prediction of G and of each theta_c = G + D_c:
 *
 *     p_c = 1 / (d + w / n_c)
 *     G   = g sum p_c m_c / (1 + g sum p_c),  V = g / (1 + g sum p_c)
 *     theta_c = G + d p_c (m_c - G)
 *     var_c   = d (1 - d p_c) + (1 - d p_c)^2 V
 *
 * Source: empirical Bayes estimates of a two-level normal model, Robinson 1991,
 * Statistical Science 6:15; the closed form follows from the posterior of G
 * given the means, m_c ~ N(G, d + w / n_c), and of D_c given G and m_c.
 *
 * @param cells         [count]; none: the prior itself
 * @param[out] concern  [count] theta_c; may be NULL
 * @param[out] other    theta of a concern without figures: G, V + d; may be
 *                      NULL
 * @return G and V; its reliability is 1 - V / g
 */
rp_estimate rp_shrinkage(const rp_prior *prior, const rp_cell_mean *cells,
                         size_t count, rp_estimate *concern,
                         rp_estimate *other);

#endif

#include "outcomes/shrinkage.h"

rp_prior rp_prior_of(double icc, double share) {
    double global = share * icc;

    return (rp_prior){icc, global, icc - global, 1.0 - icc};
}

/* 1 - variance / of, 0 where there is nothing to be known. */
static double reliability(double variance, double of) {
    return of > 0.0 ? 1.0 - variance / of : 0.0;
}

static double precision(const rp_prior *prior, const rp_cell_mean *cell) {
    return 1.0 / (prior->domain + prior->residual / (double)cell->count);
}

rp_estimate rp_shrinkage(const rp_prior *prior, const rp_cell_mean *cells,
                         size_t count, rp_estimate *concern,
                         rp_estimate *other) {
    double g = prior->global, d = prior->domain, weight = 0.0, sum = 0.0;

    for (size_t c = 0; c < count; c++) {
        double p = precision(prior, &cells[c]);
        weight += p;
        sum += p * cells[c].mean;
    }
    double value = g * sum / (1.0 + g * weight);
    double variance = g / (1.0 + g * weight);
    for (size_t c = 0; concern && c < count; c++) {
        double pull = d * precision(prior, &cells[c]), rest = 1.0 - pull;
        concern[c].value = value + pull * (cells[c].mean - value);
        concern[c].variance = d * rest + rest * rest * variance;
        concern[c].reliability = reliability(concern[c].variance, prior->icc);
    }
    if (other)
        *other = (rp_estimate){value, variance + d,
                               reliability(variance + d, prior->icc)};
    return (rp_estimate){value, variance, reliability(variance, g)};
}

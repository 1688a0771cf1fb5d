#include "fit/score.h"

#include <math.h>
#include <stdint.h>

/* The values, the sum of weights present, and the weighted sum. */
static double judge(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm, double *values, double *weights) {
    double sum = 0.0;

    *weights = 0.0;
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        values[k] = need->weight[k] > 0.0
                        ? rp_criterion_value(fit, need, therapist,
                                             (enum rp_criterion)k, confirm)
                        : RP_ABSENT_VALUE;
        if (values[k] < 0.0)
            continue;
        sum += need->weight[k] * values[k];
        *weights += need->weight[k];
    }
    return sum;
}

static int to_s(double sum, double weights) {
    double score = weights > 0.0 ? 100.0 * sum / weights : 50.0;

    return (int)floor(100.0 * score + 0.5 + 1e-6);
}

int rp_score_weighed(const double weight[RP_CRITERION_COUNT],
                     const double value[RP_CRITERION_COUNT]) {
    double sum = 0.0, weights = 0.0;

    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        if (!(weight[k] > 0.0) || value[k] < 0.0)
            continue;
        sum += weight[k] * value[k];
        weights += weight[k];
    }
    return to_s(sum, weights);
}

int rp_score_of(const rp_fit *fit, const rp_need *need, uint32_t therapist) {
    double values[RP_CRITERION_COUNT], weights;

    if (fit->scores) {
        int s = rp_scores_find(fit->scores, need->index, therapist);
        return s < 0 ? 0 : s;
    }
    double sum = judge(fit, need, therapist, NULL, values, &weights);
    return to_s(sum, weights);
}

rp_score rp_score_judge(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, rp_confirm *confirm) {
    rp_score score = {.computed = !fit->scores};
    double weights;

    if (fit->scores) {
        score.s = rp_score_of(fit, need, therapist);
        return score;
    }
    double sum = judge(fit, need, therapist, confirm, score.value, &weights);
    score.s = to_s(sum, weights);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        if (score.value[k] >= 0.0)
            score.points[k] =
                100.0 * need->weight[k] * score.value[k] / weights;
    return score;
}

int rp_score_tenths(int s) { return (s + 5) / 10; }

void rp_score_round(const rp_score *score, int tenths[RP_CRITERION_COUNT]) {
    int64_t remainder[RP_CRITERION_COUNT];
    int missing = rp_score_tenths(score->s), present = 0;

    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        tenths[k] = -1;
        remainder[k] = INT64_MIN / 2; /* an absent one never gets a tenth */
        if (!score->computed || score->value[k] < 0.0)
            continue;
        double exact = 10.0 * score->points[k];
        tenths[k] = (int)floor(exact + 1e-9);
        remainder[k] =
            (int64_t)floor(exact * 1e6 + 0.5) - (int64_t)tenths[k] * 1000000;
        missing -= tenths[k];
        present++;
    }
    for (; missing > 0 && present > 0; missing--) {
        int largest = 0;
        for (int k = 1; k < RP_CRITERION_COUNT; k++)
            if (remainder[k] > remainder[largest])
                largest = k;
        tenths[largest]++;
        remainder[largest] -= 1000000;
    }
}

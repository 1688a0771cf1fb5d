#include "outcomes/slope.h"

double rp_slope_within(const rp_score_pairs *pairs, double least,
                       rp_score_sums *sums) {
    double sxx = 0.0, sxy = 0.0;

    if ((double)pairs->count < least)
        return 1.0;
    for (size_t i = 0; i < pairs->count; i++)
        sums[pairs->therapist[i]] = (rp_score_sums){0.0, 0.0, 0};
    for (size_t i = 0; i < pairs->count; i++) {
        rp_score_sums *of = &sums[pairs->therapist[i]];
        of->pre += pairs->pre[i];
        of->post += pairs->post[i];
        of->count++;
    }
    for (size_t i = 0; i < pairs->count; i++) {
        const rp_score_sums *of = &sums[pairs->therapist[i]];
        double x = pairs->pre[i] - of->pre / (double)of->count;
        double y = pairs->post[i] - of->post / (double)of->count;
        sxx += x * x;
        sxy += x * y;
    }
    return sxx > 0.0 ? sxy / sxx : 1.0;
}

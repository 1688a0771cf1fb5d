#include "outcomes/components.h"

/* Sums by group, and how many groups there are; the sum of all is returned. */
static double sum_up(const rp_grouped *figures, rp_group_sum *sums,
                     uint32_t *groups) {
    double all = 0.0;

    *groups = 0;
    for (uint32_t j = 0; j < figures->groups; j++)
        sums[j] = (rp_group_sum){0.0, 0};
    for (size_t i = 0; i < figures->count; i++) {
        rp_group_sum *of = &sums[figures->group[i]];
        of->sum += figures->value[i];
        *groups += of->count++ == 0;
        all += figures->value[i];
    }
    return all;
}

rp_components rp_components_of(const rp_grouped *figures, rp_group_sum *sums) {
    rp_components c = {.figures = figures->count};
    double n = (double)figures->count, squares = 0.0;
    double all = sum_up(figures, sums, &c.groups);

    if (c.groups < 2 || figures->count <= c.groups)
        return c;
    double mean = all / n, groups = (double)c.groups;
    for (uint32_t j = 0; j < figures->groups; j++) {
        double size = (double)sums[j].count;
        if (sums[j].count == 0)
            continue;
        double off = sums[j].sum / size - mean;
        c.between += size * (off * off);
        squares += size * size;
    }
    for (size_t i = 0; i < figures->count; i++) {
        const rp_group_sum *of = &sums[figures->group[i]];
        double off = figures->value[i] - of->sum / (double)of->count;
        c.within += off * off;
    }
    c.between /= groups - 1.0;
    c.within /= n - groups;
    c.n0 = (n - squares / n) / (groups - 1.0);
    c.variance = (c.between - c.within) / c.n0;
    if (c.variance < 0.0)
        c.variance = 0.0;
    double total = c.variance + c.within;
    c.icc = total > 0.0 ? c.variance / total : 0.0;
    c.is_known = true;
    return c;
}

double rp_components_icc(const rp_components *c, double prior, double weight) {
    double own = c->is_known ? c->icc : prior;
    double groups = (double)c->groups, all = groups + weight;
    double icc = all > 0.0 ? (groups * own + weight * prior) / all : prior;

    return icc < 0.5 ? icc : 0.5;
}

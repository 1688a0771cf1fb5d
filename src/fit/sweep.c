#include "fit/sweep.h"

#include "fit/score.h"

#include <string.h>

/* What is worked on at a time: so many pairs that what a column makes ready for
 * the client hardly counts, and so few that three doubles and 16 bytes of codes
 * for each stay in the cache. */
enum { CHUNK = 1024 };

/* Of more than these nobody is left out. */
enum { BEST_MOST = 16 };

/* Values so far apart, of 0..1, are never rounded to one score. */
static const double apart = 2e-4;

/* The sums of one stretch of a row. */
typedef struct chunk {
    const rp_ask *ask;
    const uint32_t *therapists; /* [count] */
    size_t count;
    double values[CHUNK], sums[CHUNK];
    double weight;         /* of the criteria present, while it is the same */
    double weights[CHUNK]; /* else */
    bool is_same;
    bool is_cut; /* some are left out: those who are not, and where they were */
    uint32_t kept[CHUNK];
    uint16_t place[CHUNK];
} chunk;

/* Ask the definition, pair by pair. */
static void fill_plain(chunk *c, enum rp_criterion k) {
    for (size_t i = 0; i < c->count; i++)
        c->values[i] = rp_criterion_value(c->ask->fit, c->ask->need,
                                          c->therapists[i], k, NULL);
}

static void part_weights(chunk *c) {
    for (size_t i = 0; c->is_same && i < c->count; i++)
        c->weights[i] = c->weight;
    c->is_same = false;
}

/* Nothing is added where a criterion is absent; adding 0 is the same. */
static void add_mixed(chunk *c, double weight) {
    part_weights(c);
    for (size_t i = 0; i < c->count; i++) {
        double value = c->values[i];
        c->sums[i] += value < 0.0 ? 0.0 : weight * value;
        c->weights[i] += value < 0.0 ? 0.0 : weight;
    }
}

static void add_full(chunk *c, double weight) {
    for (size_t i = 0; i < c->count; i++)
        c->sums[i] += weight * c->values[i];
    c->weight += weight;
    for (size_t i = 0; !c->is_same && i < c->count; i++)
        c->weights[i] += weight;
}

static void add(chunk *c, enum rp_criterion k) {
    const rp_criterion_row *row = rp_criterion_rows[k];
    double weight = c->ask->need->weight[k];
    rp_column_kind kind = RP_COLUMN_PLAIN;

    if (row->column)
        kind = row->column(c->ask, c->therapists, c->count, c->values);
    if (kind == RP_COLUMN_PLAIN)
        fill_plain(c, k);
    if (kind == RP_COLUMN_FULL)
        add_full(c, weight);
    else if (kind != RP_COLUMN_ABSENT)
        add_mixed(c, weight);
}

/* The sum that so many have at least. */
static double best_sum(const chunk *c, size_t top) {
    double best[BEST_MOST] = {0.0}; /* in descending order */
    size_t held = 0;

    for (size_t i = 0; i < c->count; i++) {
        double sum = c->sums[i];
        if (held == top && !(sum > best[top - 1]))
            continue;
        size_t at = held < top ? held++ : top - 1;
        for (; at > 0 && best[at - 1] < sum; at--)
            best[at] = best[at - 1];
        best[at] = sum;
    }
    return best[top - 1];
}

/*
 * One criterion is left, of weight w. With sum s of weights W a score ends
 * between s / (W + w) and (s + w) / (W + w), also where the criterion is absent
 * and it is s / W: leave out whose most is below what `top` others have at
 * least.
 */
static void cut(chunk *c, size_t top, double w) {
    if (top == 0 || top > BEST_MOST || c->count <= top || !c->is_same)
        return;
    double least = best_sum(c, top) - w - apart * (c->weight + w);
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++) {
        c->sums[kept] = c->sums[i];
        c->kept[kept] = c->therapists[i];
        c->place[kept] = (uint16_t)i;
        kept += c->sums[i] >= least;
    }
    c->is_cut = true;
    c->therapists = c->kept;
    c->count = kept;
}

/* As in fit/score.c; no score is below 0, so that cutting off is floor. */
static void finish(chunk *c, uint16_t *scores) {
    part_weights(c);
    for (size_t i = 0; i < c->count; i++) {
        double weights = c->weights[i];
        double score = weights > 0.0 ? 100.0 * c->sums[i] / weights : 50.0;
        scores[i] = (uint16_t)(int32_t)(100.0 * score + 0.5 + 1e-6);
    }
}

static void sweep(chunk *c, const rp_ask *ask, size_t top, uint16_t *scores) {
    const double *weight = ask->need->weight;
    size_t count = c->count;
    int last = RP_CRITERION_COUNT - 1;

    while (last > 0 && !(weight[last] > 0.0))
        last--;
    for (int k = 0; k <= last; k++) {
        if (k == last)
            cut(c, top, weight[k]);
        if (weight[k] > 0.0)
            add(c, (enum rp_criterion)k);
    }
    if (!c->is_cut) {
        finish(c, scores);
        return;
    }
    uint16_t some[CHUNK];
    finish(c, some);
    memset(scores, 0, count * sizeof *scores);
    for (size_t i = 0; i < c->count; i++)
        scores[c->place[i]] = some[i];
}

void rp_sweep_best(const rp_ask *ask, const uint32_t *therapists, size_t count,
                   size_t top, uint16_t *scores) {
    for (size_t first = 0; first < count; first += CHUNK) {
        chunk c;
        c.ask = ask;
        c.therapists = therapists + first;
        c.count = count - first < CHUNK ? count - first : CHUNK;
        c.weight = 0.0;
        c.is_same = true;
        c.is_cut = false;
        for (size_t i = 0; i < c.count; i++)
            c.sums[i] = 0.0;
        sweep(&c, ask, top, scores + first);
    }
}

void rp_sweep(const rp_ask *ask, const uint32_t *therapists, size_t count,
              uint16_t *scores) {
    rp_sweep_best(ask, therapists, count, 0, scores);
}

#include "fit/sweep.h"

#include "fit/score.h"

/* What is worked on at a time: so many pairs that what a column makes ready for
 * the client hardly counts, and so few that three doubles and 16 bytes of codes
 * for each stay in the cache. */
enum { CHUNK = 1024 };

/* The sums of one stretch of a row. */
typedef struct chunk {
    const rp_ask *ask;
    const uint32_t *therapists; /* [count] */
    size_t count;
    double values[CHUNK], sums[CHUNK];
    double weight;         /* of the criteria present, while it is the same */
    double weights[CHUNK]; /* else */
    bool is_same;
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

/* As in fit/score.c; no score is below 0, so that cutting off is floor. */
static void finish(chunk *c, uint16_t *scores) {
    part_weights(c);
    for (size_t i = 0; i < c->count; i++) {
        double weights = c->weights[i];
        double score = weights > 0.0 ? 100.0 * c->sums[i] / weights : 50.0;
        scores[i] = (uint16_t)(int32_t)(100.0 * score + 0.5 + 1e-6);
    }
}

void rp_sweep(const rp_ask *ask, const uint32_t *therapists, size_t count,
              uint16_t *scores) {
    for (size_t first = 0; first < count; first += CHUNK) {
        chunk c;
        c.ask = ask;
        c.therapists = therapists + first;
        c.count = count - first < CHUNK ? count - first : CHUNK;
        c.weight = 0.0;
        c.is_same = true;
        for (size_t i = 0; i < c.count; i++)
            c.sums[i] = 0.0;
        for (int k = 0; k < RP_CRITERION_COUNT; k++)
            if (ask->need->weight[k] > 0.0)
                add(&c, (enum rp_criterion)k);
        finish(&c, scores + first);
    }
}

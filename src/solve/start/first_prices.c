#include "solve/start/first_prices.h"

#include "base/array.h"

#include <stdlib.h>

/*
 * The dual of the linear program with u left out is to minimise over v >= 0
 *
 *     sum_i max(0, max_j (w_ij - v_j)) + sum_j seats_j * v_j.
 *
 * It is convex, and its slope in v_j is seats_j less the clients who would go
 * to j. Stochastic descent: one client after the other raises the price of the
 * therapist it would go to by step / seats, and over a whole pass every price
 * falls by one step. So a therapist wanted by just as many clients as it has
 * seats keeps its price. The step halves from pass to pass, more or less. A
 * sample of the clients tells as much as all of them, each counted as often as
 * there are clients it stands for.
 *
 * Where there are more clients than seats, somebody waits, and all prices
 * share a level: the worth of the last client who gets a seat, most of which
 * are tiers. No walk in S-units gets there, so the level is read off after
 * each pass: as many clients as there are seats take part, the ones to whom
 * it is worth most; v_j = level + walked_j.
 */

enum {
    BATCHES = 16,    /* of a pass; after each all prices fall */
    SAMPLE = 128,    /* clients, at least, that take part, */
    SAMPLE_EACH = 4, /* and for each therapist */
    REPEATS = 8      /* of the first step, at most */
};

/* Clients beyond the seats where they would go: while there are more than
   this share, prices have not found their scale. */
static const double crowded = 0.3;

/* No client lifts a price by more steps at once. */
static const double most_lift = 1.5;

static const double steps[] = {2048, 1024, 512, 256, 128, 48, 16};

typedef struct guessing {
    const rp_model *model;
    double *walked;  /* [therapists] */
    int64_t *posted; /* the same rounded, by the market's numbers */
    int64_t *gain;   /* [taken] worth less walked, of who took part */
    uint32_t taken;
    uint64_t *wanted; /* [therapists] in the whole pass */
    uint64_t seats;
    int64_t level;
    uint32_t stride; /* from one client that takes part to the next */
} guessing;

/* Where a client would go, and what it would gain. */
static uint32_t choose(const guessing *g, uint32_t i, int64_t *gain) {
    rp_row row;
    size_t length = rp_model_see(g->model, i, 0, &row);
    int64_t best = INT64_MIN;
    uint32_t choice = 0, hash = 0;

    for (size_t k = 0; k < length; k++) {
        uint32_t j = row.therapist[k];
        int64_t key = row.score[k] - g->posted[j];
        if (key < best)
            continue;
        uint32_t mixed = rp_model_hash(i, j);
        if (key == best && mixed > hash)
            continue;
        best = key;
        choice = j;
        hash = mixed;
    }
    *gain = g->model->base[i] + best;
    return g->model->local[choice];
}

/* The k-th largest (from 0) of `count` numbers, which get reordered. */
static int64_t select_largest(int64_t *a, size_t count, size_t k) {
    size_t low = 0, high = count;

    while (high - low > 1) {
        int64_t pivot = a[low + (high - low) / 2];
        size_t more = low, less = high, at = low;
        while (at < less) {
            int64_t x = a[at];
            if (x > pivot) {
                a[at++] = a[more];
                a[more++] = x;
            } else if (x < pivot) {
                a[at] = a[--less];
                a[less] = x;
            } else {
                at++;
            }
        }
        if (k < more)
            high = more;
        else if (k >= less)
            low = less;
        else
            return pivot;
    }
    return a[low];
}

/* The worth of the first client left without a seat. */
static void find_level(guessing *g) {
    if (g->seats >= g->model->clients)
        return;
    int64_t level =
        select_largest(g->gain, g->taken, (size_t)(g->seats / g->stride));
    g->level = level < 0 ? 0 : level;
}

static void set(guessing *g, uint32_t j, double walked) {
    g->walked[j] = walked;
    g->posted[g->model->part->therapist[j]] = (int64_t)walked;
}

/* A price below 0 makes no sense; a walk below the level does. */
static void lower_all(guessing *g, double fall) {
    double floor = -(double)g->level;

    for (uint32_t j = 0; j < g->model->therapists; j++) {
        double walked = g->walked[j] - fall;
        set(g, j, walked < floor ? floor : walked);
    }
}

/* One client lifts the price of the therapist it would go to. */
static void walk(guessing *g, uint32_t i, double step) {
    int64_t *gain = &g->gain[g->taken++];
    uint32_t j = choose(g, i, gain);
    double lift = (double)g->stride / g->model->seats[j];

    if (*gain < g->level)
        return;
    g->wanted[j] += g->stride;
    set(g, j, g->walked[j] + step * (lift < most_lift ? lift : most_lift));
}

/* One of the clients from `first` on, up to a stride; each pass the same, and
   no pattern of the file can meet it. */
static uint32_t pick(const guessing *g, uint32_t first, uint32_t end) {
    uint32_t count = end - first < g->stride ? end - first : g->stride;

    return first + rp_model_hash(first, count) % count;
}

/* One pass; gives the share of clients beyond the seats they want. */
static double pass(guessing *g, double step) {
    const rp_model *m = g->model;
    uint64_t batch = ((uint64_t)m->clients + BATCHES - 1) / BATCHES;
    uint64_t beyond = 0;

    batch = (batch + g->stride - 1) / g->stride * g->stride;
    g->taken = 0;
    for (uint32_t j = 0; j < m->therapists; j++)
        g->wanted[j] = 0;
    for (uint64_t first = 0; first < m->clients; first += batch) {
        uint64_t end = first + batch < m->clients ? first + batch : m->clients;
        for (uint64_t i = first; i < end; i += g->stride)
            walk(g, pick(g, (uint32_t)i, (uint32_t)end), step);
        lower_all(g, step * (double)(end - first) / m->clients);
    }
    find_level(g);
    for (uint32_t j = 0; j < m->therapists; j++)
        if (g->wanted[j] > m->seats[j])
            beyond += g->wanted[j] - m->seats[j];
    return (double)beyond / m->clients;
}

/* Half of the clients will do; of many for each therapist, some. */
static uint32_t find_stride(const rp_model *m) {
    uint32_t stride = m->clients / m->therapists / SAMPLE_EACH;

    if (stride == 1)
        stride = 2;
    if (stride > m->clients / SAMPLE)
        stride = m->clients / SAMPLE;
    return stride > 1 ? stride : 1;
}

static bool make(guessing *g) {
    const rp_model *m = g->model;

    g->stride = find_stride(m);
    g->gain = rp_new_array(m->clients / g->stride + 1, sizeof *g->gain);
    g->wanted = rp_new_array(m->therapists, sizeof *g->wanted);
    g->walked = rp_new_array(m->therapists, sizeof *g->walked);
    if (!g->gain || !g->wanted || !g->walked)
        return false;
    for (uint32_t j = 0; j < m->therapists; j++) {
        set(g, j, 0.0);
        g->seats += m->seats[j];
    }
    return true;
}

rp_status rp_first_prices_guess(int64_t *price, const rp_model *model) {
    guessing g = {.model = model, .posted = rp_model_posted(model)};
    rp_status status = RP_ERR_MEMORY;

    if (make(&g)) {
        for (int k = 0; k < REPEATS && pass(&g, steps[0]) > crowded; k++)
            continue;
        for (size_t k = 1; k < sizeof steps / sizeof *steps; k++)
            pass(&g, steps[k]);
        for (uint32_t j = 0; j < model->therapists; j++) {
            int64_t guess = (int64_t)g.walked[j] + g.level;
            price[j] = guess > 0 ? guess : 0;
        }
        status = RP_OK;
    }
    free(g.gain);
    free(g.wanted);
    free(g.walked);
    return status;
}

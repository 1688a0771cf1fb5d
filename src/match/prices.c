#include "match/prices.h"

#include "base/array.h"
#include "match/crew.h"

#include <stdlib.h>

/*
 * The dual of the linear program with u left out is to minimise over v >= 0
 *
 *     sum_i max(0, max_j (w_ij - v_j)) + sum_j seats_j * v_j.
 *
 * It is convex, and its slope in v_j is seats_j less the clients who would go
 * to j. Stochastic descent: clients come in batches; each client raises the
 * price of the therapist it would go to by step / seats, and over a whole
 * pass every price falls by one step. So a therapist wanted by just as many
 * clients as it has seats keeps its price. The step halves from pass to pass;
 * the first, long ones only need to find the scale of prices, for which some
 * of the clients are enough.
 *
 * Where there are more clients than seats, somebody waits, and all prices
 * share a level: the worth of the last client who gets a seat, most of which
 * are tiers. No walk in S-units gets there, so the level is read off after
 * each pass: as many clients as there are seats take part, the ones to whom
 * it is worth most; v_j = level + walked_j.
 */

enum {
    BATCHES = 16, /* of a pass */
    SAMPLE = 128, /* clients, at least, of a pass with a long step */
    REPEATS = 8   /* of the first step, at most */
};

/* Clients beyond the seats where they would go: while there are more than
   this share, prices have not found their scale. */
static const double crowded = 0.3;

/* Whose steps are above SAMPLED_STEP see a sample only. */
static const double steps[] = {2048, 1024, 512, 256, 128, 48, 16};
static const double sampled_step = 200;

typedef struct guessing {
    const rp_model *model;
    double *walked;   /* [therapists] */
    int64_t *posted;  /* the same rounded, by the market's numbers */
    int64_t *best;    /* [clients] worth less walked, of the best therapist */
    int64_t *sorted;  /* [clients] scratch */
    uint32_t *choice; /* [clients] that therapist, of the part */
    uint32_t *demand; /* [therapists] in one batch */
    uint64_t *wanted; /* [therapists] in the whole pass */
    uint64_t seats;
    int64_t level;
    uint32_t first, end, stride; /* the clients of the batch at hand */
} guessing;

static void choose(guessing *g, uint32_t i, int thread) {
    rp_row row;
    size_t length = rp_model_see(g->model, i, thread, &row);
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
    g->best[i] = g->model->base[i] + best;
    g->choice[i] = g->model->local[choice];
}

static void choose_block(void *payload, size_t block, int thread) {
    guessing *g = payload;
    uint64_t from = g->first + (uint64_t)block * RP_MODEL_BLOCK;

    for (uint64_t i = from; i < from + RP_MODEL_BLOCK && i < g->end; i++)
        choose(g, (uint32_t)i, thread);
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
    uint32_t clients = g->model->clients, count = 0;

    if (g->seats >= clients)
        return;
    for (uint32_t i = 0; i < clients; i += g->stride)
        g->sorted[count++] = g->best[i];
    int64_t level =
        select_largest(g->sorted, count, (size_t)(g->seats / g->stride));
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

/* Long steps: some clients, one after the other, as they may all want the
   same few therapists until those have become dear enough. */
static void walk_one_by_one(guessing *g, double step) {
    for (uint64_t i = g->first; i < g->end; i += g->stride) {
        choose(g, (uint32_t)i, 0);
        if (g->best[i] < g->level)
            continue;
        uint32_t j = g->choice[i];
        g->wanted[j] += g->stride;
        double rise = (double)g->stride / g->model->seats[j];
        set(g, j, g->walked[j] + step * (rise > 1.5 ? 1.5 : rise));
    }
}

/* Short steps: all clients of the batch at once, by all threads. */
static void walk_together(guessing *g, double step, int threads) {
    const rp_model *m = g->model;
    size_t count = g->end - g->first;

    rp_crew_run(threads, (count + RP_MODEL_BLOCK - 1) / RP_MODEL_BLOCK,
                choose_block, g);
    for (uint32_t j = 0; j < m->therapists; j++)
        g->demand[j] = 0;
    for (uint32_t i = g->first; i < g->end; i++)
        if (g->best[i] >= g->level)
            g->demand[g->choice[i]]++;
    for (uint32_t j = 0; j < m->therapists; j++) {
        double rise = (double)g->demand[j] / m->seats[j];
        g->wanted[j] += g->demand[j];
        set(g, j, g->walked[j] + step * (rise > 1.0 ? 1.0 : rise));
    }
}

/* One pass; gives the share of clients beyond the seats they want. */
static double pass(guessing *g, double step) {
    const rp_model *m = g->model;
    uint64_t length = ((uint64_t)m->clients + BATCHES - 1) / BATCHES;
    uint64_t beyond = 0;
    int threads = rp_model_pass_threads(m);
    int is_sampled = step > sampled_step;
    uint32_t sample = m->therapists > SAMPLE / 2 ? 2 * m->therapists : SAMPLE;

    g->stride = is_sampled && m->clients > sample ? m->clients / sample : 1;
    length = (length + g->stride - 1) / g->stride * g->stride;
    /* A batch too short for a second thread is done by this one. */
    if (m->pairs / BATCHES < 100000)
        threads = 1;
    for (uint32_t j = 0; j < m->therapists; j++)
        g->wanted[j] = 0;
    for (uint64_t first = 0; first < m->clients; first += length) {
        uint64_t end = first + length;
        g->first = (uint32_t)first;
        g->end = end < m->clients ? (uint32_t)end : m->clients;
        if (is_sampled)
            walk_one_by_one(g, step);
        else
            walk_together(g, step, threads);
        lower_all(g, step * (g->end - g->first) / m->clients);
    }
    find_level(g);
    for (uint32_t j = 0; j < m->therapists; j++)
        if (g->wanted[j] > m->seats[j])
            beyond += g->wanted[j] - m->seats[j];
    return (double)beyond / m->clients;
}

static int make(guessing *g) {
    const rp_model *m = g->model;

    g->best = rp_new_array(m->clients, sizeof *g->best);
    g->sorted = rp_new_array(m->clients, sizeof *g->sorted);
    g->choice = rp_new_array(m->clients, sizeof *g->choice);
    g->demand = rp_new_array(m->therapists, sizeof *g->demand);
    g->wanted = rp_new_array(m->therapists, sizeof *g->wanted);
    g->walked = rp_new_array(m->therapists, sizeof *g->walked);
    if (!g->best || !g->sorted || !g->choice || !g->demand || !g->wanted ||
        !g->walked)
        return 0;
    for (uint32_t j = 0; j < m->therapists; j++) {
        set(g, j, 0.0);
        g->seats += m->seats[j];
    }
    return 1;
}

rp_status rp_prices_guess(int64_t *price, const rp_model *model) {
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
    free(g.best);
    free(g.sorted);
    free(g.choice);
    free(g.demand);
    free(g.wanted);
    free(g.walked);
    return status;
}

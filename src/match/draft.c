#include "match/draft.h"

#include "base/array.h"

#include <stdlib.h>

/*
 * The auction turned round. In a market of clients for whom seats are short,
 * the auction of seats would have to raise every price until enough clients
 * give up, by an epsilon at a time. Here therapists bid for clients instead:
 * one with k empty seats looks for the k clients of its list with the largest
 * worth - gain, and offers each of them as much gain as leaves it no better
 * off than with the next best client, plus epsilon. A client goes with the
 * new offer, which is higher than its old one, and leaves an empty seat.
 *
 * Clients whom nobody wants have a gain of 0, as they must. One who was left
 * over in a round though its gain was more starts the next with what it would
 * gain at the prices reached.
 */

enum { FIRST_EPSILON = 64, EPSILON_FACTOR = 4, LOOKS_EACH = 40 };

typedef struct offer {
    int64_t value; /* to the therapist: worth - gain */
    uint32_t client;
} offer;

typedef struct draft {
    const rp_model *model;
    const rp_columns *columns;
    const uint8_t *level; /* [therapists] */
    int64_t *price;       /* [therapists] */
    uint32_t *therapist;  /* [clients] */
    rp_turned turned;
    uint8_t *own_level; /* [clients] */
    int64_t *gain;      /* [clients] u */
    uint32_t *taken;    /* [therapists] seats */
    uint8_t *is_queued; /* [therapists] */
    uint32_t *queue;    /* [therapists] with empty seats, a ring */
    uint32_t head, length;
    offer *best; /* the best so far, the lowest on top */
    int64_t epsilon;
} draft;

static void enqueue(draft *d, uint32_t j) {
    uint32_t at = d->head + d->length;

    if (d->is_queued[j])
        return;
    d->is_queued[j] = 1;
    d->length++;
    d->queue[at < d->model->therapists ? at : at - d->model->therapists] = j;
}

static uint32_t dequeue(draft *d) {
    uint32_t j = d->queue[d->head++];

    if (d->head == d->model->therapists)
        d->head = 0;
    d->length--;
    d->is_queued[j] = 0;
    return j;
}

static void sift_down(offer *heap, size_t count, offer item) {
    size_t at = 0;

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && heap[child + 1].value < heap[child].value)
            child++;
        if (heap[child].value >= item.value)
            break;
        heap[at] = heap[child];
    }
    heap[at] = item;
}

static void sift_up(offer *heap, size_t at, offer item) {
    while (at > 0 && heap[(at - 1) / 2].value > item.value) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = item;
}

/* The `most` best clients of the list who are not here yet. */
static size_t find_best(draft *d, uint32_t j, size_t most) {
    const rp_turned *t = &d->turned;
    size_t count = 0;

    for (size_t k = t->start[j]; k < t->start[j + 1]; k++) {
        uint32_t i = t->client[k];
        if (d->own_level[i] != d->level[j] || d->therapist[i] == j)
            continue;
        offer item = {d->model->base[i] + t->score[k] - d->gain[i], i};
        if (count < most)
            sift_up(d->best, count++, item);
        else if (item.value > d->best[0].value)
            sift_down(d->best, count, item);
    }
    return count;
}

static void win(draft *d, uint32_t j, const offer *o, int64_t value) {
    uint32_t old = d->therapist[o->client];

    if (old != RP_NOBODY) {
        d->taken[old]--;
        enqueue(d, old);
    }
    d->gain[o->client] += o->value - value + d->epsilon;
    d->therapist[o->client] = j;
    d->taken[j]++;
}

/* Fill the empty seats of one therapist; gives the list's length. */
static size_t bid(draft *d, uint32_t j) {
    size_t empty = d->model->seats[j] - d->taken[j];
    size_t length = d->turned.start[j + 1] - d->turned.start[j];

    if (empty > length)
        empty = length;
    size_t count = find_best(d, j, empty + 1);
    if (count == 0)
        return length;
    /* The next best is on top; without one, nobody need be outbid. */
    int64_t value = d->best[0].value;
    for (size_t k = count > empty; k < count; k++)
        win(d, j, &d->best[k], value);
    return length;
}

/* What each client would gain at the prices: its start for the round. */
static int64_t gain_at_prices(const draft *d, uint32_t i) {
    const rp_columns *c = d->columns;
    int64_t gain = 0;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        uint32_t j = c->therapist[k];
        int64_t here = d->model->base[i] + c->score[k] - d->price[j];
        if (d->level[j] == d->own_level[i] && here > gain)
            gain = here;
    }
    return gain;
}

static void read_prices(draft *d) {
    const rp_columns *c = d->columns;

    for (uint32_t j = 0; j < d->model->therapists; j++)
        if (d->level[j] > 0 && d->taken[j] > 0)
            d->price[j] = INT64_MAX;
    for (uint32_t i = 0; i < d->model->clients; i++) {
        uint32_t own = d->therapist[i];
        if (d->own_level[i] == 0 || own == RP_NOBODY)
            continue;
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            int64_t value = d->model->base[i] + c->score[k] - d->gain[i];
            if (c->therapist[k] == own && value < d->price[own])
                d->price[own] = value;
        }
    }
    for (uint32_t j = 0; j < d->model->therapists; j++)
        if (d->level[j] > 0 && d->price[j] < 0)
            d->price[j] = 0;
}

static void hold_round(draft *d) {
    const rp_model *m = d->model;
    uint64_t looks = (uint64_t)LOOKS_EACH * d->columns->count;

    for (uint32_t i = 0; i < m->clients; i++) {
        if (d->own_level[i] == 0)
            continue;
        if (d->therapist[i] == RP_NOBODY)
            d->gain[i] = gain_at_prices(d, i);
        d->therapist[i] = RP_NOBODY;
    }
    for (uint32_t j = 0; j < m->therapists; j++) {
        d->taken[j] = 0;
        if (d->level[j] > 0)
            enqueue(d, j);
    }
    while (d->length > 0) {
        size_t looked = bid(d, dequeue(d));
        if (looked > looks)
            break;
        looks -= looked;
    }
    while (d->length > 0)
        dequeue(d);
    read_prices(d);
}

static int make(draft *d) {
    const rp_model *m = d->model;
    size_t longest = 0;

    if (rp_turned_init(&d->turned, d->columns, m->therapists) != RP_OK)
        return 0;
    for (uint32_t j = 0; j < m->therapists; j++) {
        size_t length = d->turned.start[j + 1] - d->turned.start[j];
        longest = length > longest ? length : longest;
    }
    d->own_level = rp_new_array(m->clients, sizeof *d->own_level);
    d->gain = rp_new_array(m->clients, sizeof *d->gain);
    d->taken = rp_new_array(m->therapists, sizeof *d->taken);
    d->is_queued = rp_new_array(m->therapists, sizeof *d->is_queued);
    d->queue = rp_new_array(m->therapists, sizeof *d->queue);
    d->best = rp_new_array(longest + 1, sizeof *d->best);
    return d->own_level && d->gain && d->taken && d->is_queued && d->queue &&
           d->best;
}

rp_status rp_draft_run(uint32_t *therapist, int64_t *price,
                       const uint8_t *level, const rp_model *model,
                       const rp_columns *columns) {
    draft d = {.model = model,
               .columns = columns,
               .level = level,
               .price = price,
               .therapist = therapist};
    rp_status status = RP_ERR_MEMORY;

    if (make(&d)) {
        for (uint32_t i = 0; i < model->clients; i++) {
            d.own_level[i] = therapist[i] == RP_NOBODY ? model->tier[i]
                                                       : level[therapist[i]];
            if (d.own_level[i] > 0)
                therapist[i] = RP_NOBODY;
        }
        for (d.epsilon = FIRST_EPSILON; d.epsilon >= 1;
             d.epsilon /= EPSILON_FACTOR)
            hold_round(&d);
        status = RP_OK;
    }
    rp_turned_clear(&d.turned);
    free(d.own_level);
    free(d.gain);
    free(d.taken);
    free(d.is_queued);
    free(d.queue);
    free(d.best);
    return status;
}

#include "solve/start/reverse_auction.h"

#include "base/array.h"
#include "base/heap.h"

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

enum { LOOKS_EACH = 40 /* at each column, before a round is broken off */ };

typedef struct rp_reverse_auction_bid {
    int64_t value; /* to the therapist: worth - gain */
    uint32_t client;
} offer;

static bool takes_part(const rp_reverse_auction *d, uint8_t level) {
    return (level == 0) == d->is_mending;
}

static int64_t base(const rp_reverse_auction *d, uint32_t i) {
    return d->model->base[i] * RP_AUCTION_SCALE;
}

/* What a pair leaves to its therapist: worth - gain. */
static int64_t value_of(const rp_reverse_auction *d, uint32_t i,
                        uint16_t score) {
    return d->rest[i] + (int64_t)score * RP_AUCTION_SCALE;
}

static void enqueue(rp_reverse_auction *d, uint32_t j) {
    uint32_t at = d->head + d->length;

    if (d->is_queued[j])
        return;
    d->is_queued[j] = true;
    d->length++;
    d->queue[at < d->model->therapists ? at : at - d->model->therapists] = j;
}

static uint32_t dequeue(rp_reverse_auction *d) {
    uint32_t j = d->queue[d->head++];

    if (d->head == d->model->therapists)
        d->head = 0;
    d->length--;
    d->is_queued[j] = false;
    return j;
}

static inline bool is_lower(const offer *a, const offer *b) {
    return a->value < b->value;
}

RP_HEAP(offer, offer, is_lower)

/* Half the way to the front: who was good once will be again, and a list
   that begins with the best is read fastest. */
static void bring_forward(rp_turned *t, size_t first, size_t k) {
    size_t at = first + (k - first) / 2;
    uint32_t client = t->client[k];
    uint16_t score = t->score[k];

    t->client[k] = t->client[at];
    t->score[k] = t->score[at];
    t->client[at] = client;
    t->score[at] = score;
}

/* The `most` best clients of the list who are not here yet. */
static size_t find_best(rp_reverse_auction *d, uint32_t j, size_t most) {
    rp_turned *t = &d->turned;
    size_t first = t->start[j], count = 0;
    int64_t enough = 0; /* a value has to be above */

    for (size_t k = first; k < t->start[j + 1]; k++) {
        uint32_t i = t->client[k];
        offer item = {value_of(d, i, t->score[k]), i};
        if (item.value <= enough || d->therapist[i] == j)
            continue;
        if (count < most)
            offer_rise(d->best, count++, item);
        else
            offer_sink(d->best, count, item);
        if (count == most)
            enough = d->best[0].value;
        bring_forward(t, first, k);
    }
    return count;
}

static void win(rp_reverse_auction *d, uint32_t j, const offer *o,
                int64_t value) {
    uint32_t old = d->therapist[o->client];

    if (old != RP_NONE) {
        d->taken[old]--;
        enqueue(d, old);
    }
    d->rest[o->client] -= o->value - value + d->epsilon;
    d->therapist[o->client] = j;
    d->taken[j]++;
}

/* Fill the empty seats of one therapist; gives the list's length. */
static size_t bid(rp_reverse_auction *d, uint32_t j) {
    size_t empty = d->model->seats[j] - d->taken[j];
    size_t length = d->turned.start[j + 1] - d->turned.start[j];

    if (empty > length)
        empty = length;
    size_t count = find_best(d, j, empty + 1);
    if (count == 0)
        return length;
    /* The next best is on top. Without one a seat stays empty, which makes
       it worth nothing; but above level 0 it is only the list that ends. */
    int64_t value = count <= empty && d->is_mending ? 0 : d->best[0].value;
    for (size_t k = count > empty; k < count; k++)
        win(d, j, &d->best[k], value);
    return length;
}

/* What a client gains at the prices: of its own seat, or at the best. */
static int64_t gain_at_prices(const rp_reverse_auction *d, uint32_t i) {
    const rp_columns *c = d->columns;
    int64_t gain = 0;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        uint32_t j = c->therapist[k];
        int64_t here =
            base(d, i) + (int64_t)c->score[k] * RP_AUCTION_SCALE - d->price[j];
        if (j == d->therapist[i])
            return here;
        if (d->level[j] == d->own_level[i] && here > gain)
            gain = here;
    }
    return gain;
}

static void read_prices(rp_reverse_auction *d) {
    const rp_columns *c = d->columns;

    for (uint32_t j = 0; j < d->model->therapists; j++)
        if (takes_part(d, d->level[j]))
            d->price[j] = d->taken[j] < d->model->seats[j] ? 0 : INT64_MAX;
    for (uint32_t i = 0; i < d->model->clients; i++) {
        uint32_t own = d->therapist[i];
        if (own == RP_NONE || d->price[own] == 0 ||
            !takes_part(d, d->own_level[i]))
            continue;
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            int64_t value = value_of(d, i, c->score[k]);
            if (c->therapist[k] == own && value < d->price[own])
                d->price[own] = value > 0 ? value : 0;
        }
    }
}

static void take_bids(rp_reverse_auction *d) {
    uint64_t looks = (uint64_t)LOOKS_EACH * d->columns->count;

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

void rp_reverse_auction_round(rp_reverse_auction *d, int64_t epsilon) {
    const rp_model *m = d->model;

    d->is_mending = false;
    d->epsilon = epsilon;
    for (uint32_t i = 0; i < m->clients; i++)
        if (d->own_level[i] != 0)
            d->rest[i] = base(d, i) - (d->therapist[i] == RP_NONE &&
                                               m->tier[i] == d->own_level[i]
                                           ? 0
                                           : gain_at_prices(d, i));
    for (uint32_t i = 0; i < m->clients; i++)
        if (d->own_level[i] != 0)
            d->therapist[i] = RP_NONE;
    for (uint32_t j = 0; j < m->therapists; j++) {
        d->taken[j] = 0;
        if (d->level[j] > 0)
            enqueue(d, j);
    }
    take_bids(d);
}

void rp_reverse_auction_mend(rp_reverse_auction *d, int64_t epsilon) {
    const rp_model *m = d->model;

    d->is_mending = true;
    d->epsilon = epsilon;
    for (uint32_t j = 0; j < m->therapists; j++)
        d->taken[j] = 0;
    for (uint32_t i = 0; i < m->clients; i++)
        if (d->therapist[i] != RP_NONE)
            d->taken[d->therapist[i]]++;
    for (uint32_t j = 0; j < m->therapists; j++)
        if (d->level[j] == 0 && d->taken[j] < m->seats[j] && d->price[j] > 0)
            enqueue(d, j);
    if (d->length == 0)
        return;
    for (uint32_t i = 0; i < m->clients; i++)
        if (d->own_level[i] == 0)
            d->rest[i] = base(d, i) - gain_at_prices(d, i);
    take_bids(d);
}

/* Nobody bids for a client of another level. */
static void drop_other_levels(rp_reverse_auction *d) {
    rp_turned *t = &d->turned;
    size_t kept = 0, k = 0;

    for (uint32_t j = 0; j < d->model->therapists; j++) {
        for (size_t end = t->start[j + 1]; k < end; k++) {
            t->client[kept] = t->client[k];
            t->score[kept] = t->score[k];
            kept += d->own_level[t->client[k]] == d->level[j];
        }
        t->start[j + 1] = kept;
    }
}

rp_status rp_reverse_auction_init(rp_reverse_auction *d) {
    const rp_model *m = d->model;
    size_t longest = 0;

    if (rp_turned_init(&d->turned, d->columns, m->therapists) != RP_OK)
        return RP_ERR_MEMORY;
    drop_other_levels(d);
    for (uint32_t j = 0; j < m->therapists; j++) {
        size_t length = d->turned.start[j + 1] - d->turned.start[j];
        longest = length > longest ? length : longest;
    }
    d->rest = rp_new_array(m->clients, sizeof *d->rest);
    d->taken = rp_new_array(m->therapists, sizeof *d->taken);
    d->is_queued = rp_new_array(m->therapists, sizeof *d->is_queued);
    d->queue = rp_new_array(m->therapists, sizeof *d->queue);
    d->best = rp_new_array(longest + 1, sizeof *d->best);
    if (d->rest && d->taken && d->is_queued && d->queue && d->best)
        return RP_OK;
    return RP_ERR_MEMORY;
}

void rp_reverse_auction_clear(rp_reverse_auction *d) {
    rp_turned_clear(&d->turned);
    free(d->rest);
    free(d->taken);
    free(d->is_queued);
    free(d->queue);
    free(d->best);
    *d = (rp_reverse_auction){0};
}

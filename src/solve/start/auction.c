#include "solve/start/auction.h"

#include "base/array.h"
#include "base/heap.h"
#include "solve/start/reverse_auction.h"
#include "solve/start/scarcity.h"

#include <stdlib.h>

/*
 * Bertsekas' auction for therapists with several seats. A client without a
 * seat bids for a seat of the therapist where worth - price is largest, as
 * much above the price as it is better off there than at the second best
 * (waiting is worth 0), plus epsilon. A full therapist drops its lowest
 * bidder, and its price is the lowest bid it holds. So every seated client
 * is within epsilon of its best.
 *
 * Epsilon shrinks from round to round, each starting from the prices of the
 * last; therapists that were not filled start again from 0, or they would
 * keep a price that nobody pays. Those whom that happens to in the last round
 * are mended by a reverse auction, and clients whom a reverse auction leaves
 * over by an auction: each of the two can only raise the prices that the other
 * can only lower.
 */

enum {
    FIRST_EPSILON = 64 * RP_AUCTION_SCALE,
    SHORT_EPSILON = 16 * RP_AUCTION_SCALE,  /* with prices nearly right */
    LONG_EPSILON = 2048 * RP_AUCTION_SCALE, /* when that was too slow */
    EPSILON_FACTOR = 8,
    /* Bids of a client in a round before it is broken off: */
    FIRST_BIDS = 12, /* when levels are not known yet, as it may be hopeless */
    BIDS_EACH = 40,
    ADDED_EACH = 3, /* pairs of a client, when pricing finds them missing */
    MOST_IMPROVEMENTS = 4
};

typedef struct bid {
    int64_t price;
    uint32_t client;
} bid;

typedef struct auction {
    const rp_model *model;
    rp_columns *columns;
    uint8_t *level;      /* [therapists] see scarcity.h */
    uint8_t *own_level;  /* [clients] the level of therapists they bid for */
    int64_t *price;      /* [therapists] */
    uint32_t *therapist; /* [clients] */
    size_t *start;       /* [therapists + 1] the seats of each */
    bid *bid;            /* a heap at each, the lowest on top */
    uint32_t *taken;     /* [therapists] seats */
    uint32_t *queue;     /* [clients] those without a seat, a ring */
    size_t head, waiting;
    bool has_levels; /* they have been looked for */
    bool has_upper;  /* there are therapists above level 0 */
    int64_t epsilon;
} auction;

static inline bool is_lower(const bid *a, const bid *b) {
    return a->price < b->price;
}

RP_HEAP(bid, bid, is_lower)

static void enqueue(auction *a, uint32_t i) {
    size_t at = a->head + a->waiting++;

    a->queue[at < a->model->clients ? at : at - a->model->clients] = i;
}

static uint32_t dequeue(auction *a) {
    uint32_t i = a->queue[a->head++];

    if (a->head == a->model->clients)
        a->head = 0;
    a->waiting--;
    return i;
}

static void take_seat(auction *a, uint32_t j, bid item) {
    bid *heap = a->bid + a->start[j];
    size_t seats = a->start[j + 1] - a->start[j];

    a->therapist[item.client] = j;
    if (a->taken[j] < seats) {
        bid_rise(heap, a->taken[j]++, item);
    } else {
        a->therapist[heap[0].client] = RP_NONE;
        enqueue(a, heap[0].client);
        bid_sink(heap, seats, item);
    }
    if (a->taken[j] == a->model->seats[j])
        a->price[j] = heap[0].price;
}

static void place_bid(auction *a, uint32_t i) {
    const rp_columns *c = a->columns;
    int64_t base = a->model->base[i];
    int64_t best = -1, second = 0;
    uint8_t level = a->own_level[i];
    uint32_t choice = RP_NONE;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        int64_t gain =
            (base + c->score[k]) * RP_AUCTION_SCALE - a->price[c->therapist[k]];
        if (gain <= second || a->level[c->therapist[k]] != level)
            continue;
        if (gain > best) {
            second = best > 0 ? best : 0;
            best = gain;
            choice = c->therapist[k];
        } else {
            second = gain;
        }
    }
    if (choice != RP_NONE)
        take_seat(a, choice,
                  (bid){a->price[choice] + best - second + a->epsilon, i});
}

/* Clients without a seat bid until there are none or it takes too long;
   whether there are none. */
static bool take_bids(auction *a) {
    uint64_t bids =
        (uint64_t)(a->has_levels ? BIDS_EACH : FIRST_BIDS) * a->model->clients;

    while (a->waiting > 0 && bids-- > 0)
        place_bid(a, dequeue(a));
    return a->waiting == 0;
}

/* The lowest bid that a client on its seat can be thought to have made. */
static void load_seats(auction *a, bool is_upper) {
    const rp_model *m = a->model;

    for (uint32_t j = 0; j < m->therapists; j++)
        a->taken[j] = 0;
    a->head = a->waiting = 0;
    for (uint32_t i = 0; i < m->clients; i++) {
        uint32_t j = a->therapist[i];
        if ((a->own_level[i] > 0) != is_upper)
            continue;
        if (j == RP_NONE)
            enqueue(a, i);
        else
            bid_rise(a->bid + a->start[j], a->taken[j]++,
                     (bid){a->price[j], i});
    }
}

/* Whether a client is as well off as anywhere, but for epsilon. */
static bool is_content(const auction *a, uint32_t i) {
    const rp_columns *c = a->columns;
    int64_t own = 0, best = 0;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        uint32_t j = c->therapist[k];
        int64_t gain =
            (a->model->base[i] + c->score[k]) * RP_AUCTION_SCALE - a->price[j];
        if (j == a->therapist[i])
            own = gain;
        if (gain > best && a->level[j] == a->own_level[i])
            best = gain;
    }
    return own >= best - a->epsilon;
}

/* Clients of level 0 who are not content at this epsilon bid again. */
static bool hold_round(auction *a) {
    for (uint32_t i = 0; i < a->model->clients; i++)
        if (a->own_level[i] == 0 && a->therapist[i] != RP_NONE &&
            !is_content(a, i))
            a->therapist[i] = RP_NONE;
    load_seats(a, 0);
    return take_bids(a);
}

/* After a reverse auction: clients above level 0 who wait bid for seats. */
static void mend(auction *a) {
    load_seats(a, 1);
    take_bids(a);
}

static bool make(auction *a) {
    const rp_model *m = a->model;

    a->start = rp_new_array((size_t)m->therapists + 1, sizeof *a->start);
    a->taken = rp_new_array(m->therapists, sizeof *a->taken);
    a->queue = rp_new_array(m->clients, sizeof *a->queue);
    a->level = rp_new_array(m->therapists, sizeof *a->level);
    a->own_level = rp_new_array(m->clients, sizeof *a->own_level);
    return a->start && a->taken && a->queue && a->level && a->own_level;
}

/* A therapist never holds more bids than it is on clients' lists. */
static bool make_seats(auction *a) {
    const rp_model *m = a->model;

    for (uint32_t j = 0; j <= m->therapists; j++)
        a->start[j] = 0;
    for (size_t k = 0; k < a->columns->count; k++)
        a->start[a->columns->therapist[k] + 1]++;
    for (uint32_t j = 0; j < m->therapists; j++) {
        size_t pairs = a->start[j + 1];
        a->start[j + 1] =
            a->start[j] + (pairs < m->seats[j] ? pairs : m->seats[j]);
    }
    free(a->bid);
    a->bid = rp_new_array(a->start[m->therapists], sizeof *a->bid);
    return a->bid != NULL;
}

/* Every client out of its seat, so that the first round is for all. */
static void clear_seats(auction *a) {
    for (uint32_t i = 0; i < a->model->clients; i++)
        if (a->own_level[i] == 0)
            a->therapist[i] = RP_NONE;
}

/* All rounds of both; whether everybody at level 0 found a seat. */
static rp_status hold_rounds(auction *a, int64_t epsilon, bool *is_good) {
    rp_reverse_auction d = {.model = a->model,
                            .columns = a->columns,
                            .level = a->level,
                            .own_level = a->own_level,
                            .price = a->price,
                            .therapist = a->therapist};
    rp_status status = rp_reverse_auction_init(&d);

    *is_good = status == RP_OK;
    if (status == RP_OK && !make_seats(a))
        status = RP_ERR_MEMORY;
    for (a->epsilon = epsilon; status == RP_OK && *is_good && a->epsilon >= 1;
         a->epsilon /= EPSILON_FACTOR) {
        if (a->has_upper) {
            rp_reverse_auction_round(&d, a->epsilon);
            mend(a);
        }
        *is_good = hold_round(a);
        if (*is_good)
            rp_reverse_auction_mend(&d, a->epsilon);
    }
    for (uint32_t i = 0; i < a->model->clients && *is_good; i++)
        if (a->own_level[i] == 0 && a->therapist[i] == RP_NONE)
            *is_good = false;
    rp_reverse_auction_clear(&d);
    return status;
}

/*
 * Clients who find no seat would bid each other up to the worth of a tier.
 * So where seats are short the market is taken apart first: those for whom
 * there are enough take part in the auction, the others in the reverse auction.
 */
static rp_status run_by_level(auction *a, const int64_t *guess, bool *is_good) {
    const rp_model *m = a->model;
    rp_status status =
        rp_scarcity_find(a->therapist, a->level, m, a->columns, guess);

    if (status != RP_OK)
        return status;
    a->has_levels = true;
    for (uint32_t j = 0; j < m->therapists; j++) {
        /* The guess may have been made at another level. */
        int64_t guessed = (guess[j] + m->reward / 2) / m->reward;
        int64_t price = guess[j] + (a->level[j] - guessed) * m->reward;
        a->has_upper |= a->level[j] > 0;
        a->price[j] = (price > 0 ? price : 0) * RP_AUCTION_SCALE;
    }
    for (uint32_t i = 0; i < m->clients; i++)
        a->own_level[i] =
            a->therapist[i] == RP_NONE ? m->tier[i] : a->level[a->therapist[i]];
    clear_seats(a);
    return hold_rounds(a, a->has_upper ? FIRST_EPSILON : LONG_EPSILON, is_good);
}

/* Price all pairs at the prices reached, and add those that a client would
   rather have; cheaper here than one pivot of the simplex method for each. */
static rp_status add_missing(auction *a, size_t *count) {
    const rp_model *m = a->model;
    const rp_columns *c = a->columns;
    int64_t *gain = rp_new_array(m->clients, sizeof *gain);
    int64_t *price = rp_new_array(m->therapists, sizeof *price);
    rp_pair *missing = NULL;
    rp_status status = RP_ERR_MEMORY;

    if (!gain || !price)
        goto done;
    for (uint32_t j = 0; j < m->therapists; j++)
        price[j] = a->price[j] / RP_AUCTION_SCALE;
    for (uint32_t i = 0; i < m->clients; i++)
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            int64_t here = m->base[i] + c->score[k] - price[c->therapist[k]];
            gain[i] = here > gain[i] ? here : gain[i];
        }
    status = rp_model_price(m, gain, price, ADDED_EACH, &missing, count);
    if (status == RP_OK && *count > 0)
        status = rp_columns_add(a->columns, missing, *count);
done:
    free(missing);
    free(gain);
    free(price);
    return status;
}

/* Bid on while pricing finds much. */
static rp_status improve(auction *a) {
    rp_status status = RP_OK;
    size_t count = a->model->clients;
    bool is_good = true;

    for (int k = 0; k < MOST_IMPROVEMENTS && is_good; k++) {
        status = add_missing(a, &count);
        if (status != RP_OK || count <= a->model->clients / 64)
            return status;
        status = hold_rounds(a, SHORT_EPSILON, &is_good);
        if (status != RP_OK)
            return status;
    }
    return RP_OK;
}

rp_status rp_auction_run(uint32_t *therapist, int64_t *price,
                         const rp_model *model, rp_columns *columns) {
    auction a = {.model = model,
                 .columns = columns,
                 .price = price,
                 .therapist = therapist};
    int64_t *guess = rp_new_array(model->therapists, sizeof *guess);
    rp_status status = RP_ERR_MEMORY;
    uint64_t seats = 0;
    bool is_good = false;

    if (!guess || !make(&a))
        goto done;
    for (uint32_t j = 0; j < model->therapists; j++) {
        seats += model->seats[j];
        guess[j] = price[j];
        price[j] *= RP_AUCTION_SCALE;
    }
    status = RP_OK;
    clear_seats(&a);
    if (seats >= model->clients)
        status = hold_rounds(&a, FIRST_EPSILON, &is_good);
    if (status == RP_OK && !is_good)
        status = run_by_level(&a, guess, &is_good);
    if (status == RP_OK && is_good)
        status = improve(&a);
done:
    free(guess);
    free(a.start);
    free(a.bid);
    free(a.taken);
    free(a.queue);
    free(a.level);
    free(a.own_level);
    return status;
}

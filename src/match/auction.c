#include "match/auction.h"

#include "base/array.h"
#include "match/draft.h"
#include "match/levels.h"

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
 * keep a price that nobody pays.
 */

enum {
    FIRST_EPSILON = 64,
    EPSILON_FACTOR = 4,
    BIDS_EACH = 40 /* of a client in a round, before it is broken off */
};

typedef struct bid {
    int64_t price;
    uint32_t client;
} bid;

typedef struct auction {
    const rp_model *model;
    rp_columns *columns;
    uint8_t *level;      /* [therapists] only level 0 is auctioned */
    int64_t *price;      /* [therapists] */
    uint32_t *therapist; /* [clients] */
    size_t *start;       /* [therapists + 1] the seats of each */
    bid *bid;            /* a heap at each, the lowest on top */
    uint32_t *taken;     /* [therapists] seats */
    uint32_t *queue;     /* [clients] those without a seat, a ring */
    uint8_t *is_in;      /* [clients] who take part */
    size_t head, waiting;
    int64_t epsilon;
} auction;

static void sift_down(bid *heap, size_t count, bid item) {
    size_t at = 0;

    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && heap[child + 1].price < heap[child].price)
            child++;
        if (heap[child].price >= item.price)
            break;
        heap[at] = heap[child];
    }
    heap[at] = item;
}

static void sift_up(bid *heap, size_t at, bid item) {
    while (at > 0 && heap[(at - 1) / 2].price > item.price) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    heap[at] = item;
}

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
        sift_up(heap, a->taken[j]++, item);
    } else {
        a->therapist[heap[0].client] = RP_NOBODY;
        enqueue(a, heap[0].client);
        sift_down(heap, seats, item);
    }
    if (a->taken[j] == a->model->seats[j])
        a->price[j] = heap[0].price;
}

static void place_bid(auction *a, uint32_t i) {
    const rp_columns *c = a->columns;
    int64_t base = a->model->base[i];
    int64_t best = -1, second = 0;
    uint32_t choice = RP_NOBODY;

    for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
        int64_t gain = base + c->score[k] - a->price[c->therapist[k]];
        if (gain <= second || a->level[c->therapist[k]] != 0)
            continue;
        if (gain > best) {
            second = best > 0 ? best : 0;
            best = gain;
            choice = c->therapist[k];
        } else {
            second = gain;
        }
    }
    if (choice != RP_NOBODY)
        take_seat(a, choice,
                  (bid){a->price[choice] + best - second + a->epsilon, i});
}

/* Whether all who take part found a seat. */
static int hold_round(auction *a) {
    const rp_model *m = a->model;
    uint64_t bids = (uint64_t)BIDS_EACH * m->clients;

    for (uint32_t j = 0; j < m->therapists; j++) {
        if (a->level[j] == 0 && a->taken[j] < m->seats[j])
            a->price[j] = 0;
        a->taken[j] = 0;
    }
    a->head = a->waiting = 0;
    for (uint32_t i = 0; i < m->clients; i++)
        if (a->is_in[i]) {
            a->therapist[i] = RP_NOBODY;
            enqueue(a, i);
        }
    while (a->waiting > 0 && bids-- > 0)
        place_bid(a, dequeue(a));
    for (uint32_t i = 0; i < m->clients; i++)
        if (a->is_in[i] && a->therapist[i] == RP_NOBODY)
            return 0;
    return 1;
}

static int make(auction *a) {
    const rp_model *m = a->model;

    a->start = rp_new_array((size_t)m->therapists + 1, sizeof *a->start);
    a->taken = rp_new_array(m->therapists, sizeof *a->taken);
    a->queue = rp_new_array(m->clients, sizeof *a->queue);
    a->level = rp_new_array(m->therapists, sizeof *a->level);
    a->is_in = rp_new_array(m->clients, sizeof *a->is_in);
    return a->start && a->taken && a->queue && a->level && a->is_in;
}

/* A therapist never holds more bids than it is on clients' lists. */
static int make_seats(auction *a) {
    const rp_model *m = a->model;

    for (uint32_t j = 0; j <= m->therapists; j++)
        a->start[j] = 0;
    for (size_t k = 0; k < a->columns->count; k++)
        a->start[a->columns->therapist[k] + 1]++;
    for (uint32_t j = 0; j < m->therapists; j++) {
        size_t lists = a->start[j + 1];
        a->start[j + 1] =
            a->start[j] + (lists < m->seats[j] ? lists : m->seats[j]);
        a->taken[j] = m->seats[j]; /* the guess stands for the first round */
    }
    free(a->bid);
    a->bid = rp_new_array(a->start[m->therapists], sizeof *a->bid);
    return a->bid != NULL;
}

static int hold_rounds(auction *a, int64_t epsilon) {
    int is_good = 1;

    for (a->epsilon = epsilon; a->epsilon >= 1 && is_good;
         a->epsilon /= EPSILON_FACTOR)
        is_good = hold_round(a);
    return is_good;
}

/*
 * Clients who find no seat would bid each other up to the worth of a tier.
 * So where seats are short the market is taken apart first: those for whom
 * there are enough take part in the auction, the others in the draft.
 */
static rp_status run_by_level(auction *a) {
    const rp_model *m = a->model;
    rp_status status =
        rp_levels_find(a->therapist, a->level, m, a->columns, a->price);

    if (status != RP_OK)
        return status;
    for (uint32_t j = 0; j < m->therapists; j++)
        if (a->price[j] < a->level[j] * m->reward)
            a->price[j] += a->level[j] * m->reward;
    status = rp_draft_run(a->therapist, a->price, a->level, m, a->columns);
    if (status != RP_OK)
        return status;
    for (uint32_t i = 0; i < m->clients; i++) {
        uint32_t own = a->therapist[i];
        a->is_in[i] = own != RP_NOBODY && a->level[own] == 0;
    }
    if (!make_seats(a))
        return RP_ERR_MEMORY;
    hold_rounds(a, FIRST_EPSILON);
    return RP_OK;
}

rp_status rp_auction_run(uint32_t *therapist, int64_t *price,
                         const rp_model *model, rp_columns *columns) {
    auction a = {.model = model,
                 .columns = columns,
                 .price = price,
                 .therapist = therapist};
    rp_status status = RP_ERR_MEMORY;
    uint64_t seats = 0;
    int is_good = 0;

    if (!make(&a))
        goto done;
    for (uint32_t j = 0; j < model->therapists; j++)
        seats += model->seats[j];
    if (seats >= model->clients) {
        for (uint32_t i = 0; i < model->clients; i++)
            a.is_in[i] = 1;
        if (!make_seats(&a))
            goto done;
        is_good = hold_rounds(&a, FIRST_EPSILON);
    }
    status = is_good ? RP_OK : run_by_level(&a);
done:
    free(a.start);
    free(a.bid);
    free(a.taken);
    free(a.queue);
    free(a.level);
    free(a.is_in);
    return status;
}

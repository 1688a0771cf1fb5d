#include "solve/queue.h"

#include "base/array.h"
#include "base/places.h"

#include <stdlib.h>

/* Clients by tier and sequence; NULL when out of memory. */
static uint32_t *order_of(const rp_market *market, uint32_t *count) {
    const uint32_t *sequence = rp_market_sequence(market);
    uint32_t clients = rp_market_clients(market);
    uint32_t *order = rp_new_array(clients, sizeof *order);

    *count = 0;
    for (int tier = RP_TIERS; order && tier >= 1; tier--)
        for (uint32_t k = 0; k < clients; k++) {
            uint32_t i = sequence ? sequence[k] : k;
            if (rp_market_tier(market, i) == tier)
                order[(*count)++] = i;
        }
    return order;
}

/* One row of the market, where it stands or in a buffer. */
typedef struct reading {
    const rp_market *market;
    uint32_t *buffer; /* [therapists] */
    uint16_t *scores; /* [therapists] */
    const uint32_t *therapist;
    const uint16_t *gain;
    size_t count;
} reading;

static bool open_reading(reading *r, const rp_market *market) {
    uint32_t therapists = rp_market_therapists(market);

    *r = (reading){.market = market,
                   .buffer = rp_new_array(therapists, sizeof *r->buffer),
                   .scores = rp_new_array(therapists, sizeof *r->scores)};
    return r->buffer && r->scores;
}

static void close_reading(reading *r) {
    free(r->buffer);
    free(r->scores);
}

static void read_row(reading *r, uint32_t client) {
    r->count = rp_market_see(r->market, client, 0, r->buffer, r->scores,
                             &r->therapist, &r->gain);
}

/* ---- picking ------------------------------------------------------------ */

/*
 * A client is picked if a chain of moves leads to a free seat: the client goes
 * to j, somebody there goes on to k, and so on. Each therapist has a height, no
 * more than the moves that lead from there to a free seat, and chains go
 * downhill one by one. Where no way leads down, the height rises to one above
 * the lowest neighbour. Seats are only ever taken, so heights only rise, and
 * who is cut off from all free seats stays so: nobody looks there again.
 */

enum { CUT_OFF = INT32_MAX };

typedef struct step {
    uint32_t therapist;
    uint32_t by;     /* the client who moves here */
    uint32_t leaver; /* the client of this place who is looked at */
} step;

typedef struct picking {
    reading row;
    rp_places places;    /* clients at therapists */
    uint32_t *left;      /* [therapists] seats */
    int32_t *height;     /* [therapists] */
    uint32_t *of_height; /* [therapists + 2] how many have it */
    step *chain;         /* [therapists + 1] */
    uint32_t length;
    uint32_t therapists;
} picking;

/* The lowest therapist of the row at hand other than one. */
static int32_t lowest_of(const picking *p, uint32_t other,
                         uint32_t *therapist) {
    int32_t lowest = CUT_OFF;

    for (size_t k = 0; k < p->row.count; k++) {
        uint32_t j = p->row.therapist[k];
        if (p->height[j] >= lowest || j == other)
            continue;
        lowest = p->height[j];
        *therapist = j;
    }
    return lowest;
}

static void go_to(picking *p, uint32_t therapist, uint32_t by) {
    p->chain[p->length++] = (step){therapist, by, p->places.first[therapist]};
}

static void set_height(picking *p, uint32_t j, int32_t height) {
    p->of_height[p->height[j]]--;
    p->height[j] = height;
    if (height != CUT_OFF)
        p->of_height[height]++;
}

/* No way leads down from j any more. */
static void raise(picking *p, uint32_t j) {
    int32_t old = p->height[j], lowest = CUT_OFF;
    uint32_t therapist;

    for (uint32_t i = p->places.first[j]; i != RP_NONE; i = p->places.next[i]) {
        read_row(&p->row, i);
        int32_t here = lowest_of(p, j, &therapist);
        lowest = here < lowest ? here : lowest;
    }
    set_height(p, j, lowest >= (int32_t)p->therapists ? CUT_OFF : lowest + 1);
    if (p->of_height[old] > 0)
        return;
    /* nobody is left at this height, so no way leads past it */
    for (uint32_t k = 0; k < p->therapists; k++)
        if (p->height[k] != CUT_OFF && p->height[k] > old)
            set_height(p, k, CUT_OFF);
}

/* One step down from the end of the chain, or one back. */
static void go_on(picking *p) {
    step *end = &p->chain[p->length - 1];
    int32_t wanted = p->height[end->therapist] - 1;

    for (; wanted >= 0 && wanted < CUT_OFF - 1 && end->leaver != RP_NONE;
         end->leaver = p->places.next[end->leaver]) {
        read_row(&p->row, end->leaver);
        for (size_t k = 0; k < p->row.count; k++)
            if (p->height[p->row.therapist[k]] == wanted) {
                go_to(p, p->row.therapist[k], end->leaver);
                return;
            }
    }
    if (p->height[end->therapist] != CUT_OFF)
        raise(p, end->therapist);
    p->length--;
}

/* Everybody on the chain moves one on. */
static void move_all(picking *p) {
    p->left[p->chain[p->length - 1].therapist]--;
    for (uint32_t k = p->length; k-- > 1;)
        rp_places_move(&p->places, p->chain[k].by, p->chain[k].therapist);
    rp_places_put(&p->places, p->chain[0].by, p->chain[0].therapist);
}

static bool pick(picking *p, uint32_t client) {
    p->length = 0;
    for (;;) {
        if (p->length == 0) {
            uint32_t therapist = RP_NONE;
            read_row(&p->row, client);
            if (lowest_of(p, RP_NONE, &therapist) == CUT_OFF)
                return false;
            go_to(p, therapist, client);
        }
        if (p->left[p->chain[p->length - 1].therapist] > 0) {
            move_all(p);
            return true;
        }
        go_on(p);
    }
}

static bool make(picking *p, const rp_market *market) {
    uint32_t therapists = rp_market_therapists(market);

    *p = (picking){.therapists = therapists};
    p->left = rp_new_array(therapists, sizeof *p->left);
    p->height = rp_new_array(therapists, sizeof *p->height);
    p->of_height = rp_new_array((size_t)therapists + 2, sizeof *p->of_height);
    p->chain = rp_new_array((size_t)therapists + 1, sizeof *p->chain);
    if (!open_reading(&p->row, market) ||
        !rp_places_init(&p->places, rp_market_clients(market), therapists) ||
        !p->left || !p->height || !p->of_height || !p->chain)
        return false;
    for (uint32_t j = 0; j < therapists; j++) {
        p->left[j] = rp_market_openings(market, j);
        p->height[j] = p->left[j] > 0 ? 0 : CUT_OFF;
        p->of_height[0] += p->left[j] > 0;
    }
    return true;
}

rp_status rp_queue_pick(bool *is_picked, const rp_market *market) {
    uint32_t count;
    uint32_t *order = order_of(market, &count);
    picking p;
    bool whole = make(&p, market) && order;

    for (uint32_t k = 0; whole && k < count; k++)
        is_picked[order[k]] = pick(&p, order[k]);
    close_reading(&p.row);
    rp_places_clear(&p.places);
    free(p.left);
    free(p.height);
    free(p.of_height);
    free(p.chain);
    free(order);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* ---- checking ----------------------------------------------------------- */

/*
 * The price v of a therapist is the weight of the first client who waits and
 * from whom a chain of moves leads there; 0 where there is none. Found from the
 * plan alone; then every pair is gone over.
 */
typedef struct checking {
    reading row;
    const uint32_t *therapist; /* [clients] the plan */
    rp_places places;
    uint32_t *taken; /* [therapists] */
    uint32_t *price; /* [therapists] v */
    uint32_t *stack; /* [therapists] to go on from */
    uint32_t depth;
} checking;

static void spread_row(checking *c, uint32_t client, uint32_t weight) {
    read_row(&c->row, client);
    for (size_t k = 0; k < c->row.count; k++) {
        uint32_t j = c->row.therapist[k];
        if (c->price[j] > 0)
            continue;
        c->price[j] = weight;
        c->stack[c->depth++] = j;
    }
}

static void spread(checking *c, uint32_t client, uint32_t weight) {
    spread_row(c, client, weight);
    while (c->depth > 0) {
        uint32_t j = c->stack[--c->depth];
        for (uint32_t i = c->places.first[j]; i != RP_NONE;
             i = c->places.next[i])
            spread_row(c, i, weight);
    }
}

/* Is every pair of a client covered, and the own one met? */
static bool is_covered(checking *c, uint32_t client, uint32_t weight,
                       uint64_t *pairs) {
    uint32_t own = c->therapist[client];
    bool is_good = own == RP_NONE || c->price[own] <= weight;
    uint32_t rest = own == RP_NONE ? weight : c->price[own];
    bool is_found = own == RP_NONE;

    read_row(&c->row, client);
    *pairs += c->row.count;
    for (size_t k = 0; k < c->row.count; k++) {
        is_good &= c->price[c->row.therapist[k]] >= rest;
        is_found |= c->row.therapist[k] == own;
    }
    return is_good && is_found;
}

static bool have_seats(const checking *c) {
    const rp_market *market = c->row.market;

    for (uint32_t j = 0; j < rp_market_therapists(market); j++) {
        uint32_t openings = rp_market_openings(market, j);
        if (c->taken[j] > openings ||
            (c->price[j] > 0 && c->taken[j] < openings))
            return false;
    }
    return true;
}

static bool check(checking *c, const uint32_t *order, uint32_t count,
                  uint64_t *pairs) {
    bool is_good = true;

    for (uint32_t k = 0; k < count; k++) {
        uint32_t own = c->therapist[order[k]];
        if (own == RP_NONE)
            continue;
        rp_places_put(&c->places, order[k], own);
        c->taken[own]++;
    }
    for (uint32_t k = 0; k < count; k++)
        if (c->therapist[order[k]] == RP_NONE)
            spread(c, order[k], count - k);
    for (uint32_t k = 0; k < count; k++)
        is_good &= is_covered(c, order[k], count - k, pairs);
    return is_good && have_seats(c);
}

rp_status rp_queue_check(const rp_market *market, const uint32_t *therapist,
                         uint64_t *pairs_checked) {
    uint32_t therapists = rp_market_therapists(market), count;
    uint32_t *order = order_of(market, &count);
    checking c = {.therapist = therapist};
    rp_status status = RP_ERR_MEMORY;

    *pairs_checked = 0;
    c.taken = rp_new_array(therapists, sizeof *c.taken);
    c.price = rp_new_array(therapists, sizeof *c.price);
    c.stack = rp_new_array(therapists, sizeof *c.stack);
    if (open_reading(&c.row, market) &&
        rp_places_init(&c.places, rp_market_clients(market), therapists) &&
        order && c.taken && c.price && c.stack)
        status = check(&c, order, count, pairs_checked) ? RP_OK : RP_ERR_SOLVER;
    close_reading(&c.row);
    rp_places_clear(&c.places);
    free(c.taken);
    free(c.price);
    free(c.stack);
    free(order);
    return status;
}

#include "solve/queue.h"

#include "base/array.h"
#include "base/bits.h"
#include "base/places.h"
#include "solve/week/broken.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>

/* Clients by tier and sequence; NULL when out of memory. */
static uint32_t *order_of(const rp_market *market, uint32_t *count) {
    const uint32_t *sequence = rp_market_sequence(market);
    uint32_t clients = rp_market_clients(market);
    uint32_t *order = rp_new_array(clients, sizeof *order);

    *count = 0;
    for (int tier = 2 * RP_TIERS; order && tier >= 1; tier--)
        for (uint32_t k = 0; k < clients; k++) {
            uint32_t i = sequence ? sequence[k] : k;
            if (rp_market_tier(market, i) == tier)
                order[(*count)++] = i;
        }
    return order;
}

/* One row of the market, where it stands or in a buffer. Where therapists are
   taken apart it is one of places, and extras have rows behind the clients. */
typedef struct reading {
    const rp_market *market;
    const rp_seats *seats;
    uint32_t *buffer; /* [therapists] */
    uint16_t *scores; /* [therapists] */
    uint32_t *places; /* [places] */
    const uint32_t *therapist;
    size_t count;
} reading;

static bool open_reading(reading *r, const rp_market *market,
                         const rp_seats *seats) {
    uint32_t therapists = rp_market_therapists(market);

    *r = (reading){.market = market,
                   .seats = seats,
                   .buffer = rp_new_array(therapists, sizeof *r->buffer),
                   .scores = rp_new_array(therapists, sizeof *r->scores),
                   .places = rp_new_array(seats->places, sizeof *r->places)};
    return r->buffer && r->scores && r->places;
}

static void close_reading(reading *r) {
    free(r->buffer);
    free(r->scores);
    free(r->places);
}

static void add_hours(reading *r, uint32_t j, const uint64_t *bits,
                      size_t words) {
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1)
            r->places[r->count++] =
                r->seats->first[j] + (uint32_t)(64 * w) + rp_bits_lowest(left);
}

static void read_extra(reading *r, uint32_t extra) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    size_t words = rp_seats_extra_suits(r->seats, extra, 0, bits);

    r->count = 0;
    add_hours(r, r->seats->extra[extra].therapist, bits, words);
    r->therapist = r->places;
}

/* @param client  of the market, or an extra behind them */
static void read_row(reading *r, uint32_t client) {
    uint32_t clients = rp_market_clients(r->market);
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    const uint16_t *gain;

    if (client >= clients) {
        read_extra(r, client - clients);
        return;
    }
    r->count = rp_market_see(r->market, client, 0, r->buffer, r->scores,
                             &r->therapist, &gain);
    if (r->seats->apart == 0)
        return;
    const uint32_t *row = r->therapist;
    size_t count = r->count;
    r->count = 0;
    for (size_t k = 0; k < count; k++) {
        size_t words = 1;
        bits[0] = 1;
        if (r->seats->is_apart[row[k]])
            words = rp_seats_suits(r->seats, client, row[k], 0, bits);
        add_hours(r, row[k], bits, words);
    }
    r->therapist = r->places;
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
    rp_places places;    /* clients and extras at therapists */
    uint32_t *left;      /* [therapists] seats */
    int32_t *height;     /* [therapists] */
    uint32_t *of_height; /* [therapists + 2] how many have it */
    step *chain;         /* [therapists + 1] */
    uint32_t length;
    uint32_t therapists; /* places */
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
static void lift(picking *p, uint32_t j) {
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
        lift(p, end->therapist);
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

static bool make(picking *p, const rp_seats *seats) {
    const rp_market *market = seats->market;
    uint32_t therapists = seats->places;
    size_t clients = rp_market_clients(market) + (size_t)seats->extras;

    *p = (picking){.therapists = therapists};
    p->left = rp_new_array(therapists, sizeof *p->left);
    p->height = rp_new_array(therapists, sizeof *p->height);
    p->of_height = rp_new_array((size_t)therapists + 2, sizeof *p->of_height);
    p->chain = rp_new_array((size_t)therapists + 1, sizeof *p->chain);
    if (!open_reading(&p->row, market, seats) ||
        !rp_places_init(&p->places, (uint32_t)clients, therapists) ||
        !p->left || !p->height || !p->of_height || !p->chain)
        return false;
    for (uint32_t j = 0; j < therapists; j++) {
        p->left[j] = rp_seats_room(seats, j);
        p->height[j] = p->left[j] > 0 ? 0 : CUT_OFF;
        p->of_height[0] += p->left[j] > 0;
    }
    return true;
}

static void clear(picking *p) {
    close_reading(&p->row);
    rp_places_clear(&p->places);
    free(p->left);
    free(p->height);
    free(p->of_height);
    free(p->chain);
}

/* Whom the queue picks when those are taken apart who are; extras first.
   @param[out] any  hours cannot be dealt to all of them; the therapists where
                    that is so are marked in is_broken */
static rp_status pick_all(bool *is_picked, const rp_seats *seats,
                          const uint32_t *order, uint32_t count,
                          bool *is_broken, bool *any) {
    uint32_t clients = rp_market_clients(seats->market);
    picking p;
    rp_deal deal = {0};
    rp_status status = make(&p, seats) ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t k = 0; status == RP_OK && k < seats->extras; k++)
        if (!pick(&p, clients + k))
            status = RP_ERR_SOLVER; /* they always have places */
    for (uint32_t k = 0; status == RP_OK && k < count; k++)
        is_picked[order[k]] = pick(&p, order[k]);
    *any = false;
    if (status == RP_OK && rp_market_has_hours(seats->market)) {
        rp_dealing d = {.seats = seats, .at = &p.places, .deal = &deal};
        status = rp_dealing_find_broken(&d, is_broken, any, NULL);
    }
    rp_deal_clear(&deal);
    clear(&p);
    return status;
}

rp_status rp_queue_pick(bool *is_picked, const rp_market *market,
                        rp_seats *seats) {
    uint32_t count;
    uint32_t *order = order_of(market, &count);
    bool *is_broken =
        rp_new_array(rp_market_therapists(market), sizeof *is_broken);
    bool any = true;
    rp_status status =
        rp_seats_init(seats, market, NULL, rp_market_therapists(market));

    if (!order || !is_broken)
        status = RP_ERR_MEMORY;
    while (status == RP_OK && any) {
        status = pick_all(is_picked, seats, order, count, is_broken, &any);
        for (uint32_t j = 0; any && j < seats->therapists; j++)
            seats->is_apart[j] |= is_broken[j];
        if (status == RP_OK && any)
            status = rp_seats_number(seats, 0);
    }
    free(order);
    free(is_broken);
    return status;
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
    rp_places places;          /* clients and extras at places */
    uint32_t *taken;           /* [places] */
    uint32_t *price;           /* [places] v */
    uint32_t *stack;           /* [places] to go on from */
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
    uint32_t own = c->places.at[client];
    bool is_good = own == RP_NONE || c->price[own] <= weight;
    uint32_t rest = own == RP_NONE ? weight : c->price[own];
    bool is_found = own == RP_NONE;

    const uint32_t *of = c->row.seats->of;
    uint32_t last = RP_NONE;

    read_row(&c->row, client);
    for (size_t k = 0; k < c->row.count; k++) {
        /* the places of a therapist are one pair */
        *pairs += of[c->row.therapist[k]] != last;
        last = of[c->row.therapist[k]];
        is_good &= c->price[c->row.therapist[k]] >= rest;
        is_found |= c->row.therapist[k] == own;
    }
    return is_good && is_found;
}

static bool have_seats(const checking *c) {
    for (uint32_t j = 0; j < c->row.seats->places; j++) {
        uint32_t room = rp_seats_room(c->row.seats, j);
        if (c->taken[j] > room || (c->price[j] > 0 && c->taken[j] < room))
            return false;
    }
    return true;
}

static void put(checking *c, uint32_t client, uint32_t place) {
    rp_places_put(&c->places, client, place);
    c->taken[place]++;
}

/* Hours for those of a therapist who is taken apart, absences in the rest.
   @param at  clients at therapists */
static rp_status deal_hours(checking *c, uint32_t j, const rp_seats *whole,
                            const rp_places *at, rp_deal *deal,
                            uint32_t *extra) {
    const rp_seats *seats = c->row.seats;
    rp_dealing d = {.seats = whole, .at = at, .deal = deal};
    uint32_t clients = rp_market_clients(seats->market), k = 0;
    uint32_t first = seats->first[j];
    bool is_dealt;
    rp_status status = rp_dealing_run(&d, j, &is_dealt);

    if (status != RP_OK || !is_dealt)
        return status == RP_OK ? RP_ERR_SOLVER : status;
    for (uint32_t i = rp_market_first_held(seats->market, j); i != RP_NONE;
         i = rp_market_next_held(seats->market, i), k++)
        if (deal->hour[k] != RP_NOT_DEALT) /* else none suits */
            put(c, clients + (*extra)++, first + deal->hour[k]);
    for (uint32_t i = at->first[j]; i != RP_NONE; i = at->next[i])
        put(c, i, first + deal->hour[k++]);
    for (uint32_t h = 0; h < deal->hours && *extra < seats->extras &&
                         seats->extra[*extra].therapist == j;
         h++)
        if (deal->holder[h] == RP_NONE)
            put(c, clients + (*extra)++, first + h);
    return RP_OK;
}

/* Everybody at their place. */
static rp_status seat_all(checking *c) {
    const rp_seats *seats = c->row.seats;
    const rp_market *market = seats->market;
    uint32_t extra = 0;
    rp_deal deal = {0};
    rp_places at;
    rp_seats whole = {0};
    rp_status status = RP_ERR_MEMORY;

    if (rp_places_init(&at, rp_market_clients(market), seats->therapists))
        status = rp_seats_init(&whole, market, NULL, seats->therapists);
    for (uint32_t i = 0; status == RP_OK && i < rp_market_clients(market);
         i++) {
        uint32_t own = c->therapist[i];
        if (own != RP_NONE && !seats->is_apart[own])
            put(c, i, seats->first[own]);
        else if (own != RP_NONE)
            rp_places_put(&at, i, own);
    }
    for (uint32_t j = 0; status == RP_OK && j < seats->therapists; j++)
        if (seats->is_apart[j])
            status = deal_hours(c, j, &whole, &at, &deal, &extra);
    if (status == RP_OK && extra < seats->extras)
        status = RP_ERR_SOLVER;
    rp_seats_clear(&whole);
    rp_places_clear(&at);
    rp_deal_clear(&deal);
    return status;
}

/* Weights are count .. 1; extras weigh more. */
static bool check(checking *c, const uint32_t *order, uint32_t count,
                  uint64_t *pairs) {
    uint32_t clients = rp_market_clients(c->row.market);
    uint64_t of_extras = 0;
    bool is_good = true;

    for (uint32_t k = 0; k < count; k++)
        if (c->places.at[order[k]] == RP_NONE)
            spread(c, order[k], count - k);
    for (uint32_t k = 0; k < count; k++)
        is_good &= is_covered(c, order[k], count - k, pairs);
    for (uint32_t k = 0; k < c->row.seats->extras; k++)
        is_good &= is_covered(c, clients + k, count + 1, &of_extras);
    return is_good && have_seats(c);
}

rp_status rp_queue_check(const rp_market *market, const uint32_t *therapist,
                         const rp_seats *seats, uint64_t *pairs_checked) {
    uint32_t places = seats->places, count;
    size_t clients = rp_market_clients(market) + (size_t)seats->extras;
    uint32_t *order = order_of(market, &count);
    checking c = {.therapist = therapist};
    rp_status status = RP_ERR_MEMORY;

    *pairs_checked = 0;
    c.taken = rp_new_array(places, sizeof *c.taken);
    c.price = rp_new_array(places, sizeof *c.price);
    c.stack = rp_new_array(places, sizeof *c.stack);
    if (open_reading(&c.row, market, seats) &&
        rp_places_init(&c.places, (uint32_t)clients, places) && order &&
        c.taken && c.price && c.stack)
        status = seat_all(&c);
    if (status == RP_OK && !check(&c, order, count, pairs_checked))
        status = RP_ERR_SOLVER;
    close_reading(&c.row);
    rp_places_clear(&c.places);
    free(c.taken);
    free(c.price);
    free(c.stack);
    free(order);
    return status;
}

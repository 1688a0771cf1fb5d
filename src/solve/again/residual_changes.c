#include "solve/again/residual_changes.h"

#include "solve/again/residual_ways.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 0 };

/* -- seats ----------------------------------------------------------------- */

void rp_residual_add_seat(rp_residual *r, uint32_t therapist) {
    uint32_t node = therapist + 1;

    rp_ways_begin(r);
    r->ahead.distance[POOL] = 0; /* there is a way: an idle hand */
    rp_ways_search(r, node, RP_NO_PATH);
    rp_ways_reprice(r);
    rp_residual_set_seats(r, therapist, r->seats[therapist] + 1);
    rp_ways_move(r, node, RP_NONE);
}

void rp_residual_drop_seat(rp_residual *r, uint32_t therapist) {
    uint32_t node = therapist + 1;

    assert(r->seats[therapist] > 0);
    if (r->load[therapist] < r->seats[therapist]) {
        rp_residual_set_seats(r, therapist, r->seats[therapist] - 1);
        return;
    }
    rp_ways_begin(r);
    r->ahead.distance[node] = 0; /* there is a way: to wait */
    rp_ways_search(r, POOL, RP_NO_PATH);
    rp_ways_reprice(r);
    rp_residual_set_seats(r, therapist, r->seats[therapist] - 1);
    rp_ways_move(r, POOL, RP_NONE);
}

void rp_residual_move_seat(rp_residual *r, uint32_t from, uint32_t to) {
    assert(r->seats[from] > 0);
    rp_ways_begin(r);
    r->ahead.distance[from + 1] = 0; /* there is a way: by the pool */
    rp_ways_search(r, to + 1, RP_NO_PATH);
    rp_ways_reprice(r);
    rp_ways_move(r, to + 1, RP_NONE); /* an idle hand is one by this seat */
    rp_residual_set_seats(r, from, r->seats[from] - 1);
    rp_residual_set_seats(r, to, r->seats[to] + 1);
}

void rp_residual_bring_seat(rp_residual *r, uint32_t client, uint32_t place) {
    assert(r->places.at[client] == RP_NONE);
    rp_residual_set_seats(r, place, r->seats[place] + 1);
    rp_residual_link(r, client, place + 1);
}

void rp_residual_take_seat(rp_residual *r, uint32_t client) {
    uint32_t place = rp_residual_therapist(r, client);

    assert(place != RP_NONE);
    rp_residual_unlink(r, client);
    rp_residual_set_seats(r, place, r->seats[place] - 1);
}

/* -- clients --------------------------------------------------------------- */

void rp_residual_remove(rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    rp_residual_unlink(r, client);
    if (node == POOL) {
        rp_residual_pool_left(r, client);
        return;
    }
    /* the seat goes with the client and comes back */
    rp_residual_set_seats(r, node - 1, r->seats[node - 1] - 1);
    rp_residual_add_seat(r, node - 1);
}

/* Search for the best way from a client who is at no node to one. */
static void search_from_client(rp_residual *r, uint32_t client,
                               uint32_t target) {
    const uint16_t *scores = rp_residual_scores(r, client);
    int64_t own = 0; /* the most that a place leaves after its price */

    rp_ways_begin(r);
    for (uint32_t t = 0; t < r->therapists; t++)
        if (scores[t] != RP_NO_PAIR) {
            int64_t left =
                rp_residual_worth_of(r, client, t, scores[t]) - r->price[t + 1];
            r->ahead.distance[t + 1] = -left;
            own = left > own ? left : own;
        }
    r->ahead.distance[POOL] = 0;
    for (uint32_t b = 0; b < r->nodes; b++)
        if (r->ahead.distance[b] != RP_NO_PATH)
            r->ahead.distance[b] += own;
    rp_ways_search(r, target, RP_NO_PATH);
}

void rp_residual_insert(rp_residual *r, uint32_t client) {
    search_from_client(r, client, POOL);
    rp_ways_reprice(r);
    rp_ways_move(r, POOL, client);
}

void rp_residual_set_row(rp_residual *r, uint32_t client, const uint16_t *row) {
    assert(r->places.at[client] == RP_NONE);
    r->edited = client;
    r->row = row;
}

/* -- columns --------------------------------------------------------------- */

/* What a pair that the plan has not is worth beyond the prices. */
static int64_t gain_of(const rp_residual *r, uint32_t client, uint32_t node,
                       uint16_t s) {
    return rp_residual_worth_of(r, client, node - 1, s) - r->price[node] -
           rp_residual_left(r, client);
}

/* Does the plan stay the best one when a client's pair with a therapist is
 * another one, whatever it was? */
static bool is_free(const rp_residual *r, uint32_t client, uint32_t node,
                    uint16_t s) {
    uint32_t here = r->places.at[client];

    if (here == RP_NONE)
        return true;
    if (here == node)
        return s != RP_NO_PAIR && s >= r->changing[client];
    return s == RP_NO_PAIR || gain_of(r, client, node, s) <= 0;
}

/* Whoever is there has a pair that is worth less, or none: the seat goes with
 * them, and the best way back to it is taken. */
static void put_again(rp_residual *r, uint32_t client, uint32_t node,
                      uint16_t s) {
    uint32_t seats = r->seats[node - 1];

    rp_residual_unlink(r, client);
    r->changing[client] = s;
    rp_residual_set_seats(r, node - 1, seats - 1);
    search_from_client(r, client, node);
    rp_ways_reprice(r);
    rp_residual_set_seats(r, node - 1, seats);
    rp_ways_move(r, node, client);
}

/* A pair that would suit better, if the way that makes room for it costs less
 * than it gains. */
static void improve(rp_residual *r, uint32_t client, uint32_t node,
                    uint16_t s) {
    uint32_t here = r->places.at[client];
    int64_t gain = gain_of(r, client, node, s);

    r->changing[client] = s;
    if (gain > 0) {
        rp_ways_begin(r);
        r->ahead.distance[node] = 0;
        int64_t way = rp_ways_search(r, here, gain);
        rp_ways_reprice(r);
        if (way < gain) {
            rp_residual_unlink(r, client);
            rp_ways_move(r, here, client);
            if (here == POOL)
                rp_residual_pool_left(r, client);
            return;
        }
    }
    if (here == POOL)
        rp_residual_pool_ask(r, node);
}

static int by_gain(const void *left, const void *right) {
    const rp_gain *a = left, *b = right;

    if (a->gain != b->gain)
        return a->gain > b->gain ? -1 : 1;
    return (a->client > b->client) - (a->client < b->client);
}

/* Take over all that is free; who would gain is listed. */
static uint32_t take_free(rp_residual *r, uint32_t node,
                          const uint16_t *column) {
    uint16_t *now = r->changing;
    uint32_t count = 0;

    for (uint32_t i = 0; i < r->clients; i++) {
        if (now[i] == column[i])
            continue;
        if (is_free(r, i, node, column[i]))
            now[i] = column[i];
        else if (r->places.at[i] != node)
            r->gains[count++] = (rp_gain){gain_of(r, i, node, column[i]), i};
    }
    return count;
}

/* Somebody there whose pair is to be another one, or RP_NONE. */
static uint32_t worse_off(const rp_residual *r, uint32_t node,
                          const uint16_t *column) {
    uint32_t i = r->places.first[node];

    while (i != RP_NONE && r->changing[i] == column[i])
        i = r->places.next[i];
    return i;
}

void rp_residual_exchange(rp_residual *r, uint32_t therapist,
                          const uint16_t *column) {
    uint32_t node = therapist + 1, count, client;

    memcpy(r->changing, r->column[therapist], r->clients * sizeof *column);
    count = take_free(r, node, column);
    rp_residual_put_column(r, therapist, r->changing);
    for (uint32_t i = r->places.first[node]; i != RP_NONE;
         i = r->places.next[i])
        r->own[i] = rp_residual_worth(r, i, therapist);
    rp_residual_pool_refresh(r);
    rp_residual_pool_ask(r, node);
    while ((client = worse_off(r, node, column)) != RP_NONE)
        put_again(r, client, node, column[client]);
    if (count > 1)
        qsort(r->gains, count, sizeof *r->gains, by_gain);
    for (uint32_t k = 0; k < count; k++)
        improve(r, r->gains[k].client, node, column[r->gains[k].client]);
    r->column[therapist] = column;
}

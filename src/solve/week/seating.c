#include "solve/week/seating.h"

#include "base/array.h"
#include "base/bits.h"
#include "solve/network_simplex.h"
#include "solve/start/reverse_auction.h"
#include "solve/start/starting_basis.h"
#include "solve/ties/tie_break.h"
#include "solve/week/broken.h"
#include "solve/week/market_hours.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 256 }; /* one therapist in so many, cut off at once */

static const rp_model *model_of(const rp_seating *g) {
    return g->model.places ? &g->model : g->plain;
}

static uint32_t market_client(const rp_seating *g, uint32_t i) {
    return g->plain->part->client[i];
}

static uint32_t market_therapist(const rp_seating *g, uint32_t j) {
    return g->plain->part->therapist[j];
}

/* ---- the plan of a tree ------------------------------------------------ */

/* Whoever sends a unit along an arc of the tree has that place. */
static void read_tree(rp_seating *g) {
    const rp_tree *tree = &g->tree;
    uint32_t root = tree->clients + tree->therapists;

    for (uint32_t i = 0; i < tree->clients; i++)
        g->place[i] = tree->parent[i] != root && tree->flow[i] > 0
                          ? tree->parent[i] - tree->clients
                          : RP_NONE;
    for (uint32_t k = 0; k < tree->therapists; k++) {
        uint32_t node = tree->clients + k;
        if (tree->parent[node] != root && tree->flow[node] > 0)
            g->place[tree->parent[node]] = k;
    }
}

/* The canonical plan, with the prices of the tree. */
static rp_status settle(rp_seating *g) {
    const rp_model *m = model_of(g);
    rp_solution at = {.therapist = g->place,
                      .client_price = g->tree.price,
                      .therapist_price = g->tree.price + m->clients};

    return rp_tie_break_solution(&at, m);
}

/* ---- who cannot be dealt their hours ----------------------------------- */

/* Clients at the places that the plan gives them, in order. */
static bool list_clients(const rp_seating *g, rp_places *at) {
    uint32_t clients = g->plain->clients;

    if (!rp_places_init(at, clients, g->seats.places))
        return false;
    for (uint32_t i = clients; i-- > 0;)
        if (g->place[i] != RP_NONE)
            rp_places_put(at, i, g->place[i]);
    return true;
}

static rp_dealing dealing_of(rp_seating *g, const rp_places *at) {
    return (rp_dealing){.seats = &g->seats,
                        .at = at,
                        .client = g->plain->part->client,
                        .deal = &g->deal,
                        .thread = g->plain->first_thread};
}

static rp_status find_broken(rp_seating *g, bool *is_broken, bool *any) {
    rp_places at;
    rp_status status = list_clients(g, &at) ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK) {
        rp_dealing d = dealing_of(g, &at);
        status = rp_dealing_find_broken(&d, is_broken, any, g->hour);
    }
    rp_places_clear(&at);
    return status;
}

/* ---- taking therapists apart ------------------------------------------- */

/* What is made of a seating when more therapists are taken apart. */
typedef struct parting {
    rp_seating *g;
    rp_seats seats;
    uint32_t *place; /* [clients and extras] */
    int64_t *price;  /* [places] */
    rp_pair *pair;
    size_t used, room;
} parting;

static bool put_pair(parting *p, rp_pair pair) {
    rp_pair *grown = rp_grow_array(p->pair, p->used, &p->room, sizeof *p->pair);

    if (!grown)
        return false;
    p->pair = grown;
    p->pair[p->used++] = pair;
    return true;
}

static bool put_hours(parting *p, uint32_t client, uint32_t j, uint16_t score,
                      const uint64_t *bits, size_t words) {
    for (size_t w = 0; w < words; w++)
        for (uint64_t left = bits[w]; left; left &= left - 1) {
            uint32_t hour = (uint32_t)(64 * w) + rp_bits_lowest(left);
            if (!put_pair(p,
                          (rp_pair){client, p->seats.first[j] + hour, score}))
                return false;
        }
    return true;
}

/* The columns so far: those of a therapist who was whole become one for each
   hour that suits. */
static bool part_columns(parting *p) {
    const rp_seating *g = p->g;
    const rp_columns *c = &g->columns;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (uint32_t i = 0; i < g->plain->clients; i++)
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            uint32_t j = g->seats.of[c->therapist[k]];
            uint32_t hour = c->therapist[k] - g->seats.first[j];
            if (p->seats.is_apart[j] && !g->seats.is_apart[j]) {
                size_t words = rp_seats_suits(&p->seats, market_client(g, i), j,
                                              g->plain->first_thread, bits);
                if (!put_hours(p, i, j, c->score[k], bits, words))
                    return false;
            } else if (!put_pair(p, (rp_pair){i, p->seats.first[j] + hour,
                                              c->score[k]})) {
                return false;
            }
        }
    for (uint32_t k = 0; k < p->seats.extras; k++) {
        size_t words =
            rp_seats_extra_suits(&p->seats, k, g->plain->first_thread, bits);
        if (!put_hours(p, g->plain->clients + k, p->seats.extra[k].therapist, 0,
                       bits, words))
            return false;
    }
    return true;
}

/* Prices and places of before, in the new numbers. */
static void part_plan(parting *p, int64_t scale) {
    const rp_seating *g = p->g;
    const rp_seats *old = &g->seats;
    uint32_t clients = g->plain->clients, extra = 0;
    const int64_t *price = g->tree.price + g->tree.clients;

    for (uint32_t k = 0; k < p->seats.places; k++) {
        uint32_t j = p->seats.of[k], hour = k - p->seats.first[j];
        p->price[k] =
            scale * price[old->first[j] + (old->is_apart[j] ? hour : 0)];
    }
    for (uint32_t i = 0; i < clients; i++) {
        uint32_t j = g->place[i] == RP_NONE ? RP_NONE : old->of[g->place[i]];
        p->place[i] = j == RP_NONE
                          ? RP_NONE
                          : p->seats.first[j] + g->place[i] - old->first[j];
    }
    for (uint32_t k = 0; k < p->seats.extras; k++) {
        uint32_t j = p->seats.extra[k].therapist;
        p->place[clients + k] = RP_NONE;
        if (old->is_apart[j]) /* extras stand in the same order */
            p->place[clients + k] =
                p->seats.first[j] + g->place[clients + extra++] - old->first[j];
    }
}

/* Clients of a therapist who has just been taken apart, those of the largest
   worth first, as one who finds no hour waits. */
static void sort_clients(const rp_seating *g, rp_places *at, uint32_t j) {
    const int64_t *base = g->plain->base;
    uint32_t place = g->seats.first[j];
    uint32_t rest = at->first[place];

    at->first[place] = RP_NONE;
    while (rest != RP_NONE) { /* few, and nearly in order */
        uint32_t i = rest, *link = &at->first[place];
        rest = at->next[i];
        while (*link != RP_NONE && base[*link] >= base[i])
            link = &at->next[*link];
        at->next[i] = *link;
        *link = i;
    }
}

/* Hours for those who hold one, then for clients, then absences. */
static rp_status seat(parting *p, uint32_t j, rp_places *at, uint32_t *extra) {
    rp_seating *g = p->g;
    rp_dealing d = dealing_of(g, at);
    uint32_t clients = g->plain->clients, first = p->seats.first[j], k = 0;
    bool whole;

    sort_clients(g, at, j);
    rp_status status = rp_dealing_run(&d, g->seats.first[j], &whole);
    if (status != RP_OK)
        return status;
    for (uint32_t i =
             rp_market_first_held(g->plain->market, market_therapist(g, j));
         i != RP_NONE; i = rp_market_next_held(g->plain->market, i)) {
        uint16_t hour = g->deal.hour[k++];
        if (hour != RP_NOT_DEALT) /* else none suits */
            p->place[clients + (*extra)++] = first + hour;
    }
    for (uint32_t i = at->first[g->seats.first[j]]; i != RP_NONE;
         i = at->next[i]) {
        uint16_t hour = g->deal.hour[k++];
        p->place[i] = hour == RP_NOT_DEALT ? RP_NONE : first + hour;
    }
    for (uint32_t h = 0; h < g->deal.hours && *extra < p->seats.extras &&
                         p->seats.extra[*extra].therapist == j;
         h++)
        if (g->deal.holder[h] == RP_NONE)
            p->place[clients + (*extra)++] = first + h;
    return RP_OK;
}

static rp_status seat_all(parting *p) {
    const rp_seating *g = p->g;
    uint32_t extra = 0;
    rp_places at;
    rp_status status = list_clients(g, &at) ? RP_OK : RP_ERR_MEMORY;

    for (uint32_t j = 0; status == RP_OK && j < p->seats.therapists; j++) {
        if (!p->seats.is_apart[j])
            continue;
        if (!g->seats.is_apart[j])
            status = seat(p, j, &at, &extra);
        while (extra < p->seats.extras && p->seats.extra[extra].therapist == j)
            extra++; /* seated before */
    }
    rp_places_clear(&at);
    return status;
}

/* Let the seating have what was made of it. */
static rp_status adopt(parting *p, bool anew) {
    rp_seating *g = p->g;
    rp_status status = rp_columns_init(
        &g->columns, g->plain->clients + g->seats.extras, p->pair, p->used);

    if (status == RP_OK)
        status = rp_model_seat(&g->model, g->plain, &g->seats);
    if (status == RP_OK)
        status = anew ? rp_starting_basis_make(&g->tree, &g->model, &g->columns,
                                               p->price, RP_START_NETWORK)
                      : rp_starting_basis_span(&g->tree, &g->model, &g->columns,
                                               g->place, p->price);
    return status;
}

/* Those who are cut off change what seats are worth to all tiers around them.
 * Where there are many, an auction finds that out sooner than pivots from the
 * prices of before. It knows of no floor. */
static bool is_worth_an_auction(const parting *p) {
    uint32_t more = p->seats.apart - p->g->seats.apart;

    return p->g->plain->floor == 0 && more > p->seats.therapists / FEW;
}

static rp_status part_more(parting *p, const bool *is_broken) {
    rp_seating *g = p->g;
    rp_status status =
        rp_seats_init(&p->seats, g->plain->market, g->plain->part->therapist,
                      g->plain->part->therapists);

    if (status != RP_OK)
        return status;
    for (uint32_t j = 0; j < p->seats.therapists; j++)
        p->seats.is_apart[j] = g->seats.is_apart[j] || is_broken[j];
    status = rp_seats_number(&p->seats, g->plain->first_thread);
    if (status != RP_OK)
        return status;
    p->place = rp_new_array((size_t)g->plain->clients + p->seats.extras,
                            sizeof *p->place);
    p->price = rp_new_array(p->seats.places, sizeof *p->price);
    if (!p->place || !p->price)
        return RP_ERR_MEMORY;
    bool anew = is_worth_an_auction(p);
    part_plan(p, anew ? 1 : RP_AUCTION_SCALE);
    status = anew ? RP_OK : seat_all(p);
    if (status == RP_OK && !part_columns(p))
        status = RP_ERR_MEMORY;
    if (status != RP_OK)
        return status;
    rp_model_clear(&g->model);
    rp_columns_clear(&g->columns);
    rp_tree_clear(&g->tree);
    rp_seats_clear(&g->seats);
    free(g->place);
    g->seats = p->seats;
    p->seats = (rp_seats){0};
    g->place = p->place;
    p->place = NULL;
    return adopt(p, anew);
}

static rp_status take_apart(rp_seating *g, const bool *is_broken) {
    parting p = {.g = g};
    rp_status status = part_more(&p, is_broken);

    rp_seats_clear(&p.seats);
    free(p.place);
    free(p.price);
    free(p.pair);
    return status;
}

/* ---- solving ----------------------------------------------------------- */

/* Until hours can be dealt to everybody. */
static rp_status solve(rp_seating *g, bool *is_broken) {
    rp_status status = RP_OK;
    bool is_settled = false, any;

    for (;;) {
        status = find_broken(g, is_broken, &any);
        if (status != RP_OK || (!any && is_settled))
            return status;
        if (!any) {
            status = settle(g);
            if (status != RP_OK)
                return status;
            is_settled = true;
            continue;
        }
        size_t rounds = 0;
        status = take_apart(g, is_broken);
        if (status == RP_OK)
            status = rp_network_simplex_solve(&g->tree, &g->model, &g->columns,
                                              &rounds);
        if (status != RP_OK)
            return status;
        g->solution.rounds += rounds;
        is_settled = false;
        read_tree(g);
    }
}

/* The solver of record; of what it gives only prices are wanted. */
static rp_status confirm(rp_seating *g) {
    const rp_model *m = model_of(g);
    size_t rounds = g->solution.rounds;
    rp_status status = rp_solution_init(&g->solution, m);

    if (status == RP_OK)
        status = rp_glpk_run(&g->solution, m, &g->columns, &g->tree, true);
    g->solution.rounds += rounds;
    return status;
}

rp_status rp_seating_solve(rp_seating *out, const rp_model *plain,
                           rp_columns *columns, rp_tree *tree, uint16_t *hour) {
    const rp_part *part = plain->part;
    bool *is_broken = rp_new_array(part->therapists, sizeof *is_broken);

    *out = (rp_seating){
        .plain = plain, .columns = *columns, .tree = *tree, .hour = hour};
    *columns = (rp_columns){0};
    *tree = (rp_tree){0};
    rp_status status = rp_seats_init(&out->seats, plain->market,
                                     part->therapist, part->therapists);
    out->place = rp_new_array(part->clients, sizeof *out->place);
    if (!is_broken || !out->place)
        status = RP_ERR_MEMORY;
    if (status == RP_OK) {
        read_tree(out);
        status = solve(out, is_broken);
    }
    if (status == RP_OK)
        status = confirm(out);
    free(is_broken);
    return status;
}

void rp_seating_clear(rp_seating *g) {
    rp_model_clear(&g->model);
    rp_columns_clear(&g->columns);
    rp_tree_clear(&g->tree);
    rp_solution_clear(&g->solution);
    rp_seats_clear(&g->seats);
    rp_deal_clear(&g->deal);
    free(g->place);
    *g = (rp_seating){0};
}

/* ---- the outcome ------------------------------------------------------- */

/*
 * Where there are absences they are all at the cheapest hours, and what those
 * cost is what an opening costs; the rest of a price is the hour's own.
 */
static void store_prices(const rp_seating *g, rp_plan *plan, uint32_t j) {
    const int64_t *price = g->solution.therapist_price + g->seats.first[j];
    uint32_t own = market_therapist(g, j);
    uint32_t hours = g->seats.first[j + 1] - g->seats.first[j];
    bool is_absent = false;
    int64_t least = INT64_MAX;

    for (uint32_t k = 0; k < g->seats.extras; k++)
        if (g->seats.extra[k].therapist == j &&
            g->seats.extra[k].client == RP_NONE)
            is_absent = true;
    for (uint32_t h = 0; h < hours; h++)
        least = price[h] < least ? price[h] : least;
    if (!is_absent)
        least = 0;
    plan->therapist_price[own] = least;
    for (uint32_t h = 0; h < hours; h++)
        plan->hour_price[plan->first_hour[own] + h] = price[h] - least;
}

void rp_seating_store(const rp_seating *g, rp_plan *plan) {
    for (uint32_t i = 0; i < g->plain->clients; i++) {
        uint32_t client = market_client(g, i), place = g->place[i];
        plan->client_price[client] = g->solution.client_price[i];
        if (place == RP_NONE)
            continue;
        uint32_t j = g->seats.of[place];
        plan->therapist[client] = market_therapist(g, j);
        if (g->seats.is_apart[j])
            plan->hour[client] = (uint16_t)(place - g->seats.first[j]);
    }
    for (uint32_t k = 0; k < g->seats.extras; k++)
        if (g->seats.extra[k].client != RP_NONE)
            plan->hour[g->seats.extra[k].client] =
                (uint16_t)(g->place[g->plain->clients + k] -
                           g->seats.first[g->seats.extra[k].therapist]);
    for (uint32_t j = 0; j < g->seats.therapists; j++)
        if (g->seats.is_apart[j])
            store_prices(g, plan, j);
        else
            plan->therapist_price[market_therapist(g, j)] =
                g->solution.therapist_price[g->seats.first[j]];
}

/* ---- a plan that was given --------------------------------------------- */

/* What a plan is worth; false where a pair is not eligible. */
static bool worth_of(const rp_seating *g, const uint32_t *therapist,
                     int64_t *out) {
    const rp_model *m = g->plain;

    *out = 0;
    for (uint32_t i = 0; i < m->clients; i++) {
        rp_row row;
        if (therapist[i] == RP_NONE)
            continue;
        size_t count = rp_model_row(m, i, 0, &row), k = 0;
        while (k < count && row.therapist[k] != therapist[i])
            k++;
        if (k == count)
            return false;
        *out += rp_model_worth(m, i, row.therapist[k], row.score[k]);
    }
    return true;
}

static bool have_openings(const rp_seating *g, const uint32_t *given,
                          uint32_t *taken) {
    for (uint32_t i = 0; i < g->plain->clients; i++)
        if (given[i] != RP_NONE &&
            taken[given[i]]++ >= g->plain->seats[given[i]])
            return false;
    return true;
}

rp_status rp_seating_compare(rp_seating *g, const uint32_t *given) {
    const rp_part *part = g->plain->part;
    uint16_t *hour =
        rp_new_array(rp_market_clients(g->plain->market), sizeof *hour);
    uint32_t *own = rp_new_array(part->clients, sizeof *own);
    uint32_t *taken = rp_new_array(part->therapists, sizeof *taken);
    bool *is_broken = rp_new_array(part->therapists, sizeof *is_broken);
    rp_seating other = {.plain = g->plain, .hour = hour, .place = own};
    int64_t ours, theirs;
    bool any = false;
    rp_status status = rp_seats_init(&other.seats, g->plain->market,
                                     part->therapist, part->therapists);

    if (!hour || !own || !taken || !is_broken)
        status = RP_ERR_MEMORY;
    if (status == RP_OK) {
        memcpy(own, given, part->clients * sizeof *own);
        status = find_broken(&other, is_broken, &any);
    }
    if (status == RP_OK) {
        for (uint32_t i = 0; i < part->clients; i++)
            own[i] =
                g->place[i] == RP_NONE ? RP_NONE : g->seats.of[g->place[i]];
        if (any || !have_openings(g, given, taken) ||
            !worth_of(g, given, &theirs) || !worth_of(g, own, &ours) ||
            ours != theirs)
            status = RP_ERR_SOLVER;
    }
    rp_seats_clear(&other.seats);
    rp_deal_clear(&other.deal);
    free(hour);
    free(own);
    free(taken);
    free(is_broken);
    return status;
}

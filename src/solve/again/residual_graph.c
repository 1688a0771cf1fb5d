#include "solve/again/residual_graph.h"

#include "base/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 0 };
#define IDLE RP_NONE           /* an idle hand moves */
#define START (UINT32_MAX - 1) /* the search began here */

int64_t rp_residual_left(const rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    return node == POOL
               ? 0
               : rp_residual_worth(r, client, node - 1) - r->price[node];
}

uint32_t rp_residual_therapist(const rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    return node == RP_NONE || node == POOL ? RP_NONE : node - 1;
}

/* -- who is where ---------------------------------------------------------- */

static void link_client(rp_residual *r, uint32_t client, uint32_t node) {
    rp_places_put(&r->places, client, node);
    if (node != POOL)
        r->load[node - 1]++;
}

static void unlink_client(rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    rp_places_take(&r->places, client);
    if (node != POOL)
        r->load[node - 1]--;
    r->places.at[client] = RP_NONE;
}

void rp_residual_relink(rp_residual *r, uint32_t client, uint32_t node) {
    unlink_client(r, client);
    link_client(r, client, node);
}

/* Let one client offer its moves from its node. */
static void offer(rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];
    int64_t *cost = r->cost + (size_t)node * r->nodes;
    uint32_t *via = r->via + (size_t)node * r->nodes;
    int64_t own = node == POOL ? 0 : rp_residual_worth(r, client, node - 1);

    if (node != POOL && own < cost[POOL]) {
        cost[POOL] = own;
        via[POOL] = client;
    }
    for (uint32_t t = 0; t < r->therapists; t++) {
        uint16_t s = rp_residual_score(r, client, t);
        if (s == RP_NO_PAIR || t + 1 == node)
            continue;
        int64_t lost = own - rp_residual_worth_of(r, client, t, s);
        if (lost < cost[t + 1]) {
            cost[t + 1] = lost;
            via[t + 1] = client;
        }
    }
}

/* All arcs out of a node, from those who are there. */
void rp_residual_refresh(rp_residual *r, uint32_t node) {
    int64_t *cost = r->cost + (size_t)node * r->nodes;
    uint32_t *via = r->via + (size_t)node * r->nodes;

    for (uint32_t b = 0; b < r->nodes; b++) {
        cost[b] = node == POOL && b != POOL ? 0 : RP_NO_PATH;
        via[b] = IDLE;
    }
    if (node != POOL && r->load[node - 1] < r->seats[node - 1])
        cost[POOL] = 0;
    for (uint32_t i = r->places.first[node]; i != RP_NONE;
         i = r->places.next[i])
        offer(r, i);
}

/* -- shortest paths -------------------------------------------------------- */

static void clear_search(rp_residual *r) {
    for (uint32_t b = 0; b < r->nodes; b++) {
        r->distance[b] = RP_NO_PATH;
        r->parent[b] = START;
    }
}

/* Dijkstra's method on reduced costs, until `target` is settled. The next node
 * is found while the arcs of the last one are gone through; `open` lists those
 * that are not settled, ascending. */
static void search(rp_residual *r, uint32_t target) {
    int64_t least = RP_NO_PATH;
    uint32_t next = RP_NONE, count = r->nodes;

    for (uint32_t b = 0; b < r->nodes; b++) {
        r->open[b] = b;
        if (r->distance[b] < least) {
            least = r->distance[b];
            next = b;
        }
    }
    while (next != RP_NONE) {
        uint32_t a = next;
        const int64_t *cost = r->cost + (size_t)a * r->nodes;
        int64_t base = least - r->price[a];
        uint32_t kept = 0;
        if (a == target)
            return;
        least = RP_NO_PATH;
        next = RP_NONE;
        for (uint32_t k = 0; k < count; k++) {
            uint32_t b = r->open[k];
            if (b == a)
                continue;
            r->open[kept++] = b;
            if (cost[b] != RP_NO_PATH) {
                int64_t there = base + cost[b] + r->price[b];
                if (there < r->distance[b]) {
                    r->distance[b] = there;
                    r->parent[b] = a;
                }
            }
            if (r->distance[b] < least) {
                least = r->distance[b];
                next = b;
            }
        }
        count = kept;
    }
}

/* The arcs out of the pool that a client was the best for, who has left. A
 * pool is large, so the others are left as they are. */
static void forget_in_pool(rp_residual *r, uint32_t client) {
    for (uint32_t b = 1; b < r->nodes; b++) {
        if (r->via[b] != client)
            continue;
        r->cost[b] = 0;
        r->via[b] = IDLE;
        for (uint32_t i = r->places.first[POOL]; i != RP_NONE;
             i = r->places.next[i]) {
            uint16_t s = rp_residual_score(r, i, b - 1);
            if (s == RP_NO_PAIR)
                continue;
            int64_t lost = -rp_residual_worth_of(r, i, b - 1, s);
            if (lost < r->cost[b]) {
                r->cost[b] = lost;
                r->via[b] = i;
            }
        }
    }
}

/* Move the hands along the path that ends at `node`, from its end, and let a
 * newcomer take the place where it begins; the arcs out of every node that it
 * touches are rebuilt. */
static void move_along(rp_residual *r, uint32_t node, uint32_t newcomer) {
    uint32_t begin = node, left = RP_NONE;

    for (uint32_t b = node; r->parent[b] != START; b = r->parent[b]) {
        uint32_t client = r->via[(size_t)r->parent[b] * r->nodes + b];
        begin = r->parent[b];
        if (client == IDLE)
            continue;
        left = begin == POOL ? client : left;
        unlink_client(r, client);
        link_client(r, client, b);
    }
    if (newcomer != RP_NONE)
        link_client(r, newcomer, begin);
    for (uint32_t b = node;; b = r->parent[b]) {
        if (b != POOL)
            rp_residual_refresh(r, b);
        else if (left != RP_NONE)
            forget_in_pool(r, left);
        else if (r->places.first[POOL] !=
                 RP_NONE) /* who came stands in front */
            offer(r, r->places.first[POOL]);
        if (r->parent[b] == START)
            break;
    }
}

static int64_t lesser(int64_t a, int64_t b) { return a < b ? a : b; }

/* Prices after a path from the pool to a therapist. */
static void reprice_from_pool(rp_residual *r, int64_t reached) {
    for (uint32_t b = 0; b < r->nodes; b++)
        r->price[b] -= lesser(r->distance[b], reached);
}

/* Prices after a path to the pool. */
static void reprice_to_pool(rp_residual *r, int64_t reached) {
    for (uint32_t b = 0; b < r->nodes; b++)
        r->price[b] += reached - lesser(r->distance[b], reached);
}

void rp_residual_add_seat(rp_residual *r, uint32_t therapist) {
    uint32_t node = therapist + 1;

    clear_search(r);
    r->distance[POOL] = 0;
    search(r, node); /* there is a way: an idle hand */
    reprice_from_pool(r, r->distance[node]);
    r->seats[therapist]++;
    move_along(r, node, RP_NONE);
}

void rp_residual_drop_seat(rp_residual *r, uint32_t therapist) {
    uint32_t node = therapist + 1;

    assert(r->seats[therapist] > 0);
    if (r->load[therapist] < r->seats[therapist]) {
        r->seats[therapist]--;
        rp_residual_refresh(r, node);
        return;
    }
    clear_search(r);
    r->distance[node] = 0;
    search(r, POOL); /* there is a way: to wait */
    reprice_to_pool(r, r->distance[POOL]);
    r->seats[therapist]--;
    move_along(r, POOL, RP_NONE);
}

void rp_residual_remove(rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    unlink_client(r, client);
    if (node == POOL) {
        forget_in_pool(r, client);
        return;
    }
    r->seats[node - 1]--; /* the seat goes with the client and comes back */
    rp_residual_refresh(r, node);
    rp_residual_add_seat(r, node - 1);
}

void rp_residual_insert(rp_residual *r, uint32_t client) {
    int64_t own = 0; /* the most that a place leaves after its price */

    clear_search(r);
    for (uint32_t t = 0; t < r->therapists; t++)
        if (rp_residual_score(r, client, t) != RP_NO_PAIR) {
            int64_t left = rp_residual_worth(r, client, t) - r->price[t + 1];
            r->distance[t + 1] = -left;
            own = left > own ? left : own;
        }
    r->distance[POOL] = 0;
    for (uint32_t b = 0; b < r->nodes; b++)
        if (r->distance[b] != RP_NO_PATH)
            r->distance[b] += own;
    search(r, POOL);
    reprice_to_pool(r, r->distance[POOL]);
    move_along(r, POOL, client);
}

/* The least price of a node that keeps everybody else away who would have
 * these pairs with it. */
static int64_t least_price(const rp_residual *r, uint32_t node,
                           const uint16_t *column) {
    int64_t price = 0;

    for (uint32_t i = 0; i < r->clients; i++) {
        if (r->places.at[i] == RP_NONE || r->places.at[i] == node ||
            column[i] == RP_NO_PAIR)
            continue;
        int64_t gain = rp_residual_worth_of(r, i, node - 1, column[i]) -
                       rp_residual_left(r, i);
        price = gain > price ? gain : price;
    }
    return price;
}

/* The most that keeps everybody there who is there; less than 0 where
 * somebody has no pair any more. */
static int64_t most_price(const rp_residual *r, uint32_t node,
                          const uint16_t *column) {
    int64_t price = r->load[node - 1] < r->seats[node - 1] ? 0 : RP_NO_PATH;

    for (uint32_t i = r->places.first[node]; i != RP_NONE;
         i = r->places.next[i]) {
        if (column[i] == RP_NO_PAIR)
            return -1;
        int64_t worth = rp_residual_worth_of(r, i, node - 1, column[i]);
        price = lesser(price, worth);
        for (uint32_t t = 0; t < r->therapists; t++) {
            uint16_t s = rp_residual_score(r, i, t);
            if (s == RP_NO_PAIR || t + 1 == node)
                continue;
            price = lesser(price, worth + r->price[t + 1] -
                                      rp_residual_worth_of(r, i, t, s));
        }
    }
    return price;
}

bool rp_residual_set_column(rp_residual *r, uint32_t therapist,
                            const uint16_t *column) {
    uint32_t node = therapist + 1;
    int64_t price = least_price(r, node, column);

    if (price > most_price(r, node, column))
        return false;
    r->column[therapist] = column;
    r->price[node] = price;
    for (uint32_t a = 0; a < r->nodes; a++) {
        size_t arc = (size_t)a * r->nodes + node;
        r->cost[arc] = a == POOL ? 0 : RP_NO_PATH;
        r->via[arc] = IDLE;
    }
    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t a = r->places.at[i];
        if (a == RP_NONE || a == node ||
            rp_residual_score(r, i, therapist) == RP_NO_PAIR)
            continue;
        size_t arc = (size_t)a * r->nodes + node;
        int64_t own = a == POOL ? 0 : rp_residual_worth(r, i, a - 1);
        int64_t lost = own - rp_residual_worth(r, i, therapist);
        if (lost < r->cost[arc]) {
            r->cost[arc] = lost;
            r->via[arc] = i;
        }
    }
    rp_residual_refresh(r, node);
    return true;
}

void rp_residual_set_row(rp_residual *r, uint32_t client, const uint16_t *row) {
    assert(r->places.at[client] == RP_NONE);
    r->edited = client;
    r->row = row;
}

/* -- making one ------------------------------------------------------------ */

static rp_status allocate(rp_residual *r) {
    size_t arcs = (size_t)r->nodes * r->nodes;

    if (r->nodes > 1u << 16) /* what a square array of nodes can be */
        return RP_ERR_MEMORY;
    r->column = rp_new_array(r->therapists, sizeof *r->column);
    r->seats = rp_new_array(r->therapists, sizeof *r->seats);
    r->load = rp_new_array(r->therapists, sizeof *r->load);
    r->price = rp_new_array(r->nodes, sizeof *r->price);
    r->cost = rp_new_array(arcs, sizeof *r->cost);
    r->via = rp_new_array(arcs, sizeof *r->via);
    r->distance = rp_new_array(r->nodes, sizeof *r->distance);
    r->parent = rp_new_array(r->nodes, sizeof *r->parent);
    r->open = rp_new_array(r->nodes, sizeof *r->open);
    return rp_places_init(&r->places, r->clients, r->nodes) && r->column &&
                   r->seats && r->load && r->price && r->cost && r->via &&
                   r->distance && r->parent && r->open
               ? RP_OK
               : RP_ERR_MEMORY;
}

static rp_status start(rp_residual *r, const rp_dense_problem *problem,
                       uint32_t spare) {
    *r = (rp_residual){.problem = problem,
                       .clients = problem->clients,
                       .therapists = problem->therapists + spare,
                       .nodes = problem->therapists + spare + 1};
    rp_status status = allocate(r);
    if (status != RP_OK)
        return status;
    for (uint32_t t = 0; t < r->therapists; t++) {
        bool there = t < problem->therapists;
        r->column[t] =
            there ? rp_dense_problem_column(problem, t) : problem->none;
        r->seats[t] = there ? problem->seats[t] : 0;
    }
    return RP_OK;
}

/* Prices from nothing: p(b) is what a seat more at b would gain, the least
 * cost from the pool to b, taken negative (Bellman and Ford). */
static rp_status find_prices(rp_residual *r) {
    bool changed = true;

    for (uint32_t b = 0; b < r->nodes; b++)
        r->price[b] = 0;
    for (uint32_t round = 0; changed; round++) {
        if (round > r->nodes)
            return RP_ERR_SOLVER;
        changed = false;
        for (uint32_t a = 0; a < r->nodes; a++) {
            const int64_t *cost = r->cost + (size_t)a * r->nodes;
            for (uint32_t b = 0; b < r->nodes; b++)
                if (cost[b] != RP_NO_PATH &&
                    r->price[a] - cost[b] > r->price[b]) {
                    r->price[b] = r->price[a] - cost[b];
                    changed = true;
                }
        }
        if (r->price[POOL] != 0)
            return RP_ERR_SOLVER;
    }
    return RP_OK;
}

rp_status rp_residual_make(rp_residual *out, const rp_dense_problem *problem,
                           uint32_t spare) {
    rp_status status = start(out, problem, spare);

    if (status != RP_OK)
        return status;
    for (uint32_t i = problem->clients; i-- > 0;)
        if (problem->tier[i] > 0)
            link_client(out, i,
                        problem->placed[i] == RP_NONE ? POOL
                                                      : problem->placed[i] + 1);
    for (uint32_t b = 0; b < out->nodes; b++)
        rp_residual_refresh(out, b);
    return find_prices(out);
}

void rp_residual_restore(rp_residual *to, const rp_residual *from) {
    size_t arcs = (size_t)from->nodes * from->nodes;
    size_t per_therapist = from->therapists * sizeof *from->seats;

    to->edited = from->edited;
    to->row = from->row;
    memcpy(to->column, from->column, from->therapists * sizeof *from->column);
    memcpy(to->seats, from->seats, per_therapist);
    memcpy(to->load, from->load, per_therapist);
    rp_places_copy(&to->places, &from->places);
    memcpy(to->price, from->price, from->nodes * sizeof *from->price);
    memcpy(to->cost, from->cost, arcs * sizeof *from->cost);
    memcpy(to->via, from->via, arcs * sizeof *from->via);
}

rp_status rp_residual_copy(rp_residual *out, const rp_residual *from) {
    *out = (rp_residual){.problem = from->problem,
                         .clients = from->clients,
                         .therapists = from->therapists,
                         .nodes = from->nodes};
    rp_status status = allocate(out);
    if (status == RP_OK)
        rp_residual_restore(out, from);
    return status;
}

void rp_residual_clear(rp_residual *residual) {
    free(residual->column);
    free(residual->seats);
    free(residual->load);
    rp_places_clear(&residual->places);
    free(residual->price);
    free(residual->cost);
    free(residual->via);
    free(residual->distance);
    free(residual->parent);
    free(residual->open);
    *residual = (rp_residual){0};
}

/* -- readings -------------------------------------------------------------- */

void rp_residual_from(rp_residual *r, uint32_t node, int64_t *out) {
    clear_search(r);
    r->distance[node] = 0;
    search(r, RP_NONE);
    for (uint32_t b = 0; b < r->nodes; b++)
        out[b] = r->distance[b] == RP_NO_PATH
                     ? RP_NO_PATH
                     : r->distance[b] + r->price[node] - r->price[b];
}

void rp_residual_distances(rp_residual *r, int64_t *out) {
    for (uint32_t a = 0; a < r->nodes; a++)
        rp_residual_from(r, a, out + (size_t)a * r->nodes);
}

void rp_residual_to_pool(const rp_residual *r, int64_t *out) {
    uint32_t *done = r->open;

    for (uint32_t b = 0; b < r->nodes; b++) {
        out[b] = RP_NO_PATH;
        done[b] = 0;
    }
    out[POOL] = 0;
    for (;;) { /* Dijkstra's method against the arcs */
        uint32_t b = RP_NONE;
        int64_t least = RP_NO_PATH;
        for (uint32_t a = 0; a < r->nodes; a++)
            if (!done[a] && out[a] < least) {
                least = out[a];
                b = a;
            }
        if (b == RP_NONE)
            break;
        done[b] = 1;
        for (uint32_t a = 0; a < r->nodes; a++) {
            int64_t cost = r->cost[(size_t)a * r->nodes + b];
            if (done[a] || cost == RP_NO_PATH)
                continue;
            int64_t there = least + cost + r->price[b] - r->price[a];
            if (there < out[a])
                out[a] = there;
        }
    }
    for (uint32_t a = 0; a < r->nodes; a++)
        if (out[a] != RP_NO_PATH)
            out[a] += r->price[a];
}

rp_sums rp_residual_sums(const rp_residual *r) {
    rp_sums sums = {0};

    for (uint32_t i = 0; i < r->problem->people; i++) {
        uint32_t t = rp_residual_therapist(r, i);
        if (t == RP_NONE)
            continue;
        uint16_t s = rp_residual_score(r, i, t);
        sums.placed[r->problem->tier[i]]++;
        sums.total++;
        sums.points += s + r->problem->wait[i];
        if (r->problem->kept &&
            r->problem->kept[i] == rp_dense_problem_whose(r->problem, t))
            sums.points += r->problem->scale.keep;
        sums.floors += s >= r->problem->scale.least;
    }
    return sums;
}

/* u(i) = w(i, own place) - p(own place) is left to each client; no pair may
 * be worth more than the two prices, no seat that is empty has one. */
bool rp_residual_is_proven(const rp_residual *r) {
    for (uint32_t t = 0; t < r->therapists; t++)
        if (r->price[t + 1] < 0 || r->load[t] > r->seats[t] ||
            (r->load[t] < r->seats[t] && r->price[t + 1] != 0))
            return false;
    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t node = r->places.at[i];
        if (node == RP_NONE)
            continue;
        int64_t own = rp_residual_left(r, i);
        if (own < 0)
            return false;
        for (uint32_t t = 0; t < r->therapists; t++)
            if (rp_residual_score(r, i, t) != RP_NO_PAIR &&
                own + r->price[t + 1] < rp_residual_worth(r, i, t))
                return false;
    }
    return true;
}

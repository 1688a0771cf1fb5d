#include "solve/again/residual_graph.h"

#include "base/array.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { POOL = 0 };
#define IDLE RP_NONE /* an idle hand moves */

int64_t rp_residual_left(const rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    return node == POOL ? 0 : r->own[client] - r->price[node];
}

uint32_t rp_residual_therapist(const rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    return node == RP_NONE || node == POOL ? RP_NONE : node - 1;
}

/* -- what has changed ------------------------------------------------------ */

static bool init_marked(rp_marked *m, uint32_t numbers) {
    m->items = rp_new_array(numbers, sizeof *m->items);
    m->has = rp_new_array(numbers, sizeof *m->has);
    return m->items && m->has;
}

static void clear_marked(rp_marked *m) {
    free(m->items);
    free(m->has);
}

static void mark(rp_marked *m, uint32_t number) {
    if (m->has[number])
        return;
    m->has[number] = true;
    m->items[m->count++] = number;
}

static void unmark_all(rp_marked *m) {
    while (m->count > 0)
        m->has[m->items[--m->count]] = false;
}

static void copy_marked(rp_marked *to, const rp_marked *from) {
    unmark_all(to);
    for (uint32_t k = 0; k < from->count; k++)
        mark(to, from->items[k]);
}

/* Arcs out of a node or into it are to be asked anew, and what was left out by
 * way of it is not any more. */
static void mark_changed(rp_residual *r, uint32_t node) {
    const rp_thin_arcs *thin = &r->thin;

    if (r->changed.has[node])
        return;
    mark(&r->changed, node);
    if (!thin->relying || node >= r->width)
        return;
    for (size_t k = thin->first_relying[node];
         k < thin->first_relying[node + 1]; k++)
        mark(&r->unsure, thin->relying[k]);
}

/* -- who is where ---------------------------------------------------------- */

void rp_residual_link(rp_residual *r, uint32_t client, uint32_t node) {
    rp_places_put(&r->places, client, node);
    r->own[client] = 0;
    if (node == POOL)
        return;
    r->own[client] = rp_residual_worth(r, client, node - 1);
    r->load[node - 1]++;
    mark_changed(r, node);
}

void rp_residual_unlink(rp_residual *r, uint32_t client) {
    uint32_t node = r->places.at[client];

    rp_places_take(&r->places, client);
    r->places.at[client] = RP_NONE;
    if (node == POOL)
        return;
    r->load[node - 1]--;
    mark_changed(r, node);
}

void rp_residual_set_seats(rp_residual *r, uint32_t therapist, uint32_t seats) {
    r->seats[therapist] = seats;
    mark_changed(r, therapist + 1);
}

void rp_residual_relink(rp_residual *r, uint32_t client, uint32_t node) {
    rp_residual_unlink(r, client);
    rp_residual_link(r, client, node);
}

/* -- pairs ----------------------------------------------------------------- */

void rp_residual_put_column(rp_residual *r, uint32_t therapist,
                            const uint16_t *column) {
    r->column[therapist] = column;
    mark(&r->exchanged, therapist);
    mark_changed(r, therapist + 1);
}

const uint16_t *rp_residual_scores(rp_residual *r, uint32_t client) {
    size_t therapists = r->width - 1;
    const uint16_t *row = r->rows + client * therapists;

    if (r->row && client == r->edited)
        return r->row;
    if (r->exchanged.count == 0)
        return row;
    memcpy(r->scores, row, therapists * sizeof *r->scores);
    for (uint32_t k = 0; k < r->exchanged.count; k++) {
        uint32_t t = r->exchanged.items[k];
        r->scores[t] = r->column[t][client];
    }
    return r->scores;
}

/* -- arcs ------------------------------------------------------------------ */

/* Let a client offer the moves from its place into arcs out of it. */
static void offer(rp_residual *r, uint32_t client, int64_t *cost,
                  uint32_t *via) {
    const rp_dense_problem *g = r->problem;
    const uint16_t *scores = rp_residual_scores(r, client);
    uint32_t node = r->places.at[client], therapists = r->therapists;
    uint32_t kept = g->kept ? g->kept[client] : RP_NONE;
    int64_t above = r->own[client] - g->base[client], reward = g->scale.floor;
    int32_t least = g->scale.least, keep = g->scale.keep;

    if (node != POOL && r->own[client] < cost[POOL]) {
        cost[POOL] = r->own[client];
        via[POOL] = client;
    }
    for (uint32_t t = 0; t < therapists; t++) {
        uint16_t s = scores[t];
        if (s == RP_NO_PAIR || t + 1 == node)
            continue;
        bool is_kept = kept != RP_NONE && r->whose[t] == kept;
        int64_t lost =
            above - rp_worth_of_score(s, is_kept ? keep : 0, reward, least);
        if (lost < cost[t + 1]) {
            cost[t + 1] = lost;
            via[t + 1] = client;
        }
    }
}

/* All arcs out of a node, from those who are there. */
static void offer_all(rp_residual *r, uint32_t node, int64_t *cost,
                      uint32_t *via) {
    bool has_idle = node != POOL && r->load[node - 1] < r->seats[node - 1];

    for (uint32_t b = 0; b < r->nodes; b++) {
        cost[b] = node == POOL ? 0 : RP_NO_PATH;
        via[b] = IDLE;
    }
    cost[POOL] = has_idle ? 0 : RP_NO_PATH;
    for (uint32_t i = r->places.first[node]; i != RP_NONE;
         i = r->places.next[i])
        offer(r, i, cost, via);
}

/* From those who are at a node now, to another one. */
static int64_t ask(const rp_residual *r, uint32_t from, uint32_t to,
                   uint32_t *via) {
    int64_t least = from == POOL ? 0 : RP_NO_PATH;

    *via = IDLE;
    if (from != POOL && to == POOL && r->load[from - 1] < r->seats[from - 1])
        least = 0;
    for (uint32_t i = r->places.first[from]; i != RP_NONE;
         i = r->places.next[i]) {
        int64_t lost = r->own[i];
        if (to != POOL) {
            uint16_t s = rp_residual_score(r, i, to - 1);
            if (s == RP_NO_PAIR)
                continue;
            lost -= rp_residual_worth_of(r, i, to - 1, s);
        }
        if (lost < least) {
            least = lost;
            *via = i;
        }
    }
    return least;
}

int64_t rp_residual_cost(const rp_residual *r, uint32_t from, uint32_t to,
                         uint32_t *via) {
    size_t arc = (size_t)from * r->width + to;

    if (from == POOL) {
        *via = r->pool_via[to];
        return r->pool_cost[to];
    }
    if (r->changed.has[from] || (to != POOL && r->exchanged.has[to - 1]))
        return ask(r, from, to, via);
    *via = r->via[arc];
    return r->cost[arc];
}

const int64_t *rp_residual_arcs_from(rp_residual *r, uint32_t node) {
    offer_all(r, node, r->arcs, r->arcs_via);
    return r->arcs;
}

const int64_t *rp_residual_arcs_into(rp_residual *r, uint32_t node) {
    uint32_t t = node - 1;

    for (uint32_t a = 0; a < r->nodes; a++)
        r->arcs[a] = RP_NO_PATH;
    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t a = r->places.at[i];
        uint16_t s = rp_residual_score(r, i, t);
        if (a == RP_NONE || a == POOL || a == node || s == RP_NO_PAIR)
            continue;
        int64_t lost = r->own[i] - rp_residual_worth_of(r, i, t, s);
        r->arcs[a] = lost < r->arcs[a] ? lost : r->arcs[a];
    }
    r->arcs[POOL] = r->pool_cost[node];
    return r->arcs;
}

/* -- the pool -------------------------------------------------------------- */

void rp_residual_pool_came(rp_residual *r, uint32_t client) {
    if (!r->is_pool_stale)
        offer(r, client, r->pool_cost, r->pool_via);
}

void rp_residual_pool_ask(rp_residual *r, uint32_t node) {
    r->pool_cost[node] = ask(r, POOL, node, &r->pool_via[node]);
}

void rp_residual_pool_left(rp_residual *r, uint32_t client) {
    for (uint32_t b = 1; b < r->nodes && !r->is_pool_stale; b++)
        if (r->pool_via[b] == client)
            rp_residual_pool_ask(r, b);
}

void rp_residual_pool_refresh(rp_residual *r) {
    if (r->is_pool_stale)
        offer_all(r, POOL, r->pool_cost, r->pool_via);
    r->is_pool_stale = false;
}

/* -- more places ----------------------------------------------------------- */

/* The least that keeps every client where they are. */
static int64_t least_price(const rp_residual *r, uint32_t therapist) {
    int64_t least = 0;

    for (uint32_t i = 0; i < r->clients; i++) {
        uint16_t s = rp_residual_score(r, i, therapist);
        if (r->places.at[i] == RP_NONE || s == RP_NO_PAIR)
            continue;
        int64_t gain =
            rp_residual_worth_of(r, i, therapist, s) - rp_residual_left(r, i);
        least = gain > least ? gain : least;
    }
    return least;
}

uint32_t rp_residual_grow(rp_residual *r, uint32_t whose,
                          const uint16_t *columns, uint32_t count) {
    uint32_t first = r->therapists;
    int64_t price = 0;

    assert(count <= r->room - first);
    r->therapists += count;
    r->nodes += count;
    for (uint32_t t = first; t < first + count; t++) {
        r->whose[t] = whose;
        r->seats[t] = r->load[t] = 0;
        r->places.first[t + 1] = RP_NONE;
        rp_residual_put_column(r, t,
                               columns + (size_t)(t - first) * r->clients);
        int64_t least = least_price(r, t);
        price = least > price ? least : price;
    }
    for (uint32_t t = first; t < first + count; t++) {
        r->price[t + 1] = price;
        if (!r->is_pool_stale)
            rp_residual_pool_ask(r, t + 1);
    }
    return first;
}

/* -- making one ------------------------------------------------------------ */

static rp_status allocate(rp_residual *r) {
    uint32_t therapists = r->room, nodes = therapists + 1;

    if (nodes > 1u << 16) /* what a square array of nodes can be */
        return RP_ERR_MEMORY;
    r->whose = rp_new_array(therapists, sizeof *r->whose);
    r->column = rp_new_array(therapists, sizeof *r->column);
    r->seats = rp_new_array(therapists, sizeof *r->seats);
    r->load = rp_new_array(therapists, sizeof *r->load);
    r->own = rp_new_array(r->clients, sizeof *r->own);
    r->price = rp_new_array(nodes, sizeof *r->price);
    r->pool_cost = rp_new_array(nodes, sizeof *r->pool_cost);
    r->pool_via = rp_new_array(nodes, sizeof *r->pool_via);
    r->arcs = rp_new_array(nodes, sizeof *r->arcs);
    r->arcs_via = rp_new_array(nodes, sizeof *r->arcs_via);
    r->scores = rp_new_array(therapists, sizeof *r->scores);
    r->changing = rp_new_array(r->clients, sizeof *r->changing);
    r->gains = rp_new_array(r->clients, sizeof *r->gains);
    return init_marked(&r->exchanged, therapists) &&
                   init_marked(&r->changed, nodes) &&
                   init_marked(&r->unsure, nodes) &&
                   rp_front_init(&r->ahead, nodes) &&
                   rp_front_init(&r->back, nodes) &&
                   rp_places_init(&r->places, r->clients, nodes) && r->whose &&
                   r->column && r->seats && r->load && r->own && r->price &&
                   r->pool_cost && r->pool_via && r->arcs && r->arcs_via &&
                   r->scores && r->changing && r->gains
               ? RP_OK
               : RP_ERR_MEMORY;
}

/* Columns are turned in blocks of so many clients: a line of the cache each. */
enum { TURNED = 32 };

static void turn_columns(rp_residual *r) {
    for (uint32_t i = 0; i < r->clients; i += TURNED)
        for (uint32_t t = 0; t < r->therapists; t++)
            for (uint32_t k = i; k < i + TURNED && k < r->clients; k++)
                r->rows[(size_t)k * r->therapists + t] = r->column[t][k];
}

/* What copies borrow. */
static rp_status allocate_arcs(rp_residual *r) {
    size_t arcs = (size_t)r->width * r->width;

    if (r->therapists > SIZE_MAX / 2 / ((size_t)r->clients + 1))
        return RP_ERR_MEMORY;
    r->rows = rp_new_array((size_t)r->clients * r->therapists, sizeof *r->rows);
    r->cost = rp_new_array(arcs, sizeof *r->cost);
    r->cost_into = rp_new_array(arcs, sizeof *r->cost_into);
    r->via = rp_new_array(arcs, sizeof *r->via);
    return r->rows && r->cost && r->cost_into && r->via ? RP_OK : RP_ERR_MEMORY;
}

static rp_status start(rp_residual *r, const rp_dense_problem *problem,
                       uint32_t spare) {
    *r = (rp_residual){.problem = problem,
                       .clients = problem->clients,
                       .therapists = problem->therapists + spare,
                       .nodes = problem->therapists + spare + 1,
                       .width = problem->therapists + spare + 1,
                       .room = problem->therapists + spare};
    rp_status status = allocate(r);
    if (status == RP_OK)
        status = allocate_arcs(r);
    if (status != RP_OK)
        return status;
    for (uint32_t t = 0; t < r->therapists; t++) {
        bool there = t < problem->therapists;
        r->whose[t] = rp_dense_problem_whose(problem, t);
        r->column[t] =
            there ? rp_dense_problem_column(problem, t) : problem->none;
        r->seats[t] = there ? problem->seats[t] : 0;
    }
    turn_columns(r);
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

/* All arcs, from those who are there; nothing has changed then. */
static void make_arcs(rp_residual *r) {
    size_t nodes = r->nodes;

    for (uint32_t a = 0; a < nodes; a++) {
        offer_all(r, a, r->cost + a * nodes, r->via + a * nodes);
        for (uint32_t b = 0; b < nodes; b++)
            r->cost_into[b * nodes + a] = r->cost[a * nodes + b];
    }
    memcpy(r->pool_cost, r->cost, nodes * sizeof *r->pool_cost);
    memcpy(r->pool_via, r->via, nodes * sizeof *r->pool_via);
    unmark_all(&r->changed);
    mark(&r->changed, POOL);
}

rp_status rp_residual_make(rp_residual *out, const rp_dense_problem *problem,
                           uint32_t spare) {
    rp_status status = start(out, problem, spare);

    if (status != RP_OK)
        return status;
    for (uint32_t i = problem->clients; i-- > 0;)
        if (problem->tier[i] > 0)
            rp_residual_link(
                out, i,
                problem->placed[i] == RP_NONE ? POOL : problem->placed[i] + 1);
    make_arcs(out);
    status = find_prices(out);
    return status == RP_OK ? rp_thin_arcs_make(&out->thin, out->nodes,
                                               out->cost, out->price)
                           : status;
}

void rp_residual_restore(rp_residual *to, const rp_residual *from) {
    size_t per_therapist = from->therapists * sizeof *from->seats;
    size_t per_node = from->nodes * sizeof *from->price;

    to->therapists = from->therapists;
    to->nodes = from->nodes;
    to->edited = from->edited;
    to->row = from->row;
    to->is_pool_stale = from->is_pool_stale;
    memcpy(to->whose, from->whose, per_therapist);
    memcpy(to->column, from->column, from->therapists * sizeof *from->column);
    memcpy(to->seats, from->seats, per_therapist);
    memcpy(to->load, from->load, per_therapist);
    rp_places_copy(&to->places, &from->places);
    memcpy(to->own, from->own, from->clients * sizeof *from->own);
    memcpy(to->price, from->price, per_node);
    memcpy(to->pool_cost, from->pool_cost, per_node);
    memcpy(to->pool_via, from->pool_via, from->nodes * sizeof *from->pool_via);
    copy_marked(&to->changed, &from->changed);
    copy_marked(&to->exchanged, &from->exchanged);
    copy_marked(&to->unsure, &from->unsure);
}

rp_status rp_residual_copy(rp_residual *out, const rp_residual *from,
                           uint32_t more) {
    *out = (rp_residual){.problem = from->problem,
                         .clients = from->clients,
                         .width = from->width,
                         .room = from->room + more,
                         .rows = from->rows,
                         .cost = from->cost,
                         .cost_into = from->cost_into,
                         .via = from->via,
                         .thin = from->thin,
                         .borrows = true};
    rp_status status = allocate(out);
    if (status == RP_OK)
        rp_residual_restore(out, from);
    return status;
}

void rp_residual_clear(rp_residual *residual) {
    if (!residual->borrows) {
        free(residual->rows);
        free(residual->cost);
        free(residual->cost_into);
        free(residual->via);
        rp_thin_arcs_clear(&residual->thin);
    }
    free(residual->whose);
    free(residual->column);
    free(residual->seats);
    free(residual->load);
    rp_places_clear(&residual->places);
    free(residual->own);
    free(residual->price);
    free(residual->pool_cost);
    free(residual->pool_via);
    free(residual->arcs);
    free(residual->arcs_via);
    free(residual->scores);
    free(residual->changing);
    free(residual->gains);
    rp_front_clear(&residual->ahead);
    rp_front_clear(&residual->back);
    clear_marked(&residual->changed);
    clear_marked(&residual->exchanged);
    clear_marked(&residual->unsure);
    *residual = (rp_residual){0};
}

/* -- readings -------------------------------------------------------------- */

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
        if (r->problem->kept && r->problem->kept[i] == r->whose[t])
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

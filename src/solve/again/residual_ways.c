#include "solve/again/residual_ways.h"

enum { POOL = 0 };
#define IDLE RP_NONE /* an idle hand moves */

void rp_ways_begin(rp_residual *r) {
    rp_front_reset(&r->ahead, r->nodes, RP_WAY_ENDS);
    rp_front_reset(&r->back, r->nodes, RP_WAY_ENDS);
}

/* -- settling one node ----------------------------------------------------- */

/* Where two fronts have met. */
typedef struct meeting {
    int64_t length; /* nothing that is as far is looked at */
    uint32_t node;  /* RP_NONE: nowhere yet */
} meeting;

/* A front while it moves. */
typedef struct moving {
    rp_residual *r;
    rp_front *front;
    const rp_front *other; /* NULL: there is none */
    meeting *met;
    uint32_t settled; /* how many nodes are */
    rp_reached next;  /* the nearest of the others */
    bool has_next;
} moving;

static void find_next(moving *m) {
    m->has_next = rp_front_nearest(m->front, &m->next);
    if (!m->has_next)
        m->next = (rp_reached){RP_NO_PATH, RP_NONE};
}

/* From what the caller has written into the distances. */
static moving start_moving(rp_residual *r, rp_front *front,
                           const rp_front *other, meeting *met) {
    moving m = {.r = r, .front = front, .other = other, .met = met};

    for (uint32_t b = 0; b < r->nodes; b++)
        if (front->distance[b] != RP_NO_PATH)
            rp_front_reach(front, b, front->distance[b], front->beside[b]);
    find_next(&m);
    return m;
}

/* What is nearest goes, with its arcs to be looked at. */
static uint32_t settle(moving *m) {
    rp_front_settle(m->front);
    m->settled++;
    return m->next.node;
}

/* A way to a node by the nearest one, along an arc between them. */
static inline void reach(moving *m, uint32_t node, int64_t length) {
    int64_t there = m->next.distance + length;

    if (there >= m->met->length || there >= m->front->distance[node])
        return;
    rp_front_reach(m->front, node, there, m->next.node);
    if (m->other && m->other->distance[node] < m->met->length - there)
        *m->met = (meeting){there + m->other->distance[node], node};
}

static inline void reach_to(moving *m, uint32_t to, int64_t cost) {
    const int64_t *price = m->r->price;

    if (cost != RP_NO_PATH)
        reach(m, to, cost + price[to] - price[m->next.node]);
}

static inline void reach_from(moving *m, uint32_t from, int64_t cost) {
    const int64_t *price = m->r->price;

    if (cost != RP_NO_PATH)
        reach(m, from, cost + price[m->next.node] - price[from]);
}

/* Out of a node, along a row of arcs. */
static void reach_row(moving *m, const int64_t *cost) {
    for (uint32_t b = 0; b < m->r->nodes; b++)
        reach_to(m, b, cost[b]);
}

/* Is an arc into a node another one than it was? */
static bool is_exchanged(const rp_residual *r, uint32_t node) {
    return node != POOL && r->exchanged.has[node - 1];
}

/* Out of a node where clients are those who were there: all arcs, or those that
 * matter, and to whom the column is another one. */
static void reach_old_row(moving *m) {
    const rp_residual *r = m->r;
    const rp_thin_arcs *thin = &r->thin;
    uint32_t here = m->next.node, via;
    const int64_t *cost = r->cost + (size_t)here * r->width;

    if (r->unsure.has[here])
        for (uint32_t b = 0; b < r->width; b++) {
            if (!is_exchanged(r, b))
                reach_to(m, b, cost[b]);
        }
    else
        for (size_t k = thin->first[here]; k < thin->first[here + 1]; k++)
            if (!is_exchanged(r, thin->from[k].node))
                reach_to(m, thin->from[k].node, thin->from[k].cost);
    for (uint32_t k = 0; k < r->exchanged.count; k++) {
        uint32_t b = r->exchanged.items[k] + 1;
        reach_to(m, b, rp_residual_cost(r, here, b, &via));
    }
}

/* All arcs out of the nearest node. */
static void reach_ahead(moving *m) {
    uint32_t here = settle(m);

    if (here == POOL)
        reach_row(m, m->r->pool_cost);
    else if (m->r->changed.has[here])
        reach_row(m, rp_residual_arcs_from(m->r, here));
    else
        reach_old_row(m);
    find_next(m);
}

/* Into a node with the column that it had, or the pool: arcs that matter, from
 * nodes that are unsure, and from where clients are others. */
static void reach_old_column(moving *m) {
    const rp_residual *r = m->r;
    const rp_thin_arcs *thin = &r->thin;
    uint32_t here = m->next.node, via;
    const int64_t *cost = r->cost_into + (size_t)here * r->width;

    for (size_t k = thin->first_into[here]; k < thin->first_into[here + 1]; k++)
        if (!r->changed.has[thin->into[k].node])
            reach_from(m, thin->into[k].node, thin->into[k].cost);
    for (uint32_t k = 0; k < r->unsure.count; k++) {
        uint32_t a = r->unsure.items[k];
        if (!r->changed.has[a])
            reach_from(m, a, cost[a]);
    }
    for (uint32_t k = 0; k < r->changed.count; k++) {
        uint32_t a = r->changed.items[k];
        if (a != here)
            reach_from(m, a, rp_residual_cost(r, a, here, &via));
    }
}

/* All arcs into it. */
static void reach_back(moving *m) {
    uint32_t here = settle(m);

    if (is_exchanged(m->r, here)) {
        const int64_t *cost = rp_residual_arcs_into(m->r, here);
        for (uint32_t a = 0; a < m->r->nodes; a++)
            reach_from(m, a, cost[a]);
    } else {
        reach_old_column(m);
    }
    find_next(m);
}

/* -- both ends ------------------------------------------------------------- */

/* The second half of the way stands behind its nodes: put it before them. Where
 * arcs cost nothing the halves may have nodes in common, and the last of these
 * is where they are joined. */
static void join(rp_residual *r, uint32_t node, uint32_t target) {
    uint32_t *before = r->ahead.beside, *behind = r->back.beside;
    uint32_t from = node;

    for (uint32_t b = node; b != target; b = behind[b])
        for (uint32_t a = node; a != RP_WAY_ENDS; a = before[a])
            if (a == behind[b])
                from = a;
    for (uint32_t b = from; b != target; b = behind[b])
        before[behind[b]] = b;
}

int64_t rp_ways_search(rp_residual *r, uint32_t target, int64_t limit) {
    meeting met = {limit, RP_NONE};
    rp_front *ahead = &r->ahead, *back = &r->back;

    back->distance[target] = 0;
    if (ahead->distance[target] < limit)
        met = (meeting){ahead->distance[target], target};
    rp_residual_pool_refresh(r);
    moving a = start_moving(r, ahead, back, &met);
    moving b = start_moving(r, back, ahead, &met);
    while (a.has_next && b.has_next &&
           a.next.distance < met.length - b.next.distance)
        if (a.settled <= b.settled)
            reach_ahead(&a);
        else
            reach_back(&b);
    ahead->radius = a.next.distance < met.length ? a.next.distance : met.length;
    back->radius = met.length - ahead->radius;
    if (met.node != RP_NONE)
        join(r, met.node, target);
    return met.length;
}

static int64_t short_of(const rp_front *front, uint32_t node) {
    int64_t distance = front->distance[node];

    return distance < front->radius ? front->radius - distance : 0;
}

void rp_ways_reprice(rp_residual *r) {
    int64_t pool = short_of(&r->ahead, POOL) - short_of(&r->back, POOL);

    for (uint32_t b = 0; b < r->nodes; b++)
        r->price[b] += short_of(&r->ahead, b) - short_of(&r->back, b) - pool;
}

void rp_ways_move(rp_residual *r, uint32_t node, uint32_t newcomer) {
    const uint32_t *before = r->ahead.beside;
    uint32_t begin = node, left = RP_NONE, came = RP_NONE;

    /* who moves where is as it was before anybody does: a node is not left
     * before the one behind it was entered */
    for (uint32_t b = node, client; before[b] != RP_WAY_ENDS; b = before[b]) {
        begin = before[b];
        rp_residual_cost(r, begin, b, &client);
        if (client == IDLE)
            continue;
        left = begin == POOL ? client : left;
        came = b == POOL ? client : came;
        rp_residual_relink(r, client, b);
    }
    if (newcomer != RP_NONE) {
        came = begin == POOL ? newcomer : came;
        rp_residual_link(r, newcomer, begin);
    }
    if (left != RP_NONE)
        rp_residual_pool_left(r, left);
    if (came != RP_NONE)
        rp_residual_pool_came(r, came);
}

/* -- readings -------------------------------------------------------------- */

void rp_residual_from(rp_residual *r, uint32_t node, int64_t *out) {
    const int64_t *distance = r->ahead.distance;
    meeting none = {RP_NO_PATH, RP_NONE};

    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    r->ahead.distance[node] = 0;
    moving m = start_moving(r, &r->ahead, NULL, &none);
    while (m.has_next)
        reach_ahead(&m);
    for (uint32_t b = 0; b < r->nodes; b++)
        out[b] = distance[b] == RP_NO_PATH
                     ? RP_NO_PATH
                     : distance[b] + r->price[node] - r->price[b];
}

void rp_residual_to_pool(rp_residual *r, int64_t *out) {
    const int64_t *distance = r->back.distance;
    meeting none = {RP_NO_PATH, RP_NONE};

    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    r->back.distance[POOL] = 0;
    moving m = start_moving(r, &r->back, NULL, &none);
    while (m.has_next)
        reach_back(&m);
    for (uint32_t a = 0; a < r->nodes; a++)
        out[a] =
            distance[a] == RP_NO_PATH ? RP_NO_PATH : distance[a] + r->price[a];
}

bool rp_residual_keeps_placed(rp_residual *r) {
    meeting one = {1, RP_NONE}; /* only what costs nothing */

    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    for (uint32_t i = 0; i < r->clients; i++)
        if (rp_residual_therapist(r, i) != RP_NONE &&
            rp_residual_left(r, i) == 0)
            r->back.distance[r->places.at[i]] = 0;
    moving m = start_moving(r, &r->back, NULL, &one);
    while (m.has_next) {
        if (m.next.node == POOL)
            return false;
        reach_back(&m);
    }
    return true;
}

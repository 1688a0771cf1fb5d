#include "solve/again/residual_ways.h"

enum { POOL = 0 };
#define IDLE RP_NONE /* an idle hand moves */

void rp_ways_begin(rp_residual *r) {
    for (uint32_t b = 0; b < r->nodes; b++) {
        r->ahead.distance[b] = r->back.distance[b] = RP_NO_PATH;
        r->ahead.beside[b] = r->back.beside[b] = RP_WAY_ENDS;
    }
}

/* -- settling one node ----------------------------------------------------- */

/* Where two fronts have met. */
typedef struct meeting {
    int64_t length;
    uint32_t node; /* RP_NONE: nowhere yet */
} meeting;

/* A front while it moves. */
typedef struct moving {
    rp_front *front;
    uint32_t count; /* of those that are open */
    uint32_t next;  /* the nearest of them; RP_NONE: none is reached */
    int64_t least;  /* how near */
} moving;

/* Find the nearest one of those that are open, and where both fronts meet.
 * @param settled  is not open any more; RP_NONE: none was settled
 * @param other    what the other front has reached; NULL: there is none */
static void find_next(moving *m, uint32_t settled, const int64_t *other,
                      meeting *met) {
    const int64_t *distance = m->front->distance;
    uint32_t *open = m->front->open, kept = 0, next = RP_NONE;
    int64_t least = RP_NO_PATH;

    for (uint32_t k = 0; k < m->count; k++) {
        uint32_t b = open[k];
        int64_t now = distance[b];
        if (b == settled)
            continue;
        open[kept++] = b;
        if (now < least) {
            least = now;
            next = b;
        }
        if (other && other[b] < met->length - now)
            *met = (meeting){now + other[b], b};
    }
    m->count = kept;
    m->least = least;
    m->next = next;
}

static moving start_moving(rp_front *front, uint32_t nodes) {
    moving m = {front, nodes, RP_NONE, RP_NO_PATH};

    for (uint32_t b = 0; b < nodes; b++)
        front->open[b] = b;
    find_next(&m, RP_NONE, NULL, NULL);
    return m;
}

/* A way to a node by another one. */
static void reach(rp_front *front, uint32_t node, int64_t there, uint32_t by) {
    if (there < front->distance[node]) {
        front->distance[node] = there;
        front->beside[node] = by;
    }
}

/* Along a row of arcs to the first so many nodes. @param sign  how prices
 * count: 1 ahead, -1 back */
static inline void reach_row(const rp_residual *r, moving *m, uint32_t nodes,
                             const int64_t *cost, const int64_t sign) {
    const int64_t *price = r->price;
    int64_t *distance = m->front->distance;
    uint32_t *beside = m->front->beside, here = m->next;
    int64_t base = m->least - sign * price[here];

    for (uint32_t b = 0; b < nodes; b++)
        if (cost[b] != RP_NO_PATH &&
            base + cost[b] + sign * price[b] < distance[b]) {
            distance[b] = base + cost[b] + sign * price[b];
            beside[b] = here;
        }
}

/* Along a row of those that were there when the graph was made, but to some
 * nodes by arcs that are asked for. */
static inline void reach_row_but(const rp_residual *r, moving *m,
                                 const int64_t *cost, const int64_t sign,
                                 const rp_marked *others, uint32_t shift) {
    rp_front *front = m->front;
    uint32_t here = m->next;
    int64_t base = m->least - sign * r->price[here];

    for (uint32_t k = 0; k < others->count; k++) {
        uint32_t b = others->items[k] + shift;
        front->before[k] = (rp_reached){front->distance[b], front->beside[b]};
    }
    reach_row(r, m, r->width, cost, sign);
    for (uint32_t k = 0; k < others->count; k++) {
        uint32_t b = others->items[k] + shift, via;
        front->distance[b] = front->before[k].distance;
        front->beside[b] = front->before[k].beside;
        int64_t arc = b == here  ? RP_NO_PATH
                      : sign > 0 ? rp_residual_cost(r, here, b, &via)
                                 : rp_residual_cost(r, b, here, &via);
        if (arc != RP_NO_PATH)
            reach(front, b, base + arc + sign * r->price[b], here);
    }
}

/* All arcs out of the nearest node. */
static void reach_ahead(rp_residual *r, moving *m) {
    uint32_t here = m->next;

    if (here == POOL)
        reach_row(r, m, r->nodes, r->pool_cost, 1);
    else if (r->changed.has[here])
        reach_row(r, m, r->nodes, rp_residual_arcs_from(r, here), 1);
    else
        reach_row_but(r, m, r->cost + (size_t)here * r->width, 1, &r->exchanged,
                      1);
}

/* All arcs into it. */
static void reach_back(rp_residual *r, moving *m) {
    uint32_t here = m->next;

    if (here != POOL && r->exchanged.has[here - 1])
        reach_row(r, m, r->nodes, rp_residual_arcs_into(r, here), -1);
    else
        reach_row_but(r, m, r->cost_into + (size_t)here * r->width, -1,
                      &r->changed, 0);
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
    moving a = start_moving(ahead, r->nodes);
    moving b = start_moving(back, r->nodes);
    while (a.next != RP_NONE && b.next != RP_NONE &&
           a.least < met.length - b.least)
        if (a.count >= b.count) {
            reach_ahead(r, &a);
            find_next(&a, a.next, back->distance, &met);
        } else {
            reach_back(r, &b);
            find_next(&b, b.next, ahead->distance, &met);
        }
    ahead->radius = a.least < met.length ? a.least : met.length;
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

    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    r->ahead.distance[node] = 0;
    moving m = start_moving(&r->ahead, r->nodes);
    while (m.next != RP_NONE) {
        reach_ahead(r, &m);
        find_next(&m, m.next, NULL, NULL);
    }
    for (uint32_t b = 0; b < r->nodes; b++)
        out[b] = distance[b] == RP_NO_PATH
                     ? RP_NO_PATH
                     : distance[b] + r->price[node] - r->price[b];
}

void rp_residual_to_pool(rp_residual *r, int64_t *out) {
    const int64_t *distance = r->back.distance;

    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    r->back.distance[POOL] = 0;
    moving m = start_moving(&r->back, r->nodes);
    while (m.next != RP_NONE) {
        reach_back(r, &m);
        find_next(&m, m.next, NULL, NULL);
    }
    for (uint32_t a = 0; a < r->nodes; a++)
        out[a] =
            distance[a] == RP_NO_PATH ? RP_NO_PATH : distance[a] + r->price[a];
}

bool rp_residual_keeps_placed(rp_residual *r) {
    rp_residual_pool_refresh(r);
    rp_ways_begin(r);
    for (uint32_t i = 0; i < r->clients; i++)
        if (rp_residual_therapist(r, i) != RP_NONE &&
            rp_residual_left(r, i) == 0)
            r->back.distance[r->places.at[i]] = 0;
    moving m = start_moving(&r->back, r->nodes);
    while (m.next != RP_NONE && m.least == 0) {
        if (m.next == POOL)
            return false;
        reach_back(r, &m);
        find_next(&m, m.next, NULL, NULL);
    }
    return true;
}

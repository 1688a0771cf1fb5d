#include "why/settle.h"

#include "base/array.h"

#include <stdlib.h>

/* Every optimal plan uses tight pairs alone: those whose worth is what the two
 * prices add up to. From one to another lead cycles of tight moves. So each
 * client in turn looks for such a cycle through a place that it likes better,
 * without moving those who had their turn. */

enum { POOL = 0 };

typedef struct settling {
    rp_residual *r;
    uint8_t *fixed;   /* [clients] had their turn */
    uint8_t *touched; /* [nodes] */
    uint32_t *queue;  /* [nodes] */
    uint32_t *parent; /* [nodes] where the search came from, RP_NOBODY */
    uint32_t *mover;  /* [nodes] who moves here, RP_NOBODY: an idle hand */
    uint8_t *seen;    /* [nodes] */
} settling;

static bool is_tight(const rp_residual *r, uint32_t client, int64_t own,
                     uint32_t therapist) {
    uint16_t s = rp_residual_score(r, client, therapist);

    return s != RP_NO_PAIR && rp_residual_worth_of(r, client, therapist, s) -
                                      r->price[therapist + 1] ==
                                  own;
}

static uint32_t order_of(const rp_residual *r, uint32_t therapist) {
    return r->order ? r->order[therapist] : therapist;
}

/* Is therapist t placed before the place at `node` in the client's list? */
static bool is_better(const rp_residual *r, uint32_t client, uint32_t t,
                      uint32_t node) {
    if (node == POOL)
        return true;
    uint16_t there = rp_residual_score(r, client, t);
    uint16_t here = rp_residual_score(r, client, node - 1);

    return there != here ? there > here
                         : order_of(r, t) < order_of(r, node - 1);
}

static void reach(settling *s, uint32_t from, uint32_t to, uint32_t mover,
                  uint32_t *count) {
    if (s->seen[to])
        return;
    s->seen[to] = 1;
    s->parent[to] = from;
    s->mover[to] = mover;
    s->queue[(*count)++] = to;
}

/* The tight moves out of a node. */
static void spread(settling *s, uint32_t node, uint32_t *count) {
    const rp_residual *r = s->r;

    if (node == POOL) {
        for (uint32_t b = 1; b < r->nodes; b++)
            if (r->price[b] == 0)
                reach(s, node, b, RP_NOBODY, count);
    } else if (r->load[node - 1] < r->seats[node - 1]) {
        reach(s, node, POOL, RP_NOBODY, count);
    }
    for (uint32_t i = r->first[node]; i != RP_NOBODY; i = r->next[i]) {
        if (s->fixed[i])
            continue;
        int64_t own = rp_residual_left(r, i);
        if (node != POOL && own == 0)
            reach(s, node, POOL, i, count);
        for (uint32_t t = 0; t < r->therapists; t++)
            if (t + 1 != node && !s->seen[t + 1] && is_tight(r, i, own, t))
                reach(s, node, t + 1, i, count);
    }
}

/* Is there a way of tight moves from one place to another? */
static bool find_way(settling *s, uint32_t from, uint32_t to) {
    uint32_t count = 0;

    for (uint32_t b = 0; b < s->r->nodes; b++)
        s->seen[b] = 0;
    reach(s, RP_NOBODY, from, RP_NOBODY, &count);
    for (uint32_t k = 0; k < count && !s->seen[to]; k++)
        spread(s, s->queue[k], &count);
    return s->seen[to];
}

/* Move everybody on the way that ends at `to`, then the client to its start. */
static void take_way(settling *s, uint32_t client, uint32_t to) {
    rp_residual *r = s->r;
    uint32_t node = to;

    s->touched[to] = 1;
    while (s->parent[node] != RP_NOBODY) {
        if (s->mover[node] != RP_NOBODY)
            rp_residual_relink(r, s->mover[node], node);
        node = s->parent[node];
        s->touched[node] = 1;
    }
    rp_residual_relink(r, client, node);
}

/* The best place that some optimal plan still gives to a client. */
static void settle_client(settling *s, uint32_t client) {
    rp_residual *r = s->r;
    int64_t own = rp_residual_left(r, client);
    uint32_t here = r->at[client];

    s->fixed[client] = 1;
    /* from the best place on: those that fail are behind `last` */
    for (uint32_t last = RP_NOBODY;;) {
        uint32_t best = RP_NOBODY;
        for (uint32_t t = 0; t < r->therapists; t++)
            if (t + 1 != here && is_tight(r, client, own, t) &&
                is_better(r, client, t, here) &&
                (last == RP_NOBODY ||
                 (t != last && is_better(r, client, last, t + 1))) &&
                (best == RP_NOBODY || is_better(r, client, t, best + 1)))
                best = t;
        if (best == RP_NOBODY)
            return;
        if (find_way(s, best + 1, here)) {
            take_way(s, client, here);
            return;
        }
        last = best;
    }
}

bool rp_settle(rp_residual *r) {
    settling s = {.r = r,
                  .fixed = rp_new_array(r->clients, 1),
                  .touched = rp_new_array(r->nodes, 1),
                  .queue = rp_new_array(r->nodes, sizeof *s.queue),
                  .parent = rp_new_array(r->nodes, sizeof *s.parent),
                  .mover = rp_new_array(r->nodes, sizeof *s.mover),
                  .seen = rp_new_array(r->nodes, 1)};
    bool whole =
        s.fixed && s.touched && s.queue && s.parent && s.mover && s.seen;

    for (uint32_t i = 0; whole && i < r->clients; i++)
        if (r->at[i] != RP_NOBODY)
            settle_client(&s, i);
    for (uint32_t b = 0; whole && b < r->nodes; b++)
        if (s.touched[b])
            rp_residual_refresh(r, b);
    free(s.fixed);
    free(s.touched);
    free(s.queue);
    free(s.parent);
    free(s.mover);
    free(s.seen);
    return whole;
}

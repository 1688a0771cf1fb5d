#include "solve/again/tie_break_dense.h"

#include "base/array.h"

#include <stdlib.h>

/* Every optimal plan uses tight pairs alone: those whose worth is what the two
 * prices add up to. From one to another lead cycles of tight moves. So each
 * client in turn looks for such a cycle through a place that it likes better,
 * without moving those who had their turn. */

enum { POOL = 0, BLOCK = 32 };

typedef struct settling {
    rp_residual *r;
    uint32_t *start; /* [clients + 1] into tight */
    uint32_t *tight; /* [pairs] therapists of each client's tight pairs */
    int64_t *own;    /* [clients] what the price of the place leaves; the same
                        in every optimal plan */
    uint16_t *short_of; /* [clients] own less what any place is worth, its
                           last bits */
    bool *fixed;        /* [clients] had their turn */
    bool *touched;      /* [nodes] */
    uint32_t *queue;    /* [nodes] */
    uint32_t *parent;   /* [nodes] where the search came from, RP_NONE */
    uint32_t *mover;    /* [nodes] who moves here, RP_NONE: an idle hand */
    bool *seen;         /* [nodes] */
} settling;

/* A tight pair, on its way into the lists. */
typedef struct pair {
    uint32_t client, therapist;
} pair;

static bool is_tight(const settling *s, uint32_t i, uint32_t t) {
    const rp_residual *r = s->r;
    uint16_t score = rp_residual_score(r, i, t);

    return score != RP_NO_PAIR && r->places.at[i] != RP_NONE &&
           rp_residual_worth_of(r, i, t, score) - r->price[t + 1] == s->own[i];
}

static bool keep_pair(pair **pairs, size_t *count, size_t *room,
                      uint32_t client, uint32_t t) {
    pair *more = rp_grow_array(*pairs, *count, room, sizeof *more);

    if (!more)
        return false;
    *pairs = more;
    more[(*count)++] = (pair){client, t};
    return true;
}

/* Does any S equal its shortage and the price, modulo 2^16? Without branches,
 * so that a compiler can look at several at once. */
static bool any_has(const uint16_t *column, const uint16_t *short_of,
                    uint16_t price, uint32_t count) {
    unsigned any = 0;

    for (uint32_t i = 0; i < count; i++)
        any |= (uint16_t)(short_of[i] + price) == column[i];
    return any;
}

/* Append the tight pairs of one therapist. This goes over every pair of the
 * clinic for every change that is tried, so most are passed over many at once:
 * tight ones have the S that `short_of` and the price say, as far as its bits
 * go, or what that is less the floor and what keeps a pair. */
static bool scan_column(const settling *s, uint32_t t, pair **pairs,
                        size_t *count, size_t *room) {
    const rp_residual *r = s->r;
    const rp_scale *scale = &r->problem->scale;
    const uint16_t *column = r->column[t];
    uint16_t price = (uint16_t)r->price[t + 1];
    bool plain = scale->floor == 0 && scale->keep == 0;
    bool whole = true;

    for (uint32_t i = 0, end; whole && i < r->clients; i = end) {
        end = r->clients - i > BLOCK ? i + BLOCK : r->clients;
        if (plain && !any_has(column + i, s->short_of + i, price, end - i))
            continue;
        for (uint32_t k = i; whole && k < end; k++)
            if ((!plain || (uint16_t)(s->short_of[k] + price) == column[k]) &&
                !(r->row && k == r->edited) && is_tight(s, k, t))
                whole = keep_pair(pairs, count, room, k, t);
    }
    if (whole && r->row && is_tight(s, r->edited, t))
        whole = keep_pair(pairs, count, room, r->edited, t);
    return whole;
}

/* Lists of tight pairs by client, therapists ascending. */
static bool list_tight(settling *s) {
    const rp_residual *r = s->r;
    size_t count = 0, room = 0;
    pair *pairs = NULL;
    bool whole = true;

    for (uint32_t i = 0; i < r->clients; i++) {
        const rp_dense_problem *g = r->problem;
        s->own[i] = r->places.at[i] == RP_NONE ? 0 : rp_residual_left(r, i);
        s->short_of[i] =
            (uint16_t)(s->own[i] -
                       rp_worth_base(g->scale.tier, g->tier[i], g->wait[i]));
    }
    for (uint32_t t = 0; whole && t < r->therapists; t++)
        whole = scan_column(s, t, &pairs, &count, &room);
    s->tight = rp_new_array(count, sizeof *s->tight);
    whole = whole && s->tight;
    for (size_t k = 0; whole && k < count; k++)
        s->start[pairs[k].client + 1]++;
    for (uint32_t i = 0; whole && i < r->clients; i++)
        s->start[i + 1] += s->start[i];
    for (size_t k = count; whole && k-- > 0;)
        s->tight[--s->start[pairs[k].client + 1]] = pairs[k].therapist;
    for (uint32_t i = 0; whole && i < r->clients; i++)
        s->start[i] = s->start[i + 1]; /* each stands at its own begin */
    if (whole)
        s->start[r->clients] = (uint32_t)count;
    free(pairs);
    return whole;
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
    s->seen[to] = true;
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
                reach(s, node, b, RP_NONE, count);
    } else if (r->load[node - 1] < r->seats[node - 1]) {
        reach(s, node, POOL, RP_NONE, count);
    }
    for (uint32_t i = r->places.first[node]; i != RP_NONE;
         i = r->places.next[i]) {
        if (s->fixed[i])
            continue;
        if (node != POOL && s->own[i] == 0)
            reach(s, node, POOL, i, count);
        for (uint32_t k = s->start[i]; k < s->start[i + 1]; k++)
            if (s->tight[k] + 1 != node)
                reach(s, node, s->tight[k] + 1, i, count);
    }
}

/* Is there a way of tight moves from one place to another? */
static bool find_path(settling *s, uint32_t from, uint32_t to) {
    uint32_t count = 0;

    for (uint32_t b = 0; b < s->r->nodes; b++)
        s->seen[b] = false;
    reach(s, RP_NONE, from, RP_NONE, &count);
    for (uint32_t k = 0; k < count && !s->seen[to]; k++)
        spread(s, s->queue[k], &count);
    return s->seen[to];
}

/* Move everybody on the way that ends at `to`, then the client to its start. */
static void take_path(settling *s, uint32_t client, uint32_t to) {
    rp_residual *r = s->r;
    uint32_t node = to;

    s->touched[to] = true;
    while (s->parent[node] != RP_NONE) {
        if (s->mover[node] != RP_NONE)
            rp_residual_relink(r, s->mover[node], node);
        node = s->parent[node];
        s->touched[node] = true;
    }
    rp_residual_relink(r, client, node);
}

/* The best place that some optimal plan still gives to a client. */
static void settle_client(settling *s, uint32_t client) {
    rp_residual *r = s->r;
    uint32_t here = r->places.at[client];

    s->fixed[client] = true;
    /* from the best place on: those that fail are behind `last` */
    for (uint32_t last = RP_NONE;;) {
        uint32_t best = RP_NONE;
        for (uint32_t k = s->start[client]; k < s->start[client + 1]; k++) {
            uint32_t t = s->tight[k];
            if (t + 1 != here && is_better(r, client, t, here) &&
                (last == RP_NONE ||
                 (t != last && is_better(r, client, last, t + 1))) &&
                (best == RP_NONE || is_better(r, client, t, best + 1)))
                best = t;
        }
        if (best == RP_NONE)
            return;
        if (find_path(s, best + 1, here)) {
            take_path(s, client, here);
            return;
        }
        last = best;
    }
}

bool rp_tie_break_dense(rp_residual *r) {
    settling s = {.r = r,
                  .start =
                      rp_new_array((size_t)r->clients + 1, sizeof *s.start),
                  .own = rp_new_array(r->clients, sizeof *s.own),
                  .short_of = rp_new_array(r->clients, sizeof *s.short_of),
                  .fixed = rp_new_array(r->clients, 1),
                  .touched = rp_new_array(r->nodes, 1),
                  .queue = rp_new_array(r->nodes, sizeof *s.queue),
                  .parent = rp_new_array(r->nodes, sizeof *s.parent),
                  .mover = rp_new_array(r->nodes, sizeof *s.mover),
                  .seen = rp_new_array(r->nodes, 1)};
    bool whole = s.start && s.own && s.short_of && s.fixed && s.touched &&
                 s.queue && s.parent && s.mover && s.seen;

    whole = whole && list_tight(&s);
    for (uint32_t i = 0; whole && i < r->clients; i++)
        if (r->places.at[i] != RP_NONE)
            settle_client(&s, i);
    for (uint32_t b = 0; whole && b < r->nodes; b++)
        if (s.touched[b])
            rp_residual_refresh(r, b);
    free(s.start);
    free(s.tight);
    free(s.own);
    free(s.short_of);
    free(s.fixed);
    free(s.touched);
    free(s.queue);
    free(s.parent);
    free(s.mover);
    free(s.seen);
    return whole;
}

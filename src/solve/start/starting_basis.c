#include "solve/start/starting_basis.h"

#include "base/array.h"
#include "base/heap.h"
#include "solve/start/auction.h"
#include "solve/start/reverse_auction.h"

#include <stdlib.h>

typedef struct reach {
    int64_t distance;
    uint32_t therapist; /* that is reached */
    uint32_t client;    /* of it, who joins it to */
    uint32_t parent;    /* this node */
    uint16_t score;
} reach;

typedef struct spanning {
    const rp_model *model;
    const rp_columns *columns;
    const uint32_t *therapist; /* [clients] the plan */
    const int64_t *price;      /* [therapists] v, as the auction gives it */
    int64_t *gain;             /* [clients] u */
    uint16_t *score;           /* [clients] of its pair in the plan */
    int64_t *distance;         /* [therapists] least so far */
    bool *is_in;               /* [therapists] */
    rp_turned turned;
    reach *heap;
    size_t used, room;
    rp_tree *tree;
} spanning;

/* ---- greedy ------------------------------------------------------------ */

static rp_status be_greedy(uint32_t *therapist, int64_t *price,
                           const rp_model *m, const rp_columns *c) {
    uint32_t *left = rp_new_array(m->therapists, sizeof *left);

    if (!left)
        return RP_ERR_MEMORY;
    for (uint32_t j = 0; j < m->therapists; j++)
        left[j] = m->seats[j];
    for (uint8_t tier = 3; tier >= 1; tier--)
        for (uint32_t i = 0; i < m->clients; i++) {
            if (m->tier[i] != tier)
                continue;
            size_t best = SIZE_MAX;
            for (size_t k = c->start[i]; k < c->start[i + 1]; k++)
                if (left[c->therapist[k]] > 0 &&
                    (best == SIZE_MAX || c->score[k] > c->score[best]))
                    best = k;
            therapist[i] = best == SIZE_MAX ? RP_NONE : c->therapist[best];
            if (best != SIZE_MAX)
                left[therapist[i]]--;
        }
    for (uint32_t j = 0; j < m->therapists; j++)
        price[j] *= RP_AUCTION_SCALE;
    free(left);
    return RP_OK;
}

/* ---- the tree ---------------------------------------------------------- */

/*
 * Therapists with a seat left and waiting clients hang at the root. A full
 * therapist with its clients is a star, which some client k of it must join
 * to the rest by an empty arc: to the root, or to another therapist on its
 * list. At exactly optimal prices the best tree is that of shortest paths to
 * the root, where such an arc is as long as its slack less the slack of k's
 * own pair: the tree's prices then are optimal, too. With prices nearly
 * optimal the same search gives a tree nearly so.
 */
static inline bool is_nearer(const reach *a, const reach *b) {
    return a->distance < b->distance;
}

RP_HEAP(reach, reach, is_nearer)

static bool push(spanning *s, reach item) {
    reach *grown = rp_grow_array(s->heap, s->used, &s->room, sizeof *s->heap);

    if (!grown)
        return false;
    s->heap = grown;
    reach_rise(s->heap, s->used++, item);
    return true;
}

static reach pop(spanning *s) {
    reach top = s->heap[0];

    s->used--;
    reach_sink(s->heap, s->used, s->heap[s->used]);
    return top;
}

static int64_t slack(const spanning *s, uint32_t i, uint32_t j,
                     uint16_t score) {
    return s->gain[i] + s->price[j] -
           rp_model_worth(s->model, i, j, score) * RP_AUCTION_SCALE;
}

/* Reach the stars of the clients who have therapist j on their list. */
static bool extend(spanning *s, uint32_t j) {
    const rp_turned *t = &s->turned;

    s->is_in[j] = true;
    for (size_t k = t->start[j]; k < t->start[j + 1]; k++) {
        uint32_t i = t->client[k], own = s->therapist[i];
        if (own == RP_NONE || s->is_in[own])
            continue;
        int64_t length =
            slack(s, i, j, t->score[k]) - slack(s, i, own, s->score[i]);
        int64_t distance = s->distance[j] + (length > 0 ? length : 0);
        if (distance >= s->distance[own])
            continue;
        s->distance[own] = distance;
        if (!push(s,
                  (reach){distance, own, i, s->tree->clients + j, t->score[k]}))
            return false;
    }
    return true;
}

static bool grow(spanning *s) {
    rp_tree *tree = s->tree;

    for (uint32_t j = 0; j < tree->therapists; j++)
        if (s->is_in[j] && !extend(s, j))
            return false;
    while (s->used > 0) {
        reach r = pop(s);
        if (s->is_in[r.therapist])
            continue;
        uint32_t node = tree->clients + r.therapist;
        tree->parent[node] = r.client;
        tree->flow[node] = 1;
        tree->score[node] = s->score[r.client];
        tree->parent[r.client] = r.parent;
        tree->flow[r.client] = 0;
        tree->score[r.client] = r.score;
        s->distance[r.therapist] = r.distance;
        if (!extend(s, r.therapist))
            return false;
    }
    return true;
}

/* Everybody on their therapist, the others on the root; and the arcs by
   which a full therapist could hang at the root. */
static bool plant(spanning *s) {
    rp_tree *tree = s->tree;
    uint32_t root = tree->clients + tree->therapists;

    for (uint32_t j = 0; j < tree->therapists; j++)
        tree->flow[tree->clients + j] = s->model->seats[j];
    for (uint32_t i = 0; i < tree->clients; i++) {
        uint32_t own = s->therapist[i];
        tree->parent[i] = own == RP_NONE ? root : tree->clients + own;
        tree->flow[i] = 1;
        tree->score[i] = own == RP_NONE ? 0 : s->score[i];
        if (own != RP_NONE)
            tree->flow[tree->clients + own]--;
    }
    for (uint32_t j = 0; j < tree->therapists; j++) {
        tree->parent[tree->clients + j] = root;
        s->is_in[j] = tree->flow[tree->clients + j] > 0;
        s->distance[j] = s->is_in[j] ? 0 : INT64_MAX;
    }
    for (uint32_t i = 0; i < tree->clients; i++) {
        uint32_t own = s->therapist[i];
        if (own == RP_NONE || s->is_in[own])
            continue;
        int64_t distance =
            rp_model_worth(s->model, i, own, s->score[i]) * RP_AUCTION_SCALE -
            s->price[own];
        if (distance < 0)
            distance = 0;
        if (distance >= s->distance[own])
            continue;
        s->distance[own] = distance;
        if (!push(s, (reach){distance, own, i, root, 0}))
            return false;
    }
    return true;
}

/* u, and the scores of the plan's pairs. */
static void find_gains(spanning *s) {
    const rp_columns *c = s->columns;

    for (uint32_t i = 0; i < c->clients; i++) {
        s->gain[i] = 0;
        for (size_t k = c->start[i]; k < c->start[i + 1]; k++) {
            uint32_t j = c->therapist[k];
            int64_t gain =
                rp_model_worth(s->model, i, j, c->score[k]) * RP_AUCTION_SCALE -
                s->price[j];
            if (gain > s->gain[i])
                s->gain[i] = gain;
            if (j == s->therapist[i])
                s->score[i] = c->score[k];
        }
    }
}

static rp_status span(rp_tree *tree, const rp_model *m, const rp_columns *c,
                      const uint32_t *therapist, const int64_t *price) {
    spanning s = {.model = m,
                  .columns = c,
                  .therapist = therapist,
                  .price = price,
                  .tree = tree};
    rp_status status = RP_ERR_MEMORY;

    s.gain = rp_new_array(m->clients, sizeof *s.gain);
    s.score = rp_new_array(m->clients, sizeof *s.score);
    s.distance = rp_new_array(m->therapists, sizeof *s.distance);
    s.is_in = rp_new_array(m->therapists, sizeof *s.is_in);
    if (s.gain && s.score && s.distance && s.is_in &&
        rp_turned_init(&s.turned, c, m->therapists) == RP_OK) {
        find_gains(&s);
        if (plant(&s) && grow(&s))
            status = RP_OK;
    }
    free(s.gain);
    free(s.score);
    free(s.distance);
    free(s.is_in);
    rp_turned_clear(&s.turned);
    free(s.heap);
    return status;
}

rp_status rp_starting_basis_span(rp_tree *tree, const rp_model *model,
                                 const rp_columns *columns,
                                 const uint32_t *therapist,
                                 const int64_t *price) {
    rp_status status = rp_tree_init(tree, model->clients, model->therapists);

    if (status == RP_OK)
        status = span(tree, model, columns, therapist, price);
    if (status != RP_OK)
        rp_tree_clear(tree);
    return status;
}

rp_status rp_starting_basis_make(rp_tree *tree, const rp_model *model,
                                 rp_columns *columns, int64_t *price,
                                 rp_start crash) {
    uint32_t *therapist = rp_new_array(model->clients, sizeof *therapist);
    rp_status status = RP_ERR_MEMORY;

    *tree = (rp_tree){0};
    if (!therapist)
        return RP_ERR_MEMORY;
    status = crash == RP_START_GREEDY
                 ? be_greedy(therapist, price, model, columns)
                 : rp_auction_run(therapist, price, model, columns);
    if (status == RP_OK)
        status = rp_starting_basis_span(tree, model, columns, therapist, price);
    free(therapist);
    return status;
}

#include "solve/again/residual_distances.h"

#include "base/array.h"
#include "base/heap.h"

#include <stdlib.h>

enum { NEAR = 24 };
#define FAR (INT64_MAX / 4) /* no arc: two of them can be added */

/* An arc that stays. */
typedef struct arc {
    int64_t length; /* reduced cost */
    uint32_t to;
} arc;

/* A node that was reached. */
typedef struct reached {
    int64_t distance;
    uint32_t node;
} reached;

static bool is_nearer(const reached *a, const reached *b) {
    return a->distance < b->distance;
}

RP_HEAP(reached, reached, is_nearer)

typedef struct finding {
    rp_residual *r;
    int64_t *lengths; /* [nodes][nodes] reduced costs, then distances */
    size_t *first;    /* [nodes + 1] arcs of each */
    arc *arcs;
    size_t count, room;
    int64_t *shortest; /* [nodes] by two arcs */
    reached *heap;     /* [count + 1] */
} finding;

/* Reduced costs of all arcs. */
static void measure(finding *f) {
    rp_residual *r = f->r;
    uint32_t via;

    rp_residual_pool_refresh(r);
    for (uint32_t a = 0; a < r->nodes; a++) {
        int64_t *length = f->lengths + (size_t)a * r->nodes;
        for (uint32_t b = 0; b < r->nodes; b++) {
            int64_t cost =
                a == b ? RP_NO_PATH : rp_residual_cost(r, a, b, &via);
            length[b] =
                cost == RP_NO_PATH ? FAR : cost + r->price[b] - r->price[a];
        }
    }
}

/* The nodes nearest to one, in any order. @return how many */
static uint32_t find_near(const finding *f, uint32_t node, reached *near) {
    const int64_t *length = f->lengths + (size_t)node * f->r->nodes;
    uint32_t count = 0;

    for (uint32_t b = 0; b < f->r->nodes; b++) {
        if (length[b] == FAR ||
            (count == NEAR && length[b] >= near[count - 1].distance))
            continue;
        uint32_t at = count < NEAR ? count++ : count - 1;
        for (; at > 0 && length[b] < near[at - 1].distance; at--)
            near[at] = near[at - 1];
        near[at] = (reached){length[b], b};
    }
    return count;
}

/* The arcs out of a node that no way by a near node is shorter than. */
static bool keep_arcs(finding *f, uint32_t node) {
    uint32_t nodes = f->r->nodes, count;
    const int64_t *length = f->lengths + (size_t)node * nodes;
    reached near[NEAR];

    for (uint32_t b = 0; b < nodes; b++)
        f->shortest[b] = FAR - 1;
    count = find_near(f, node, near);
    for (uint32_t k = 0; k < count; k++) {
        const int64_t *on = f->lengths + (size_t)near[k].node * nodes;
        for (uint32_t b = 0; b < nodes; b++) {
            int64_t sum = near[k].distance + on[b];
            f->shortest[b] = sum < f->shortest[b] ? sum : f->shortest[b];
        }
    }
    for (uint32_t b = 0; b < nodes; b++) {
        if (length[b] > f->shortest[b])
            continue;
        arc *arcs = rp_grow_array(f->arcs, f->count, &f->room, sizeof *arcs);
        if (!arcs)
            return false;
        f->arcs = arcs;
        arcs[f->count++] = (arc){length[b], b};
    }
    f->first[node + 1] = f->count;
    return true;
}

/* Distances by reduced costs from one node. */
static void search(finding *f, uint32_t node, int64_t *distance) {
    size_t count = 0;

    for (uint32_t b = 0; b < f->r->nodes; b++)
        distance[b] = FAR;
    distance[node] = 0;
    reached_rise(f->heap, count++, (reached){0, node});
    while (count > 0) {
        reached top = f->heap[0];
        count--;
        reached_sink(f->heap, count, f->heap[count]);
        if (top.distance > distance[top.node])
            continue;
        for (size_t k = f->first[top.node]; k < f->first[top.node + 1]; k++) {
            const arc *a = &f->arcs[k];
            int64_t there = top.distance + a->length;
            if (there < distance[a->to]) {
                distance[a->to] = there;
                reached_rise(f->heap, count++, (reached){there, a->to});
            }
        }
    }
}

static rp_status find(finding *f) {
    uint32_t nodes = f->r->nodes;

    f->first = rp_new_array((size_t)nodes + 1, sizeof *f->first);
    f->shortest = rp_new_array(nodes, sizeof *f->shortest);
    if (!f->first || !f->shortest)
        return RP_ERR_MEMORY;
    measure(f);
    for (uint32_t a = 0; a < nodes; a++)
        if (!keep_arcs(f, a))
            return RP_ERR_MEMORY;
    f->heap = rp_new_array(f->count + 1, sizeof *f->heap);
    if (!f->heap)
        return RP_ERR_MEMORY;
    for (uint32_t a = 0; a < nodes; a++) {
        int64_t *distance = f->lengths + (size_t)a * nodes;
        search(f, a, distance);
        for (uint32_t b = 0; b < nodes; b++)
            distance[b] = distance[b] == FAR
                              ? RP_NO_PATH
                              : distance[b] + f->r->price[a] - f->r->price[b];
    }
    return RP_OK;
}

rp_status rp_residual_distances(rp_residual *r, int64_t *out) {
    finding f = {.r = r, .lengths = out};
    rp_status status = find(&f);

    free(f.first);
    free(f.arcs);
    free(f.shortest);
    free(f.heap);
    return status;
}

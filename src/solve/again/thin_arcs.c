#include "solve/again/thin_arcs.h"

#include "base/array.h"
#include "solve/again/front.h"

#include <stdlib.h>

enum { NEAR = 12, POOL = 0 };

typedef struct thinning {
    rp_thin_arcs *out;
    uint32_t nodes;
    const int64_t *cost, *price;
    int64_t *shortest;    /* [nodes] by two arcs, reduced */
    rp_reached *near;     /* [nodes][NEAR] */
    uint32_t *near_count; /* [nodes] */
} thinning;

static int64_t length_of(const thinning *f, uint32_t from, uint32_t to) {
    int64_t cost = f->cost[(size_t)from * f->nodes + to];

    return cost == RP_NO_PATH || from == to
               ? RP_NO_PATH
               : cost + f->price[to] - f->price[from];
}

/* The nodes nearest to one, but for the pool. */
static void find_near(thinning *f, uint32_t node) {
    rp_reached *near = f->near + (size_t)node * NEAR;
    uint32_t count = 0;

    for (uint32_t b = 1; b < f->nodes; b++) {
        int64_t length = length_of(f, node, b);
        if (length == RP_NO_PATH ||
            (count == NEAR && length >= near[count - 1].distance))
            continue;
        uint32_t at = count < NEAR ? count++ : count - 1;
        for (; at > 0 && length < near[at - 1].distance; at--)
            near[at] = near[at - 1];
        near[at] = (rp_reached){length, b};
    }
    f->near_count[node] = count;
}

/* Lengths to all nodes by way of those near to one. */
static void find_shortest(thinning *f, uint32_t node) {
    const rp_reached *near = f->near + (size_t)node * NEAR;

    for (uint32_t b = 0; b < f->nodes; b++)
        f->shortest[b] = RP_NO_PATH;
    for (uint32_t k = 0; k < f->near_count[node]; k++) {
        uint32_t by = near[k].node;
        const int64_t *on = f->cost + (size_t)by * f->nodes;
        int64_t base = near[k].distance - f->price[by];
        for (uint32_t b = 0; b < f->nodes; b++)
            if (on[b] != RP_NO_PATH &&
                base + on[b] + f->price[b] < f->shortest[b])
                f->shortest[b] = base + on[b] + f->price[b];
    }
}

static bool keep_arcs(thinning *f, uint32_t node) {
    rp_thin_arcs *out = f->out;

    find_near(f, node);
    find_shortest(f, node);
    for (uint32_t b = 0; b < f->nodes; b++) {
        int64_t length = length_of(f, node, b);
        if (length == RP_NO_PATH || length > f->shortest[b])
            continue;
        rp_thin_arc *arcs =
            rp_grow_array(out->from, out->count, &out->room, sizeof *arcs);
        if (!arcs)
            return false;
        out->from = arcs;
        arcs[out->count++] =
            (rp_thin_arc){f->cost[(size_t)node * f->nodes + b], b};
        out->first_into[b + 1]++;
    }
    out->first[node + 1] = out->count;
    return true;
}

static void sum_up(size_t *first, uint32_t nodes) {
    for (uint32_t b = 0; b < nodes; b++)
        first[b + 1] += first[b];
}

/* A list of each node begins where the last one ends once it is filled. */
static void move_back(size_t *first, uint32_t nodes) {
    for (uint32_t b = nodes; b > 0; b--)
        first[b] = first[b - 1];
    first[0] = 0;
}

/* The same arcs by where they end. */
static bool turn(thinning *f) {
    rp_thin_arcs *out = f->out;

    out->into = rp_new_array(out->count, sizeof *out->into);
    if (!out->into)
        return false;
    sum_up(out->first_into, f->nodes);
    for (uint32_t a = 0; a < f->nodes; a++)
        for (size_t k = out->first[a]; k < out->first[a + 1]; k++) {
            size_t *at = &out->first_into[out->from[k].node];
            out->into[(*at)++] = (rp_thin_arc){out->from[k].cost, a};
        }
    move_back(out->first_into, f->nodes);
    return true;
}

static bool list_relying(thinning *f) {
    rp_thin_arcs *out = f->out;

    for (uint32_t a = 0; a < f->nodes; a++)
        for (uint32_t k = 0; k < f->near_count[a]; k++)
            out->first_relying[f->near[(size_t)a * NEAR + k].node + 1]++;
    sum_up(out->first_relying, f->nodes);
    out->relying =
        rp_new_array(out->first_relying[f->nodes], sizeof *out->relying);
    for (uint32_t a = 0; out->relying && a < f->nodes; a++)
        for (uint32_t k = 0; k < f->near_count[a]; k++) {
            uint32_t by = f->near[(size_t)a * NEAR + k].node;
            out->relying[out->first_relying[by]++] = a;
        }
    move_back(out->first_relying, f->nodes);
    return out->relying != NULL;
}

rp_status rp_thin_arcs_make(rp_thin_arcs *out, uint32_t nodes,
                            const int64_t *cost, const int64_t *price) {
    size_t ends = (size_t)nodes + 1;
    thinning f = {.out = out,
                  .nodes = nodes,
                  .cost = cost,
                  .price = price,
                  .shortest = rp_new_array(nodes, sizeof *f.shortest),
                  .near = rp_new_array((size_t)nodes * NEAR, sizeof *f.near),
                  .near_count = rp_new_array(nodes, sizeof *f.near_count)};

    *out = (rp_thin_arcs){
        .first = rp_new_array(ends, sizeof *out->first),
        .first_into = rp_new_array(ends, sizeof *out->first_into),
        .first_relying = rp_new_array(ends, sizeof *out->first_relying)};
    bool whole = f.shortest && f.near && f.near_count && out->first &&
                 out->first_into && out->first_relying;
    for (uint32_t a = 0; whole && a < nodes; a++)
        whole = keep_arcs(&f, a);
    whole = whole && turn(&f) && list_relying(&f);
    free(f.shortest);
    free(f.near);
    free(f.near_count);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_thin_arcs_clear(rp_thin_arcs *arcs) {
    free(arcs->first);
    free(arcs->first_into);
    free(arcs->from);
    free(arcs->into);
    free(arcs->first_relying);
    free(arcs->relying);
    *arcs = (rp_thin_arcs){0};
}

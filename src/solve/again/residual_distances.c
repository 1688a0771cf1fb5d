#include "solve/again/residual_distances.h"

#include "base/array.h"
#include "solve/again/residual_ways.h"

#include <stdlib.h>

/* Reduced costs of the arcs that matter. */
static void measure(const rp_residual *r, int64_t *lengths) {
    const rp_thin_arcs *thin = &r->thin;

    for (uint32_t a = 0; a < r->nodes; a++)
        for (size_t k = thin->first[a]; k < thin->first[a + 1]; k++)
            lengths[k] =
                thin->from[k].cost + r->price[thin->from[k].node] - r->price[a];
}

static void search(rp_residual *r, const int64_t *lengths, uint32_t node) {
    const rp_thin_arcs *thin = &r->thin;
    rp_front *front = &r->ahead;
    rp_reached next;

    rp_front_reset(front, r->nodes, RP_NONE);
    rp_front_reach(front, node, 0, node);
    while (rp_front_nearest(front, &next)) {
        rp_front_settle(front);
        for (size_t k = thin->first[next.node]; k < thin->first[next.node + 1];
             k++) {
            uint32_t b = thin->from[k].node;
            int64_t there = next.distance + lengths[k];
            if (there < front->distance[b])
                rp_front_reach(front, b, there, next.node);
        }
    }
}

/* Of a graph as it was made, whose other arcs need not be looked at. */
static rp_status find_at_first(rp_residual *r, int64_t *out) {
    int64_t *lengths = rp_new_array(r->thin.count, sizeof *lengths);
    const int64_t *distance = r->ahead.distance;

    if (!lengths)
        return RP_ERR_MEMORY;
    measure(r, lengths);
    for (uint32_t a = 0; a < r->nodes; a++) {
        search(r, lengths, a);
        for (uint32_t b = 0; b < r->nodes; b++)
            out[(size_t)a * r->nodes + b] =
                distance[b] == RP_NO_PATH
                    ? RP_NO_PATH
                    : distance[b] + r->price[a] - r->price[b];
    }
    free(lengths);
    return RP_OK;
}

rp_status rp_residual_distances(rp_residual *r, int64_t *out) {
    if (r->exchanged.count == 0 && r->changed.count == 1) /* the pool */
        return find_at_first(r, out);
    for (uint32_t a = 0; a < r->nodes; a++)
        rp_residual_from(r, a, out + (size_t)a * r->nodes);
    return RP_OK;
}

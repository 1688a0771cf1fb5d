#include "solve/again/front.h"

#include "base/array.h"
#include "base/heap.h"

#include <stdlib.h>

static bool is_nearer(const rp_reached *a, const rp_reached *b) {
    return a->distance < b->distance;
}

RP_HEAP(reached, rp_reached, is_nearer)

bool rp_front_init(rp_front *front, uint32_t nodes) {
    front->room = 2 * (size_t)nodes;
    front->distance = rp_new_array(nodes, sizeof *front->distance);
    front->beside = rp_new_array(nodes, sizeof *front->beside);
    front->heap = rp_new_array(front->room, sizeof *front->heap);
    return front->distance && front->beside && front->heap;
}

void rp_front_clear(rp_front *front) {
    free(front->distance);
    free(front->beside);
    free(front->heap);
}

void rp_front_reset(rp_front *front, uint32_t nodes, uint32_t ends) {
    front->count = 0;
    for (uint32_t b = 0; b < nodes; b++) {
        front->distance[b] = RP_NO_PATH;
        front->beside[b] = ends;
    }
}

static bool is_stale(const rp_front *front, const rp_reached *entry) {
    return entry->distance != front->distance[entry->node];
}

/* Of each node one entry at most is not stale. */
static void drop_stale(rp_front *front) {
    size_t kept = 0;

    for (size_t k = 0; k < front->count; k++)
        if (!is_stale(front, &front->heap[k])) {
            rp_reached entry = front->heap[k];
            reached_rise(front->heap, kept++, entry);
        }
    front->count = kept;
}

void rp_front_reach(rp_front *front, uint32_t node, int64_t distance,
                    uint32_t beside) {
    if (front->count == front->room)
        drop_stale(front);
    front->distance[node] = distance;
    front->beside[node] = beside;
    reached_rise(front->heap, front->count++, (rp_reached){distance, node});
}

bool rp_front_nearest(rp_front *front, rp_reached *out) {
    while (front->count > 0 && is_stale(front, &front->heap[0]))
        rp_front_settle(front);
    if (front->count > 0)
        *out = front->heap[0];
    return front->count > 0;
}

void rp_front_settle(rp_front *front) {
    front->count--;
    reached_sink(front->heap, front->count, front->heap[front->count]);
}

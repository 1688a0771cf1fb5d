/**
 * @file front.h
 * The nodes that a search for shortest ways has reached in one direction, and
 * which of them is the nearest that is not settled.
 */
#ifndef RP_SOLVE_AGAIN_FRONT_H
#define RP_SOLVE_AGAIN_FRONT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** No path, no arc. */
#define RP_NO_PATH INT64_MAX

/** A node that was reached. */
typedef struct rp_reached {
    int64_t distance;
    uint32_t node;
} rp_reached;

typedef struct rp_front {
    int64_t *distance; /* [nodes] RP_NO_PATH: not reached */
    uint32_t *beside;  /* [nodes] the node before it, or behind it */
    rp_reached *heap;  /* [2 * nodes] the nearest on top; stale where a shorter
                          way was found since */
    size_t count, room;
    int64_t radius; /* all that are nearer are settled */
} rp_front;

/** @return false when out of memory; clear it in any case */
bool rp_front_init(rp_front *front, uint32_t nodes);
void rp_front_clear(rp_front *front);

/** Nothing is reached. @param ends  what stands beside each node then */
void rp_front_reset(rp_front *front, uint32_t nodes, uint32_t ends);

/** A shorter way to a node, which is not settled. */
void rp_front_reach(rp_front *front, uint32_t node, int64_t distance,
                    uint32_t beside);

/** The nearest node that is not settled; false: there is none. */
bool rp_front_nearest(rp_front *front, rp_reached *out);

/** Settle it. */
void rp_front_settle(rp_front *front);

#endif

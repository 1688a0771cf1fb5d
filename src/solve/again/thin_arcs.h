/**
 * @file thin_arcs.h
 * The arcs of a graph that matter: those that no way of two arcs is shorter
 * than.
 *
 * Where nearly every node has an arc to every other one, shortest ways go along
 * few of them: of 1,890 nodes 94 arcs each. What is left out of a node is made
 * up for by way of one of the nodes nearest to it; as long as the arcs of these
 * are as they were, a search need not look at anything else.
 */
#ifndef RP_SOLVE_AGAIN_THIN_ARCS_H
#define RP_SOLVE_AGAIN_THIN_ARCS_H

#include "rapport/status.h"

#include <stddef.h>
#include <stdint.h>

/** The other end of an arc. */
typedef struct rp_thin_arc {
    int64_t cost;
    uint32_t node;
} rp_thin_arc;

typedef struct rp_thin_arcs {
    size_t *first, *first_into; /* [nodes + 1] arcs of a node */
    rp_thin_arc *from, *into;   /* out of it, and into it */
    size_t count, room;         /* of either */
    size_t *first_relying;      /* [nodes + 1] */
    uint32_t *relying;          /* nodes some of whose arcs are left out by way
                                   of a node */
} rp_thin_arcs;

/**
 * @param nodes   node 0, the pool, stands in for no arc: its own change with
 *                every client who comes or goes
 * @param cost    [nodes][nodes] RP_NO_PATH: no arc
 * @param price   [nodes] with which no arc costs less than 0
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_thin_arcs_make(rp_thin_arcs *out, uint32_t nodes,
                            const int64_t *cost, const int64_t *price);
void rp_thin_arcs_clear(rp_thin_arcs *arcs);

#endif

/**
 * @file tree.h
 * A spanning tree of the market's network: a basis of the linear program.
 *
 * Nodes: client i is i, therapist j is clients + j, the root is clients +
 * therapists. Each client sends one unit, each therapist takes in `seats`,
 * the root stands for waiting and for empty seats:
 *
 *     client -> therapist  an eligible pair
 *     client -> root       the client waits
 *     root -> therapist    an empty seat
 *
 * The arcs that join each node but the root to its parent are exactly
 * clients + therapists basic columns, slacks counted.
 */
#ifndef RP_SOLVE_TREE_H
#define RP_SOLVE_TREE_H

#include "solve/model.h"

/** Arrays are owned; nodes are numbered as above. */
typedef struct rp_tree {
    uint32_t clients, therapists;
    uint32_t *parent; /* [clients + therapists] */
    uint32_t *flow;   /* [clients + therapists] on the arc to the parent */
    uint16_t
        *score; /* [clients + therapists] gain of that pair; 0 for a slack */
    int64_t *price; /* [clients + therapists + 1] u, then v; root 0;
                       S-units */
} rp_tree;

/** Arrays of zeros; clear with rp_tree_clear().
 *  @return RP_OK, RP_ERR_MEMORY (the tree is empty then) */
rp_status rp_tree_init(rp_tree *out, uint32_t clients, uint32_t therapists);
void rp_tree_clear(rp_tree *tree);

#endif

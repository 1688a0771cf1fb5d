/**
 * @file dense_ties.h
 * The tight pairs of a residual graph: those that some plan as good as its own
 * has, by its prices.
 *
 * A pair is tight where what is left to the client and the price of the place
 * are its worth. After a change most prices are as they were, or all of them
 * have moved by as much: then a pair is tight if it was, and only the pairs of
 * those have to be looked at for whom something else has changed.
 */
#ifndef RP_SOLVE_AGAIN_DENSE_TIES_H
#define RP_SOLVE_AGAIN_DENSE_TIES_H

#include "base/gap_lists.h"
#include "solve/again/residual_graph.h"

/** The tight pairs of a graph that copies were made of. Everything is owned. */
typedef struct rp_dense_ties {
    uint32_t clients, therapists;
    int64_t *price;            /* [therapists] */
    int64_t *left;             /* [clients] RP_NO_PATH: in no market */
    rp_gap_lists of_therapist; /* [therapists] clients */
} rp_dense_ties;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_dense_ties_make(rp_dense_ties *out, const rp_residual *r);
void rp_dense_ties_clear(rp_dense_ties *ties);

/**
 * The clients of each tight pair, therapist by therapist.
 *
 * @param[out] out  clear with rp_gap_lists_clear() in any case
 * @param known     of the graph that `r` is a copy of; NULL: look at all pairs
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_dense_ties_list(rp_gap_lists *out, const rp_residual *r,
                             const rp_dense_ties *known);

#endif

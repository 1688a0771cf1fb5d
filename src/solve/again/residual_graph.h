/**
 * @file residual_graph.h
 * The residual graph of an optimal plan, folded to one node per therapist.
 *
 * Node 0 is the pool: clients who wait, and idle hands without end that fill
 * the seats nobody has. Node j + 1 is therapist j, as many hands as seats. An
 * arc a -> b moves one hand and costs the worth that is lost by it:
 *
 *     cost(a,b) = min over clients i at a of w(i,a) - w(i,b)    w(i,0) = 0
 *     cost(0,b) <= 0   an idle hand takes a seat of b
 *     cost(a,0) <= 0   where a has an idle hand that may leave
 *
 * The plan is optimal exactly when no cycle has a negative cost, which prices
 * p show: p(0) = 0, p >= 0 and
 *
 *     cost(a,b) + p(b) - p(a) >= 0    for every arc.
 *
 * They are those of the plan's pairs in worths of dense_problem.h; why the
 * graph finds them by itself stands in solve/dual_prices.h.
 *
 * With them shortest paths are found by Dijkstra's method in O(nodes^2). A
 * seat more, a seat less, a client more and a client less each take one such
 * path and leave an optimal plan with prices again; so a therapist's or a
 * client's pairs are exchanged by taking the node out and putting it back.
 */
#ifndef RP_SOLVE_AGAIN_RESIDUAL_GRAPH_H
#define RP_SOLVE_AGAIN_RESIDUAL_GRAPH_H

#include "base/places.h"
#include "solve/again/dense_problem.h"

#include <limits.h>

/** No path, no arc. */
#define RP_NO_PATH INT64_MAX

typedef struct rp_residual {
    const rp_dense_problem *problem;     /* borrowed */
    uint32_t clients, therapists, nodes; /* nodes = therapists + 1 */
    const uint16_t **column; /* [therapists] of S by client; borrowed */
    uint32_t edited;         /* the client whose pairs are in `row` */
    const uint16_t *row;     /* [therapists] borrowed; NULL: none edited */
    uint32_t *seats, *load;  /* [therapists] */
    rp_places places;        /* clients at nodes; RP_NONE: not in the market */
    int64_t *price;          /* [nodes] */
    int64_t *cost;           /* [nodes][nodes] row-major, RP_NO_PATH */
    uint32_t *via;           /* [nodes][nodes] client, RP_NONE: idle */
    /* of the search that comes next */
    int64_t *distance;
    uint32_t *parent;
    uint32_t *open; /* of a search: nodes not settled */
} rp_residual;

/**
 * The residual graph of the problem's plan.
 *
 * @param spare  nodes for therapists who are not there yet, without seats
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (the plan is not optimal);
 *         clear it in any case
 */
rp_status rp_residual_make(rp_residual *out, const rp_dense_problem *problem,
                           uint32_t spare);

/** A copy with memory of its own; clear it in any case. */
rp_status rp_residual_copy(rp_residual *out, const rp_residual *from);

/** The same contents into a copy that was made of an equal one. */
void rp_residual_restore(rp_residual *to, const rp_residual *from);

void rp_residual_clear(rp_residual *residual);

/** S of a pair, or RP_NO_PAIR. In a header: asked millions of times. */
static inline uint16_t rp_residual_score(const rp_residual *r, uint32_t client,
                                         uint32_t therapist) {
    return r->row && client == r->edited ? r->row[therapist]
                                         : r->column[therapist][client];
}

/** w of a pair with this S. */
static inline int64_t rp_residual_worth_of(const rp_residual *r,
                                           uint32_t client, uint32_t therapist,
                                           uint16_t s) {
    const rp_dense_problem *g = r->problem;
    bool is_kept =
        g->kept && g->kept[client] == rp_dense_problem_whose(g, therapist);

    return g->base[client] + rp_worth_of_score(s, is_kept ? g->scale.keep : 0,
                                               g->scale.floor, g->scale.least);
}

/** w of an eligible pair. */
static inline int64_t rp_residual_worth(const rp_residual *r, uint32_t client,
                                        uint32_t therapist) {
    return rp_residual_worth_of(r, client, therapist,
                                rp_residual_score(r, client, therapist));
}

/** What is left of a placed client's worth after the price of the place; 0 of
 *  one who waits. */
int64_t rp_residual_left(const rp_residual *r, uint32_t client);

/** The client's therapist, or RP_NONE. */
uint32_t rp_residual_therapist(const rp_residual *r, uint32_t client);

/** Whose place the client has, or RP_NONE. */
static inline uint32_t rp_residual_whose(const rp_residual *r,
                                         uint32_t client) {
    uint32_t place = rp_residual_therapist(r, client);

    return place == RP_NONE ? RP_NONE
                            : rp_dense_problem_whose(r->problem, place);
}

/* -- changes; each leaves an optimal plan --------------------------------- */

/** One seat more, and one less of those that there are. */
void rp_residual_add_seat(rp_residual *r, uint32_t therapist);
void rp_residual_drop_seat(rp_residual *r, uint32_t therapist);

/** Take a client out of the market, and put one in. */
void rp_residual_remove(rp_residual *r, uint32_t client);
void rp_residual_insert(rp_residual *r, uint32_t client);

/**
 * Another column for a therapist; borrowed from then on.
 *
 * Who is there stays there, as long as some price of the place keeps those
 * there and all others away: the plan is optimal with the new column as well.
 *
 * @return false, and nothing changes, where there is no such price: drop a
 *         seat and ask again; without a seat there always is one
 */
bool rp_residual_set_column(rp_residual *r, uint32_t therapist,
                            const uint16_t *column);

/** Other pairs for a client who is not in the market, spare therapists'
 *  too; borrowed. */
void rp_residual_set_row(rp_residual *r, uint32_t client, const uint16_t *row);

/* -- for tie_break_dense.c ------------------------------------------------ */

/** Another place for a client, and all arcs out of a node rebuilt: one after
 *  the other, first all moves and then every node that they touch. */
void rp_residual_relink(rp_residual *r, uint32_t client, uint32_t node);
void rp_residual_refresh(rp_residual *r, uint32_t node);

/* -- readings ------------------------------------------------------------- */

/** Least costs from every node to every node. @param out [nodes][nodes] */
void rp_residual_distances(rp_residual *r, int64_t *out);

/** The same from one node. @param out [nodes] */
void rp_residual_from(rp_residual *r, uint32_t node, int64_t *out);

/** Least costs from every node to the pool. @param out [nodes] */
void rp_residual_to_pool(const rp_residual *r, int64_t *out);

/** What a plan amounts to; without those who are pinned. */
typedef struct rp_sums {
    int64_t placed[RP_TIERS + 1]; /* by tier */
    int64_t total;                /* of them */
    int64_t points; /* S-units of objective 3: fit + wait + keep */
    int64_t floors; /* placed and not below the floor */
} rp_sums;
rp_sums rp_residual_sums(const rp_residual *r);

/** Do the prices prove the plan optimal over every pair? The independent
 *  check of this graph, for tests. */
bool rp_residual_is_proven(const rp_residual *r);

#endif

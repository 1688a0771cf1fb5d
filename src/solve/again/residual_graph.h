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
 * With them shortest paths are found by Dijkstra's method. A seat more, a seat
 * less, a client more and a client less each take one such path and leave an
 * optimal plan with prices again; so a therapist's or a client's pairs are
 * exchanged by taking the node out and putting it back.
 */
#ifndef RP_SOLVE_AGAIN_RESIDUAL_GRAPH_H
#define RP_SOLVE_AGAIN_RESIDUAL_GRAPH_H

#include "base/places.h"
#include "solve/again/dense_problem.h"
#include "solve/again/front.h"
#include "solve/again/thin_arcs.h"

/** What a client would gain by a pair. */
typedef struct rp_gain {
    int64_t gain; /* worth */
    uint32_t client;
} rp_gain;

/** A set of numbers. */
typedef struct rp_marked {
    uint32_t *items; /* [count] each once */
    uint32_t count;
    bool *has; /* [numbers] */
} rp_marked;

typedef struct rp_residual {
    const rp_dense_problem *problem;     /* borrowed */
    uint32_t clients, therapists, nodes; /* nodes = therapists + 1 */
    uint32_t width;          /* nodes when it was made, the first of them */
    uint32_t room;           /* therapists that there can be */
    uint32_t *whose;         /* [therapists] whose place it is */
    const uint16_t **column; /* [therapists] of S by client; borrowed */
    uint16_t *rows;          /* [clients][width - 1] S by client, as columns
                                were at first */
    uint32_t edited;         /* the client whose pairs are in `row` */
    const uint16_t *row;     /* [therapists] borrowed; NULL: none edited */
    uint32_t *seats, *load;  /* [therapists] */
    rp_places places;        /* clients at nodes; RP_NONE: not in the market */
    int64_t *own;            /* [clients] w of the place they have, else 0 */
    int64_t *price;          /* [nodes] */
    /* arcs as they were when the graph was made, RP_NO_PATH: none; [width]
       nodes each way */
    int64_t *cost;      /* [from][to] */
    int64_t *cost_into; /* [to][from] */
    uint32_t *via;      /* [from][to] client, RP_NONE: idle */
    rp_thin_arcs thin;  /* those of them that matter */
    bool borrows;       /* these and `rows` are those of another graph */
    /* and what is to be asked anew: arcs out of nodes where clients are others,
     * into nodes with other columns, and out of the pool */
    rp_marked changed;   /* nodes, the pool always */
    rp_marked exchanged; /* therapists */
    rp_marked unsure;    /* nodes, all of whose arcs matter again */
    int64_t *pool_cost;  /* [nodes] */
    uint32_t *pool_via;  /* [nodes] */
    bool is_pool_stale;
    /* for the change or the search that comes next */
    int64_t *arcs;      /* [nodes] of one node */
    uint32_t *arcs_via; /* [nodes] */
    rp_front ahead;     /* from where it begins */
    rp_front back;      /* from where it ends */
    uint16_t *scores;   /* [therapists] S of a client */
    uint16_t *changing; /* [clients] S of a therapist */
    rp_gain *gains;     /* [clients] whom another column would suit */
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

/** A copy that borrows what does not change; clear it in any case.
 *  @param more  places that it can come to have beside those of `from` */
rp_status rp_residual_copy(rp_residual *out, const rp_residual *from,
                           uint32_t more);

/** A copy as it was made. */
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
    bool is_kept = g->kept && g->kept[client] == r->whose[therapist];

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

    return place == RP_NONE ? RP_NONE : r->whose[place];
}

/* -- who is where -----------------------------------------------------------
 */

/** Put a client at a node who is at none, and take one away. What comes of it
 *  for arcs out of the pool is for the caller to tell. */
void rp_residual_link(rp_residual *r, uint32_t client, uint32_t node);
void rp_residual_unlink(rp_residual *r, uint32_t client);

/** Another number of seats. */
void rp_residual_set_seats(rp_residual *r, uint32_t therapist, uint32_t seats);

/** Another place for a client. */
void rp_residual_relink(rp_residual *r, uint32_t client, uint32_t node);

/* -- arcs -------------------------------------------------------------------
 */

/** The arc from one node to another, and who moves along it. */
int64_t rp_residual_cost(const rp_residual *r, uint32_t from, uint32_t to,
                         uint32_t *via);

/** All arcs out of a node, or into a therapist's, but for those that do not
 *  leave it; [nodes], until the next call. */
const int64_t *rp_residual_arcs_from(rp_residual *r, uint32_t node);
const int64_t *rp_residual_arcs_into(rp_residual *r, uint32_t node);

/** S of a client with everybody, [therapists]; until the next call. */
const uint16_t *rp_residual_scores(rp_residual *r, uint32_t client);

/**
 * More places, behind all others and without seats, at one price: the least
 * that keeps the plan proven. There must be room.
 *
 * @param whose    the therapist's
 * @param columns  [count][clients] of S; borrowed
 * @return the number of the first as a therapist
 */
uint32_t rp_residual_grow(rp_residual *r, uint32_t whose,
                          const uint16_t *columns, uint32_t count);

/** Another column; borrowed. Whose place is worth something else then is for
 *  the caller to say, in `own`. */
void rp_residual_put_column(rp_residual *r, uint32_t therapist,
                            const uint16_t *column);

/** Out of the pool: the moves of somebody who came, of one who left, all of
 *  them, and all to one node. */
void rp_residual_pool_came(rp_residual *r, uint32_t client);
void rp_residual_pool_left(rp_residual *r, uint32_t client);
void rp_residual_pool_refresh(rp_residual *r);
void rp_residual_pool_ask(rp_residual *r, uint32_t node);

/* -- readings ---------------------------------------------------------------
 */

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

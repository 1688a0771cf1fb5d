/**
 * @file glpk.h
 * GLPK: the solver of record. Beside it only solve/conditioned/engine includes
 * <glpk.h>.
 */
#ifndef RP_SOLVE_GLPK_H
#define RP_SOLVE_GLPK_H

#include "solve/columns.h"
#include "solve/linear.h"
#include "solve/tree.h"

/** An optimal plan of one part and its prices, in numbers of the part. */
typedef struct rp_solution {
    uint32_t *therapist;      /* [clients] RP_NONE: waits */
    int64_t *client_price;    /* [clients] u, S-units */
    int64_t *therapist_price; /* [therapists] v, S-units */
    size_t columns;           /* given to GLPK in all */
    size_t rounds;            /* times that all pairs were priced */
} rp_solution;

/** Arrays of zeros; clear with rp_solution_clear().
 *  @return RP_OK, RP_ERR_MEMORY (the solution is empty then) */
rp_status rp_solution_init(rp_solution *out, const rp_model *model);
void rp_solution_clear(rp_solution *solution);

/**
 * Solve the linear program of a part to optimality over all its pairs.
 *
 * GLPK starts with the columns given, and with those that pricing finds
 * missing in its answer solves on, until no pair is violated.
 *
 * @param[in,out] out  from rp_solution_init(); rounds and columns are added
 * @param columns  the pairs to start with
 * @param basis    a spanning tree whose pairs are among the columns, or NULL
 *                 to start from all clients waiting
 * @param is_done  the tree's prices are known to violate no pair: GLPK gets
 *                 only columns that are tight at them, and as long as it
 *                 confirms these prices nothing is priced again
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER (GLPK gave up, or its answer is
 *         not exact even at the narrowest tolerance), RP_ERR_SIZE (more rows
 *         than GLPK can number)
 */
rp_status rp_glpk_run(rp_solution *out, const rp_model *model,
                      const rp_columns *columns, const rp_tree *basis,
                      bool is_done);

/**
 * Solve a linear program for one goal after the other.
 *
 * The order of rows and columns decides which of several best points is found:
 * where that must not show, ask further goals until one point is left.
 *
 * @param cut  is asked for rows that a goal's best point breaks, until it has
 *             none; NULL: all rows are there
 * @param[in,out] goals  [count] their ends and best values are found; after
 *                       one that is not optimal the others are sought without
 *                       it
 * @return RP_OK (then every goal has its end), RP_ERR_MEMORY, RP_ERR_SOLVER
 *         (GLPK gave up, its answer misses the conditions of an optimum by
 *         more than a millionth, or there is no end of rows), RP_ERR_SIZE (no
 * column, or more than GLPK can number)
 */
rp_status rp_glpk_linear(const rp_linear *program, rp_linear_goal *goals,
                         size_t count, rp_linear_cut *cut, void *payload);

#endif

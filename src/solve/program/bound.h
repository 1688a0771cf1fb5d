/**
 * @file bound.h
 * Whole prices of rows: what no plan can be worth more than.
 *
 * For any prices of rows, not negative where a row is an upper bound, no plan
 * that keeps all rows is worth more than
 *
 *     sum of price * bound over the rows
 *     + the most that each unit can gain: worth of a pair less what its rows
 *       cost, hours at the cheapest that suit; 0 for waiting
 *     + the most that each shortfall can gain
 *     - the cheapest hours of each who holds some already
 *
 * which is added up over every pair that is open. Prices are those of GLPK,
 * times `scale` and rounded; wrong ones only make the bound worse.
 */
#ifndef RP_SOLVE_PROGRAM_BOUND_H
#define RP_SOLVE_PROGRAM_BOUND_H

#include "solve/program/program.h"

/** Below everything. */
#define RP_BOUND_NONE (INT64_MIN / 2)

typedef struct rp_bound {
    rp_program *program;
    int64_t scale;
    int64_t *worth; /* [pairs] of the goal, scaled */
    int64_t *whole; /* [all hours] what a weekly client pays */
    int64_t *half;  /* [all hours] a biweekly one, cliques apart */
    int64_t *unit;  /* [units] the most each gains, 0 or more; or less where it
                       has to have a place */
    int64_t value;  /* the bound, scaled */
} rp_bound;

/** @return false: out of memory; clear in any case */
bool rp_bound_init(rp_bound *out, rp_program *program);
void rp_bound_clear(rp_bound *bound);

/** The goal is another one.
 *  @return RP_OK, RP_ERR_SIZE (sums might pass 63 bits) */
rp_status rp_bound_seek(rp_bound *bound);

/** Could the penalty be so many times as large? */
bool rp_bound_has_room(const rp_bound *bound, int64_t dearer);

/** Read prices from the last solution. */
void rp_bound_read(rp_bound *bound);

/** Work out the bound, over pairs of the core alone where there is one.
 *  @param core  [pairs] or NULL */
void rp_bound_find(rp_bound *bound, const bool *core);

/** Add columns that the prices call for.
 *  @param[out] added  columns
 *  @return false: out of memory */
bool rp_bound_price(rp_bound *bound, const bool *core, size_t *added);

/** How far a pair is from being worth its prices; scaled, 0 or more. */
int64_t rp_bound_slack(const rp_bound *bound, uint32_t unit, size_t pair);

#endif

/**
 * @file recall.h
 * What the search of a plan learned, for searches of clinics that differ from
 * it by little: the prices of its rows, goal by goal, and the plan.
 *
 * Any prices give a bound, so nothing that is recalled can be wrong: a row that
 * is another one now, or is not there, only makes the bound worse. Where the
 * bound shows that nothing is better than a plan at hand, no program is solved.
 *
 * Rows are named by what the market calls their therapists, clients and quotas.
 */
#ifndef RP_SOLVE_CONDITIONED_RECALL_H
#define RP_SOLVE_CONDITIONED_RECALL_H

#include "rapport/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rp_bound;
struct rp_problem;

/** Goals that prices are kept for; 0 is none. */
enum { RP_STAGES = 16 };

typedef struct rp_recall rp_recall;

/** @param plan  [clients of the market] borrowed. @return NULL: out of memory
 */
rp_recall *rp_recall_new(const uint32_t *plan);
void rp_recall_free(rp_recall *recall);

/** Learn the prices of a program that was solved.
 *  @return false: out of memory */
bool rp_recall_learn(rp_recall *recall, int stage,
                     const struct rp_bound *bound);

/** Give rows the prices that were learned; rows that are missing are added.
 *  @param[out] any  there are some
 *  @return false: out of memory */
bool rp_recall_apply(const rp_recall *recall, int stage, struct rp_bound *bound,
                     bool *any);

/** The plan of the recall in a part. @param[out] plan  [units] pairs */
void rp_recall_plan(const rp_recall *recall, const struct rp_problem *problem,
                    size_t *plan);

#endif

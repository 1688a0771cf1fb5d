/**
 * @file repair.h
 * A plan that keeps all conditions, made of one that need not: so that there
 * always is one, and its bound is near.
 *
 * Units come by tier. Each gets what it is wished where that keeps everything,
 * else the best that does, else a place that somebody leaves who finds another
 * one; then units move to where quotas lack some, at the least loss. Nothing is
 * proven by it, and nothing is given up for it.
 */
#ifndef RP_SOLVE_CONDITIONED_REPAIR_H
#define RP_SOLVE_CONDITIONED_REPAIR_H

#include "solve/conditioned/allowed.h"

/**
 * @param wish       [units] pairs; SIZE_MAX: none
 * @param[out] plan  [units]
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_repair_plan(const rp_problem *problem, const size_t *wish,
                         size_t *plan);

#endif

/**
 * @file first_plan.h
 * The plan that a search begins with, so that there always is one.
 */
#ifndef RP_SOLVE_CONDITIONED_FIRST_PLAN_H
#define RP_SOLVE_CONDITIONED_FIRST_PLAN_H

#include "solve/conditioned/branching.h"

/** Begin with a plan made of one that need not keep everything, or with the
 * one that is recalled. @param wish  [units] pairs. @return RP_OK,
 * RP_ERR_MEMORY */
rp_status rp_search_begin(rp_search *search, const size_t *wish);

#endif

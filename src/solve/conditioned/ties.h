/**
 * @file ties.h
 * Of all best plans of a part with conditions the canonical one.
 *
 * Clients in their sequence: each gets the therapist placed best in the own
 * list that some best plan still allows; waiting comes last.
 */
#ifndef RP_SOLVE_CONDITIONED_TIES_H
#define RP_SOLVE_CONDITIONED_TIES_H

#include "solve/conditioned/branching.h"

/**
 * @param search  its best plan is among the best; all aims are held
 * @param effort  nodes
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_ties_of_units_settle(rp_search *search, uint64_t effort);

#endif

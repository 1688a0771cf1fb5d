/**
 * @file seating.h
 * The plan of a part in which hours are promised once.
 */
#ifndef RP_SOLVE_WEEK_SEATING_H
#define RP_SOLVE_WEEK_SEATING_H

#include "solve/columns.h"
#include "solve/glpk.h"
#include "solve/plan.h"
#include "solve/tree.h"
#include "solve/week/seats.h"

/**
 * An optimal plan with hours: the best of all plans without, as long as hours
 * can be dealt to everybody in it; else with those therapists taken apart whose
 * hours cannot, again and again. Every plan with hours is one of those without,
 * so the best one found so is the best of all, and the canonical one likewise.
 */
typedef struct rp_seating {
    const rp_model *plain; /* borrowed */
    rp_seats seats;
    rp_model model; /* seated; zeros: nobody is taken apart */
    rp_columns columns;
    rp_tree tree;
    rp_solution solution; /* of the model, or of `plain` */
    rp_deal deal;
    uint32_t *place; /* [clients of the model] the plan; RP_NONE: waits */
    uint16_t *hour;  /* [clients of the market] borrowed */
} rp_seating;

/**
 * From an optimal tree of a part without hours to the canonical plan with.
 *
 * @param plain    its floor counts, if there is one; outlives the seating
 * @param columns  taken over, also on failure
 * @param tree     optimal; taken over, also on failure
 * @param hour     [clients of the market] an hour for each client of the part,
 *                 and those who hold one with its therapists
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE; clear in any case
 */
rp_status rp_seating_solve(rp_seating *out, const rp_model *plain,
                           rp_columns *columns, rp_tree *tree, uint16_t *hour);
void rp_seating_clear(rp_seating *seating);

/** What a plan has of this part: therapists, prices, hours. */
void rp_seating_store(const rp_seating *seating, rp_plan *plan);

/**
 * Is a plan that was given as good, and can its hours be dealt?
 *
 * @param given  [clients of the part] therapists of the part; RP_NONE
 * @return RP_OK, RP_ERR_SOLVER (no), RP_ERR_MEMORY
 */
rp_status rp_seating_compare(rp_seating *seating, const uint32_t *given);

#endif

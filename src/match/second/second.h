/**
 * @file second.h
 * What follows the first plan: groups, and prescribers beside the therapists.
 *
 * Nobody's place of the first plan moves. Who has a seat in a group in place
 * of a therapist gets the status RP_STATUS_GROUP, and counts as placed.
 */
#ifndef RP_MATCH_SECOND_SECOND_H
#define RP_MATCH_SECOND_SECOND_H

#include "match/second/group_plan.h"
#include "match/second/prescriber_plan.h"

/** Begin with zeros. */
typedef struct rp_second {
    bool has_groups;      /* there is a file of them */
    bool has_prescribers; /* somebody has openings for it, or 0 */
    rp_group_plan groups;
    rp_prescriber_plan prescribers;
    rp_later later; /* what both take of the week */
} rp_second;

/**
 * Find both plans, and tell the outcome of them.
 *
 * @param outcome  solved, or adopted; borrows `out` as its `second`, and is
 *                 borrowed by it
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE; clear it in any
 *         case
 */
rp_status rp_second_make(rp_second *out, rp_outcome *outcome);
void rp_second_clear(rp_second *second);

/** The group in which a client has a seat, or NULL. */
const rp_group *rp_second_group(const rp_outcome *outcome, uint32_t client);

/** What the client has of a prescriber; NULL: they want none, or there is no
 *  such plan. */
const rp_prescription *rp_second_prescription(const rp_outcome *outcome,
                                              uint32_t client);

#endif

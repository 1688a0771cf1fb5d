/**
 * @file within.h
 * Plans within bounds: everybody whom a plan places has a place, and falls no
 * farther than is allowed.
 *
 * Source: src/docs/desk.md, Choices.
 */
#ifndef RP_MATCH_WITHIN_H
#define RP_MATCH_WITHIN_H

#include "match/outcome.h"

/**
 * The best plan within bounds; there must be one that places all whom they
 * name.
 *
 * @param branch  holds what was chosen; taken over, also on failure, and so
 *                are the bounds
 * @param given   as of rp_outcome_prove(); NULL: solve
 * @return as rp_outcome_match()
 */
rp_status rp_within_match(rp_outcome *out, const rp_fit *fit, rp_triage *branch,
                          rp_bounds *bounds, const rp_context *context,
                          const uint32_t *given);

/** How low a client who has a place may fall when others choose, S-units.
 *  @param floor  as of rp_context */
uint16_t rp_within_least(const rp_outcome *outcome, uint32_t client,
                         uint16_t floor);

/** A plan, and how low everybody may fall from it. Borrowed. */
typedef struct rp_within {
    const rp_outcome *base;
    const uint16_t *least; /* [clients] S; of who has a place and is not held */
    const rp_context *context;
} rp_within;

/**
 * Is there a plan within bounds that has certain pairs and keeps whatever the
 * base keeps, shortfalls of limits, too? Found by solving again, so that it is
 * exact whatever there is to be kept.
 *
 * @param fixed        [clients] the therapist that each has to have, however
 *                     low; RP_NONE: any that is allowed
 * @param[out] points  the most S-units, neither wait nor keep, of such a plan
 * @return as rp_planner_solve()
 */
rp_status rp_within_try(const rp_within *within, const uint32_t *fixed,
                        bool *is_had, int64_t *points);

/**
 * What others lose when a client has another therapist and nobody else has
 * chosen, S-units; below 0: they gain.
 *
 * @param client       has a place, and is not held
 * @param[out] is_had  false: there is no such plan
 * @return as rp_planner_solve()
 */
rp_status rp_within_loss(const rp_within *within, uint32_t client,
                         uint32_t therapist, bool *is_had, int64_t *loss);

#endif

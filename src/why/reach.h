/**
 * @file reach.h
 * Which tiers another column of a therapist could place more clients of.
 *
 * The clients that a plan can place are the independent sets of a matroid, and
 * an optimal plan places as many as can be of the urgent ones, of these and the
 * soon ones, and of all. More of tier L or above are placed only where a way
 * leads from one of them who waits, by places where all openings are taken and
 * on with those who are there, to one where it ends: an opening, or somebody of
 * a lower tier who would leave. No way of the plan does; so one that is new has
 * a new pair, of somebody whom ways from the waiting reach with a place from
 * which others lead to an end.
 */
#ifndef RP_WHY_REACH_H
#define RP_WHY_REACH_H

#include "why/trial/shift.h"
#include "why/trial/trials.h"

/** From tier RP_TIER_ROUTINE on, of those who wait of it or above. Owned. */
typedef struct rp_reach {
    const rp_study *study; /* NULL: the plan is not optimal by tiers, or its
                              limits are not those of a matroid */
    bool *clients[RP_TIER_URGENT + 1]; /* [clients of the residual] */
    bool *leads[RP_TIER_URGENT + 1];   /* [therapists] from a place of theirs
                                          there is a way to an end */
} rp_reach;

/** @return RP_OK or RP_ERR_MEMORY; clear it in any case */
rp_status rp_reach_make(rp_reach *out, const rp_study *study);
void rp_reach_clear(rp_reach *reach);

/**
 * The highest tier of which, together with those above, a shift could place
 * more clients than the plan; RP_TIER_NONE: of none.
 *
 * @param shift  of a therapist's column; of others nothing is known
 */
int rp_reach_highest(const rp_reach *reach, const rp_shift *shift);

#endif

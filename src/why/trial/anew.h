/**
 * @file anew.h
 * The plan after a change, solved anew: for those that the graph of the plan
 * does not find: limits or links bind, or it has no room to take more
 * therapists apart (taken_apart.h).
 */
#ifndef RP_WHY_TRIAL_ANEW_H
#define RP_WHY_TRIAL_ANEW_H

#include "why/trial/dealt.h"

/**
 * Solve the clinic after a change: its pairs, seats, and who is in it.
 *
 * @param after  its therapists are changed; they are as they were where hours
 *               could not be dealt to all who hold some, which an edited clinic
 *               would be refused for
 * @param dealt  the hours, limits and links of the change
 * @param settle as of rp_effect_apply()
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_anew_solve(rp_after *after, const rp_shift *shift,
                        const rp_dealt *dealt, bool settle);

#endif

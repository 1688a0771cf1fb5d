/**
 * @file near_hours.h
 * Why two who are free at one time have no hour in common.
 */
#ifndef RP_WHY_NEAR_HOURS_H
#define RP_WHY_NEAR_HOURS_H

#include "fit/fit.h"

/**
 * Append when a client is free for a session though no hour of the therapist's
 * lies there, in the therapist's time: "tue: free at 17:30; hours of T07 begin
 * at 17:00 and 18:00"; or none at a site where the client can come: "mon: free
 * at 10:00; an hour of T1 begins at 10:00 at North". Nothing where there is no
 * such time, or an hour suits.
 *
 * @return false when out of memory
 */
bool rp_near_hours_put(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                       uint32_t therapist);

#endif

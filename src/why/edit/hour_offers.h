/**
 * @file hour_offers.h
 * Hours that the two of a pair could offer each other, where hours are
 * promised.
 */
#ifndef RP_WHY_EDIT_HOUR_OFFERS_H
#define RP_WHY_EDIT_HOUR_OFFERS_H

#include "fit/fit.h"

/**
 * An hour that a therapist who names slots could offer beside their own: it
 * suits the client, overlaps neither these nor a group that the therapist
 * leads, and leaves each of their hours where it is. Of several the first: as
 * one that begins where a window ends; one that ends where a window begins; or
 * on a quarter of an hour from the beginning of a window of the client's. Of
 * twice_weekly it is on another day than the hours that suit already.
 *
 * @return false: there is none
 */
bool rp_hour_offers_new(rp_window *out, const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);

/**
 * An hour of the therapist's at which the client, who names slots, could come
 * as well: the first that nobody holds, else the first.
 *
 * @param held  bits of hours that somebody holds
 * @return false: there is none
 */
bool rp_hour_offers_own(rp_window *out, const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, const uint64_t *held);

#endif

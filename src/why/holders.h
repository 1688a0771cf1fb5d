/**
 * @file holders.h
 * Who has the openings of a therapist who fits, and by how much they come
 * before a client.
 */
#ifndef RP_WHY_HOLDERS_H
#define RP_WHY_HOLDERS_H

#include "why/trial/effect.h"

/** Append "C12 (urgent) and C31" or "C12, C31, C40 and 2 more"; nothing where
 *  nobody has one. @return false when out of memory */
bool rp_holders_put(rp_buffer *out, const rp_outcome *outcome,
                    uint32_t therapist);

/**
 * Append who holds the few hours that a client and a therapist have in common,
 * if somebody holds each of them: "; the only hour in common, tue 18:00 with
 * T07, is held by C12". Nothing where no hours are promised.
 *
 * @return false when out of memory
 */
bool rp_holders_put_hours(rp_buffer *out, const rp_outcome *outcome,
                          uint32_t client, uint32_t therapist, int thread);

/**
 * Append what keeps a waiting client from openings: "limit county is full; the
 * only hour in common, tue 18:00 with T07, is held by C12". Nothing where each
 * opening of those who fit is taken, and no limit or link stands before it.
 *
 * @param chooser  of the thread; its row is used up
 * @return false when out of memory
 */
bool rp_holders_put_reason(rp_buffer *out, const rp_outcome *outcome,
                           uint32_t client, int thread, rp_chooser *chooser);

/**
 * Append what stands between a client and an opening of a therapist that is
 * left: "C33, who is to be apart, is there", "the only hour in common, tue
 * 18:00 with T07, is held by C12", "no hour that suits is left beside those
 * held". Nothing where the client can have it, or none is left.
 *
 * @return false when out of memory
 */
bool rp_holders_put_barrier(rp_buffer *out, const rp_outcome *outcome,
                            uint32_t client, uint32_t therapist, int thread);

/** Append what it would cost to give the client a place there: "giving C35 the
 *  place would cost 4.10 points in all". Nothing for a pinned client, or where
 *  there is no place. @param after  as below; NULL: nothing either where limits
 *  or links are kept, or not everybody comes weekly. @return false when out of
 *  memory */
bool rp_holders_put_cost(rp_buffer *out, const rp_study *study, rp_after *after,
                         uint32_t client, uint32_t therapist);

/**
 * Append who would get one more opening instead of a client who waits: "one
 * more opening would place C61 instead, 3.20 points better in all". Nothing
 * where the client would get it.
 *
 * @param after  made of the study
 * @return false when out of memory
 */
bool rp_holders_put_next(rp_buffer *out, const rp_study *study, rp_after *after,
                         uint32_t client, uint32_t therapist);

#endif

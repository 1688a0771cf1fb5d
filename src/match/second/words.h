/**
 * @file words.h
 * What staff are told of a client's seat in a group, and of their prescriber.
 */
#ifndef RP_MATCH_SECOND_WORDS_H
#define RP_MATCH_SECOND_WORDS_H

#include "match/second/second.h"

/** Append "G2 (Grief, Tuesdays), tue 18:00-19:30". @return false when out of
 *  memory */
bool rp_second_put_group(rp_buffer *out, const rp_group *group);

/** Append how a client stands who wants a seat: "a seat in G1 (…)", "2 groups
 *  fit, and none of them has a seat or runs", "no group passes every rule";
 *  nothing of who wants none. @return false when out of memory */
bool rp_second_put_seat(rp_buffer *out, const rp_outcome *outcome,
                        uint32_t client);

/** Append the hour with a prescriber: "tue 18:00 A", with " ?" behind it where
 *  the client names no slots; nothing where none is needed. @return false when
 *  out of memory */
bool rp_second_put_visit(rp_buffer *out, const rp_outcome *outcome,
                         const rp_prescription *prescription);

/** Append how a client stands who needs a prescriber, or may want one: "T3 (Cy
 *  Orr) prescribes, tue 18:00 A", "T3 (Cy Orr) can be offered"; nothing of
 *  others. @return false when out of memory */
bool rp_second_put_prescriber(rp_buffer *out, const rp_outcome *outcome,
                              uint32_t client);

#endif

/**
 * @file meeting.h
 * When the two of a pair can meet: which hours of the therapist suit the
 * client, and how much time they have in common.
 *
 * An hour suits when all its minutes lie in the client's slots, or the client
 * names none; one that is at a site suits, where in person is the only common
 * format, only a client who names no sites, or this one. Where both sides have
 * an offset from UTC, the therapist's times are moved to the client's; the week
 * wraps then.
 *
 * Source: src/docs/weeks.md, Hours.
 */
#ifndef RP_FIT_MEETING_H
#define RP_FIT_MEETING_H

#include "fit/fit.h"

/** Are hours promised once (policy `hours`)? */
bool rp_meeting_promises(const rp_fit *fit);

/** How often a client comes: rp_frequency. */
static inline uint8_t rp_meeting_rhythm(const rp_client *client) {
    return client->frequency == RP_BLANK ? (uint8_t)RP_EVERY_WEEK
                                         : (uint8_t)client->frequency;
}

/** How many hours a client wants at once: 2 of twice_weekly, else 1. */
static inline uint32_t rp_meeting_wants(const rp_client *client) {
    return client->frequency == RP_TWICE_A_WEEK ? 2 : 1;
}

/**
 * Which hours of a therapist suit a client.
 *
 * @param[out] bits  [rp_hours_words(hours of the therapist)]; NULL: only count
 * @return how many
 */
uint32_t rp_meeting_hours(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, uint64_t *bits);

/** Is an hour, of the therapist's or one that they could have, at a place where
 *  the client could come? */
bool rp_meeting_is_reached(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist, const rp_hour *hour);

/** Does such an hour suit the client? */
bool rp_meeting_suits(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, const rp_hour *hour);

/** Does the therapist, who names slots, have what the client needs: an hour
 *  that suits, or two that begin on different days? Where hours are not
 *  promised: a common stretch of one session. */
bool rp_meeting_is_possible(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist);

/** Minutes a week that both have, by their slots. */
unsigned rp_meeting_minutes(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist);

/** What the therapist's times move by to be the client's, minutes. */
int rp_meeting_shift(const rp_client *client, const rp_therapist *therapist);

/** A minute of the week, later by so many minutes, less than two days. */
unsigned rp_meeting_minute(unsigned minute, int shift);

/** Do two stretches of a week that goes round share a minute? */
bool rp_meeting_overlap(unsigned begin, unsigned minutes, unsigned other,
                        unsigned other_minutes);

/** Times in another zone: later by so many minutes, around the end of the week.
 *  @param[out] out  in the arena; sites are left out
 *  @return false when out of memory */
bool rp_meeting_moved(rp_times *out, rp_arena *arena, const rp_times *times,
                      int minutes);

#endif

/**
 * @file schedule.h
 * The hours of a plan: who holds which, dealt therapist by therapist.
 *
 * Pairs of an earlier run take the hours that they had where everybody can
 * still hold theirs; then clients in the order in which they come first take
 * the earliest that lets all others of the therapist hold theirs. Hours do not
 * depend on anything else, so a plan has one way to be dealt.
 *
 * Source: src/docs/weeks.md, Which hours.
 */
#ifndef RP_MATCH_SCHEDULE_H
#define RP_MATCH_SCHEDULE_H

#include "match/later.h"
#include "match/triage.h"

/** What a plan says: who holds hours of whom. */
typedef struct rp_schedule_plan {
    const rp_triage *triage; /* whose promises are named */
    const rp_suiting *suiting;
    const uint32_t *therapist; /* [clients] RP_NONE without one; a human
                                  client's pin is the triage's */
} rp_schedule_plan;

/** Owned. */
typedef struct rp_schedule {
    rp_schedule_plan plan; /* borrowed */
    rp_places at;         /* [clients] whose hours they hold, first come last */
    rp_held_hours *held;  /* [clients] */
    rp_dealing *dealings; /* [threads] */
    const rp_later *later; /* borrowed: what followed; NULL: nothing yet */
    int threads;
} rp_schedule;

/**
 * Deal.
 *
 * @param threads  as many may ask rp_schedule_has_room() at once
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_schedule_make(rp_schedule *out, const rp_schedule_plan *plan,
                           int threads);
void rp_schedule_clear(rp_schedule *schedule);

/** Could a client have an hour of the therapist beside all who are there, their
 *  own pair taken out, hours dealt anew, and what followed as it is? True
 *  where none are promised. */
bool rp_schedule_has_room(const rp_schedule *schedule, uint32_t client,
                          uint32_t therapist, int thread);

/**
 * Which hours of a therapist does somebody hold, a client whom a person sees to
 * included?
 *
 * @param schedule   NULL: none are promised, or nobody has a place
 * @param[out] bits  [RP_HOUR_WORDS(hours of the therapist)] by number
 */
void rp_schedule_held(const rp_schedule *schedule, uint32_t therapist,
                      uint64_t *bits);

/** Append hours as in assignments.csv: "tue 18:00; thu 18:00", "tue 18:00 A";
 *  nothing where none are held. @return false when out of memory */
bool rp_schedule_put(rp_buffer *out, const rp_hours_list *hours,
                     const rp_held_hours *held);

#endif

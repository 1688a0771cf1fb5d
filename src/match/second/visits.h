/**
 * @file visits.h
 * The hours in which a prescriber can see a client: one hour in one week, A or
 * B, that the first plan gave away on neither side, and in which the client has
 * no seat in a group.
 *
 * Source: src/docs/weeks.md, Prescribers.
 */
#ifndef RP_MATCH_SECOND_VISITS_H
#define RP_MATCH_SECOND_VISITS_H

#include "match/outcome.h"

/** Begin with zeros. A seat is an hour of a therapist in one of two weeks: 2 h
 *  in week A, 2 h + 1 in week B, counted on from therapist to therapist. */
typedef struct rp_visits {
    const rp_outcome *outcome;     /* borrowed */
    const rp_times *const *groups; /* as of rp_visits_make() */
    size_t *first;                 /* [therapists + 1] their first seat */
    bool *taken;                   /* [seats] */
    uint64_t *bits;                /* room for the hours of one therapist */
} rp_visits;

/**
 * @param groups  [clients] when the group meets in which they have a seat, NULL
 *                where they have none; NULL: there are no groups. Borrowed for
 *                as long as rp_visits_list() is called
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_visits_make(rp_visits *out, const rp_outcome *outcome,
                         const rp_times *const *groups);
void rp_visits_clear(rp_visits *visits);

/** How many seats there are in all. */
size_t rp_visits_count(const rp_visits *visits);

/** Is a client to have an hour of a therapist? Not of their own, whom they meet
 *  anyhow, nor of one who names no slots. */
bool rp_visits_binds(const rp_visits *visits, uint32_t client,
                     uint32_t therapist);

/**
 * The seats of a therapist that are free and suit a client, the earliest first.
 *
 * @param need  of the client
 * @param out   [2 · hours of the therapist]
 * @return how many
 */
size_t rp_visits_list(const rp_visits *visits, const rp_need *need,
                      uint32_t therapist, uint32_t *out);

/** The hour of a seat. @param[out] week  'A' or 'B' */
const rp_hour *rp_visits_at(const rp_visits *visits, uint32_t therapist,
                            uint32_t seat, char *week);

/** "tue 18:00 A" */
void rp_visits_name(char out[2 * RP_HOUR_NAME], const rp_visits *visits,
                    uint32_t therapist, uint32_t seat);

/** The seats that one client may have, and the one that they get. */
typedef struct rp_visitor {
    const uint32_t *seats; /* [count] the earliest first */
    uint32_t count;
    uint32_t seat; /* dealt */
} rp_visitor;

/**
 * Deal seats: one after the other takes the earliest that lets all others have
 * one.
 *
 * @param visitors  [count] in the order of ties; there is a way to deal
 * @return false when out of memory
 */
bool rp_visits_deal(const rp_visits *visits, rp_visitor *visitors,
                    uint32_t count);

/**
 * What the first plan took of a client's week, whichever week it is.
 *
 * @param[out] out  in the arena, in the client's time, in order
 * @return false when out of memory
 */
bool rp_visits_busy(rp_times *out, rp_arena *arena, const rp_outcome *outcome,
                    uint32_t client);

#endif

/**
 * @file dealing.h
 * Dealing the hours of one therapist: who holds which.
 *
 * A weekly client holds an hour, one who comes twice a week two that begin on
 * different days, a biweekly one half an hour: week A or week B. Hours that
 * were named are held by whom they were named for.
 *
 * Whether all can hold theirs is a matching where everybody comes weekly.
 * Whoever else there is, is tried hour by hour, weekly clients matched to what
 * is left; which hours were taken when that failed is remembered.
 *
 * Source: src/docs/weeks.md, Which hours.
 */
#ifndef RP_MATCH_DEALING_H
#define RP_MATCH_DEALING_H

#include "base/tags.h"
#include "match/suiting.h"

/** Clients of one therapist, in the order in which they were added. Arrays are
 *  kept for the next therapist: begin with zeros, clear at the end. */
typedef struct rp_dealing {
    const rp_hours_list *hours;
    size_t words; /* of a set of hours */
    uint32_t count;
    uint64_t *suits;      /* [count][words] */
    uint8_t *rhythm;      /* [count] */
    rp_held_hours *held;  /* [count] what is settled: named, or dealt */
    uint32_t *taker;      /* [hours] of the search at hand: weekly client */
    uint8_t *taken;       /* [hours] by others than weekly ones: bits 1 and 2
                             are weeks A and B */
    const uint8_t *given; /* [hours] borrowed: likewise from the start; NULL:
                             none is */
    uint64_t *shut;       /* [count][2][words] hours that a biweekly client
                             cannot hold in week A, in week B */
    uint64_t *seen;       /* [words] of the search at hand */
    rp_tags *dead;        /* what was taken when a search failed */
    rp_buffer key;
    size_t suit_room, rhythm_room, held_room, taker_room, taken_room, seen_room,
        shut_room;
    bool is_uneven; /* somebody can hold an hour in one week alone */
    bool out_of_memory;
} rp_dealing;

void rp_dealing_begin(rp_dealing *dealing, const rp_hours_list *hours);

/** Hours that somebody else has from the start, in the weeks of their bits, 1
 *  and 2; for rp_dealing_is_possible() alone. @param given  borrowed */
void rp_dealing_give(rp_dealing *dealing, const uint8_t *given);

/** The client who was added last is somewhere else at an hour, in the weeks of
 *  the bits; for rp_dealing_is_possible() alone. */
void rp_dealing_shut(rp_dealing *dealing, uint32_t hour, unsigned weeks);

/** Room for the hours that suit one more client, zeros; to be filled before
 *  rp_dealing_put(). NULL when out of memory. */
uint64_t *rp_dealing_next(rp_dealing *dealing);

/** Add that client. @param named  hours that they hold already; NULL: none */
void rp_dealing_put(rp_dealing *dealing, uint8_t rhythm,
                    const rp_held_hours *named);

/** Can everybody hold their hours? False also when out of memory. */
bool rp_dealing_is_possible(rp_dealing *dealing);

/** Let a client take the place of one before them, who goes. */
void rp_dealing_copy(rp_dealing *dealing, uint32_t to, uint32_t from);

/** Settle hours for a client if everybody else can still hold theirs; hours
 *  that do not suit are none. @return whether that is so */
bool rp_dealing_settle(rp_dealing *dealing, uint32_t number,
                       const rp_held_hours *wish);

/**
 * Deal the rest: one after the other, in the order in which they were added,
 * takes the earliest hour that lets all others hold theirs.
 */
void rp_dealing_finish(rp_dealing *dealing);
void rp_dealing_clear(rp_dealing *dealing);

#endif

/**
 * @file rhythms.h
 * Dealing the hours of one therapist to clients of any rhythm.
 *
 * A weekly client holds an hour, one who comes twice a week two on different
 * days, and two who come every other week can share one. Weekly clients alone
 * are a matching. All others are tried, hour by hour, with the weekly ones
 * matched to what is left; what was taken when that failed is remembered.
 */
#ifndef RP_SOLVE_WEEK_RHYTHMS_H
#define RP_SOLVE_WEEK_RHYTHMS_H

#include "base/tags.h"
#include "solve/market.h"

#include <stdbool.h>

/** Clients of one therapist. Arrays are owned and kept for the next; begin
 *  with zeros, clear with rp_rhythms_clear(). */
typedef struct rp_rhythms {
    const uint8_t *day; /* [hours] borrowed */
    uint32_t hours, count;
    size_t words;
    uint64_t *suits; /* [count][words] */
    uint8_t *rhythm; /* [count] */
    uint16_t *hour;  /* [count][2] dealt; RP_NOT_DEALT */
    uint8_t *taken;  /* [hours] by others than weekly clients: 1, 2 or both */
    uint32_t *taker; /* [hours] weekly client; RP_NONE */
    uint64_t *seen;  /* [words] */
    uint32_t *order; /* [count] twice a week, every other week */
    uint32_t others; /* how many these are */
    rp_tags *dead;
    rp_buffer key;
    size_t suit_room, rhythm_room, hour_room, order_room, taken_room;
    size_t taker_room, seen_room;
    bool out_of_memory;
} rp_rhythms;

/** Can somebody of this rhythm hold what suits them? */
bool rp_rhythm_has_room(const uint64_t *suits, size_t words, uint8_t rhythm,
                        const uint8_t *day);

/**
 * Begin with a therapist.
 *
 * @param day  [hours] on which they begin; read for twice_weekly clients
 */
void rp_rhythms_begin(rp_rhythms *r, uint32_t hours, const uint8_t *day);

/** Add a client. @param suits  [RP_HOUR_WORDS(hours)] copied */
void rp_rhythms_add(rp_rhythms *r, const uint64_t *suits, uint8_t rhythm);

/** Deal hours to everybody. @return false where they cannot all hold theirs,
 *  and when out of memory: see out_of_memory */
bool rp_rhythms_deal(rp_rhythms *r);
void rp_rhythms_clear(rp_rhythms *r);

#endif

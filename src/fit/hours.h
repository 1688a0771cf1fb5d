/**
 * @file hours.h
 * The hours of a therapist: the windows of their slots, each cut from its
 * beginning into stretches of one session.
 *
 * An hour is promised once. It is named by day and beginning, "tue 18:00".
 * Minutes are those of the therapist's own week, which begins Monday 00:00.
 *
 * Source: src/docs/weeks.md, Hours.
 */
#ifndef RP_FIT_HOURS_H
#define RP_FIT_HOURS_H

#include "base/arena.h"
#include "base/text.h"
#include "input/record.h"

/** An hour; never across the end of the week. */
typedef struct rp_hour {
    uint16_t begin, end; /* [begin, end) of 0..10080 */
    uint32_t site;       /* tag of where it is; RP_NONE: not said */
} rp_hour;

/** All of one therapist, by begin. */
typedef struct rp_hours_list {
    const rp_hour *items; /* [count] */
    uint32_t count;       /* 0: promises none */
} rp_hours_list;

/** No hour, where one is meant by its number. */
#define RP_HOUR_NONE UINT32_MAX

/**
 * Cut windows into hours; a rest that is shorter is dropped.
 *
 * @param[out] out  in the arena
 * @param minutes   of a session, 1 or more
 * @return false when out of memory
 */
bool rp_hours_cut(rp_hours_list *out, rp_arena *arena, const rp_times *slots,
                  uint32_t minutes);

/** The number of the hour that begins then, or RP_HOUR_NONE. */
uint32_t rp_hours_find(const rp_hours_list *hours, uint16_t begin);

/** The day on which an hour begins, 0 = Monday. */
static inline unsigned rp_hour_day(const rp_hour *hour) {
    return hour->begin / 1440u;
}

enum { RP_HOUR_NAME = 16 };

/** "tue 18:00" */
void rp_hour_name(char out[RP_HOUR_NAME], uint16_t begin);

/** The clock at which an hour ends, counted on after midnight: "24:30". */
void rp_hour_end(char out[RP_HOUR_NAME], const rp_hour *hour);

/* Sets of hours: bits by number, in so many words of 64. */
static inline uint32_t rp_hours_words(uint32_t count) {
    return (count + 63) / 64;
}

/** Is each of these hours among the others, when and where it was? Where there
 *  are none, there must be no others either. */
bool rp_hours_are_among(const rp_hours_list *hours,
                        const rp_hours_list *others);

#endif

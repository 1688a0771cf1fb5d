/**
 * @file times.h
 * Times of the week: parsing, and what two sets of them share.
 */
#ifndef RP_INPUT_CELL_TIMES_H
#define RP_INPUT_CELL_TIMES_H

#include "base/arena.h"
#include "base/texts.h"
#include "input/record.h"

enum { RP_DAY_MINUTES = 1440, RP_WEEK_MINUTES = 7 * RP_DAY_MINUTES };

typedef enum rp_times_trouble {
    RP_TIMES_FINE,
    RP_TIMES_WHOLE_DAY, /* a day without hours: read as the whole day */
    RP_TIMES_DAY,       /* no day, or none that is known */
    RP_TIMES_DAY_RANGE, /* a range of days that wraps around the week */
    RP_TIMES_HOURS,     /* no hours of the form 09:00-12:00 */
    RP_TIMES_ORDER,     /* an end that is not after its begin */
    RP_TIMES_MEMORY
} rp_times_trouble;

/**
 * Parse windows by ';', '|' or line break: `mon 09:00-12:00`, `mon-fri
 * 17:00-20:00`, `sat`.
 *
 * @param[out] out    joined where windows touch or overlap; in the arena
 * @param[out] where  the window in trouble, borrowed from text
 * @return the first error, else RP_TIMES_WHOLE_DAY if any window was that
 */
rp_times_trouble rp_times_parse(rp_times *out, rp_arena *arena, rp_text text,
                                rp_text *where);

/** What was expected, for a message; "" for RP_TIMES_FINE. */
const char *rp_times_expected(rp_times_trouble trouble);

/** Minutes a week that both have. */
unsigned rp_times_overlap(const rp_times *a, const rp_times *b);

/** Do both have a stretch of at least so many minutes, more than none? */
bool rp_times_share(const rp_times *a, const rp_times *b, double minutes);

/** Add windows as `mon 09:00-12:00`, a window over midnight split at it. False
 *  when out of memory. */
bool rp_times_texts(rp_texts *out, const rp_times *times);

/** Append the same as `mon 09:00-12:00; tue 10:00-11:00`. */
bool rp_times_format(rp_buffer *out, const rp_times *times);

#endif

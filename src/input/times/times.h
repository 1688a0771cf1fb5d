/**
 * @file times.h
 * Times of the week: parsing, and what two sets of them share.
 */
#ifndef RP_INPUT_TIMES_TIMES_H
#define RP_INPUT_TIMES_TIMES_H

#include "base/arena.h"
#include "base/texts.h"
#include "input/record.h"
#include "input/times/clock.h"
#include "input/times/shared_times.h"

enum { RP_DAY_MINUTES = 1440, RP_WEEK_MINUTES = 7 * RP_DAY_MINUTES };

typedef enum rp_times_trouble {
    RP_TIMES_FINE,
    RP_TIMES_WHOLE_DAY, /* a day without hours: read as the whole day */
    RP_TIMES_DAY,       /* no day, or none that is known */
    RP_TIMES_DAY_RANGE, /* a range of days that wraps around the week */
    RP_TIMES_HOURS,     /* no hours of the form 09:00-12:00 */
    RP_TIMES_VAGUE,     /* `9-5`: am or pm? a begin alone: until when? */
    RP_TIMES_ORDER,     /* an end that is not after its begin */
    RP_TIMES_SITE,      /* `@` without a site, or where none can be */
    RP_TIMES_SITES,     /* windows at two sites overlap */
    RP_TIMES_MEMORY
} rp_times_trouble;

/** Gives the names behind '@' their tags. */
typedef struct rp_times_sites {
    /** @return the tag of a site as it is written; RP_NONE where it could not
     *  be told, which the payload knows */
    uint32_t (*tag)(void *payload, rp_text site);
    void *payload;
} rp_times_sites;

/**
 * Parse windows by ';', '|' or line break, or one behind the other: `mon
 * 09:00-12:00`, `mon-fri 17:00-20:00`, `sat`, `Mon, Wed 5pm-8pm`, `M/W/F
 * evenings`, `weekday evenings, Saturday mornings`; with `sites` also `mon
 * 09:00-12:00 @North`: what is behind '@', up to the end of the window, is a
 * site.
 *
 * @param[out] out    joined where windows of one site touch or overlap; in the
 *                    arena
 * @param parts       what words such as "evenings" mean; NULL: the usual hours
 * @param sites       NULL: '@' is an error
 * @param[out] where  the window in trouble, borrowed from text
 * @return the first error, else RP_TIMES_WHOLE_DAY if any window was that
 */
rp_times_trouble rp_times_parse(rp_times *out, rp_arena *arena, rp_text text,
                                const rp_hours parts[RP_HOURS_WORDS],
                                const rp_times_sites *sites, rp_text *where);

/**
 * The same of a column that stands for one day: hours without the day, a mark
 * (`x`, yes) for the whole day; none, no, off for no time.
 *
 * @param day  0 = Monday
 * @param[in,out] all  the windows so far; those of the cell are added
 */
rp_times_trouble rp_times_parse_day(rp_times *all, rp_arena *arena,
                                    rp_text text, int day,
                                    const rp_hours parts[RP_HOURS_WORDS]);

/** "monday" and so on. */
const char *rp_times_day_name(uint32_t day);

/** The day of a folded name ("mon", "tuesday"), 0 = Monday; -1 for none. */
int rp_times_day(rp_text word);

/** What was expected, for a message; "" for RP_TIMES_FINE. */
const char *rp_times_expected(rp_times_trouble trouble);

/** Add windows as `mon 09:00-12:00`, a window over midnight split at it. False
 *  when out of memory. */
bool rp_times_texts(rp_texts *out, const rp_times *times);

/** Append the same as `mon 09:00-12:00; tue 10:00-11:00`. */
bool rp_times_format(rp_buffer *out, const rp_times *times);

#endif

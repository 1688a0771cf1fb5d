/**
 * @file clock.h
 * Hours of a day, as they stand in times of the week.
 */
#ifndef RP_INPUT_TIMES_CLOCK_H
#define RP_INPUT_TIMES_CLOCK_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/** Minutes of a day: what words such as "evenings" mean. */
typedef struct rp_hours {
    uint16_t begin, end;
} rp_hours;

enum { RP_MORNING, RP_AFTERNOON, RP_EVENING, RP_HOURS_WORDS };

/** The hours that the words mean where the clinic says nothing else. */
extern const rp_hours rp_usual_hours[RP_HOURS_WORDS];

/** Read `08:00-12:00` and nothing else: the end after the begin, 24:00 at the
 *  latest. False, and *out as it was, for any other text. */
bool rp_hours_parse(rp_hours *out, rp_text text);

typedef enum rp_clock {
    RP_CLOCK_FINE,
    RP_CLOCK_NONE,  /* no hours begin here: nothing was taken */
    RP_CLOCK_VAGUE, /* `9-5`, `9 to 5`, a begin alone: am or pm? until when? */
    RP_CLOCK_BAD,   /* something behind a begin that is no time */
    RP_CLOCK_ORDER  /* an end that is not after its begin */
} rp_clock;

/**
 * Take hours off the front of a text in small letters, plain blanks and
 * dashes: `09:00-12:00`, `5pm-8pm`, `5-8pm`, `after 4pm`, `before noon`,
 * `evenings`, `after work`, `all day`.
 *
 * @param[in,out] at  moved behind them and the blanks that follow
 */
rp_clock rp_clock_take(rp_hours *out, const char **at,
                       const rp_hours parts[RP_HOURS_WORDS]);

#endif

/**
 * @file week.h
 * Times of the week as people write them: "Tue 4–6 pm", days of the same hours
 * in one line.
 */
#ifndef RP_OUTPUT_WORDS_WEEK_H
#define RP_OUTPUT_WORDS_WEEK_H

#include "output/words/voice.h"

/** `[{days, hours}]`, empty for no times. */
json_t *rp_week_values(const rp_voice *voice, const rp_times *times);

/**
 * The same of what two have in common, where a session fits; empty also where
 * either is not known.
 *
 * @param minutes  of a session
 */
json_t *rp_week_shared(const rp_voice *voice, const rp_times *a,
                       const rp_times *b, double minutes);

#endif

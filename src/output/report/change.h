/**
 * @file change.h
 * A change that would help, as staff say it: what a profile leaves out is a
 * question to the therapist.
 */
#ifndef RP_OUTPUT_REPORT_CHANGE_H
#define RP_OUTPUT_REPORT_CHANGE_H

#include "output/report/binder.h"

#include <jansson.h>

/**
 * Append the `words` of a row of bottlenecks.csv or options.csv. "If T15
 * treats Bulimia, the plan ..." of somebody whose profile does not list it
 * becomes "the profile of T15 does not list Bulimia: ask whether they treat it.
 * If so, the plan ..."; of somebody who rules it out likewise. All other words
 * stand as they are.
 *
 * @return false when out of memory
 */
bool rp_change_put(rp_buffer *out, rp_grid *grid, uint32_t row);

/** The same as a sentence: rp_people_sentence(). NULL when out of memory. */
json_t *rp_change_sentence(const rp_roster *roster, uint32_t about,
                           rp_grid *grid, uint32_t row);

#endif

/**
 * @file shared_times.h
 * What two sets of times of the week have in common.
 */
#ifndef RP_INPUT_TIMES_SHARED_TIMES_H
#define RP_INPUT_TIMES_SHARED_TIMES_H

#include "input/record.h"

/** Minutes a week that both have. */
unsigned rp_times_overlap(const rp_times *a, const rp_times *b);

/** Do both have a stretch of at least so many minutes, more than none? */
bool rp_times_share(const rp_times *a, const rp_times *b, double minutes);

#endif

/**
 * @file times_left.h
 * Times of the week without those that are taken.
 */
#ifndef RP_INPUT_TIMES_TIMES_LEFT_H
#define RP_INPUT_TIMES_TIMES_LEFT_H

#include "base/arena.h"
#include "input/record.h"

/** Does a window lie wholly within one of these? */
bool rp_times_hold(const rp_times *times, rp_window window);

/**
 * Take windows away.
 *
 * @param[in,out] times  what is left of them, in the arena;
 *                       rp_times_none_left where nothing is
 * @return false when out of memory
 */
bool rp_times_remove(rp_times *times, const rp_times *taken, rp_arena *arena);

#endif

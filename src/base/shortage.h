/**
 * @file shortage.h
 * Lack of memory, recorded where it occurs: a safety net below the checks of
 * each call. What could not be allocated must never just be missing from the
 * output.
 */
#ifndef RP_BASE_SHORTAGE_H
#define RP_BASE_SHORTAGE_H

#include <stdbool.h>

/** From here on it counts. One for the process: what one thread notes, all see.
 */
void rp_shortage_begin(void);

/** An allocation has failed. */
void rp_shortage_note(void);

/** Has one failed since it began? Then nothing may be called whole. */
bool rp_shortage_seen(void);

#endif

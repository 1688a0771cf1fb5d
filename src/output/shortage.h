/**
 * @file shortage.h
 * Lack of memory inside jansson, whose calls are too many to ask each: a value
 * that could not be made would only be missing from what is written.
 */
#ifndef RP_OUTPUT_SHORTAGE_H
#define RP_OUTPUT_SHORTAGE_H

#include <stdbool.h>

/** From here on it is noted. Call it before values are made, and ask in the
 *  end. One for the process: what one thread notes, all see. */
void rp_shortage_begin(void);

/** Note it for who makes values of something else. */
void rp_shortage_note(void);

/** Has memory been short since it began? What was made is not to be used. */
bool rp_shortage_seen(void);

#endif

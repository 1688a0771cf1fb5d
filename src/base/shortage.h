/**
 * @file shortage.h
 * Lack of memory, recorded where it occurs: a safety net below the checks of
 * each call. What could not be allocated must never just be missing from the
 * output.
 */
#ifndef RP_BASE_SHORTAGE_H
#define RP_BASE_SHORTAGE_H

/** An allocation has failed. */
void rp_shortage_note(void);

/**
 * How many have failed so far, in the whole process.
 *
 * Work looks at it where it begins and where it ends: unless the count is the
 * same, nothing may be called whole. What another thread lacked counts, too:
 * memory is short for all of them.
 */
unsigned rp_shortage_count(void);

#endif

/**
 * @file stale.h
 * Openings that were written down so long ago that they are to be asked for
 * again: `updated_on` is more than `stale_days` before the day to which waits
 * are counted.
 *
 * Source: src/docs/weeks.md, Data that grows old.
 */
#ifndef RP_FIT_STALE_H
#define RP_FIT_STALE_H

#include "fit/confirm.h"
#include "fit/fit.h"

/** Are the openings of a therapist to be asked for again? */
bool rp_stale_is(const rp_fit *fit, uint32_t therapist);

/** Add openings to what has to be confirmed of a pair, where they are old: the
 *  last of all. @param confirm  may be NULL */
void rp_stale_confirm(const rp_fit *fit, uint32_t therapist,
                      rp_confirm *confirm);

/** What is said of openings that may be wrong. */
extern const rp_blank_row rp_stale_row;

#endif

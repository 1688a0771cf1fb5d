/**
 * @file fail_on.h
 * What a run is asked to end badly for, though its results are written: that
 * somebody needs a person, waits, or has no therapist who fits.
 */
#ifndef RP_CLI_FAIL_ON_H
#define RP_CLI_FAIL_ON_H

#include "match/outcome.h"

#include <stdio.h>

/** Read "human,waitlist,ineligible", or some of it.
 *  @param[out] out    bits of rp_client_status
 *  @param[out] wrong  the first word that is none of these
 *  @return false with such a word, or none at all */
bool rp_fail_on_parse(unsigned *out, rp_text *wrong, const char *text);

/** Say what is wrong with such a list. */
void rp_fail_on_refuse(const char *text, FILE *err);

/** Say who of those asked for is there.
 *  @return whether anybody is */
bool rp_fail_on_tell(unsigned asked, const rp_outcome *outcome, FILE *err);

#endif

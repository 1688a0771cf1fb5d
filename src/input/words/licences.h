/**
 * @file licences.h
 * Licences that are no state: compacts, and what nobody knows.
 */
#ifndef RP_INPUT_WORDS_LICENCES_H
#define RP_INPUT_WORDS_LICENCES_H

#include "input/roster.h"

/** Warn once of each compact, with the day of its list, and of each licence
 *  that is no known place and where no client lives.
 *  @param today  RP_NO_DAY: not known */
void rp_licences_check(const rp_roster *roster, int32_t today,
                       rp_findings *findings);

#endif

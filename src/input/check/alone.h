/**
 * @file alone.h
 * People of whom nothing is known.
 */
#ifndef RP_INPUT_CHECK_ALONE_H
#define RP_INPUT_CHECK_ALONE_H

#include "input/roster.h"

/**
 * An error for a therapist who fills no column that a rule reads, where the
 * file has three or more: every rule would let them pass. A warning for a
 * client of whom only the id is known, in a file that asks more.
 */
void rp_alone_check(rp_roster *roster, rp_findings *findings);

#endif

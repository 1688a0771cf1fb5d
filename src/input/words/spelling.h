/**
 * @file spelling.h
 * Values that clients ask for and no therapist has: mostly a spelling that
 * differs, which would refuse everybody or count against everybody.
 */
#ifndef RP_INPUT_WORDS_SPELLING_H
#define RP_INPUT_WORDS_SPELLING_H

#include "input/roster.h"

/**
 * Warn once a value of residence, insurer, site or wish that no therapist of
 * the file has, naming the nearest that one has. Columns that no therapist
 * fills are passed over. Clients stand in the order of their rows.
 */
void rp_spelling_check(const rp_roster *roster, rp_findings *findings);

#endif

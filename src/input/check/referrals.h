/**
 * @file referrals.h
 * Referrals in a year that cannot be meant.
 */
#ifndef RP_INPUT_CHECK_REFERRALS_H
#define RP_INPUT_CHECK_REFERRALS_H

#include "input/roster.h"

/**
 * Errors for referrals more than a year after --today, and for those beyond a
 * gap of more than five years, sorted by day: the side of the gap that has
 * fewer of them, both where they are equal.
 */
void rp_referrals_check(rp_roster *roster, rp_findings *findings);

#endif

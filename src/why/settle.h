/**
 * @file settle.h
 * One plan among equal ones, so that a plan is a function of the data.
 */
#ifndef RP_WHY_SETTLE_H
#define RP_WHY_SETTLE_H

#include "why/residual.h"

/**
 * Among equal plans the one of matching.md: clients in order of their ids get
 * the therapist placed best in their own list, waiting comes last.
 *
 * @return false when out of memory
 */
bool rp_settle(rp_residual *r);

#endif

/**
 * @file concerns.h
 * The rows of the tables by concern: depth, evidence, who refuses it.
 */
#ifndef RP_FIT_SWEEP_CONCERNS_H
#define RP_FIT_SWEEP_CONCERNS_H

#include "fit/sweep/tables.h"

/** Fill what tables hold of concerns and approaches; all else stands there
 *  already. @return false when out of memory */
bool rp_concerns_fill(rp_tables *tables);

#endif

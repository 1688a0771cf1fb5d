/**
 * @file conditioned.h
 * How many clients are in parts of a clinic that have conditions: limits,
 * links, or clients who do not come weekly where hours are promised.
 */
#ifndef RP_WHY_CONDITIONED_H
#define RP_WHY_CONDITIONED_H

#include "match/outcome.h"

/** @return RP_OK or RP_ERR_MEMORY */
rp_status rp_conditioned_clients(uint32_t *out, const rp_outcome *outcome);

#endif

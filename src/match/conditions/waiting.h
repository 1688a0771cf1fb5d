/**
 * @file waiting.h
 * Who waits for a limit: clients each of whom would have a place if it were one
 * higher, the others who wait left out. Those who are to have one therapist
 * count as one.
 */
#ifndef RP_MATCH_CONDITIONS_WAITING_H
#define RP_MATCH_CONDITIONS_WAITING_H

#include "match/outcome.h"

/**
 * Count them for every limit of the file, by solving again, into the terms of
 * an outcome that was solved.
 *
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_waiting_count(rp_outcome *outcome, const rp_context *context);

#endif

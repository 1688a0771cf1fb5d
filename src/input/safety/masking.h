/**
 * @file masking.h
 * A roster in which everybody has a pseudonym, and nobody a name.
 */
#ifndef RP_INPUT_SAFETY_MASKING_H
#define RP_INPUT_SAFETY_MASKING_H

#include "input/roster.h"
#include "input/safety/pseudonyms.h"

/**
 * Give everybody of a roster their pseudonym instead of their id, and take
 * away names and what else of therapists is for clients' pages. Before people
 * are sorted: their order tells nothing of their ids then.
 *
 * @return false when out of memory
 */
bool rp_masking_people(rp_roster *roster, rp_pseudonyms *pseudonyms);

/**
 * Let the cells say what the records say, so that a row that is read again
 * after an edit still names the same people. After people were sorted, and
 * lists of them renumbered.
 *
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_masking_cells(rp_roster *roster);

#endif

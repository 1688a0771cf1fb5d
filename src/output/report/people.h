/**
 * @file people.h
 * People by their ids, and how staff call them: the id, and the name beside
 * it where the sheets have one.
 */
#ifndef RP_OUTPUT_REPORT_PEOPLE_H
#define RP_OUTPUT_REPORT_PEOPLE_H

#include "input/roster.h"

#include <jansson.h>

/** `{id, name}`, the name "" where there is none; NULL when out of memory. */
json_t *rp_people_tag(const char *id, const char *name);

/** Likewise of a cell that holds a therapist's id, who need not be in the
 *  files any longer. */
json_t *rp_people_of_cell(const rp_roster *roster, rp_text id);

/**
 * A sentence of a sheet as staff read it: it begins with a capital, and the
 * name of a client stands beside the id where that is said first.
 *
 * An id is found in a sentence where it cannot be anything else: a whole word
 * with a letter and a digit, or of five digits and more, that no therapist
 * has.
 *
 * @param about  the client whose name stands above the sentence, or RP_NONE
 * @return NULL when out of memory
 */
json_t *rp_people_sentence(const rp_roster *roster, uint32_t about,
                           rp_text words);

/** Likewise of a part of a sentence, which begins as it is. */
json_t *rp_people_clause(const rp_roster *roster, uint32_t about,
                         rp_text words);

#endif

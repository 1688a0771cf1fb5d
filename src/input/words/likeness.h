/**
 * @file likeness.h
 * Two spellings, one in each file, that may mean the same: one question each.
 */
#ifndef RP_INPUT_WORDS_LIKENESS_H
#define RP_INPUT_WORDS_LIKENESS_H

#include "input/roster.h"

/**
 * May two names be spellings of one? Of six letters or more, and not more than
 * two letters apart, or the same but for `st` and `street` and the like.
 * Numbers must agree.
 */
bool rp_likeness_holds(rp_text a, rp_text b);

/**
 * Ask of each pair of spellings in one column whether the two are the same, and
 * of payers that payer_pairs.csv warns of.
 *
 * @param column  of the clients
 * @param offset  of its list in rp_client
 * @param seen    [tags] 1: a therapist has it; of those that nobody has, the
 *                ones that were asked about become 2
 */
void rp_likeness_ask(const rp_roster *roster, const rp_column *column,
                     size_t offset, unsigned char *seen, rp_findings *findings);

#endif

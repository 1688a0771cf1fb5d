/**
 * @file chosen.h
 * Matching when clients have chosen: their pairs are held where the plan
 * without them allows it.
 *
 * Without what was chosen there is a plan P. The price of each choice is that
 * in P (choices.h). One after the other, in the order of the answers, a choice
 * is held if its price and what the others lose by it are within bounds, and
 * if some plan still has it together with those held before: one in which
 * everybody whom P places has a place, and nobody but the choosers falls by
 * more than choice_drop, or newly below the floor, from their pair in P. Then
 * the best of those plans is found and proven.
 *
 * Source: src/docs/desk.md, Answers.
 */
#ifndef RP_MATCH_CHOSEN_H
#define RP_MATCH_CHOSEN_H

#include "match/choices.h"

/**
 * Match, as rp_outcome_match(), with what was chosen.
 *
 * @param given     as of rp_outcome_prove(); NULL: solve
 * @param findings  gets a warning for each choice that cannot be held, with its
 *                  place in the sheet of answers; NULL: nobody asks
 * @return as rp_outcome_match(), rp_outcome_prove(); clear in any case
 */
rp_status rp_chosen_match(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context,
                          const uint32_t *given, rp_findings *findings);

#endif

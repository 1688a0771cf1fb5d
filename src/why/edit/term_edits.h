/**
 * @file term_edits.h
 * Edits of what limits a therapist or the clinic, by one: a reserve one less,
 * any other number one more.
 */
#ifndef RP_WHY_EDIT_TERM_EDITS_H
#define RP_WHY_EDIT_TERM_EDITS_H

#include "match/outcome.h"
#include "why/edit/remedies.h"

/** Is a remedy one of these? */
bool rp_term_edits_has(const rp_remedy_row *row);

/** Append the edit of a limit that binds. @param term  of the outcome's
 *  @return false when out of memory */
bool rp_term_edits_find(rp_remedies *to, rp_rewriter *w,
                        const rp_outcome *outcome, uint32_t term);

/** The limit of the file that an edit raises; NULL: it raises none. */
const rp_limit *rp_term_edits_raised(const rp_fit *fit, const rp_edit *edit);

#endif

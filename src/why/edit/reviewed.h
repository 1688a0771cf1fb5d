/**
 * @file reviewed.h
 * What a review writes into the clients' sheet: the steps that it proposes, as
 * taken.
 */
#ifndef RP_WHY_EDIT_REVIEWED_H
#define RP_WHY_EDIT_REVIEWED_H

#include "outcomes/review/review.h"
#include "why/edit/rewrite.h"

/** Cells that one client's step may take. */
enum { RP_REVIEWED_CELLS = 3 };

/**
 * The edits: review_step and reviewed_on of everybody who gets a step, and for
 * a change the present therapist among past_therapists, as `ID:not_helping`.
 *
 * @param[out] out    array to be freed, [*count]; texts are in the arena of `w`
 * @param[out] steps  how many clients get one
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_reviewed_edits(rp_edit **out, size_t *count, size_t *steps,
                            const rp_review *review, rp_rewriter *w);

#endif

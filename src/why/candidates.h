/**
 * @file candidates.h
 * The changes of therapists that bottlenecks.h tries.
 */
#ifndef RP_WHY_CANDIDATES_H
#define RP_WHY_CANDIDATES_H

#include "why/edit/remedies.h"
#include "why/trial/trials.h"

/** Beside the rules' own remedies: an approach more, somebody more. */
extern const rp_remedy_row rp_candidate_modality;
extern const rp_remedy_row rp_candidate_hire;

/**
 * All of them, each once: openings and hires first, which set the bar for the
 * rest.
 *
 * @param out    empty; clear it in any case
 * @param arena  keeps their words
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_candidates_find(rp_remedies *out, const rp_study *study,
                             rp_arena *arena);

#endif

/**
 * @file ideas.h
 * Which single edits clients who wait would like to be tried.
 */
#ifndef RP_WHY_OPTIONS_IDEAS_H
#define RP_WHY_OPTIONS_IDEAS_H

#include "why/edit/remedies.h"
#include "why/trial/trials.h"

/** An edit that some client would like; several may like the same. */
typedef struct rp_idea {
    rp_remedy candidate;
    size_t first, count; /* of those who would like it */
} rp_idea;

typedef struct rp_ideas {
    rp_idea *items; /* [count] */
    size_t count, room;
    uint32_t *fans; /* clients, idea by idea */
} rp_ideas;

/** Does the client wait, so that others would like to know what places them?
 */
bool rp_ideas_waits(const rp_outcome *outcome, uint32_t client);

/** Does an idea leave all pairs as they are: an opening, or a limit? */
bool rp_idea_is_direct(const rp_idea *idea);

/**
 * Of each client who waits, with every therapist: what the one rule asks for
 * that alone forbids the pair; of a pair that is open an hour more, and what
 * limits it by one more; and one opening more, whoever it is.
 *
 * @param arena  of what the edits say; must outlive the ideas
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_ideas_find(rp_ideas *out, const rp_study *study, rp_arena *arena);
void rp_ideas_clear(rp_ideas *ideas);

#endif

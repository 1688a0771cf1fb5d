/**
 * @file remedies.h
 * The edits that could open a pair to a client, by the rule that closes it.
 */
#ifndef RP_WHY_EDIT_REMEDIES_H
#define RP_WHY_EDIT_REMEDIES_H

#include "fit/rules.h"
#include "why/edit/rewrite.h"

/** One opening more, which no rule asks for. */
extern const rp_remedy_row rp_remedy_opening;

/** An edit that opens a pair. */
typedef struct rp_remedy {
    const rp_remedy_row *row; /* what kind; equal options are told by rank */
    rp_edit edit;
    const char *value; /* what is added or allowed, for the words */
} rp_remedy;

typedef struct rp_remedies {
    rp_remedy *items; /* [count] */
    size_t count, room;
} rp_remedies;

/**
 * Append every candidate that could make a rule let the pair pass, each edit
 * once: what may confirm a blank, and the rule's own remedies.
 *
 * @param w     texts go to its arena
 * @param rule  one that forbids the pair (blanks seen as --unknown says); the
 *              least score: every edit that any rule has for such a pair
 * @return false when out of memory
 */
bool rp_remedies_find(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                      const rp_need *need, uint32_t therapist, rp_rule rule);

/** What a therapist could do for many clients, each edit once. */
typedef struct rp_remedy_search rp_remedy_search;

/** @param to, w, fit  as below, borrowed until rp_remedy_search_free()
 *  @return NULL when out of memory */
rp_remedy_search *rp_remedy_search_new(rp_remedies *to, rp_rewriter *w,
                                       const rp_fit *fit);
void rp_remedy_search_free(rp_remedy_search *search);

/**
 * Append what rp_remedies_find() would of the therapist's, but for what was
 * found for others before, as long as the therapist is the same. Of a pair that
 * a blank closes all is appended, as it would be.
 *
 * @param with_hours  hours more of the therapist, too
 * @return false when out of memory
 */
bool rp_remedy_search_find(rp_remedy_search *search, const rp_need *need,
                           uint32_t therapist, rp_rule rule, bool with_hours);

/**
 * The rules in the way of a pair, the least score among them.
 *
 * @param[out] rules  the first `most` of them
 * @return how many; the search ends at `most` + 1
 */
uint32_t rp_remedies_blocking(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist, rp_rule *rules,
                              uint32_t most);

/** One more opening for a therapist. @return false when out of memory */
bool rp_remedies_opening(rp_remedies *to, rp_rewriter *w, uint32_t therapist);

/**
 * Append what lets a pair that no rule forbids meet at an hour more: one that
 * the therapist offers besides, one of theirs at which the client can come as
 * well. Nothing where no hours are promised.
 *
 * @param held  bits of the therapist's hours that somebody holds
 * @return false when out of memory
 */
bool rp_remedies_hours(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                       const rp_need *need, uint32_t therapist,
                       const uint64_t *held);

/** Append one; `made` is what the rewriter answered, false adds nothing. */
bool rp_remedies_put(rp_remedies *to, rp_rewriter *w, bool made,
                     const rp_remedy_row *row, const rp_edit *edit,
                     const char *value);

void rp_remedies_clear(rp_remedies *candidates);

#endif

/**
 * @file clashes.h
 * Who is to be apart from whom, where a second plan is made: nobody is
 * therapist, prescriber or leader of both, and no group has both.
 */
#ifndef RP_MATCH_SECOND_CLASHES_H
#define RP_MATCH_SECOND_CLASHES_H

#include "match/outcome.h"
#include "match/second/joint_plan.h"

/**
 * Has somebody from whom a client is apart this therapist already?
 *
 * @param leaders  [clients] who leads the group in which each has a seat, NULL
 *                 without one; NULL: nobody has one yet
 */
bool rp_clashes_with(const rp_outcome *outcome, const rp_list *const *leaders,
                     uint32_t client, uint32_t therapist);

/** What clashes of a problem are found from. */
typedef struct rp_clash_search {
    const rp_links *links;
    const uint32_t *client; /* [clients of the problem] their numbers */
    const rp_joint_problem *problem;
    /** May two clients who are apart not have these takers? */
    bool (*meet)(const void *payload, uint32_t taker, uint32_t other);
    const void *payload;
} rp_clash_search;

/** Find the clashes of a problem. @param[out] out  [count] free it
 *  @return false when out of memory */
bool rp_clashes_find(rp_joint_clash **out, size_t *count,
                     const rp_clash_search *search);

#endif

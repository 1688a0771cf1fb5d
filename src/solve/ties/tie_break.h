/**
 * @file tie_break.h
 * Of all optimal plans the one that a fixed order picks: the *canonical*
 * plan (src/docs/matching.md).
 *
 * Clients in their sequence, the earliest referral first: each gets the
 * therapist placed best in its own list (score descending, then the lottery)
 * that still allows an optimum with everyone before it kept; waiting comes
 * last. The outcome depends on the problem alone, not on the plan or the
 * prices it was reached from. Which place of a therapist a client has who has
 * chosen that therapist remains open.
 */
#ifndef RP_SOLVE_TIES_TIE_BREAK_H
#define RP_SOLVE_TIES_TIE_BREAK_H

#include "base/gap_lists.h"
#include "solve/glpk.h"

/** An optimal plan, and all that other optimal plans can be made of. Borrowed;
 *  prices are S-units. */
typedef struct rp_ties {
    uint32_t clients, therapists;
    const rp_gap_lists *of_client;    /* [clients] therapists of tight pairs */
    const rp_gap_lists *of_therapist; /* [therapists] clients of tight pairs */
    const int64_t *client_price;      /* [clients] u */
    const int64_t *therapist_price;   /* [therapists] v */
    const uint32_t *seats;            /* [therapists] */
    const uint32_t *sequence;  /* [clients] in the order in which they choose;
                                  NULL: by index */
    const rp_lottery *lottery; /* NULL: equal scores fall to the index */
    const uint32_t *kept;  /* [clients] therapist (group) of the kept pair, or
                              RP_NONE; NULL: none is kept */
    int32_t keep;          /* what a kept pair is worth more, S-units */
    const uint32_t *group; /* [therapists] where several places are those of one
                              therapist, its number; ascending; NULL: each has
                              its own */
    uint32_t extras;       /* so many of the last clients choose nothing */
    uint32_t *therapist;   /* [clients] in and out; RP_NONE: waits */
} rp_ties;

/**
 * Turn an optimal plan into the canonical one.
 *
 * @param ties  its `therapist` is changed; as it was on failure
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_tie_break_settle(const rp_ties *ties);

/**
 * The same for the plan of a part.
 *
 * @param[in,out] solution  an optimal plan with optimal prices; only the plan
 *                          is changed
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_tie_break_solution(rp_solution *solution, const rp_model *model);

#endif

/**
 * @file outcome.h
 * What a run decided for every client, and what that adds up to.
 */
#ifndef RP_MATCH_OUTCOME_H
#define RP_MATCH_OUTCOME_H

#include "base/context.h"
#include "match/conditions/terms.h"
#include "match/eligible.h"
#include "match/schedule.h"
#include "match/triage.h"
#include "solve/again/dense_problem.h"
#include "solve/planner.h"

typedef enum rp_client_status {
    RP_STATUS_HUMAN,
    RP_STATUS_ASSIGNED,
    RP_STATUS_PINNED,
    RP_STATUS_WAITLIST,
    RP_STATUS_INELIGIBLE,
    RP_STATUS_GROUP,   /* a seat in a group, in place of a therapist */
    RP_STATUS_STARTED, /* in no result */
    RP_STATUS_HOLD,    /* in waitlist.csv alone */
    RP_STATUS_COUNT
} rp_client_status;

/** Does the program match a client of this status? */
static inline bool rp_status_is_matched(uint8_t status) {
    return status != RP_STATUS_HUMAN && status != RP_STATUS_STARTED &&
           status != RP_STATUS_HOLD;
}

/** As in assignments.csv ("waitlist"). */
extern const char *const rp_status_names[RP_STATUS_COUNT];

/** What binds a plan that holds what was chosen: everybody who is placed
 * without it has a place, and a pair that does not fall too far. */
typedef struct rp_bounds {
    uint32_t *without; /* [clients] whom they have without it, or RP_NONE */
    uint16_t *least;   /* [clients] the lowest S of a pair, of those who have a
                          place without it and are not held */
} rp_bounds;

struct rp_second;

typedef struct rp_outcome {
    const rp_fit *fit;       /* borrowed */
    const rp_triage *triage; /* borrowed, or the branch */
    rp_triage *branch;       /* owned: with what was chosen; NULL */
    rp_bounds bounds;        /* owned; zero: nothing chosen is held */
    bool is_adopted;         /* the plan is that of an earlier run */
    rp_terms *terms;         /* owned; NULL: no limits and no links */
    rp_eligible *eligible;   /* owned */
    rp_suiting *suiting;     /* owned; NULL: no hours are promised */
    rp_schedule *schedule;   /* owned: hours of the plan; NULL: none promised,
                                or nobody has a place yet */
    rp_market *market;       /* owned; NULL when nothing was to be matched */
    rp_plan plan;
    uint8_t *status;     /* [clients] rp_client_status */
    uint32_t *therapist; /* [clients] RP_NONE without one */
    uint16_t *score;     /* [clients] S of the pair, 0 without one */
    uint32_t *choices;   /* [clients] eligible therapists */
    uint32_t *seekers;   /* [therapists] eligible clients, not human */
    uint32_t *assigned;  /* [therapists] seats given in this run */
    uint32_t *left;      /* [therapists] seats that stay open */
    uint64_t *score_sum; /* [therapists] of S over the assigned */
    uint64_t counts[RP_STATUS_COUNT];
    uint64_t in_tier[RP_TIER_CRISIS + 1], placed[RP_TIER_CRISIS + 1];
    int64_t fit_total, wait_total; /* S-units, pinned clients included */
    int worst;                     /* least S of an assigned pair, or -1 */
    bool is_list;          /* nobody counts, or keeps, who is eligible */
    const rp_later *later; /* borrowed: what that takes; NULL: nothing */
    const struct rp_second *second; /* borrowed: what followed; NULL: nothing */
} rp_outcome;

/**
 * Find out who is eligible for whom, and assign nobody: every status but human
 * is RP_STATUS_WAITLIST.
 *
 * @return RP_OK, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_outcome_rank(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context);

/**
 * The same for lists alone: each client's row is judged when it is asked for,
 * and not kept. `choices` and `seekers` are 0, but for what the held have.
 *
 * @return RP_OK, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_outcome_list(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context);

/**
 * Match: find the best plan and prove it.
 *
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE; clear in any case
 */
rp_status rp_outcome_match(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context);

/**
 * Take over a plan that was made elsewhere, once it is proven to be the best.
 *
 * @param given  [clients] RP_NONE without one
 * @return as rp_outcome_match(); RP_ERR_SOLVER also where the plan is not
 *         one of the best
 */
rp_status rp_outcome_prove(rp_outcome *out, const rp_fit *fit,
                           const rp_triage *triage, const rp_context *context,
                           const uint32_t *given);

/**
 * Who is eligible for whom, and a market of those whom nothing has settled; for
 * those who make plans of their own, before rp_outcome_close().
 *
 * @return RP_OK, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_outcome_open(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context);

/** A market of some clients of an outcome that was opened.
 *  @param tier   [clients] RP_TIER_NONE: is not in it
 *  @param keeps  do pairs of an earlier run count for more?
 *  @return as rp_market_new() */
rp_status rp_outcome_market(rp_market **out, const rp_outcome *outcome,
                            const rp_context *context, const uint8_t *tier,
                            const rp_conditions *conditions,
                            rp_pair_source source, bool keeps);

/** What its plan comes to for everybody. @param solved  false: nobody has a
 *  place. @return RP_OK, RP_ERR_MEMORY */
rp_status rp_outcome_close(rp_outcome *outcome, const rp_context *context,
                           bool solved);
void rp_bounds_clear(rp_bounds *bounds);
void rp_outcome_clear(rp_outcome *outcome);

/** What the plan keeps beside openings and hours; NULL: nothing. What asks for
 *  the price of a change without solving again knows nothing of it. */
static inline const rp_conditions *
rp_outcome_conditions(const rp_outcome *outcome) {
    return rp_terms_conditions(outcome->terms);
}

/** Can the plan be changed along ways of a graph? Not where limits and links
 *  may bind, nor where somebody comes every other week or twice. */
bool rp_outcome_has_ways(const rp_outcome *outcome);

/** Tell an outcome what plans that follow take of everybody's week. @param
 *  later  borrowed */
void rp_outcome_follow(rp_outcome *outcome, const rp_later *later);

/** Who is to be apart from the client and has the therapist as prescriber, or
 *  as leader of a group; RP_NONE: nobody. */
uint32_t rp_outcome_seen_apart(const rp_outcome *outcome, uint32_t client,
                               uint32_t therapist);

/** Could the client take a seat of the therapist that is left, at an hour, and
 * every limit and link be kept? Their own pair is taken out, and hours are
 * dealt anew; plans that followed stay as they are. */
bool rp_outcome_is_open(const rp_outcome *outcome, uint32_t client,
                        uint32_t therapist, int thread);

/**
 * The hours of those who are held, to deal others to whom some other plan
 * places.
 *
 * @param[out] out  NULL where no hours are promised; else owned: clear with
 *                  rp_promises_clear() and free() in any case
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_outcome_promises(rp_promises **out, const rp_outcome *outcome);

/** Has a client a place within bounds, and is not held? There are bounds. */
static inline bool rp_outcome_is_bound(const rp_outcome *outcome,
                                       uint32_t client) {
    return outcome->bounds.without[client] != RP_NONE &&
           !rp_triage_is_out(outcome->triage, client);
}

/** May a client have a pair of this S, for all that was chosen? */
static inline bool rp_outcome_allows(const rp_outcome *outcome, uint32_t client,
                                     uint16_t score) {
    return !outcome->bounds.least || score >= outcome->bounds.least[client];
}

/**
 * Solve again, with some of the clients alone and other conditions.
 *
 * @param is_in       [clients] of those who are in the market
 * @param conditions  NULL: none
 * @param[out] out    clear with rp_plan_clear() in any case
 * @return as rp_planner_solve()
 */
rp_status rp_outcome_try(rp_plan *out, const rp_outcome *outcome,
                         const rp_context *context, const bool *is_in,
                         const rp_conditions *conditions);

/**
 * Give the places of an earlier run to an outcome that was only ranked;
 * nothing is proven.
 *
 * @param therapist  [clients] RP_NONE without one
 * @return RP_OK, RP_ERR_MEMORY, or RP_ERR_DATA when they cannot be of this
 *         clinic: a pin that does not hold, more clients than openings, a place
 *         for a client who needs a person
 */
rp_status rp_outcome_adopt(rp_outcome *outcome, const uint32_t *therapist);

/** The policy's fair_floor in S-units. */
uint16_t rp_outcome_floor(const rp_policy *policy);

/** The mean S of assigned pairs, half up; -1 when there are none. */
int rp_outcome_mean(const rp_outcome *outcome);

/**
 * What the pairs of an earlier run add to objective 3, pinned ones included.
 *
 * @param[out] pairs  how many stand
 * @return S-units
 */
int64_t rp_outcome_kept(const rp_outcome *outcome, size_t *pairs);

/**
 * The problem of an outcome that was solved, with every pair at hand that its
 * plan may have: within its bounds, where it has any.
 *
 * @param[out] out  clear with rp_dense_problem_clear() in any case; borrows
 *                  from the outcome
 * @param floor     S-units; 0: the objective is `total`
 * @return as rp_dense_problem_make()
 */
rp_status rp_outcome_problem(rp_dense_problem *out, const rp_outcome *outcome,
                             uint16_t floor);

/** The same with every eligible pair, also those that its bounds rule out: its
 *  plan need not be the best one then. */
rp_status rp_outcome_pairs(rp_dense_problem *out, const rp_outcome *outcome,
                           uint16_t floor);

/** One place of a client's own list. */
typedef struct rp_choice {
    uint32_t therapist;
    uint16_t score;
    uint64_t number; /* of the lottery: the smaller comes first */
} rp_choice;

/** Room for one row and the choices made of it; one for a thread. */
typedef struct rp_chooser {
    rp_choice *choices; /* [therapists] the best come first, in order */
    uint32_t *row;      /* [count] whom the client can go to, ascending */
    uint16_t *scores;   /* [count] */
    size_t count;       /* of the row last read; room for all therapists */
} rp_chooser;

/** @return false when out of memory; clear it in any case */
bool rp_chooser_init(rp_chooser *out, uint32_t therapists);
void rp_chooser_clear(rp_chooser *chooser);

/** Has any therapist who fits a client an opening, taken or not? Those of one
 *  who leaves and has nobody are none. */
bool rp_outcome_has_opening(const rp_outcome *outcome, uint32_t client,
                            int thread, rp_chooser *chooser);

/**
 * A client's own list into chooser->choices: S descending, then lottery.
 *
 * @param top        0 for all
 * @param[out] rank  place of the client's therapist from 1, 0 for none or a
 *                   pinned pair that is not eligible; may be NULL
 * @return how many choices are in order
 */
size_t rp_outcome_choices(const rp_outcome *outcome, uint32_t client,
                          int thread, size_t top, rp_chooser *chooser,
                          uint32_t *rank);

#endif

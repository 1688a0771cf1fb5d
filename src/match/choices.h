/**
 * @file choices.h
 * Which other therapists a client who has a place may still ask for, and what
 * that costs everybody together.
 *
 * Source: src/docs/desk.md, Choices.
 */
#ifndef RP_MATCH_CHOICES_H
#define RP_MATCH_CHOICES_H

#include "match/conditions/conditioned.h"
#include "match/outcome.h"
#include "solve/again/capped_plan.h"
#include "solve/again/wide_problem.h"

/** Whose is a seat of a therapist, or how could it be had? */
typedef enum rp_seat {
    RP_SEAT_ASSIGNED, /* the client's */
    RP_SEAT_OPEN,     /* one is left */
    RP_SEAT_CHOICE,   /* none is left, and others can move for it */
    RP_SEAT_FULL
} rp_seat;

/** As in ranked.csv ("open"). */
extern const char *const rp_seat_names[RP_SEAT_FULL + 1];

/** Zeroed: nothing was asked. */
typedef struct rp_choices {
    const rp_outcome *outcome;     /* borrowed */
    const bool *held;              /* [clients] or NULL; borrowed */
    bool *own_held;                /* what it points to, where none was given */
    rp_dense_problem problem;      /* where none was given */
    const rp_dense_problem *pairs; /* that, or the one given */
    rp_wide_problem wide;          /* of it, where hours are promised */
    rp_capped_plan plan;
    rp_conditioned apart; /* parts with conditions; zero: there are none */
    uint32_t *seats;      /* [therapists] of the problem then: none in those */
    int64_t *again; /* [clients][therapists] prices of theirs; NULL: too many */
} rp_choices;

/**
 * The prices of all pairs of the clients who are assigned. In parts with
 * conditions the plan is solved again for each pair, with up to RP_SOLVED_AGAIN
 * clients there; with more those pairs have no price.
 *
 * @param outcome  solved; its policy says how far others may fall
 * @param problem  rp_outcome_pairs() of it, borrowed; NULL: made here
 * @param context  that of the outcome
 * @param held     [clients] who are assigned and do not move; NULL: nobody.
 *                 Pinned clients never do; borrowed
 * @return as rp_capped_plan_make(); clear it in any case
 */
rp_status rp_choices_make(rp_choices *out, const rp_outcome *outcome,
                          const rp_dense_problem *problem,
                          const rp_context *context, const bool *held);
void rp_choices_clear(rp_choices *choices);

/**
 * By how many S-units the best plan with this pair is below that with the
 * client's own.
 *
 * @param choices  NULL or zeroed: nothing was asked
 * @return RP_NO_PRICE of a client who is not assigned or is held, and where no
 *         plan has the pair
 */
int64_t rp_choices_price(const rp_choices *choices, uint32_t client,
                         uint32_t therapist);

/** Whose a seat is; RP_SEAT_CHOICE only where choices were made. One thread
 *  has one number, as of rp_outcome_is_open(). */
rp_seat rp_choices_seat(const rp_choices *choices, const rp_outcome *outcome,
                        uint32_t client, uint32_t therapist, int thread);

#endif

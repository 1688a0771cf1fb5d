/**
 * @file shift.h
 * A change of pairs, seats, hours or limits.
 */
#ifndef RP_WHY_TRIAL_SHIFT_H
#define RP_WHY_TRIAL_SHIFT_H

#include "fit/fit.h"
#include "solve/again/dense_problem.h"
#include "why/edit/edit.h"

/** A change, as it came out of a trial. */
typedef struct rp_shift {
    uint32_t client;         /* of `row` */
    uint32_t therapist;      /* of `column` and `seats` */
    const uint16_t *row;     /* [therapists + 1]; NULL: as before */
    const uint16_t *column;  /* [clients]; NULL: as before */
    uint32_t seats;          /* more of them */
    bool closes;             /* the therapist has none of their free seats */
    int64_t pinned;          /* S-units that pinned pairs gain */
    const rp_edit *edits[2]; /* what is edited; NULL: nothing */
    const rp_fit *fit;       /* the edited clinic; NULL: it was not read as a
                                whole */
    const rp_limit *raised;  /* the max of this limit of the file is one more;
                                NULL: none is */
    bool must;               /* the client of the row has to have a place */
    bool is_new; /* the column and seats are of a therapist who is not there
                    yet: the spare one */
} rp_shift;

/** Do its edits say when somebody can meet? */
bool rp_shift_changes_hours(const rp_shift *shift);

/** Does every hour that a therapist promised before it stay as it was? For
 *  edits of clients who hold none, too. */
bool rp_shift_keeps_hours(const rp_shift *shift, const rp_fit *before);

/** S of a pair after it, or RP_NO_PAIR. @param seating  before it */
uint16_t rp_shift_score(const rp_shift *shift, const rp_dense_problem *seating,
                        uint32_t client, uint32_t therapist);

#endif

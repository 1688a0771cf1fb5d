/**
 * @file after.h
 * The plan after a change, of one thread: a copy of the residual graph in which
 * the change is made, and who is where then.
 */
#ifndef RP_WHY_TRIAL_AFTER_H
#define RP_WHY_TRIAL_AFTER_H

#include "solve/again/dense_ties.h"
#include "why/edit/amended.h"
#include "why/trial/taken_apart.h"
#include "why/trial/trials.h"

typedef struct rp_after {
    const rp_study *study;
    rp_residual graph;   /* of the study's */
    uint32_t *therapist; /* [clients of the seating] or RP_NONE: waits, or is
                            in no market */
    uint16_t *row;       /* [places] of the graph, of an edited row */
    uint16_t *columns;   /* [most places of a therapist][clients] likewise */
    rp_suiting suiting;  /* of the clinic as it is; where hours are promised */
    bool has_suiting;
    rp_taken_apart apart; /* likewise */
    uint32_t richer;      /* who has the hours they had, and more; RP_NONE */
    uint32_t absences;    /* of theirs, the first extras to spare */
    rp_dense_ties ties;   /* of the study's graph, once they were asked for */
    rp_amended clinic;    /* where hours or limits may change, and the shift has
                             edits and no clinic of its own; read when first
                             needed */
    bool has_clinic;
    bool is_settled; /* it is the plan that `match` would give, not an equally
                        good one */
    bool is_anew;    /* it is not that of the graph */
} rp_after;

/** Whose frozen pair takes the opening that a shift adds, and is a pin again;
 *  RP_NONE: it is open to all. */
uint32_t rp_after_next(const rp_study *study, const rp_shift *shift);

/** @param study  borrowed. @return RP_OK or RP_ERR_MEMORY; clear it in any
 *  case */
rp_status rp_after_make(rp_after *out, const rp_study *study);
void rp_after_clear(rp_after *after);

/** Back to the study's plan. */
void rp_after_restore(rp_after *after);

/**
 * Make a change in the graph.
 *
 * @param next  who takes an opening of the shift's therapist outside of the
 *              plan; RP_NONE: nobody
 * @param suiting  which hours suit whom after the change; NULL where none are
 *                 promised
 * @return false, and the graph is to be restored, where that cannot be: it is
 *         to be solved anew
 */
bool rp_after_shift(rp_after *after, const rp_shift *shift, uint32_t next,
                    const rp_suiting *suiting);

/** Take a therapist apart whose hours cannot be dealt after a change that was
 *  made in the graph. @return false where that cannot be: solve it anew */
bool rp_after_take_apart(rp_after *after, const rp_shift *shift, uint32_t next,
                         const rp_suiting *suiting, uint32_t therapist);

/** Could some plan as good as this one place the client? The graph's prices say
 *  for certain who cannot be: nobody has a place who would lose by it. */
bool rp_after_may_place(const rp_after *after, uint32_t client);

/**
 * The same of a client whose pairs are edited after the change that is made in
 * the graph. Who has a place there may keep one, for all that is known.
 *
 * @param shift    both changes; it has a row
 * @param suiting  which hours suit whom after both; NULL where none are
 *                 promised
 */
bool rp_after_may_place_edited(rp_after *after, const rp_shift *shift,
                               const rp_suiting *suiting);

/** Read from the graph who is where. */
void rp_after_read(rp_after *after);

#endif

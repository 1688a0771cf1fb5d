/**
 * @file trials.h
 * Many edits at once: what each does to the pairs of the people it touches.
 *
 * Each is read and judged by itself, by one thread: the people that it touches
 * are read again, and only pairs that it can reach are judged again.
 */
#ifndef RP_WHY_TRIAL_TRIALS_H
#define RP_WHY_TRIAL_TRIALS_H

#include "match/outcome.h"
#include "solve/again/residual_graph.h"
#include "solve/again/wide_problem.h"
#include "why/edit/edit.h"
#include "why/trial/blockers.h"

/** A plan that is studied. Everything is borrowed. */
typedef struct rp_study {
    const rp_outcome *outcome;
    const rp_dense_problem *seating;
    const rp_residual *residual; /* with one spare therapist: of the seating,
                                    wide where hours bind */
    const rp_wide_problem *wide; /* that; NULL */
    const struct rp_recall
        *recall; /* what is known of the plan; NULL: nothing */
    bool holds;  /* there is no residual: limits, links or mixed rhythms, and
                    each change is solved again */
    const int64_t *distances;    /* [nodes][nodes] of the residual */
    const rp_blockers *blockers; /* made where an analysis tries edits */
    int threads;
    uint16_t floor;     /* S-units; 0: the objective is `total` */
    size_t bottlenecks; /* how many of them to find at most */
} rp_study;

/** What its plan is weighed by. */
static inline const rp_scale *rp_study_scale(const rp_study *study) {
    return study->holds ? &study->seating->scale
                        : &study->residual->problem->scale;
}

/** One or two edits of one client, one therapist, or one of each. */
typedef struct rp_trial {
    rp_edit edits[2];
    uint32_t count;
    uint32_t client, therapist; /* whom they touch, else RP_NONE; of a copy
                                   the therapist who is copied */
    uint32_t number;            /* the caller's */
} rp_trial;

/** What came of it. */
typedef struct rp_trial_result {
    const rp_trial *trial;
    bool has_failed;        /* the edited clinic has errors: nothing below */
    const uint16_t *row;    /* [therapists + 1] S of the client, RP_NO_PAIR of
                               the spare therapist; NULL: as before */
    const uint16_t *column; /* [clients] S of the therapist, or of the copy */
    uint16_t pair;          /* S of the two, where both are touched; row and
                               column are NULL then */
    int64_t pinned;         /* S-units that pairs gain which staff pinned */
    const rp_fit *fit;      /* the edited clinic */
    int thread;             /* 0..threads-1 */
} rp_trial_result;

/** Called once per trial, from several threads; arrays live until it returns.
 *  @return RP_OK, or why everything must stop */
typedef rp_status rp_trial_done(void *payload, const rp_trial_result *result);

/** What is asked before a trial is read. With `hope_of` the most hopeful come
 *  first. */
typedef struct rp_trial_sieve {
    /** The most that an edit of one column can come to, in the caller's units.
     *  @param most  [clients] S that no pair with the therapist can pass,
     *               RP_NO_PAIR: there is none whatever they say
     *  @param pinned  S-units that pairs can gain at most which staff pinned;
     *          NULL: nothing is known, INT64_MAX */
    int64_t (*hope_of)(void *payload, uint32_t therapist, const uint16_t *most,
                       int64_t pinned, int thread);
    /** Is the trial to be read, for all that can be hoped of it?
     *  @param hope  INT64_MAX where nothing is known: without `hope_of`, and of
     *               other edits than of one column of a therapist */
    bool (*may_matter)(void *payload, const rp_trial *trial, int64_t hope,
                       int thread);
} rp_trial_sieve;

/**
 * Read all trials.
 *
 * The order of the calls is not fixed; what is made of them must not depend
 * on it.
 *
 * @param sieve  NULL: all are read
 * @return RP_OK, RP_ERR_MEMORY, or what `done` said
 */
rp_status rp_trials_read(const rp_study *study, const rp_trial *trials,
                         size_t count, const rp_trial_sieve *sieve,
                         rp_trial_done *done, void *payload);

/** S of a pair if every rule allows it, else RP_NO_PAIR. */
uint16_t rp_trial_judge(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist);

#endif

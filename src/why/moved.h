/**
 * @file moved.h
 * Who had a therapist in the earlier run and has another one now, or none,
 * and why: what could not stand, and what keeping it would have cost.
 */
#ifndef RP_WHY_MOVED_H
#define RP_WHY_MOVED_H

#include "match/outcome.h"
#include "why/trial/trials.h"

typedef enum rp_moved_reason {
    RP_MOVED_GONE,     /* the therapist is in the files no longer */
    RP_MOVED_PIN,      /* staff pinned the client to somebody else */
    RP_MOVED_RULE,     /* a rule forbids the pair now */
    RP_MOVED_OPENINGS, /* no opening is left to anybody */
    RP_MOVED_TIER,     /* somebody who comes first would wait */
    RP_MOVED_QUEUE,    /* somebody referred earlier would wait */
    RP_MOVED_FLOOR,    /* one more match would be a poor one */
    RP_MOVED_GAIN,     /* keeping it would cost points */
    RP_MOVED_TIE,      /* it would cost nothing, but ties fall so */
    RP_MOVED_BETTER,   /* one of the last five: not computed */
    RP_MOVED_CHOICE,   /* it would stand if nobody had chosen */
    RP_MOVED_REASONS
} rp_moved_reason;

/** As in moved.csv ("tier"). */
extern const char *const rp_moved_names[RP_MOVED_REASONS];

typedef struct rp_moved {
    uint32_t client;
    rp_text from; /* the therapist's id as it stood; borrowed */
    int score;    /* S of the pair now, S-units; -1: it cannot be */
    rp_moved_reason reason;
    int64_t cost; /* S-units of objective 3; -1: none */
    const char *words;
} rp_moved;

typedef struct rp_moved_found {
    rp_arena arena;
    rp_moved *items; /* [count] by client */
    size_t count;
    size_t stand; /* pairs of the earlier run that stand */
} rp_moved_found;

/** Is the clinic small enough to find out what keeping a pair would cost when
 *  no residual graph is there anyway? */
bool rp_moved_is_small(const rp_outcome *outcome);

/**
 * Clients who need a person are left out, and those no longer in the files.
 *
 * @param outcome  solved; keeps an earlier run
 * @param study    of a plan that is solved again for each pair; NULL: none is
 * @param r        the residual graph of its plan; NULL: there is none. Without
 *                 both, costs stay unknown
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_moved_find(rp_moved_found *out, const rp_outcome *outcome,
                        const rp_study *study, rp_residual *r);
void rp_moved_clear(rp_moved_found *moved);

#endif

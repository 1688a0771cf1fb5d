/**
 * @file sample.h
 * The pairs of a history as numbers: what weights are learned from.
 */
#ifndef RP_OUTCOMES_SAMPLE_H
#define RP_OUTCOMES_SAMPLE_H

#include "fit/fit.h"
#include "input/outcomes/history.h"

enum { RP_FOLDS = 5, RP_NO_FOLD = -1 };

/** Values or weights of the criteria. */
typedef struct rp_by_criterion {
    double of[RP_CRITERION_COUNT];
} rp_by_criterion;

/** Pairs, by client, then therapist. */
typedef struct rp_sample {
    rp_history_kind kind;
    const rp_past_pair *pairs; /* [count] borrowed from the history */
    size_t count;
    rp_by_criterion *value;  /* [count] below 0: absent */
    rp_by_criterion *factor; /* [count] of weights: priorities of the client */
    int *fold;               /* [count] 0.. RP_FOLDS - 1, one of a client */
    size_t clients;          /* that have a pair */
    rp_by_criterion weight;  /* of the policy in force */
} rp_sample;

/**
 * Judge every pair of a history under the policy in force.
 *
 * The reasons of past_therapists change nothing here: they tell how a therapy
 * of the history ended. A client's fold are the first eight hexadecimal digits
 * of the SHA-256 of the id, modulo 5.
 *
 * @param fit  without scores from elsewhere and records
 * @param[out] out  clear with rp_sample_clear() in any case
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_sample_make(rp_sample *out, const rp_fit *fit,
                         const rp_history *history);
void rp_sample_clear(rp_sample *sample);

/** What a sample, or the rest of it without one fold, has to say. */
typedef struct rp_sample_facts {
    int criteria[RP_CRITERION_COUNT]; /* [count] those that have a weight and
                                         that some pair has */
    int count;
    int varying;                     /* how many of them differ between pairs */
    bool varies[RP_CRITERION_COUNT]; /* which ones */
    double mean[RP_CRITERION_COUNT]; /* over the pairs that have it */
    double total;                    /* their weights together */
    double share[RP_CRITERION_COUNT]; /* of it, each one's */
    size_t pairs;
    size_t improved;    /* of results */
    size_t comparisons; /* of ranks: pairs of one client with different ranks */
    size_t comparing;   /* clients with one of these */
    double spread;      /* of gains: standard deviation, n - 1 */
    bool is_one_class;  /* there is nothing to tell apart */
} rp_sample_facts;

/** @param left_out  a fold, or RP_NO_FOLD */
rp_sample_facts rp_sample_look(const rp_sample *sample, int left_out);

#endif

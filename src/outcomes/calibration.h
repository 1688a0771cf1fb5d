/**
 * @file calibration.h
 * Weights that a clinic's own history suggests, or why it suggests none.
 */
#ifndef RP_OUTCOMES_CALIBRATION_H
#define RP_OUTCOMES_CALIBRATION_H

#include "outcomes/lesson.h"

/** Why the default stays, in the order in which it is asked. */
typedef enum rp_refusal {
    RP_REFUSAL_NONE,
    RP_REFUSAL_NOTHING_VARIES, /* no criterion differs between the pairs */
    RP_REFUSAL_ONE_CLASS,      /* all outcomes are the same */
    RP_REFUSAL_TOO_FEW,        /* for as many criteria as differ */
    RP_REFUSAL_NO_GAIN         /* no better than the default, beyond chance */
} rp_refusal;

enum { RP_REFUSAL_LENGTH = 200 };

typedef struct rp_calibration {
    rp_history_kind kind;
    size_t pairs, clients;
    rp_refusal refusal;
    char reason[RP_REFUSAL_LENGTH]; /* in words; "" where there is none */
    rp_sample_facts facts;
    bool has_lesson; /* what follows is known: refusals before the last one
                        look no further */
    rp_lesson lesson;
    double weight[RP_CRITERION_COUNT]; /* of the default, or calibrated */
    /* of pairs that the weights were not learned from: shares of 0..1 */
    double calibrated, usual, equal;
    double difference, error; /* calibrated less usual, and its error */
} rp_calibration;

/**
 * Learn weights and test them on clients they were not learned from.
 *
 * Every client is scored under weights learned from the other four folds. What
 * counts is the concordance of those scores with the outcomes beyond that of
 * the default. Its error comes from leaving one client out after the other,
 * the weights of the folds as they are:
 *
 *     error^2 = (n - 1) / n · sum (d_i - d)^2
 *
 * Source: the jackknife (Efron and Tibshirani 1993, chapter 11); one side of
 * 95 % is 1.645 errors.
 *
 * @param is_free  shares are not kept within half and twice the default's
 * @return RP_OK, also where it refuses; RP_ERR_MEMORY, RP_ERR_SOLVER,
 *         RP_ERR_SIZE
 */
rp_status rp_calibrate(rp_calibration *out, const rp_sample *sample,
                       bool is_free);

#endif

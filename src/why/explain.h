/**
 * @file explain.h
 * Why a client goes where they go: facts about one client, or one pair.
 */
#ifndef RP_WHY_EXPLAIN_H
#define RP_WHY_EXPLAIN_H

#include "match/choices.h"
#include "why/facts.h"
#include "why/margins.h"
#include "why/trial/effect.h"

/** Whom to explain. */
typedef struct rp_question {
    uint32_t client, therapist; /* RP_NONE: the client's own, and the others
                                   that are ranked better */
} rp_question;

/**
 * Every fact is a true statement of the data. A client who needs a person gets
 * one fact, the place.
 *
 * @param study    of the outcome's plan
 * @param choices  what other pairs cost; NULL: that was not asked
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_explain(rp_explanation *out, const rp_study *study,
                     const rp_choices *choices, rp_question question);
#endif

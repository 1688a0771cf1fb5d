/**
 * @file facts.h
 * The facts behind one pair: criteria, rules, evidence.
 */
#ifndef RP_WHY_FACTS_H
#define RP_WHY_FACTS_H

#include "base/arena.h"
#include "fit/fit.h"
#include "solve/market.h"

/** What a fact is about, in this order. */
typedef enum rp_fact_kind {
    RP_FACT_PLACE,     /* where the client is in the plan */
    RP_FACT_CRITERION, /* one of the five, with value, weight and points */
    RP_FACT_DETAIL,    /* what is behind the criterion before it */
    RP_FACT_RULE,      /* passed, unconfirmed or failed */
    RP_FACT_EVIDENCE,  /* a row of the evidence table */
    RP_FACT_NOTE,      /* a routing note of the client's concerns */
    RP_FACT_OTHER,     /* a therapist ranked better, and why not */
    RP_FACT_KINDS
} rp_fact_kind;

/** As in the CSV ("criterion"). */
extern const char *const rp_fact_names[RP_FACT_KINDS];

typedef struct rp_fact {
    rp_fact_kind kind;
    const char *therapist;       /* id, "" for none */
    const char *name;            /* of the criterion, rule, therapist, … */
    const char *verdict;         /* "passed", "strong", "full"; "" for none */
    double value, weight;        /* NAN where there is none */
    int tenths;                  /* points in tenths; -1: none */
    const char *words;           /* a sentence or a phrase */
    const char *source, *status; /* of evidence; "" for none */
} rp_fact;

typedef struct rp_explanation {
    rp_arena arena; /* of all texts that are not the roster's */
    rp_fact *facts; /* [count] */
    size_t count, room;
} rp_explanation;

void rp_explanation_clear(rp_explanation *explanation);

/** Where facts are put while they are found. */
typedef struct rp_fact_list {
    rp_explanation *to;
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    bool out_of_memory;
} rp_fact_list;

/** Add a fact with words by format; NULL when out of memory. */
rp_fact *rp_fact_add(rp_fact_list *list, rp_fact_kind kind, const char *name,
                     const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;

/** The five criteria, each with what is behind it. */
void rp_facts_criteria(rp_fact_list *list);

/** Every rule that asks something of this pair. */
void rp_facts_rules(rp_fact_list *list);

/** Rows of the evidence table for the client's concerns and the therapist's
 *  modalities. */
void rp_facts_evidence(rp_fact_list *list);

#endif

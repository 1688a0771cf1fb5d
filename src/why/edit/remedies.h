/**
 * @file remedies.h
 * The edits that could open a pair to a client, by the rule that closes it.
 */
#ifndef RP_WHY_EDIT_REMEDIES_H
#define RP_WHY_EDIT_REMEDIES_H

#include "fit/rules.h"
#include "why/edit/rewrite.h"

/** What kind of edit; in the order in which equal options are told. */
typedef enum rp_remedy_kind {
    RP_REMEDY_CONFIRM, /* with --unknown forbid: a therapist's blank */
    RP_REMEDY_WISH,    /* a must of the client becomes a wish */
    RP_REMEDY_FORMAT,  /* of the client */
    RP_REMEDY_SITE,
    RP_REMEDY_TIME,
    RP_REMEDY_FEE,
    RP_REMEDY_APPROACH,
    RP_REMEDY_OPENING,
    RP_REMEDY_INSURER, /* from here on of the therapist */
    RP_REMEDY_LANGUAGE,
    RP_REMEDY_LICENCE,
    RP_REMEDY_OFFERS_FORMAT,
    RP_REMEDY_WORKS_AT,
    RP_REMEDY_AGE,
    RP_REMEDY_TREATS,
    RP_REMEDY_POPULATION,
    RP_REMEDY_PRESCRIBES,
    RP_REMEDY_MODALITY, /* from here on in bottlenecks.csv alone */
    RP_REMEDY_CONCERN,
    RP_REMEDY_HIRE,
    RP_REMEDY_COUNT
} rp_remedy_kind;

/** As in options.csv ("wish"); a client's and a therapist's format are both
 *  `format`, told apart by the file. */
extern const char *const rp_remedy_names[RP_REMEDY_COUNT];

typedef struct rp_remedy {
    rp_remedy_kind remedy;
    rp_edit edit;
    const char *value; /* what is added or allowed, for the words */
} rp_remedy;

typedef struct rp_remedies {
    rp_remedy *items; /* [count] */
    size_t count, room;
} rp_remedies;

/**
 * Append every candidate that could make a rule let the pair pass.
 *
 * @param w     texts go to its arena
 * @param rule  one that forbids the pair (blanks seen as --unknown says)
 * @return false when out of memory
 */
bool rp_remedies_find(rp_remedies *to, rp_rewriter *w, const rp_fit *fit,
                      const rp_need *need, uint32_t therapist, rp_rule rule);

/** One more opening for a therapist. @return false when out of memory */
bool rp_remedies_opening(rp_remedies *to, rp_rewriter *w, uint32_t therapist);

/** Append one; `made` is what the rewriter answered, false adds nothing. */
bool rp_remedies_put(rp_remedies *to, rp_rewriter *w, bool made,
                     rp_remedy_kind remedy, const rp_edit *edit,
                     const char *value);

void rp_remedies_clear(rp_remedies *candidates);

#endif

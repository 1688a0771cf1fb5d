/**
 * @file parting.h
 * Why a client left a therapist: the reasons that past_therapists may give,
 * and what each one changes in what the client is looking for.
 *
 * One table: reading, scoring, `rapport columns reasons` and the table of
 * src/docs/outcomes.md follow it.
 */
#ifndef RP_INPUT_PARTING_H
#define RP_INPUT_PARTING_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/** What a reason does. */
typedef enum rp_parting_effect {
    RP_PARTING_NOTHING,
    RP_PARTING_SHIFT,  /* the wish on an axis of style, by so much */
    RP_PARTING_TRIED,  /* approaches of that therapist count as tried */
    RP_PARTING_WEIGHT, /* a criterion weighs so many times as much */
    RP_PARTING_HUMAN   /* a person sees to the client */
} rp_parting_effect;

/** A reason. Rows of the same effect on the same thing act once. */
typedef struct rp_parting_row {
    const char *reason; /* as a tag */
    rp_parting_effect effect;
    int which; /* rp_axis or rp_criterion, by the effect */
    double by;
    bool promotes;             /* a routine client counts as soon */
    const char *before, *said; /* "since", before, the therapist, said */
    const char *help;          /* the effect in words */
} rp_parting_row;

enum { RP_PARTING_ROWS = 22 };
extern const rp_parting_row rp_parting_rows[RP_PARTING_ROWS];

/** The row of a folded reason, or -1. */
int rp_parting_find(rp_text folded);

/** The known reason nearest to a folded one; NULL: none is near. */
const char *rp_parting_nearest(rp_text folded);

#endif

/**
 * @file criteria.h
 * The five criteria of src/docs/scoring.md: each a value in [0,1] for one
 * pair, or absent. Pure functions; sums in double precision in the order of
 * that page, so that a score is the same on every machine.
 *
 * Where the therapist's side is blank the part gets its neutral value and the
 * column goes into `confirm` (may be NULL).
 */
#ifndef RP_FIT_CRITERIA_H
#define RP_FIT_CRITERIA_H

#include "fit/confirm.h"
#include "fit/fit.h"

/** What rp_criterion_value() returns for an absent criterion. */
#define RP_ABSENT_VALUE (-1.0)

/** The value of a criterion for a pair, or RP_ABSENT_VALUE. */
double rp_criterion_value(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, enum rp_criterion criterion,
                          rp_confirm *confirm);

/* -- the parts, for explanations ------------------------------------------ */

/** d_jc of src/docs/scoring.md for the client's concern number `i`. */
double rp_depth_value(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, uint32_t i);

/** max_m E(m,c) for the client's concern number `i`, tried ones halved;
 *  *modality (may be NULL) is the one that reaches it, of several the first by
 *  name; RP_NONE when all are avoided. */
double rp_evidence_value(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, uint32_t i, uint32_t *modality);

/** The best strength met and the best asked in a want_* cell: 1 or 0.5, 0. */
double rp_strength_asked(const rp_list *wishes);
double rp_strength_met(const rp_list *wishes, const rp_list *had);

/** The style gap on an axis: |c - t| / 2 of values in -1..1, 0.5 if blank. */
double rp_style_gap(const rp_client *client, const rp_therapist *therapist,
                    int axis);

/** One want_* column with the therapist's column that answers it. */
typedef struct rp_wish {
    const rp_list *asked, *had;
    rp_names_id names;
    rp_blank blank;
    const char *word; /* "gender" */
} rp_wish;
enum { RP_WISHES = 5 };
rp_wish rp_wish_at(const rp_client *client, const rp_therapist *therapist,
                   int which);

/** The three parts of access, each RP_ABSENT_VALUE when not known. */
double rp_cost_value(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist);
double rp_format_value(const rp_fit *fit, const rp_need *need,
                       uint32_t therapist);
double rp_time_value(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist);

/** 1 for the client's first language, 0.5 for a later one, 0 for none. */
double rp_language_value(const rp_client *client,
                         const rp_therapist *therapist);

#endif

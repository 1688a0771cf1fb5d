/**
 * @file criteria.h
 * The criteria of src/docs/scoring.md: each a value in [0,1] for one pair, or
 * absent. Pure functions; sums in double precision in the order of the spec, so
 * that a score is the same on every machine.
 *
 * What a criterion is stands in its file (fit/criteria/record.h).
 */
#ifndef RP_FIT_CRITERIA_H
#define RP_FIT_CRITERIA_H

#include "fit/criteria/record.h"

/** The records, by enum rp_criterion. */
extern const rp_criterion_row *const rp_criterion_rows[RP_CRITERION_COUNT];

/** The value of a criterion for a pair, or RP_ABSENT_VALUE. */
static inline double rp_criterion_value(const rp_fit *fit, const rp_need *need,
                                        uint32_t therapist,
                                        enum rp_criterion criterion,
                                        rp_confirm *confirm) {
    return rp_criterion_rows[criterion]->value(fit, need, therapist, confirm);
}

/** What the criteria say of a therapists' column that they may find blank;
 *  NULL when they read none such. */
const rp_blank_row *rp_criteria_blank(const rp_column *column);

#endif

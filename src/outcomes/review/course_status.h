/**
 * @file course_status.h
 * How a client is doing with one therapist by one questionnaire.
 *
 * The bands are those of the measure: what counts as a case, as severe, and as
 * a change that is more than chance. Every comparison is turned where higher
 * is better, and has 1e-9 to spare. Source: src/docs/outcomes.md, after
 * Jacobson and Truax 1991.
 */
#ifndef RP_OUTCOMES_REVIEW_COURSE_STATUS_H
#define RP_OUTCOMES_REVIEW_COURSE_STATUS_H

#include "input/outcomes/courses.h"

typedef enum rp_course_status {
    RP_COURSE_NO_STATUS, /* an alliance scale, or no questionnaire at all */
    RP_COURSE_TOO_EARLY, /* nothing else, and few; or no change is reliable */
    RP_COURSE_RECOVERED, /* a case at first, none now, and reliably better */
    RP_COURSE_IMPROVED,  /* reliably better */
    RP_COURSE_UNCHANGED,
    RP_COURSE_WORSE, /* reliably worse */
    RP_COURSE_STATUSES
} rp_course_status;

/** As in review.csv ("too_early"); "" without one. */
extern const char *const rp_course_statuses[RP_COURSE_STATUSES];

/** The questionnaires of one client with one therapist and one measure. */
typedef struct rp_course_scores {
    const rp_outcome_measure *measure;
    uint32_t questionnaires; /* 1 or more */
    double first, last;      /* as written */
    int32_t last_on;         /* day of the last */
} rp_course_scores;

/** Last less first, turned so that more is worse. */
double rp_course_change(const rp_course_scores *scores);

/** @param least  questionnaires from which a course is not too early to tell:
 *                review.questionnaires */
rp_course_status rp_course_status_of(const rp_course_scores *scores,
                                     double least);

/** Is a score one of a case? Not where the measure says none. */
bool rp_score_is_case(const rp_outcome_measure *measure, double score);

/** Is it severe? Likewise. */
bool rp_score_is_severe(const rp_outcome_measure *measure, double score);

#endif

/**
 * @file signs.h
 * What the rows of one client show that a therapy is not helping.
 *
 * Rows count from so many weeks before the day of the review on
 * (review.weeks), later ones too. The client's therapist is that of the newest
 * row of all, of several that day the last by id. Danger is looked for with
 * any therapist, all else with that one.
 */
#ifndef RP_OUTCOMES_REVIEW_SIGNS_H
#define RP_OUTCOMES_REVIEW_SIGNS_H

#include "outcomes/review/course_status.h"

/** Why a therapy is to be looked at, in the order in which they go. */
typedef enum rp_trigger {
    RP_TRIGGER_NONE,
    RP_TRIGGER_RISK,
    RP_TRIGGER_WORSE,
    RP_TRIGGER_UNCHANGED,
    RP_TRIGGER_ALLIANCE,
    RP_TRIGGER_ABSENT,
    RP_TRIGGER_HOMEWORK,
    RP_TRIGGERS
} rp_trigger;

/** As in review.csv ("alliance"); "" without one. */
extern const char *const rp_triggers[RP_TRIGGERS];

/** Days in a row on which a client stayed away, or did not do what was agreed,
 *  that are a trigger. */
enum { RP_DAYS_ABSENT = 2, RP_DAYS_HOMEWORK = 3 };

/** The rows of a client with one therapist and one measure; those without a
 *  questionnaire are a course of their own. */
typedef struct rp_review_course {
    uint32_t therapist;      /* of rp_courses.therapists */
    rp_course_scores scores; /* measure NULL: sessions alone */
    rp_course_status status;
} rp_review_course;

typedef struct rp_signs {
    rp_review_course *courses; /* [count] by therapist, then measure, sessions
                                  alone first */
    size_t count;
    uint32_t therapist;               /* the client's, of rp_courses */
    int32_t newest;                   /* day of the newest row */
    int32_t from;                     /* the first day that counts */
    int32_t risk_on;                  /* day of the yes; RP_NO_DAY */
    const rp_review_course *severe;   /* severe and no better; NULL */
    const rp_review_course *alliance; /* that is a case; NULL */
    int32_t absent_on;   /* the last of the days; RP_NO_DAY: none */
    int32_t homework_on; /* likewise */
} rp_signs;

/**
 * Look at the rows of a client.
 *
 * @param courses    a sheet of the form of sessions
 * @param client     of courses; they have a row
 * @param today      RP_NO_DAY: the newest date of the sheet
 * @param[out] out   clear with rp_signs_clear() in any case
 * @return false when out of memory
 */
bool rp_signs_read(rp_signs *out, const rp_courses *courses, uint32_t client,
                   const rp_policy *policy, int32_t today);
void rp_signs_clear(rp_signs *signs);

/** The first trigger that holds for one of the courses. */
rp_trigger rp_signs_trigger(const rp_signs *signs,
                            const rp_review_course *course);

#endif

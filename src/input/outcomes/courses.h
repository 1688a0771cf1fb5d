/**
 * @file courses.h
 * What came of earlier therapies: the courses of a clinic's sheet of outcomes
 * (--outcomes), and the questionnaires that they are made of.
 *
 * The sheet has one of two forms, told apart by its header: a row for every
 * questionnaire (`score`), or a row for every course (`post`). Whoever asks
 * what became of a course need not know which it was; whoever asks what
 * happened in between reads `sessions`, which the second form does not have.
 *
 * A course is one client with one therapist and one measure. Clients and
 * therapists are those of the sheet: who has left is among them.
 */
#ifndef RP_INPUT_OUTCOMES_COURSES_H
#define RP_INPUT_OUTCOMES_COURSES_H

#include "input/outcomes/outcome_sheet.h"

/** A row of the first form: a questionnaire, or a session without one. */
typedef struct rp_session {
    uint32_t client, therapist; /* of rp_courses.clients, .therapists */
    uint32_t measure; /* of rp_courses.measures; RP_NONE: no questionnaire */
    uint32_t row;     /* of the sheet, from 1 */
    int32_t date;     /* a day */
    int32_t session;  /* RP_BLANK when not said */
    double score;     /* as written, higher may be better; NAN without one */
    int8_t attended, homework_done, risk; /* rp_answer */
} rp_session;

typedef enum rp_course_state {
    RP_COURSE_OPEN,         /* goes on: it counts nowhere */
    RP_COURSE_WITHOUT_POST, /* ended, and nobody knows how */
    RP_COURSE_COMPLETE      /* has a first and a last score */
} rp_course_state;

/** One client with one therapist and one measure. */
typedef struct rp_course {
    uint32_t client, therapist; /* of rp_courses.clients, .therapists */
    uint32_t measure;           /* of rp_courses.measures */
    rp_course_state state;
    const char *concern; /* as it is stored ("ptsd"): that of its first row
                            that names one, else the measure's; NULL: neither
                            does. rp_courses_concern() asks the client too. */
    double first;        /* the first score, as written */
    double last;         /* the newest; NAN where a row says nobody knows */
    int32_t first_on, last_on; /* days; RP_NO_DAY in the form of courses */
    uint32_t questionnaires;   /* how many; 0 in the form of courses */
    size_t session;            /* the first of them in rp_courses.sessions; the
                                  others follow, by date */
    int8_t ended;              /* rp_ended in the form of courses; RP_BLANK */
} rp_course;

/** The sheet, read. Indices are ranks: people and measures stand bytewise by
 *  id and name, so that no order of rows reaches a result. */
typedef struct rp_courses {
    rp_outcome_form form;
    const char **clients, **therapists; /* ids */
    uint32_t client_count, therapist_count;
    rp_outcome_measure *measures; /* [measure_count] by name */
    uint32_t measure_count;
    rp_course *courses; /* [count] by client, therapist, measure */
    size_t count;
    rp_session *sessions; /* [session_count] by client, therapist, measure
                             (those without one last), date, row */
    size_t session_count;
    int32_t newest; /* the newest date; RP_NO_DAY without one */
    /* private: what texts and the taxonomy's names live in */
    rp_arena arena;
    rp_names names;
} rp_courses;

/**
 * Read a sheet of outcomes. Findings tell every fault with its place; reading
 * goes on past a bad cell.
 *
 * @param[out] out    clear with rp_courses_clear() in any case; after an error
 *                    it has no courses, and sessions only to tell who is at
 *                    risk
 * @param[out] input  path, digest and rows of the file
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_courses_read(rp_courses *out, const char *path,
                          const rp_outcome_options *options, rp_input *input,
                          rp_findings *findings);
void rp_courses_clear(rp_courses *courses);

/** Does a course count as an outcome, and has it ended? An alliance scale
 *  never does. */
bool rp_courses_counts(const rp_courses *courses, const rp_course *course);

/**
 * The concern of a course, where neither a row nor its measure names one the
 * first concern of the client.
 *
 * @param roster  who is asked; NULL: nobody
 * @return the name as it is stored, "" for none; borrowed from the courses or
 *         the roster
 */
const char *rp_courses_concern(const rp_courses *courses,
                               const rp_course *course,
                               const rp_roster *roster);

/** A score turned so that higher is worse. Only differences of turned scores
 *  mean anything. */
double rp_courses_turned(const rp_courses *courses, const rp_course *course,
                         double score);

/**
 * Did a client say yes to risk on the newest day on which any row says? The
 * rows of one day count together, whichever therapist they are with.
 *
 * @param client  of rp_courses.clients
 */
bool rp_courses_at_risk(const rp_courses *courses, uint32_t client);

/** The first of a client's sessions in rp_courses.sessions; the others follow.
 *  @param[out] count  how many they are */
size_t rp_courses_sessions(const rp_courses *courses, uint32_t client,
                           size_t *count);

/** The index of a client's id in the sheet, or RP_NONE. */
uint32_t rp_courses_client(const rp_courses *courses, const char *id);

/** Every client of the roster who is at risk is in crisis, as one whose row
 *  says risk: yes. */
void rp_courses_mark_risk(const rp_courses *courses, rp_roster *roster);

#endif

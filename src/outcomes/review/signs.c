#include "outcomes/review/signs.h"

#include "base/array.h"

#include <math.h>
#include <stdlib.h>

const char *const rp_triggers[RP_TRIGGERS] = {
    "", "risk", "worse", "unchanged", "alliance", "absent", "homework"};

/* The rows of a client. */
typedef struct rows {
    const rp_session *items; /* [count] by therapist, measure, date */
    size_t count;
} rows;

/* -- courses -------------------------------------------------------------- */

static rp_review_course course_of(const rp_courses *courses,
                                  const rp_session *first, size_t count,
                                  double least) {
    const rp_session *last = &first[count - 1];
    rp_review_course c = {
        .therapist = first->therapist,
        .scores = {.first = NAN, .last = NAN, .last_on = last->date}};

    if (first->measure == RP_NONE)
        return c;
    c.scores.measure = &courses->measures[first->measure];
    c.scores.questionnaires = (uint32_t)count;
    c.scores.first = first->score;
    c.scores.last = last->score;
    c.status = rp_course_status_of(&c.scores, least);
    return c;
}

/* Sessions alone stand behind a therapist's measures, and go before them. */
static void put_first(rp_review_course *courses, size_t count) {
    size_t at = count - 1;
    rp_review_course alone = courses[at];

    for (; at > 0 && courses[at - 1].therapist == alone.therapist; at--)
        courses[at] = courses[at - 1];
    courses[at] = alone;
}

static bool make_courses(rp_signs *out, const rp_courses *courses, rows own,
                         double least) {
    out->courses = rp_new_array(own.count, sizeof *out->courses);
    if (!out->courses)
        return false;
    for (size_t i = 0, after; i < own.count; i = after) {
        const rp_session *first = &own.items[i];
        for (after = i + 1; after < own.count &&
                            own.items[after].therapist == first->therapist &&
                            own.items[after].measure == first->measure;)
            after++;
        out->courses[out->count++] =
            course_of(courses, first, after - i, least);
        if (first->measure == RP_NONE)
            put_first(out->courses, out->count);
    }
    return true;
}

/* -- days ----------------------------------------------------------------- */

typedef int8_t answer_of(const rp_session *session);

static int8_t risk_of(const rp_session *s) { return s->risk; }
static int8_t attended_of(const rp_session *s) { return s->attended; }
static int8_t homework_of(const rp_session *s) { return s->homework_done; }

/* What is asked of some rows. */
typedef struct question {
    rows own;
    uint32_t therapist; /* RP_NONE: rows with any */
    int32_t from;       /* the first day that counts */
    answer_of *answer;
} question;

/* The newest day before another on which any row answers; RP_NO_DAY. One yes
 * of that day is a yes. */
static int32_t day_before(const question *q, int64_t before, bool *is_yes) {
    int32_t day = RP_NO_DAY;

    *is_yes = false;
    for (size_t i = 0; i < q->own.count; i++) {
        const rp_session *s = &q->own.items[i];
        int8_t answer = q->answer(s);
        if (answer == RP_UNKNOWN || s->date < q->from || s->date >= before ||
            s->date < day ||
            (q->therapist != RP_NONE && s->therapist != q->therapist))
            continue;
        *is_yes = (s->date == day && *is_yes) || answer == RP_YES;
        day = s->date;
    }
    return day;
}

/* The newest of so many days that all say no, with none between them that says
 * yes; RP_NO_DAY: there are none. */
static int32_t days_of_no(const question *q, int days) {
    int64_t before = INT64_MAX;
    int32_t newest = RP_NO_DAY;

    for (int k = 0; k < days; k++) {
        bool is_yes;
        int32_t day = day_before(q, before, &is_yes);
        if (day == RP_NO_DAY || is_yes)
            return RP_NO_DAY;
        newest = k == 0 ? day : newest;
        before = day;
    }
    return newest;
}

/* -- all of it ------------------------------------------------------------ */

static void find_therapist(rp_signs *out, rows own) {
    for (size_t i = 0; i < own.count; i++)
        if (own.items[i].date >= out->newest) { /* the last by id wins */
            out->newest = own.items[i].date;
            out->therapist = own.items[i].therapist;
        }
}

static bool is_no_better(rp_course_status status) {
    return status == RP_COURSE_WORSE || status == RP_COURSE_UNCHANGED;
}

static void look_at_scores(rp_signs *out) {
    for (size_t k = 0; k < out->count; k++) {
        const rp_review_course *c = &out->courses[k];
        const rp_outcome_measure *measure = c->scores.measure;
        if (!measure || c->scores.last_on < out->from)
            continue;
        if (!out->severe && is_no_better(c->status) &&
            rp_score_is_severe(measure, c->scores.last))
            out->severe = c;
        if (!out->alliance && c->therapist == out->therapist &&
            measure->known && measure->known->is_alliance &&
            rp_score_is_case(measure, c->scores.last))
            out->alliance = c;
    }
}

static int32_t first_day(int32_t today, double weeks) {
    double day = (double)today - 7.0 * weeks;

    return day > INT32_MIN + 1.0 ? (int32_t)day : INT32_MIN + 1;
}

bool rp_signs_read(rp_signs *out, const rp_courses *courses, uint32_t client,
                   const rp_policy *policy, int32_t today) {
    size_t count, first = rp_courses_sessions(courses, client, &count);
    rows own = {&courses->sessions[first], count};
    bool is_yes;

    *out = (rp_signs){
        .newest = RP_NO_DAY,
        .from = first_day(today == RP_NO_DAY ? courses->newest : today,
                          policy->review_weeks)};
    if (!make_courses(out, courses, own, policy->review_questionnaires))
        return false;
    find_therapist(out, own);
    look_at_scores(out);
    question risk = {own, RP_NONE, out->from, risk_of};
    out->risk_on = day_before(&risk, INT64_MAX, &is_yes);
    if (!is_yes)
        out->risk_on = RP_NO_DAY;
    question attended = {own, out->therapist, out->from, attended_of};
    out->absent_on = days_of_no(&attended, RP_DAYS_ABSENT);
    question homework = {own, out->therapist, out->from, homework_of};
    out->homework_on = days_of_no(&homework, RP_DAYS_HOMEWORK);
    return true;
}

void rp_signs_clear(rp_signs *signs) {
    free(signs->courses);
    *signs = (rp_signs){0};
}

rp_trigger rp_signs_trigger(const rp_signs *s, const rp_review_course *c) {
    bool counts = c->scores.last_on >= s->from;

    if (c->therapist != s->therapist)
        return RP_TRIGGER_NONE;
    if (s->risk_on != RP_NO_DAY || s->severe)
        return RP_TRIGGER_RISK;
    if (counts && c->status == RP_COURSE_WORSE)
        return RP_TRIGGER_WORSE;
    if (counts && c->status == RP_COURSE_UNCHANGED &&
        rp_score_is_case(c->scores.measure, c->scores.last))
        return RP_TRIGGER_UNCHANGED;
    return s->alliance                   ? RP_TRIGGER_ALLIANCE
           : s->absent_on != RP_NO_DAY   ? RP_TRIGGER_ABSENT
           : s->homework_on != RP_NO_DAY ? RP_TRIGGER_HOMEWORK
                                         : RP_TRIGGER_NONE;
}

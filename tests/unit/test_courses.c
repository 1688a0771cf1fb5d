/* What becomes of the rows of a sheet of outcomes: courses and their states,
 * and who is at risk. Every fault of a sheet is in
 * tests/golden/outcomes-faults.
 */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/outcomes/courses.h"

#include <math.h>
#include <string.h>

typedef struct sheet {
    char *folder;
    rp_findings findings;
    rp_taxonomy taxonomy;
    rp_courses courses;
} sheet;

static void open_sheet(sheet *s, const char *text) {
    rp_input input;

    *s = (sheet){.folder = scratch_new()};
    const char *path = scratch_path(s->folder, "outcomes.csv");
    scratch_write(path, text, strlen(text));
    assert_int_equal(rp_taxonomy_load(&s->taxonomy, NULL, &s->findings), RP_OK);
    const rp_outcome_options options = {.taxonomy = &s->taxonomy,
                                        .open_days = 42};
    assert_int_equal(
        rp_courses_read(&s->courses, path, &options, &input, &s->findings),
        RP_OK);
}

static void close_sheet(sheet *s) {
    rp_courses_clear(&s->courses);
    rp_taxonomy_clear(&s->taxonomy);
    rp_findings_clear(&s->findings);
    scratch_remove(s->folder);
}

#define ROWS "client_id,therapist_id,date,measure,score,concern,risk\n"

/* Rows in any order; the first date that names a concern names it. */
static void test_course(void **state) {
    sheet s;

    (void)state;
    open_sheet(&s, ROWS "C1,T1,2026-03-01,PHQ-9,9,gad,\n"
                        "C1,T1,2026-01-01,phq9,20,,\n"
                        "C1,T1,2026-02-01,phq9,25,ptsd; grief,\n"
                        "C1,T1,2026-02-15,,,,no\n");
    const rp_courses *c = &s.courses;
    assert_int_equal(c->form, RP_FORM_SESSIONS);
    assert_int_equal(c->count, 1);
    assert_int_equal(c->session_count, 4);
    const rp_course *course = &c->courses[0];
    assert_int_equal(course->state, RP_COURSE_COMPLETE);
    assert_exactly(course->first, 20);
    assert_exactly(course->last, 9);
    assert_int_equal(course->questionnaires, 3);
    assert_int_equal(c->sessions[course->session].score, 20);
    assert_int_equal(course->last_on - course->first_on, 59);
    assert_string_equal(rp_courses_concern(c, course, NULL), "ptsd");
    assert_int_equal(c->newest, course->last_on);
    close_sheet(&s);
}

typedef struct state_row {
    const char *name, *text;
    rp_course_state state;
    const char *concern;
} state_row;

#define COURSES "client_id,therapist_id,measure,pre,post,ended,concern\n"

/* The newest date is that of the session of C9. */
static const state_row states[] = {
    {"state/42_days", ROWS "C1,T1,2026-01-01,phq9,9,,\nC9,T1,2026-02-12,,,,\n",
     RP_COURSE_OPEN, "depression"},
    {"state/43_days", ROWS "C1,T1,2026-01-01,phq9,9,,\nC9,T1,2026-02-13,,,,\n",
     RP_COURSE_WITHOUT_POST, "depression"},
    {"state/two_dates",
     ROWS "C1,T1,2026-01-01,core10,9,,\nC1,T1,2026-01-02,core10,9,,\n",
     RP_COURSE_COMPLETE, ""},
    {"state/post", COURSES "C1,T1,phq9,9,4,ongoing,ptsd\n", RP_COURSE_COMPLETE,
     "ptsd"},
    {"state/no_post", COURSES "C1,T1,phq9,9,,completed,\n",
     RP_COURSE_WITHOUT_POST, "depression"},
    {"state/nobody_says", COURSES "C1,T1,mood,9,,,\n", RP_COURSE_WITHOUT_POST,
     ""},
    {"state/ongoing", COURSES "C1,T1,mood,9,,ongoing,\n", RP_COURSE_OPEN, ""},
};

static void test_state(void **state) {
    const state_row *row = *state;
    sheet s;

    open_sheet(&s, row->text);
    assert_int_equal(s.courses.count, 1);
    assert_int_equal(s.courses.courses[0].state, row->state);
    assert_string_equal(
        rp_courses_concern(&s.courses, &s.courses.courses[0], NULL),
        row->concern);
    close_sheet(&s);
}

typedef struct risk_row {
    const char *name, *text;
    bool at_risk;
} risk_row;

static const risk_row risks[] = {
    {"risk/yes", ROWS "C1,T1,2026-01-01,phq9,9,,yes\n", true},
    {"risk/words", ROWS "C1,T1,2026-01-01,phq9,9,,Several days\n", true},
    {"risk/one", ROWS "C1,T1,2026-01-01,phq9,9,,1\n", true},
    {"risk/never", ROWS "C1,T1,2026-01-01,phq9,9,,Never\n", false},
    {"risk/zero", ROWS "C1,T1,2026-01-01,phq9,9,,0\n", false},
    {"risk/blank", ROWS "C1,T1,2026-01-01,phq9,9,,\n", false},
    {"risk/over",
     ROWS "C1,T1,2026-01-02,phq9,9,,no\nC1,T1,2026-01-01,phq9,9,,yes\n", false},
    {"risk/blank_says_nothing",
     ROWS "C1,T1,2026-01-02,phq9,9,,\nC1,T1,2026-01-01,phq9,9,,yes\n", true},
    /* one yes of a day, whoever the therapist and in whatever order */
    {"risk/one_day",
     ROWS "C1,T1,2026-01-01,phq9,9,,yes\nC1,T2,2026-01-01,,,,no\n", true},
    {"risk/one_day_turned",
     ROWS "C1,T1,2026-01-01,,,,no\nC1,T2,2026-01-01,,,,yes\n", true},
    {"risk/another_client",
     ROWS "C0,T1,2026-01-01,,,,yes\nC1,T1,2026-01-01,,,,no\n"
          "C2,T1,2026-01-01,,,,yes\n",
     false},
};

static void test_risk(void **state) {
    const risk_row *row = *state;
    sheet s;

    open_sheet(&s, row->text);
    uint32_t client = rp_courses_client(&s.courses, "C1");
    assert_int_not_equal(client, RP_NONE);
    assert_int_equal(rp_courses_at_risk(&s.courses, client), row->at_risk);
    assert_int_equal(rp_courses_client(&s.courses, "C"), RP_NONE);
    close_sheet(&s);
}

int main(void) {
    static suite s;

    suite_add(&s, "course", test_course, NULL);
    SUITE_TABLE(&s, states, test_state);
    SUITE_TABLE(&s, risks, test_risk);
    return suite_run(&s, "courses");
}

/* How a course is judged at the edges of its bands, and how scores are
 * written. What follows from it is in tests/golden/review-*.
 */
#include "unit/suite.h"

#include "outcomes/review/words.h"

#include <math.h>
#include <string.h>

/* Bands like those of the PHQ-9, and of a scale where higher is better. */
static const rp_measure worse = {RP_NONE, false, true, 0, 27, 6, 10, 20};
static const rp_measure better = {RP_NONE, false, false, 0, 40, 5, 25, NAN};
static const rp_measure bandless = {RP_NONE, false, true, 0, 50, NAN, NAN, NAN};
static const rp_measure alliance = {RP_NONE, true, false, 0, 40, NAN, 35, NAN};

typedef struct row {
    const char *name;
    const rp_measure *measure; /* NULL: nobody knows it */
    uint32_t questionnaires;
    double first, last;
    const char *status;
} row;

static const row rows[] = {
    {"recovered", &worse, 2, 10, 4, "recovered"},
    {"recovered/almost", &worse, 2, 15, 9, "recovered"},
    {"improved/still a case", &worse, 2, 16, 10, "improved"},
    {"improved/was no case", &worse, 2, 9, 3, "improved"},
    {"improved/within the spare", &worse, 2, 0.3, -5.7 + 1e-12, "improved"},
    {"worse", &worse, 2, 9, 15, "worse"},
    {"too early/a little worse", &worse, 7, 9, 14.9, "too_early"},
    {"unchanged", &worse, 8, 9, 14.9, "unchanged"},
    {"turned/recovered", &better, 2, 25, 30, "recovered"},
    {"turned/improved", &better, 2, 15, 25, "improved"},
    {"turned/worse", &better, 2, 20, 15, "worse"},
    {"no bands", &bandless, 20, 50, 0, "too_early"},
    {"unknown", NULL, 20, 50, 0, "too_early"},
    {"alliance", &alliance, 20, 40, 20, ""},
};

static void test_row(void **state) {
    const row *r = *state;
    rp_outcome_measure measure = {"a measure", r->measure};
    rp_course_scores scores = {&measure, r->questionnaires, r->first, r->last,
                               0};

    assert_string_equal(rp_course_statuses[rp_course_status_of(&scores, 8)],
                        r->status);
}

typedef struct text_row {
    const char *name;
    double score;
    const char *text;
} text_row;

static const text_row texts[] = {
    {"text/whole", 14, "14"},
    {"text/half", -2.5, "-2.5"},
    {"text/noise", 99999.1 - 99999.0, "0.1"},
    {"text/no minus 0", -0.0, "0"},
    {"text/tiny", 1e-12, "0"},
    {"text/no exponent", 0.00001, "0.000010000"},
};

static void test_text(void **state) {
    const text_row *r = *state;
    char text[RP_SCORE_TEXT];

    rp_score_text(text, r->score);
    assert_string_equal(text, r->text);
}

static void test_bands(void **state) {
    rp_outcome_measure measures[] = {{"", &worse}, {"", &better}, {"", NULL}};

    (void)state;
    assert_true(rp_score_is_severe(&measures[0], 20));
    assert_false(rp_score_is_severe(&measures[0], 19.9));
    assert_false(rp_score_is_severe(&measures[1], 0)); /* nobody knows */
    assert_true(rp_score_is_case(&measures[1], 25));
    assert_false(rp_score_is_case(&measures[1], 25.1));
    assert_false(rp_score_is_case(&measures[2], 1000));
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    SUITE_TABLE(&s, texts, test_text);
    suite_add(&s, "bands", test_bands, NULL);
    return suite_run(&s, "course_status");
}

/* From criteria to S, and to points that add up: the numbers of
 * src/docs/scoring.md, worked out by hand. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/score.h"

#include <stdio.h>
#include <string.h>

typedef struct score_row {
    const char *name;
    const char *columns, *cells;     /* of the therapist */
    const char *asked, *asked_cells; /* of the client */
    int s;
    int tenths[RP_CRITERION_COUNT]; /* as printed, -1 blank */
} score_row;

#define NONE -1

static const score_row scores[] = {
    /* nothing is present: 50 */
    {"score/nothing",
     "name",
     "x",
     "age",
     "30",
     5000,
     {NONE, NONE, NONE, NONE, NONE}},
    /* 0.3 * 0.75 and 0.2 * 0.5 of 0.5 = 65 */
    {"score/two",
     "specialties",
     "gad:30",
     "concerns",
     "gad",
     6500,
     {450, 200, NONE, NONE, NONE}},
    /* 100 * (0.3/11 + 0.1) / 0.5 = 25.4545...: 5.4545 and 20 */
    {"score/rounded_down",
     "specialties",
     "gad:1",
     "concerns",
     "gad",
     2545,
     {55, 200, NONE, NONE, NONE}},
    /* 100 * (0.3 * 2/3 + 0.1) / 0.5 = 60 exactly */
    {"score/sixty",
     "specialties",
     "gad:20",
     "concerns",
     "gad",
     6000,
     {400, 200, NONE, NONE, NONE}},
    /* wish met, cost met: (0.15 + 0.15) / 0.3 */
    {"score/hundred",
     "gender,fee",
     "f,80",
     "want_gender,max_fee",
     "f,80",
     10000,
     {NONE, NONE, NONE, 500, 500}},
    {"score/zero",
     "gender,slots",
     "m,mon 09:00-10:00",
     "want_gender,slots",
     "f,tue",
     0,
     {NONE, NONE, NONE, 0, 0}},
    /* 0.3*12/22, 0.2*0.5, 0.15, 0.15 of 0.8: 20.4545 12.5 18.75 18.75
     * = 70.4545; floors 204 125 187 187, two to give: .545 wins, then of two
     * remainders of .5 the criterion listed first */
    {"score/tie_to_the_first",
     "specialties,languages,fee",
     "gad:12,en,80",
     "concerns,languages,max_fee",
     "gad,en,80",
     7045,
     {205, 125, NONE, 188, 187}},
    /* 23.0769 15.3846 23.0769 = 61.5385 */
    {"score/largest_remainder",
     "specialties,fee",
     "gad,80",
     "concerns,max_fee",
     "gad,80",
     6154,
     {231, 154, NONE, NONE, 230}},
    /* priorities 2, 1.5, 1.25: weights 0.15*2, 0.3*1.5, 0.2*1.25
     * (0.45*0.75 + 0.25*0.5 + 0.3*1) / 1 = 76.25; 33.75 12.5 30 */
    {"score/priorities",
     "specialties,fee",
     "gad:30,80",
     "concerns,max_fee,priorities",
     "gad,80,access;expertise;modality",
     7625,
     {338, 125, NONE, NONE, 300}},
    /* one priority of five: style is absent, so nothing changes */
    {"score/priority_of_absent",
     "specialties",
     "gad:30",
     "concerns,priorities",
     "gad,style",
     6500,
     {450, 200, NONE, NONE, NONE}},
    /* all five: 0.3*0.5 + 0.2*0.5 + 0.2*0.5 + 0.15*0.5 + 0.15*0.5 = 50 */
    {"score/all_five",
     "specialties,modalities,style_directive,languages,fee,fee_min",
     "gad,,0,en,100,80",
     "concerns,style_directive,languages,max_fee",
     "gad,3,es;en,80",
     5000,
     {150, 100, 100, 75, 75}},
    /* 0.3*0.25, 0.2*0.5, 0.15*0.5 of 0.65: 11.538 15.385 11.538 */
    {"score/unknown_is_neutral",
     "name",
     "x",
     "concerns,want_gender,languages",
     "gad,f,es",
     3846,
     {116, 154, NONE, 115, NONE}},
};

static void open_row(clinic *c, const score_row *row) {
    char therapists[512], clients[512];

    snprintf(therapists, sizeof therapists, "id,openings,%s\nt,1,%s\n",
             row->columns, row->cells);
    snprintf(clients, sizeof clients, "id,%s\nc,%s\n", row->asked,
             row->asked_cells);
    clinic_open(c, &(clinic_files){therapists, clients, NULL, NULL, NULL, false,
                                   false});
}

static void test_score(void **state) {
    const score_row *row = *state;
    int tenths[RP_CRITERION_COUNT], sum = 0, present = 0;
    clinic c;

    open_row(&c, row);
    const rp_need *need = clinic_need(&c, "c");
    rp_score score = rp_score_judge(&c.fit, need, 0, NULL);
    assert_true(score.computed);
    assert_int_equal(score.s, row->s);
    assert_int_equal(rp_score_of(&c.fit, need, 0), row->s);
    rp_score_round(&score, tenths);
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        assert_int_equal(tenths[k], row->tenths[k]);
        sum += tenths[k] < 0 ? 0 : tenths[k];
        present += tenths[k] >= 0;
    }
    if (present)
        assert_int_equal(sum, rp_score_tenths(score.s));
    clinic_close(&c);
}

/* A weight of 0 makes a criterion absent, and its blanks are not asked for. */
static void test_weight_0(void **state) {
    clinic c;
    rp_confirm confirm = {0};

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings,fee\nt,1,80\n",
                                    "id,concerns,max_fee\nc,gad,80\n",
                                    "setting,value\nweight.expertise,0\n", NULL,
                                    NULL, false, false});
    rp_score score = rp_score_judge(&c.fit, clinic_need(&c, "c"), 0, &confirm);
    assert_exactly(score.value[RP_EXPERTISE], RP_ABSENT_VALUE);
    /* 100 * (0.2 * 0.5 + 0.15) / 0.35 = 71.43 */
    assert_int_equal(score.s, 7143);
    assert_int_equal(confirm.count, 1);
    assert_string_equal(rp_confirm_column(&confirm, 0)->name, "modalities");
    clinic_close(&c);
}

/* The order of the columns to confirm: criteria in table order. */
static void test_confirm_order(void **state) {
    static const char *const expected[] = {"specialties",     "modalities",
                                           "style_directive", "gender",
                                           "ethnicity",       "languages"};
    clinic c;
    rp_confirm confirm = {0};

    (void)state;
    clinic_open(&c,
                &(clinic_files){"id,openings\nt,1\n",
                                "id,languages,want_ethnicity,want_gender,"
                                "style_directive,concerns\nc,en,x,f,3,gad\n",
                                NULL, NULL, NULL, false, false});
    rp_score_judge(&c.fit, clinic_need(&c, "c"), 0, &confirm);
    assert_int_equal(confirm.count, 6);
    for (int k = 0; k < 6; k++)
        assert_string_equal(rp_confirm_column(&confirm, (uint32_t)k)->name,
                            expected[k]);
    clinic_close(&c);
}

static void test_given(void **state) {
    clinic c;
    rp_confirm confirm = {0};
    int tenths[RP_CRITERION_COUNT];

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings\nt,1\nu,1\n",
                                    "id,concerns\nc,gad\n", NULL,
                                    "client_id,therapist_id,score\nc,u,12.34\n",
                                    NULL, false, false});
    const rp_need *need = clinic_need(&c, "c");
    rp_score score = rp_score_judge(&c.fit, need, 1, &confirm);
    assert_false(score.computed);
    assert_int_equal(score.s, 1234);
    assert_int_equal(confirm.count, 0);
    rp_score_round(&score, tenths);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        assert_int_equal(tenths[k], -1);
    assert_int_equal(rp_score_of(&c.fit, need, 0), 0); /* not listed */
    clinic_close(&c);
}

typedef struct tenths_row {
    const char *name;
    int s, tenths;
} tenths_row;

static const tenths_row tenths_rows[] = {
    {"tenths/zero", 0, 0},         {"tenths/down", 1234, 123},
    {"tenths/half_up", 1235, 124}, {"tenths/below_half", 4, 0},
    {"tenths/half", 5, 1},         {"tenths/hundred", 10000, 1000},
    {"tenths/almost", 9995, 1000}, {"tenths/just_below", 9994, 999},
};

static void test_tenths(void **state) {
    const tenths_row *row = *state;

    assert_int_equal(rp_score_tenths(row->s), row->tenths);
}

/* Points as given, not out of a clinic. */
typedef struct round_row {
    const char *name;
    double points[RP_CRITERION_COUNT]; /* negative: absent */
    int s, tenths[RP_CRITERION_COUNT];
} round_row;

static const round_row rounds[] = {
    {"round/exact", {10, 20, 30, 15, 25}, 10000, {100, 200, 300, 150, 250}},
    {"round/thirds",
     {100 / 3.0, 100 / 3.0, 100 / 3.0, -1, -1},
     10000,
     {334, 333, 333, -1, -1}},
    {"round/largest_gets_it",
     {10.01, 20.02, 30.07, -1, -1},
     6010,
     {100, 200, 301, -1, -1}},
    {"round/two_to_give",
     {10.04, 20.07, 30.09, -1, -1},
     6020,
     {100, 201, 301, -1, -1}},
    {"round/tie_to_the_first",
     {-1, 10.05, -1, 10.05, 9.9},
     3000,
     {-1, 101, -1, 100, 99}},
    /* equal but for the last bits: the first one still */
    {"round/tie_within_noise",
     {10.05, 10.050000000000001, -1, -1, 9.9},
     3000,
     {101, 100, -1, -1, 99}},
    /* a floor that floating point puts just below a whole */
    {"round/just_below_whole",
     {0.3 - 1e-15, 0.7, -1, -1, -1},
     100,
     {3, 7, -1, -1, -1}},
    {"round/one_alone", {45.45, -1, -1, -1, -1}, 4545, {455, -1, -1, -1, -1}},
    {"round/zeros", {0, 0, -1, -1, 0}, 0, {0, 0, -1, -1, 0}},
};

static void test_round(void **state) {
    const round_row *row = *state;
    rp_score score = {.s = row->s, .computed = true};
    int tenths[RP_CRITERION_COUNT];

    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        score.value[k] = row->points[k] < 0 ? RP_ABSENT_VALUE : 0.5;
        score.points[k] = row->points[k] < 0 ? 0.0 : row->points[k];
    }
    rp_score_round(&score, tenths);
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        assert_int_equal(tenths[k], row->tenths[k]);
}

/* S is rounded half up at the fourth digit: cases of N / (N + 10) that fall on
 * and beside a half, 100 * S = 10000 * N / (N + 10) * 0.3 / 0.3. */
static void test_halves(void **state) {
    static const struct {
        int cases, s;
    } rows[] = {{30, 7500},  {6, 3750},  {1, 909},    {5, 3333},  {20, 6667},
                {150, 9375}, {31, 7561}, {310, 9688}, {630, 9844}};
    char therapists[64];
    clinic c;

    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        snprintf(therapists, sizeof therapists,
                 "id,openings,specialties\nt,1,gad:%d\n", rows[k].cases);
        clinic_open(&c, &(clinic_files){therapists, "id,concerns\nc,gad\n",
                                        "setting,value\nweight.modality,0\n",
                                        NULL, NULL, false, false});
        assert_int_equal(rp_score_of(&c.fit, clinic_need(&c, "c"), 0),
                         rows[k].s);
        clinic_close(&c);
    }
}

/* m of 160 minutes for odd m: 10000 * m / 160 ends in a half that doubles do
 * not always hit, and must go up all the same. */
static void test_near_halves(void **state) {
    rp_buffer text = {0};
    char row[64];
    clinic c;

    (void)state;
    assert_true(rp_buffer_puts(&text, "id,openings,slots\n"));
    for (int m = 1; m < 160; m += 2) {
        snprintf(row, sizeof row, "t%03d,1,mon 09:00-%02d:%02d\n", m,
                 9 + m / 60, m % 60);
        assert_true(rp_buffer_puts(&text, row));
    }
    clinic_open(&c, &(clinic_files){text.bytes, "id,slots\nc,mon 08:00-20:00\n",
                                    "setting,value\naccess_minutes,160\n", NULL,
                                    NULL, false, false});
    const rp_need *need = clinic_need(&c, "c");
    for (int m = 1; m < 160; m += 2)
        assert_int_equal(rp_score_of(&c.fit, need, (uint32_t)m / 2),
                         (125 * m + 1) / 2);
    clinic_close(&c);
    rp_buffer_clear(&text);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, scores, test_score);
    suite_add(&s, "weight_0", test_weight_0, NULL);
    suite_add(&s, "confirm_order", test_confirm_order, NULL);
    suite_add(&s, "given", test_given, NULL);
    SUITE_TABLE(&s, tenths_rows, test_tenths);
    SUITE_TABLE(&s, rounds, test_round);
    suite_add(&s, "halves", test_halves, NULL);
    suite_add(&s, "near_halves", test_near_halves, NULL);
    return suite_run(&s, "score");
}

/* Scalar cells: what they are read as, and what is said of bad ones. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/times/times.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct answer_row {
    const char *name, *text;
    rp_answer answer;
} answer_row;

static const answer_row answers[] = {
    {"answer/yes", "yes", RP_YES},
    {"answer/y", "Y", RP_YES},
    {"answer/true", "TRUE", RP_YES},
    {"answer/1", " 1 ", RP_YES},
    {"answer/no", "No", RP_NO},
    {"answer/n", "n", RP_NO},
    {"answer/false", "False", RP_NO},
    {"answer/0", "0", RP_NO},
    {"answer/blank", "", RP_UNKNOWN},
    {"answer/2", "2", RP_UNKNOWN},
    {"answer/ye", "ye", RP_UNKNOWN},
    {"answer/yess", "yess", RP_UNKNOWN},
    {"answer/maybe", "maybe", RP_UNKNOWN},
    {"answer/control", "\x11", RP_UNKNOWN}, /* '1' but for one bit */
};

static void test_answer(void **state) {
    const answer_row *row = *state;

    assert_int_equal(rp_answer_parse(rp_text_of(row->text)), row->answer);
}

typedef struct plain_row {
    const char *name, *in, *out;
} plain_row;

static const plain_row plains[] = {
    {"guard/equals", "'=1", "=1"},  {"guard/plus", "'+1", "+1"},
    {"guard/minus", "'-1", "-1"},   {"guard/at", " '@x ", "@x"},
    {"guard/letter", "'a", "'a"},   {"guard/alone", "'", "'"},
    {"guard/once", "''=1", "''=1"}, {"guard/none", " x ", "x"},
};

static void test_plain(void **state) {
    const plain_row *row = *state;
    rp_text plain = rp_cell_plain(rp_text_of(row->in));

    assert_int_equal(plain.length, strlen(row->out));
    assert_memory_equal(plain.bytes, row->out, plain.length);
}

typedef struct kind_row {
    const char *name, *cell, *kind;
} kind_row;

static const kind_row kinds[] = {
    {"kind/number", "12", "numbers"},
    {"kind/yes", "yes", "yes or no"},
    {"kind/one_is_a_number", "1", "numbers"},
    {"kind/date", "2026-01-05", "dates"},
    {"kind/times", "mon 09:00-10:00", "times of the week"},
    {"kind/day", "sat", "times of the week"},
    {"kind/text", "in person", NULL},
};

static void test_kind(void **state) {
    const kind_row *row = *state;
    const char *kind = rp_cell_other_kind(rp_text_of(row->cell));

    if (row->kind)
        assert_string_equal(kind, row->kind);
    else
        assert_null(kind);
}

/* One client and one therapist with every scalar filled. */
static void test_values(void **state) {
    clinic c;
    clinic_files files = {
        "id,name,openings,age_min,age_max,fee,fee_min,slots,prescribes,"
        "style_directive,style_emotion,style_past,style_support\n"
        "t,\" Ana \",9999,0,120,1 200,80.5,mon 09:00-10:00,y,-3,3,0.5,\n",
        "id,referred_on,urgency,severity,age,client_type,style_directive,"
        "slots,max_fee,needs_prescriber,wants_group,priorities\n"
        "c,2026-01-05,URGENT,light,34,couples,\xE2\x88\x92"
        "2.5,tue,$90,true,"
        "instead,style;Access | expertise\n",
        NULL,
        NULL,
        NULL,
        false,
        false};

    (void)state;
    clinic_open(&c, &files);
    const rp_therapist *t = &c.roster.therapists[0];
    const rp_client *k = &c.roster.clients[0];
    assert_string_equal(t->id, "t");
    assert_string_equal(t->name, " Ana "); /* blanks inside quotes are kept */
    assert_int_equal(t->openings, 9999);
    assert_int_equal(t->age_min, 0);
    assert_int_equal(t->age_max, 120);
    assert_exactly(t->fee, 1200.0);
    assert_exactly(t->fee_min, 80.5);
    assert_int_equal(t->slots.count, 1);
    assert_int_equal(t->prescribes, RP_YES);
    assert_exactly(t->style[RP_DIRECTIVE], -3.0);
    assert_exactly(t->style[RP_EMOTION], 3.0);
    assert_exactly(t->style[RP_PAST], 0.5);
    assert_exactly(t->style[RP_SUPPORT], NAN);
    assert_int_equal(k->referred_on, 20458);
    assert_int_equal(k->urgency, RP_URGENT);
    assert_int_equal(k->severity, 0);
    assert_int_equal(k->age, 34);
    assert_int_equal(k->client_type, RP_COUPLE);
    assert_exactly(k->style[RP_DIRECTIVE], -2.5);
    assert_int_equal(k->slots.windows[0].begin, RP_DAY_MINUTES);
    assert_exactly(k->max_fee, 90.0);
    assert_int_equal(k->needs_prescriber, RP_NEED_YES);
    assert_int_equal(k->wants_group, 3);
    assert_int_equal(k->priorities[0], RP_STYLE);
    assert_int_equal(k->priorities[1], RP_ACCESS);
    assert_int_equal(k->priorities[2], RP_EXPERTISE);
    clinic_close(&c);
}

static void test_blank_values(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings,age_min\nt,0,\n",
                                    "id,age,urgency\nc,,\n", NULL, NULL, NULL,
                                    true, false});
    const rp_therapist *t = &c.roster.therapists[0];
    const rp_client *k = &c.roster.clients[0];
    assert_string_equal(t->name, "");
    assert_int_equal(t->openings, 0);
    assert_int_equal(t->age_min, RP_BLANK);
    assert_int_equal(t->age_max, RP_BLANK);
    assert_exactly(t->fee, NAN);
    assert_exactly(t->fee_min, NAN);
    assert_int_equal(t->slots.count, 0);
    assert_int_equal(t->prescribes, RP_UNKNOWN);
    assert_int_equal(k->referred_on, RP_NO_DAY);
    assert_int_equal(k->urgency, RP_BLANK);
    assert_int_equal(k->age, RP_BLANK);
    assert_int_equal(k->client_type, RP_BLANK);
    assert_exactly(k->max_fee, NAN);
    assert_int_equal(k->needs_prescriber, RP_BLANK);
    assert_int_equal(k->priorities[0], RP_BLANK);
    for (int axis = 0; axis < RP_AXIS_COUNT; axis++) {
        assert_exactly(t->style[axis], NAN);
        assert_exactly(k->style[axis], NAN);
    }
    clinic_close(&c);
}

/* One bad cell, the whole of what is said of it. */
typedef struct bad_row {
    const char *name, *column, *cell, *said;
    bool is_client;
} bad_row;

static const bad_row bad[] = {
    {"bad/whole", "openings", "six",
     "openings: expected a whole number from 0 to 9999, got 'six'", false},
    {"bad/too_many", "openings", "10000",
     "openings: expected a whole number from 0 to 9999, got '10000'", false},
    {"bad/fraction", "openings", "2.5",
     "openings: expected a whole number from 0 to 9999, got '2.5'", false},
    {"bad/negative_fee", "fee", "-1",
     "fee: expected a number, 0 or more, got '-1'", false},
    {"bad/style", "style_past", "3.01",
     "style_past: expected a number from -3 to 3, got '3.01'", false},
    {"bad/answer", "prescribes", "perhaps",
     "prescribes: expected yes or no, got 'perhaps'", false},
    {"bad/date", "referred_on", "5/1/2026x",
     "referred_on: expected a date YYYY-MM-DD, got '5/1/2026x'", true},
    {"bad/choice", "urgency", "high",
     "urgency: unknown value 'high', expected one of routine, soon, urgent, "
     "crisis",
     true},
    {"bad/times", "slots", "mon 12:00-09:00",
     "slots: 'mon 12:00-09:00': expected an end after the begin, 24:00 at the "
     "latest",
     true},
    {"bad/priority_twice", "priorities", "style;style",
     "priorities: expected each criterion once, got 'style'", true},
    {"bad/priority_four", "priorities", "style,access,modality,expertise",
     "priorities: expected at most three criteria, got 'expertise'", true},
    {"bad/age_order", "age_min,age_max", "40,30",
     "age_min: expected at most age_max, 30, got '40'", false},
    {"bad/fee_order", "fee,fee_min", "40,40.5",
     "fee_min: expected at most fee, 40, got '40.5'", false},
};

static void test_bad(void **state) {
    const bad_row *row = *state;
    char text[512], said[512];
    clinic c;
    clinic_files files = {
        "id,openings\nt,1\n", "id\nc\n", NULL, NULL, NULL, false, false};
    bool is_openings = strcmp(row->column, "openings") == 0;
    bool is_pair = strchr(row->column, ',') != NULL;

    snprintf(text, sizeof text, "id,%s%s\nx,%s%s%s%s\ny,%s\n",
             is_openings ? "" : "openings,", row->column,
             is_openings ? "" : "1,", is_pair ? "" : "\"", row->cell,
             is_pair ? "" : "\"", is_openings ? "1" : "1,");
    *(row->is_client ? &files.clients : &files.therapists) = text;
    assert_int_equal(clinic_try(&c, &files), RP_ERR_DATA);
    assert_int_equal(c.findings.errors, 1);
    snprintf(said, sizeof said, "%s.csv:2:%d: error: %s\n",
             row->is_client ? "clients" : "therapists",
             is_openings                                    ? 3
             : is_pair && strncmp(row->said, "fee", 3) == 0 ? 8
                                                            : 5,
             row->said);
    assert_non_null(strstr(c.said, said));
    clinic_close(&c);
}

/* The criteria that there are, in words. */
static void test_no_priority(void **state) {
    char said[512] = "clients.csv:2:3: error: priorities: expected ";
    clinic c;
    clinic_files files = {"id,openings\nt,1\n",
                          "id,priorities\nc,speed\n",
                          NULL,
                          NULL,
                          NULL,
                          false,
                          false};
    size_t used = 0;

    (void)state;
    assert_int_equal(clinic_try(&c, &files), RP_ERR_DATA);
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        used = strlen(said);
        snprintf(said + used, sizeof said - used, "%s%s",
                 k == 0                        ? ""
                 : k == RP_CRITERION_COUNT - 1 ? " or "
                                               : ", ",
                 rp_criterion_names[k]);
    }
    used = strlen(said);
    snprintf(said + used, sizeof said - used, ", got 'speed'\n");
    assert_string_equal(c.said, said);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, answers, test_answer);
    SUITE_TABLE(&s, plains, test_plain);
    SUITE_TABLE(&s, kinds, test_kind);
    suite_add(&s, "values/filled", test_values, NULL);
    suite_add(&s, "values/blank", test_blank_values, NULL);
    SUITE_TABLE(&s, bad, test_bad);
    suite_add(&s, "bad/priority", test_no_priority, NULL);
    return suite_run(&s, "cell");
}

#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/suggest/filter.h"

#include <stdlib.h>
#include <string.h>

/* One client who may go to all of five; T1 is assigned, T4 is full. */
static const clinic_files files = {
    .therapists =
        "therapist_id,name,openings,gender,languages,formats,fee,fee_min,"
        "slots,prescribes,client_types,sites,populations,age_max\n"
        "T1,Ana Ru\xC3\xADz,2,female,es;en,video,100,60,mon 09:00-12:00,yes,"
        "couple;individual,\"Pregnancy, Prenatal\",lgbtq\n"
        "T2,Bo,1,male,en,in_person,80,,tue 17:00-20:00,no,,north,none\n"
        "T3,Cy,1,,,,,,,,,,,120\n"
        "T4,Di,0,non_binary,fr,phone,120.5,,mon 11:30-12:30,no,,south,"
        "veterans\n"
        "T5,Ed,1,male,en;fr,in_person;video,80,40,\"mon 18:00-20:00; wed "
        "09:00-10:00\",no,individual,north,\n",
    .clients = "client_id,languages\nC1,\n"};

typedef struct filter_row {
    const char *name, *first, *second;
    bool known;
    const char *passes; /* last digits of the ids */
} filter_row;

static const filter_row rows[] = {
    {"filter/none", NULL, NULL, false, "12345"},
    {"filter/tag", "gender=female", NULL, false, "13"},
    {"filter/alias_of_value", "gender=woman", NULL, false, "13"},
    {"filter/alias_of_column", "rate<=80", NULL, false, "235"},
    {"filter/any_of", "languages=es, fr", NULL, false, "1345"},
    {"filter/blank_is_kept", "languages=es", NULL, false, "13"},
    {"filter/known", "languages=es", NULL, true, "1"},
    {"filter/unequal", "gender!=male", NULL, false, "134"},
    {"filter/unequal_known", "gender!=male", NULL, true, "14"},
    {"filter/known_but_empty", "populations=lgbtq", NULL, false, "135"},
    {"filter/comma_in_a_value", "sites=Pregnancy, Prenatal", NULL, true, "1"},
    {"filter/hybrid", "formats=hybrid", NULL, true, "125"},
    {"filter/at_most", "fee<=80", NULL, false, "235"},
    {"filter/less", "fee<80", NULL, false, "3"},
    {"filter/more", "fee>100", NULL, true, "4"},
    {"filter/at_least", "fee >= 100", NULL, true, "14"},
    {"filter/equal_number", "fee=80,120.5", NULL, true, "245"},
    {"filter/unequal_number", "fee!=80", NULL, true, "14"},
    {"filter/fee_min", "fee_min<=60", NULL, true, "15"},
    {"filter/answer", "prescribes=yes", NULL, true, "1"},
    {"filter/answer_no", "prescribes=n", NULL, true, "245"},
    {"filter/blank_is_individual", "client_types=individual", NULL, true,
     "12345"},
    {"filter/couple", "client_types=couple", NULL, false, "1"},
    {"filter/slots", "slots=mon 09:00-10:00", NULL, true, "1"},
    {"filter/slots_any_of", "slots=mon 09:00-10:00, wed 09:00-10:00", NULL,
     true, "15"},
    {"filter/slots_too_short", "slots=mon 11:30-12:00", NULL, true, ""},
    {"filter/slots_not", "slots!=mon", NULL, true, "2"},
    {"filter/day", "days=monday", NULL, true, "145"},
    {"filter/time", "times=morning", NULL, true, "145"},
    {"filter/evening", "times=evening", NULL, true, "25"},
    {"filter/day_and_time_together", "days=wed", "times=evening", true, ""},
    {"filter/monday_evening", "days=mon", "times=evening", true, "5"},
    {"filter/name", "name=RU\xC3\x8DZ", NULL, false, "1"},
    {"filter/therapist_name", "therapist_name=d", NULL, false, "45"},
    {"filter/id", "therapist_id=T1,T4", NULL, false, "14"},
    {"filter/status_full", "status=full", NULL, false, "4"},
    {"filter/status", "status=assigned, open", NULL, false, "1235"},
    {"filter/left", "left>=1", NULL, false, "125"},
    {"filter/left_none", "left=0", NULL, false, "34"},
    {"filter/openings", "openings<1", NULL, false, "4"},
    {"filter/both", "gender=male", "fee<=80", true, "25"},
    {"filter/both_fail", "gender=female", "fee<=80", true, ""},
};

static clinic shared;
static rp_triage triage;
static rp_outcome outcome;

static void test_passes(void **state) {
    const filter_row *row = *state;
    const char *texts[] = {row->first, row->second};
    size_t count = row->second ? 2 : row->first != NULL;
    rp_filters filters;
    rp_buffer trouble = {0};
    char got[8] = "";

    assert_int_equal(rp_filters_parse(&filters, texts, count, row->known,
                                      &shared.fit, &trouble),
                     RP_OK);
    for (uint32_t t = 0; t < shared.roster.therapist_count; t++) {
        rp_candidate candidate = {&outcome, NULL, 0, t, t + 1, 5000};
        if (rp_filters_pass(&filters, &candidate, RP_EVERY_FILTER))
            strncat(got, shared.roster.therapists[t].id + 1, 1);
        if (count == 1)
            assert_true(rp_filters_pass(&filters, &candidate, 0));
    }
    assert_string_equal(got, row->passes);
    rp_filters_clear(&filters);
    rp_buffer_clear(&trouble);
}

typedef struct refused_row {
    const char *name, *text, *says;
} refused_row;

static const refused_row refused[] = {
    {"refused/column", "gendr=female",
     "unknown column 'gendr', nearest: gender"},
    {"refused/value", "gender=femal", "unknown value 'femal', nearest: female"},
    {"refused/free_value", "sites=nort",
     "unknown value 'nort', nearest: north"},
    {"refused/value_of_another_column", "sites=lgbtq", "unknown value 'lgbtq'"},
    {"refused/word", "status=opened", "nearest: open"},
    {"refused/no_word_is_near", "times=9", "one of morning afternoon evening"},
    {"refused/number", "fee<=1,5", "expected one number"},
    {"refused/nan", "fee<=nan", "expected a number, got 'nan'"},
    {"refused/less_of_a_list", "gender<female", "only numbers"},
    {"refused/times", "slots=9-12", "expected times as in mon 17:00-20:00"},
    {"refused/no_sign", "gender", "expected a column"},
    {"refused/no_value", "gender= ", "expected a value after 'gender'"},
    {"refused/no_column", "=1", "unknown column ''"},
    {"refused/other_clients", "declines=C1", "unknown column 'declines'"},
    {"refused/audit", "audit_x=1", "unknown column 'audit_x'"},
    {"refused/not_utf8", "name=\xFF", "expected UTF-8"},
    {"refused/id", "therapist_id=T9", "unknown value 'T9'"},
};

static void test_refused(void **state) {
    const refused_row *row = *state;
    rp_filters filters;
    rp_buffer trouble = {0};

    assert_int_equal(
        rp_filters_parse(&filters, &row->text, 1, false, &shared.fit, &trouble),
        RP_ERR_USAGE);
    if (!strstr(trouble.bytes, row->says))
        fail_msg("\"%s\" does not say \"%s\"", trouble.bytes, row->says);
    rp_filters_clear(&filters);
    rp_buffer_clear(&trouble);
}

typedef struct cells_row {
    const char *name;
    rp_window window;
    uint32_t cells;
} cells_row;

static const cells_row cells[] = {
    {"cells/morning", {540, 720}, 1},
    {"cells/one_minute_short", {661, 720}, 0},
    {"cells/across_noon", {690, 750}, 1},
    {"cells/from_noon", {720, 780}, 2},
    {"cells/across_five", {990, 1080}, 2 | 4},
    {"cells/whole_day", {0, 1440}, 7},
    {"cells/over_midnight", {1410, 1500}, 4 | 8},
    {"cells/end_of_the_week", {10020, 10080}, 1u << 20},
};

static void test_cells(void **state) {
    const cells_row *row = *state;
    rp_times times = {&row->window, 1, NULL};

    assert_int_equal(rp_week_cells(&times, 60.0), row->cells);
}

int main(void) {
    static suite s;
    rp_context options = {.threads = 1};

    clinic_open(&shared, &files);
    assert_int_equal(rp_triage_make(&triage, &shared.fit, RP_NO_DAY, false,
                                    NULL, &shared.findings),
                     RP_OK);
    assert_int_equal(rp_outcome_match(&outcome, &shared.fit, &triage, &options),
                     RP_OK);
    SUITE_TABLE(&s, rows, test_passes);
    SUITE_TABLE(&s, refused, test_refused);
    SUITE_TABLE(&s, cells, test_cells);
    int failed = suite_run(&s, "filter");
    rp_outcome_clear(&outcome);
    rp_triage_clear(&triage);
    clinic_close(&shared);
    return failed;
}

/* Each rule on one pair: verdict, and what has to be confirmed. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/phrases.h"
#include "fit/rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct rule_row {
    const char *name;
    rp_rule rule;
    const char *columns, *cells;     /* of the therapist */
    const char *asked, *asked_cells; /* of the client */
    rp_verdict verdict;
    const char *confirm;
} rule_row;

#define LICENCE RP_RULE_LICENCE, "licensed_in"
#define AGE RP_RULE_AGE, "age_min,age_max"
#define TYPE RP_RULE_CLIENT_TYPE, "client_types"
#define LANGUAGE RP_RULE_LANGUAGE, "languages"
#define FORMAT RP_RULE_FORMAT, "formats,sites"
#define COST RP_RULE_COST, "insurance,fee,fee_min"
#define TIME RP_RULE_TIME, "slots"

static const rule_row simple_rules[] = {
    {"licence/in_common", LICENCE, "ca;ny", "lives_in", "ny;nj", RP_PASS, ""},
    {"licence/other", LICENCE, "ca", "lives_in", "ny", RP_FORBID, ""},
    {"licence/blank", LICENCE, "", "lives_in", "ny", RP_UNCONFIRMED,
     "licensed_in"},
    {"licence/none", LICENCE, "none", "lives_in", "ny", RP_FORBID, ""},
    {"licence/not_asked", LICENCE, "ca", "lives_in", "", RP_PASS, ""},
    {"licence/asks_none", LICENCE, "ca", "lives_in", "none", RP_PASS, ""},
    {"age/lower_bound", AGE, "18,65", "age", "18", RP_PASS, ""},
    {"age/upper_bound", AGE, "18,65", "age", "65", RP_PASS, ""},
    {"age/too_young", AGE, "18,65", "age", "17", RP_FORBID, ""},
    {"age/too_old", AGE, "18,65", "age", "66", RP_FORBID, ""},
    {"age/no_upper", AGE, "18,", "age", "120", RP_PASS, ""},
    {"age/no_upper_young", AGE, "18,", "age", "17", RP_FORBID, ""},
    {"age/no_lower", AGE, ",17", "age", "0", RP_PASS, ""},
    {"age/no_lower_old", AGE, ",17", "age", "18", RP_FORBID, ""},
    {"age/both_blank", AGE, ",", "age", "18", RP_UNCONFIRMED, "age_min"},
    {"age/not_asked", AGE, "18,65", "age", "", RP_PASS, ""},
    {"type/same", TYPE, "couple;family", "client_type", "family", RP_PASS, ""},
    {"type/other", TYPE, "couple", "client_type", "family", RP_FORBID, ""},
    {"type/blank_is_individual", TYPE, "", "client_type", "", RP_PASS, ""},
    {"type/blank_asks_individual", TYPE, "couple", "client_type", "", RP_FORBID,
     ""},
    {"type/blank_offers_individual", TYPE, "", "client_type", "couple",
     RP_FORBID, ""},
    {"type/none", TYPE, "none", "client_type", "", RP_FORBID, ""},
    {"language/in_common", LANGUAGE, "es;en", "languages", "fr;english",
     RP_PASS, ""},
    {"language/other", LANGUAGE, "es", "languages", "en", RP_FORBID, ""},
    {"language/blank", LANGUAGE, "", "languages", "en", RP_UNCONFIRMED,
     "languages"},
    {"format/video", FORMAT, "video,", "formats,sites", "video,north", RP_PASS,
     ""},
    {"format/none_in_common", FORMAT, "video;phone,", "formats,sites",
     "in_person,", RP_FORBID, ""},
    {"format/blank", FORMAT, ",north", "formats,sites", "in_person,north",
     RP_UNCONFIRMED, "formats"},
    {"format/same_site", FORMAT, "in_person,north;south", "formats,sites",
     "in_person,north", RP_PASS, ""},
    {"format/other_site", FORMAT, "in_person,south", "formats,sites",
     "in_person,north", RP_FORBID, ""},
    {"format/other_site_but_video", FORMAT, "hybrid,south", "formats,sites",
     "in_person;video,north", RP_PASS, ""},
    {"format/sites_blank", FORMAT, "in_person,", "formats,sites",
     "in_person;video,north", RP_UNCONFIRMED, "sites"},
    {"format/sites_none", FORMAT, "in_person,none", "formats,sites",
     "in_person,north", RP_UNCONFIRMED, "sites"},
    {"format/sites_blank_but_video", FORMAT, "in_person;video,",
     "formats,sites", "in_person;video,north", RP_PASS, ""},
    {"format/no_site_asked", FORMAT, "in_person,", "formats,sites",
     "in_person,", RP_PASS, ""},
    {"format/not_asked", FORMAT, "none,", "formats,sites", ",north", RP_PASS,
     ""},
    {"cost/insured", COST, "aetna,200,", "insurance,max_fee", "aetna,", RP_PASS,
     ""},
    {"cost/other_insurer", COST, "cigna,50,", "insurance,max_fee", "aetna,",
     RP_FORBID, ""},
    {"cost/insurer_blank", COST, ",50,", "insurance,max_fee", "aetna,",
     RP_UNCONFIRMED, "insurance"},
    {"cost/takes_none", COST, "none,50,", "insurance,max_fee", "aetna,",
     RP_FORBID, ""},
    {"cost/within_fee", COST, ",80,", "insurance,max_fee", ",80", RP_PASS, ""},
    {"cost/above_fee", COST, "aetna,80.01,", "insurance,max_fee", ",80",
     RP_FORBID, ""},
    {"cost/within_scale", COST, "cigna,200,80", "insurance,max_fee", "aetna,80",
     RP_PASS, ""},
    {"cost/above_scale", COST, "cigna,200,80.01", "insurance,max_fee",
     "aetna,80", RP_FORBID, ""},
    {"cost/fee_blank", COST, "cigna,,", "insurance,max_fee", "aetna,80",
     RP_UNCONFIRMED, "fee"},
    {"cost/both_blank", COST, ",,", "insurance,max_fee", "aetna,80",
     RP_UNCONFIRMED, "insurance;fee"},
    {"cost/insurer_blank_fee_above", COST, ",200,", "insurance,max_fee",
     "aetna,80", RP_UNCONFIRMED, "insurance"},
    {"cost/insurer_blank_fee_within", COST, ",70,", "insurance,max_fee",
     "aetna,80", RP_PASS, ""},
    {"cost/fee_blank_scale_within", COST, "cigna,,80", "insurance,max_fee",
     ",80", RP_PASS, ""},
    {"cost/fee_blank_scale_above", COST, "cigna,,81", "insurance,max_fee",
     ",80", RP_FORBID, ""},
    {"cost/not_asked", COST, "cigna,500,", "insurance,max_fee", ",", RP_PASS,
     ""},
    {"time/an_hour", TIME, "mon 09:00-10:00", "slots", "mon 08:00-12:00",
     RP_PASS, ""},
    {"time/a_minute_less", TIME, "mon 09:01-10:00", "slots", "mon 08:00-12:00",
     RP_FORBID, ""},
    {"time/pieces", TIME, "mon 09:00-09:30; tue 09:00-09:59", "slots",
     "mon-sun 00:00-24:00", RP_FORBID, ""},
    {"time/blank", TIME, "", "slots", "mon 08:00-12:00", RP_UNCONFIRMED,
     "slots"},
    {"time/not_asked", TIME, "mon 09:00-09:10", "slots", "", RP_PASS, ""},
};

static const rule_row other_rules[] = {
    {"prescriber/yes", RP_RULE_PRESCRIBER, "prescribes", "yes",
     "needs_prescriber", "yes", RP_PASS, ""},
    {"prescriber/no", RP_RULE_PRESCRIBER, "prescribes", "no",
     "needs_prescriber", "yes", RP_FORBID, ""},
    {"prescriber/blank", RP_RULE_PRESCRIBER, "prescribes", "",
     "needs_prescriber", "yes", RP_UNCONFIRMED, "prescribes"},
    {"prescriber/open", RP_RULE_PRESCRIBER, "prescribes", "no",
     "needs_prescriber", "open", RP_PASS, ""},
    {"prescriber/not_needed", RP_RULE_PRESCRIBER, "prescribes", "no",
     "needs_prescriber", "no", RP_PASS, ""},
    {"not_treated/itself", RP_RULE_NOT_TREATED, "not_treated", "gad",
     "concerns", "ocd;gad", RP_FORBID, ""},
    {"not_treated/parent", RP_RULE_NOT_TREATED, "not_treated", "anxiety",
     "concerns", "ocd;gad", RP_FORBID, ""},
    {"not_treated/child", RP_RULE_NOT_TREATED, "not_treated", "gad", "concerns",
     "anxiety", RP_PASS, ""},
    {"not_treated/sibling", RP_RULE_NOT_TREATED, "not_treated", "panic",
     "concerns", "gad", RP_PASS, ""},
    {"not_treated/blank", RP_RULE_NOT_TREATED, "not_treated", "", "concerns",
     "gad", RP_PASS, ""},
    {"not_treated/literal", RP_RULE_NOT_TREATED, "not_treated", "xyzzy",
     "concerns", "xyzzy", RP_FORBID, ""},
    {"contraindicated/itself", RP_RULE_CONTRAINDICATED, "modalities",
     "cbt;scared_straight", "concerns", "gad;child_behaviour", RP_FORBID, ""},
    {"contraindicated/parent", RP_RULE_CONTRAINDICATED, "modalities",
     "scared_straight", "concerns", "teen_violence", RP_FORBID, ""},
    {"contraindicated/other_concern", RP_RULE_CONTRAINDICATED, "modalities",
     "scared_straight", "concerns", "gad", RP_PASS, ""},
    {"contraindicated/avoided_too", RP_RULE_CONTRAINDICATED, "modalities",
     "scared_straight", "concerns,avoid_modalities",
     "teen_violence,scared_straight", RP_FORBID, ""},
    {"contraindicated/not_recommended", RP_RULE_CONTRAINDICATED, "modalities",
     "debriefing", "concerns", "ptsd", RP_PASS, ""},
    {"contraindicated/blank", RP_RULE_CONTRAINDICATED, "modalities", "",
     "concerns", "teen_violence", RP_PASS, ""},
    {"must_gender/met", RP_RULE_MUST_GENDER, "gender", "f;nb", "want_gender",
     "woman!", RP_PASS, ""},
    {"must_gender/not_met", RP_RULE_MUST_GENDER, "gender", "m", "want_gender",
     "f!", RP_FORBID, ""},
    {"must_gender/one_of_two", RP_RULE_MUST_GENDER, "gender", "m",
     "want_gender", "f!;m!", RP_PASS, ""},
    {"must_gender/wish_does_not_count", RP_RULE_MUST_GENDER, "gender", "m",
     "want_gender", "f!;m", RP_FORBID, ""},
    {"must_gender/blank", RP_RULE_MUST_GENDER, "gender", "", "want_gender",
     "f!", RP_UNCONFIRMED, "gender"},
    {"must_gender/wish", RP_RULE_MUST_GENDER, "gender", "m", "want_gender",
     "f;nb?", RP_PASS, ""},
    {"must_modality/itself", RP_RULE_MUST_MODALITY, "modalities", "act;emdr",
     "want_modalities", "emdr!", RP_PASS, ""},
    {"must_modality/child", RP_RULE_MUST_MODALITY, "modalities", "erp",
     "want_modalities", "exposure!", RP_PASS, ""},
    {"must_modality/grandchild", RP_RULE_MUST_MODALITY, "modalities", "erp",
     "want_modalities", "cbt!", RP_FORBID, ""},
    {"must_modality/parent", RP_RULE_MUST_MODALITY, "modalities", "exposure",
     "want_modalities", "erp!", RP_FORBID, ""},
    {"must_modality/avoided_child", RP_RULE_MUST_MODALITY, "modalities", "erp",
     "want_modalities,avoid_modalities", "exposure!,erp", RP_FORBID, ""},
    {"must_modality/avoided_parent", RP_RULE_MUST_MODALITY, "modalities",
     "erp;emdr", "want_modalities,avoid_modalities", "erp!,exposure", RP_FORBID,
     ""},
    {"must_modality/blank", RP_RULE_MUST_MODALITY, "modalities", "",
     "want_modalities", "emdr!", RP_UNCONFIRMED, "modalities"},
    {"must_modality/wish", RP_RULE_MUST_MODALITY, "modalities", "act",
     "want_modalities", "emdr", RP_PASS, ""},
    {"must_modality/wish_does_not_count", RP_RULE_MUST_MODALITY, "modalities",
     "act", "want_modalities", "emdr!;act", RP_FORBID, ""},
    {"must_populations/wish_does_not_count", RP_RULE_MUST_POPULATIONS,
     "populations", "students", "want_populations", "veterans!;students",
     RP_FORBID, ""},
    {"must_populations/met", RP_RULE_MUST_POPULATIONS, "populations",
     "Veterans", "want_populations", "veterans!", RP_PASS, ""},
    {"must_populations/not_met", RP_RULE_MUST_POPULATIONS, "populations",
     "students", "want_populations", "veterans!", RP_FORBID, ""},
    {"must_populations/blank", RP_RULE_MUST_POPULATIONS, "populations", "",
     "want_populations", "veterans!", RP_UNCONFIRMED, "populations"},
    {"avoid/past", RP_RULE_AVOID, "name", "x", "past_therapists", "t",
     RP_FORBID, ""},
    {"avoid/with_reason", RP_RULE_AVOID, "name", "x", "avoid_therapists",
     "u;t:too_challenging", RP_FORBID, ""},
    {"avoid/other", RP_RULE_AVOID, "name", "x", "past_therapists", "u", RP_PASS,
     ""},
    {"avoid/declines", RP_RULE_AVOID, "declines", "d;c", "age", "", RP_FORBID,
     ""},
    {"avoid/declines_other", RP_RULE_AVOID, "declines", "d", "age", "", RP_PASS,
     ""},
};

/* Therapists t (of the row) and u (empty), clients c (of the row) and d. */
static void open_pair(clinic *c, const rule_row *row, const char *policy,
                      bool unknown_forbids) {
    char therapists[512], clients[512];

    /* of u nothing is known that matters here */
    const char *other = strstr(row->columns, "age") ? "sites" : "age_max";
    snprintf(therapists, sizeof therapists,
             "id,openings,%s,%s\nt,1,120,%s\nu,1,120,\n", other, row->columns,
             row->cells);
    snprintf(clients, sizeof clients, "id,%s\nc,%s\nd,\n", row->asked,
             row->asked_cells);
    clinic_open(c, &(clinic_files){therapists, clients, policy, NULL, NULL,
                                   false, unknown_forbids});
}

static void check_row(const rule_row *row, const char *policy) {
    clinic c;
    rp_buffer words = {0};
    rp_confirm confirm = {0};

    open_pair(&c, row, policy, false);
    const rp_need *need = clinic_need(&c, "c");
    uint32_t t = clinic_therapist(&c, "t");
    assert_int_equal(rp_rule_judge(&c.fit, need, t, row->rule, &confirm),
                     row->verdict);
    assert_true(rp_phrases_confirm(&confirm, &words));
    assert_string_equal(words.bytes, row->confirm);
    assert_int_equal(rp_rule_forbids(&c.fit, need, t, row->rule),
                     row->verdict == RP_FORBID);
    /* a rule that does not ask must not forbid */
    if (!rp_rule_asks(&c.fit, need, row->rule))
        assert_int_equal(row->verdict, RP_PASS);
    rp_buffer_clear(&words);
    clinic_close(&c);
    open_pair(&c, row, policy, true);
    need = clinic_need(&c, "c");
    assert_int_equal(rp_rule_forbids(&c.fit, need, t, row->rule),
                     row->verdict != RP_PASS);
    clinic_close(&c);
}

static void test_rule(void **state) { check_row(*state, NULL); }

static const rule_row concern_rules[] = {
    {"concern/listed", RP_RULE_CONCERN, "specialties", "gad", "concerns", "gad",
     RP_PASS, ""},
    {"concern/no_cases", RP_RULE_CONCERN, "specialties", "gad:0", "concerns",
     "gad", RP_FORBID, ""},
    {"concern/parent", RP_RULE_CONCERN, "specialties", "anxiety", "concerns",
     "gad", RP_PASS, ""},
    {"concern/child", RP_RULE_CONCERN, "specialties", "gad", "concerns",
     "anxiety", RP_PASS, ""},
    {"concern/sibling", RP_RULE_CONCERN, "specialties", "panic", "concerns",
     "gad", RP_FORBID, ""},
    {"concern/second_only", RP_RULE_CONCERN, "specialties", "ocd", "concerns",
     "gad;ocd", RP_FORBID, ""},
    {"concern/first_by_position", RP_RULE_CONCERN, "specialties", "gad",
     "concerns", "gad:1;ocd:9", RP_PASS, ""},
    {"concern/empty", RP_RULE_CONCERN, "specialties", "none", "concerns", "gad",
     RP_FORBID, ""},
    {"concern/blank", RP_RULE_CONCERN, "specialties", "", "concerns", "gad",
     RP_UNCONFIRMED, "specialties"},
    {"concern/none_asked", RP_RULE_CONCERN, "specialties", "ocd", "concerns",
     "", RP_PASS, ""},
    {"concern/literal", RP_RULE_CONCERN, "specialties", "xyzzy", "concerns",
     "xyzzy", RP_PASS, ""},
    {"concern/other_literal", RP_RULE_CONCERN, "specialties", "xyzzy",
     "concerns", "plugh", RP_FORBID, ""},
};

static void test_concern(void **state) {
    check_row(*state, "setting,value\nrequire_concern,1\n");
}

static void test_concern_off(void **state) {
    const rule_row *row = *state;
    clinic c;

    open_pair(&c, row, NULL, true);
    assert_false(
        rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0, RP_RULE_CONCERN));
    clinic_close(&c);
}

static void test_session(void **state) {
    static const rule_row row = {
        "", TIME, "mon 09:00-09:45", "slots", "mon", RP_PASS, ""};
    clinic c;

    (void)state;
    open_pair(&c, &row, "setting,value\nsession_minutes,45\n", false);
    assert_false(
        rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0, RP_RULE_TIME));
    clinic_close(&c);
    open_pair(&c, &row, "setting,value\nsession_minutes,45.5\n", false);
    assert_true(rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0, RP_RULE_TIME));
    clinic_close(&c);
}

static void test_scores_rules(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings\nt,1\nu,1\n", "id\nc\nd\n",
                                    "setting,value\nmin_score,33.33\n",
                                    "client_id,therapist_id,score\nc,u,0\n",
                                    NULL, true, false});
    const rp_need *need = clinic_need(&c, "c");
    assert_true(rp_rule_asks(&c.fit, need, RP_RULE_NOT_LISTED));
    assert_true(rp_rule_forbids(&c.fit, need, 0, RP_RULE_NOT_LISTED));
    assert_false(rp_rule_forbids(&c.fit, need, 1, RP_RULE_NOT_LISTED));
    assert_true(rp_rule_asks(&c.fit, need, RP_RULE_MINIMUM));
    assert_int_equal(rp_rule_least_score(&c.fit), 3333);
    need = clinic_need(&c, "d");
    assert_true(rp_rule_forbids(&c.fit, need, 1, RP_RULE_NOT_LISTED));
    clinic_close(&c);
}

/* Clients with the same key meet the same verdicts: where two keys are equal,
 * so are the questions. */
static void test_keys(void **state) {
    clinic c;
    rp_buffer one = {0}, two = {0};
    rp_need other = {0};

    (void)state;
    clinic_open(
        &c,
        &(clinic_files){
            "id,openings\nt,1\n",
            "id,lives_in,age,client_type,languages,formats,sites,insurance,"
            "max_fee,slots,concerns,want_gender,want_modalities,"
            "avoid_modalities,want_populations,needs_prescriber\n"
            "a,ny,30,couple,en,video,x,aetna,80,mon,gad,f!,emdr!,act,p!,yes\n"
            "b,ny,30,couple,en,video,x,aetna,80,mon,gad,f!,emdr!,act,p!,yes\n"
            "c,nj,31,family,es,phone,y,cigna,81,tue,ocd,m!,cbt!,ba,q!,yes\n",
            "setting,value\nrequire_concern,1\n", NULL, NULL, false, false});
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++) {
        bool each = rule == RP_RULE_AVOID || rule == RP_RULE_NOT_LISTED;
        assert_true(
            rp_rule_key(&c.fit, clinic_need(&c, "a"), (rp_rule)rule, &one));
        assert_true(rp_need_set(&other, &c.fit, 1));
        assert_true(rp_rule_key(&c.fit, &other, (rp_rule)rule, &two));
        bool same = one.length == two.length &&
                    memcmp(one.bytes, two.bytes, one.length) == 0;
        assert_int_equal(same, !each);
        assert_true(rp_need_set(&other, &c.fit, 2));
        assert_true(rp_rule_key(&c.fit, &other, (rp_rule)rule, &two));
        same = one.length == two.length &&
               memcmp(one.bytes, two.bytes, one.length) == 0;
        assert_int_equal(same, rule == RP_RULE_PRESCRIBER);
    }
    rp_buffer_clear(&one);
    rp_buffer_clear(&two);
    rp_need_clear(&other);
    clinic_close(&c);
}

static void test_rule_names(void **state) {
    static const char *const names[] = {"licence",
                                        "age",
                                        "client_type",
                                        "language",
                                        "format",
                                        "cost",
                                        "time",
                                        "prescriber",
                                        "not_treated",
                                        "contraindicated",
                                        "must_gender",
                                        "must_modality",
                                        "must_populations",
                                        "avoid",
                                        "not_listed",
                                        "concern",
                                        "minimum"};

    (void)state;
    assert_int_equal(sizeof names / sizeof *names, RP_RULE_COUNT);
    for (int rule = 0; rule < RP_RULE_COUNT; rule++)
        assert_string_equal(rp_rule_names[rule], names[rule]);
}

static void test_confirm_once(void **state) {
    rp_confirm confirm = {0};
    rp_buffer words = {0};

    (void)state;
    rp_confirm_add(NULL, RP_BLANK_FEE);
    rp_confirm_add(&confirm, RP_BLANK_SLOTS);
    rp_confirm_add(&confirm, RP_BLANK_FEE);
    rp_confirm_add(&confirm, RP_BLANK_SLOTS);
    assert_int_equal(confirm.count, 2);
    assert_true(rp_phrases_confirm(&confirm, &words));
    assert_string_equal(words.bytes, "slots;fee");
    confirm = (rp_confirm){0};
    for (int blank = 0; blank < RP_BLANK_COUNT; blank++)
        rp_confirm_add(&confirm, (rp_blank)blank);
    assert_int_equal(confirm.count, RP_BLANK_COUNT);
    for (int blank = 0; blank < RP_BLANK_COUNT; blank++)
        assert_non_null(
            rp_schema_find(RP_THERAPISTS, rp_text_of(rp_blank_names[blank])));
    rp_buffer_clear(&words);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, simple_rules, test_rule);
    SUITE_TABLE(&s, other_rules, test_rule);
    SUITE_TABLE(&s, concern_rules, test_concern);
    suite_add(&s, "concern/off", test_concern_off, &concern_rules[1]);
    suite_add(&s, "time/session_minutes", test_session, NULL);
    suite_add(&s, "scores", test_scores_rules, NULL);
    suite_add(&s, "keys", test_keys, NULL);
    suite_add(&s, "names", test_rule_names, NULL);
    suite_add(&s, "confirm", test_confirm_once, NULL);
    return suite_run(&s, "rules");
}

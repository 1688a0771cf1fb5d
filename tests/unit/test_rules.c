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
    const char *rule;
    const char *columns, *cells;     /* of the therapist */
    const char *asked, *asked_cells; /* of the client */
    rp_verdict verdict;
    const char *confirm;
} rule_row;

#define LICENCE "licence", "licensed_in"
#define AGE "age", "age_min,age_max"
#define TYPE "client_type", "client_types"
#define LANGUAGE "language", "languages"
#define FORMAT "format", "formats,sites"
#define COST "cost", "insurance,fee,fee_min"
#define TIME "time", "slots"

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
    {"time/not_asked", TIME, "mon 09:00-10:00", "slots", "", RP_PASS, ""},
    {"time/no_hour", TIME, "mon 09:00-09:10", "slots", "", RP_FORBID, ""},
};

static const rule_row other_rules[] = {
    {"prescriber/yes", "prescriber", "prescribes", "yes", "needs_prescriber",
     "yes", RP_PASS, ""},
    {"prescriber/no", "prescriber", "prescribes", "no", "needs_prescriber",
     "yes", RP_FORBID, ""},
    {"prescriber/blank", "prescriber", "prescribes", "", "needs_prescriber",
     "yes", RP_UNCONFIRMED, "prescribes"},
    {"prescriber/open", "prescriber", "prescribes", "no", "needs_prescriber",
     "open", RP_PASS, ""},
    {"prescriber/not_needed", "prescriber", "prescribes", "no",
     "needs_prescriber", "no", RP_PASS, ""},
    {"not_treated/itself", "not_treated", "not_treated", "gad", "concerns",
     "ocd;gad", RP_FORBID, ""},
    {"not_treated/parent", "not_treated", "not_treated", "anxiety", "concerns",
     "ocd;gad", RP_FORBID, ""},
    {"not_treated/child", "not_treated", "not_treated", "gad", "concerns",
     "anxiety", RP_PASS, ""},
    {"not_treated/sibling", "not_treated", "not_treated", "panic", "concerns",
     "gad", RP_PASS, ""},
    {"not_treated/blank", "not_treated", "not_treated", "", "concerns", "gad",
     RP_PASS, ""},
    {"not_treated/literal", "not_treated", "not_treated", "xyzzy", "concerns",
     "xyzzy", RP_FORBID, ""},
    {"contraindicated/itself", "contraindicated", "modalities",
     "cbt;scared_straight", "concerns", "gad;child_behaviour", RP_FORBID, ""},
    {"contraindicated/parent", "contraindicated", "modalities",
     "scared_straight", "concerns", "teen_violence", RP_FORBID, ""},
    {"contraindicated/other_concern", "contraindicated", "modalities",
     "scared_straight", "concerns", "gad", RP_PASS, ""},
    {"contraindicated/avoided_too", "contraindicated", "modalities",
     "scared_straight", "concerns,avoid_modalities",
     "teen_violence,scared_straight", RP_FORBID, ""},
    {"contraindicated/not_recommended", "contraindicated", "modalities",
     "debriefing", "concerns", "ptsd", RP_PASS, ""},
    {"contraindicated/blank", "contraindicated", "modalities", "", "concerns",
     "teen_violence", RP_PASS, ""},
    {"must_gender/met", "must_gender", "gender", "f;nb", "want_gender",
     "woman!", RP_PASS, ""},
    {"must_gender/not_met", "must_gender", "gender", "m", "want_gender", "f!",
     RP_FORBID, ""},
    {"must_gender/one_of_two", "must_gender", "gender", "m", "want_gender",
     "f!;m!", RP_PASS, ""},
    {"must_gender/wish_does_not_count", "must_gender", "gender", "m",
     "want_gender", "f!;m", RP_FORBID, ""},
    {"must_gender/blank", "must_gender", "gender", "", "want_gender", "f!",
     RP_UNCONFIRMED, "gender"},
    {"must_gender/wish", "must_gender", "gender", "m", "want_gender", "f;nb?",
     RP_PASS, ""},
    {"must_modality/itself", "must_modality", "modalities", "act;emdr",
     "want_modalities", "emdr!", RP_PASS, ""},
    {"must_modality/child", "must_modality", "modalities", "erp",
     "want_modalities", "exposure!", RP_PASS, ""},
    {"must_modality/grandchild", "must_modality", "modalities", "erp",
     "want_modalities", "cbt!", RP_FORBID, ""},
    {"must_modality/parent", "must_modality", "modalities", "exposure",
     "want_modalities", "erp!", RP_FORBID, ""},
    {"must_modality/avoided_child", "must_modality", "modalities", "erp",
     "want_modalities,avoid_modalities", "exposure!,erp", RP_FORBID, ""},
    {"must_modality/avoided_parent", "must_modality", "modalities", "erp;emdr",
     "want_modalities,avoid_modalities", "erp!,exposure", RP_FORBID, ""},
    {"must_modality/blank", "must_modality", "modalities", "",
     "want_modalities", "emdr!", RP_UNCONFIRMED, "modalities"},
    {"must_modality/wish", "must_modality", "modalities", "act",
     "want_modalities", "emdr", RP_PASS, ""},
    {"must_modality/wish_does_not_count", "must_modality", "modalities", "act",
     "want_modalities", "emdr!;act", RP_FORBID, ""},
    {"must_populations/wish_does_not_count", "must_populations", "populations",
     "students", "want_populations", "veterans!;students", RP_FORBID, ""},
    {"must_populations/met", "must_populations", "populations", "Veterans",
     "want_populations", "veterans!", RP_PASS, ""},
    {"must_populations/not_met", "must_populations", "populations", "students",
     "want_populations", "veterans!", RP_FORBID, ""},
    {"must_populations/blank", "must_populations", "populations", "",
     "want_populations", "veterans!", RP_UNCONFIRMED, "populations"},
    {"avoid/past", "avoid", "name", "x", "past_therapists", "t", RP_FORBID, ""},
    {"avoid/with_reason", "avoid", "name", "x", "avoid_therapists",
     "u;t:too_challenging", RP_FORBID, ""},
    {"avoid/other", "avoid", "name", "x", "past_therapists", "u", RP_PASS, ""},
    {"avoid/declines", "avoid", "declines", "d;c", "age", "", RP_FORBID, ""},
    {"avoid/declines_other", "avoid", "declines", "d", "age", "", RP_PASS, ""},
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
    rp_rule rule = rp_rule_named(row->rule);
    assert_int_not_equal(rule, RP_NONE);
    assert_int_equal(rp_rule_judge(&c.fit, need, t, rule, &confirm),
                     row->verdict);
    assert_true(rp_phrases_confirm(&confirm, &words));
    assert_string_equal(words.bytes, row->confirm);
    assert_int_equal(rp_rule_forbids(&c.fit, need, t, rule),
                     row->verdict == RP_FORBID);
    /* a rule that does not ask must not forbid */
    if (!rp_rule_asks(&c.fit, need, rule))
        assert_int_equal(row->verdict, RP_PASS);
    rp_buffer_clear(&words);
    clinic_close(&c);
    open_pair(&c, row, policy, true);
    need = clinic_need(&c, "c");
    assert_int_equal(rp_rule_forbids(&c.fit, need, t, rule),
                     row->verdict != RP_PASS);
    clinic_close(&c);
}

static void test_rule(void **state) { check_row(*state, NULL); }

static const rule_row concern_rules[] = {
    {"concern/listed", "concern", "specialties", "gad", "concerns", "gad",
     RP_PASS, ""},
    {"concern/no_cases", "concern", "specialties", "gad:0", "concerns", "gad",
     RP_FORBID, ""},
    {"concern/parent", "concern", "specialties", "anxiety", "concerns", "gad",
     RP_PASS, ""},
    {"concern/child", "concern", "specialties", "gad", "concerns", "anxiety",
     RP_PASS, ""},
    {"concern/sibling", "concern", "specialties", "panic", "concerns", "gad",
     RP_FORBID, ""},
    {"concern/second_only", "concern", "specialties", "ocd", "concerns",
     "gad;ocd", RP_FORBID, ""},
    {"concern/first_by_position", "concern", "specialties", "gad", "concerns",
     "gad:1;ocd:9", RP_PASS, ""},
    {"concern/empty", "concern", "specialties", "none", "concerns", "gad",
     RP_FORBID, ""},
    {"concern/blank", "concern", "specialties", "", "concerns", "gad",
     RP_UNCONFIRMED, "specialties"},
    {"concern/none_asked", "concern", "specialties", "ocd", "concerns", "",
     RP_PASS, ""},
    {"concern/literal", "concern", "specialties", "xyzzy", "concerns", "xyzzy",
     RP_PASS, ""},
    {"concern/other_literal", "concern", "specialties", "xyzzy", "concerns",
     "plugh", RP_FORBID, ""},
};

static void test_concern(void **state) {
    check_row(*state, "setting,value\nrequire_concern,1\n");
}

static void test_concern_off(void **state) {
    const rule_row *row = *state;
    clinic c;

    open_pair(&c, row, NULL, true);
    assert_false(rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0,
                                 rp_rule_named("concern")));
    clinic_close(&c);
}

static void test_session(void **state) {
    static const rule_row row = {
        "", TIME, "mon 09:00-09:45", "slots", "mon", RP_PASS, ""};
    clinic c;

    (void)state;
    open_pair(&c, &row, "setting,value\nhours,0\nsession_minutes,45\n", false);
    assert_false(rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0,
                                 rp_rule_named("time")));
    clinic_close(&c);
    open_pair(&c, &row, "setting,value\nhours,0\nsession_minutes,45.5\n",
              false);
    assert_true(rp_rule_forbids(&c.fit, clinic_need(&c, "c"), 0,
                                rp_rule_named("time")));
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
    assert_true(rp_rule_asks(&c.fit, need, rp_rule_named("not_listed")));
    assert_true(rp_rule_forbids(&c.fit, need, 0, rp_rule_named("not_listed")));
    assert_false(rp_rule_forbids(&c.fit, need, 1, rp_rule_named("not_listed")));
    assert_true(rp_rule_asks(&c.fit, need, rp_rule_named("minimum")));
    assert_int_equal(rp_rule_least_score(&c.fit), 3333);
    need = clinic_need(&c, "d");
    assert_true(rp_rule_forbids(&c.fit, need, 1, rp_rule_named("not_listed")));
    clinic_close(&c);
}

/* Clients with the same key meet the same verdicts: where two keys are equal,
 * so are the questions. */
static void test_keys(void **state) {
    clinic c;
    rp_buffer one = {0}, two = {0}, all[2] = {{0}, {0}};
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
    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++) {
        const rp_rule_row *row = rp_rule_at(rule);
        rp_columns columns = rp_columns_named(RP_CLIENTS, row->clients);
        bool each = strstr(row->clients, "client_id") != NULL;
        assert_true(rp_rule_key(row, &columns, clinic_need(&c, "a"), &one));
        assert_true(rp_need_set(&other, &c.fit, 1));
        assert_true(rp_rule_key(row, &columns, &other, &two));
        bool same = one.length == two.length &&
                    memcmp(one.bytes, two.bytes, one.length) == 0;
        assert_int_equal(same, !each);
        assert_true(rp_need_set(&other, &c.fit, 2));
        assert_true(rp_rule_key(row, &columns, &other, &two));
        same = one.length == two.length &&
               memcmp(one.bytes, two.bytes, one.length) == 0;
        /* a and c differ in all that they fill but in needs_prescriber */
        assert_true(rp_columns_key(&columns, &c.roster.clients[0], 0, &all[0]));
        assert_true(rp_columns_key(&columns, &c.roster.clients[2], 2, &all[1]));
        assert_int_equal(
            same, all[0].length == all[1].length &&
                      memcmp(all[0].bytes, all[1].bytes, all[0].length) == 0);
        all[0].length = all[1].length = 0;
    }
    rp_buffer_clear(&one);
    rp_buffer_clear(&two);
    rp_buffer_clear(&all[0]);
    rp_buffer_clear(&all[1]);
    rp_need_clear(&other);
    clinic_close(&c);
}

static void test_confirm_once(void **state) {
    rp_confirm confirm = {0};
    rp_buffer words = {0};

    (void)state;
    rp_confirm_add(NULL, offsetof(rp_therapist, fee));
    rp_confirm_add(&confirm, offsetof(rp_therapist, slots));
    rp_confirm_add(&confirm, offsetof(rp_therapist, fee));
    rp_confirm_add(&confirm, offsetof(rp_therapist, slots));
    assert_int_equal(confirm.count, 2);
    assert_true(rp_phrases_confirm(&confirm, &words));
    assert_string_equal(words.bytes, "slots;fee");
    assert_true(rp_confirm_has(
        &confirm, rp_schema_find(RP_THERAPISTS, rp_text_of("fee"))));
    assert_false(rp_confirm_has(
        &confirm, rp_schema_find(RP_THERAPISTS, rp_text_of("fee_min"))));
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
    suite_add(&s, "confirm", test_confirm_once, NULL);
    return suite_run(&s, "rules");
}

/* Who needs a person, who goes first, how long they wait, what is pinned. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdio.h>
#include <string.h>

typedef struct client_row {
    const char *name, *cells; /* referred_on,urgency,concerns */
    const char *policy;
    rp_tier tier;
    int32_t weeks, wait;
    bool human;
} client_row;

/* The latest referral of each file is 2026-06-29, client z. */
static const client_row clients[] = {
    {"tier/blank_is_routine", "2026-06-29,,", NULL, RP_TIER_ROUTINE, 0, 0,
     false},
    {"tier/soon", "2026-06-29,soon,", NULL, RP_TIER_SOON, 0, 0, false},
    {"tier/urgent", "2026-06-29,urgent,", NULL, RP_TIER_URGENT, 0, 0, false},
    {"tier/crisis", "2026-06-29,crisis,", NULL, RP_TIER_CRISIS, 0, 0, true},
    {"promoted/42_days", "2026-05-18,routine,", NULL, RP_TIER_ROUTINE, 6, 150,
     false},
    {"promoted/43_days", "2026-05-17,routine,", NULL, RP_TIER_SOON, 6, 150,
     false},
    {"promoted/blank_urgency", "2026-05-17,,", NULL, RP_TIER_SOON, 6, 150,
     false},
    {"promoted/soon_stays", "2026-01-01,soon,", NULL, RP_TIER_SOON, 25, 625,
     false},
    {"promoted/no_date", ",,", NULL, RP_TIER_ROUTINE, RP_NO_WEEKS, 0, false},
    {"promoted/after_8_weeks", "2026-05-04,,",
     "setting,value\npromote_weeks,8\n", RP_TIER_ROUTINE, 8, 200, false},
    {"promoted/at_once", "2026-06-28,,", "setting,value\npromote_weeks,0\n",
     RP_TIER_SOON, 0, 0, false},
    {"wait/6_days", "2026-06-23,,", NULL, RP_TIER_ROUTINE, 0, 0, false},
    {"wait/7_days", "2026-06-22,,", NULL, RP_TIER_ROUTINE, 1, 25, false},
    {"wait/most", "2025-06-30,,", NULL, RP_TIER_SOON, 52, 650, false},
    {"wait/settings", "2026-06-01,,",
     "setting,value\nwait_points,10\nwait_weeks_max,3\n", RP_TIER_ROUTINE, 4,
     30, false},
    {"wait/no_points", "2026-06-01,,", "setting,value\nwait_points,0\n",
     RP_TIER_ROUTINE, 4, 0, false},
    {"human/flag_off", "2026-06-29,,self_harm", "setting,value\nhuman_flag,0\n",
     RP_TIER_ROUTINE, 0, 0, false},
    {"human/by_default", "2026-06-29,,self_harm", NULL, RP_TIER_ROUTINE, 0, 0,
     true},
    {"human/flag_on", "2026-06-29,soon,self_harm",
     "setting,value\nhuman_flag,1\n", RP_TIER_SOON, 0, 0, true},
    {"human/flag_of_parent", "2026-06-29,,suicidal_ideation",
     "setting,value\nhuman_flag,1\n", RP_TIER_ROUTINE, 0, 0, true},
    {"human/other_flag", "2026-06-29,,bipolar", "setting,value\nhuman_flag,1\n",
     RP_TIER_ROUTINE, 0, 0, false},
};

static void test_client(void **state) {
    const client_row *row = *state;
    char text[256];
    rp_triage triage;
    clinic c;

    snprintf(text, sizeof text,
             "id,referred_on,urgency,concerns\na,%s\nz,2026-06-29,crisis,\n",
             row->cells);
    clinic_open(&c, &(clinic_files){"id,openings\nt,1\n", text, row->policy,
                                    NULL, NULL, false, false});
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL, &c.findings),
        RP_OK);
    assert_int_equal(triage.as_of, 20633);
    assert_int_equal(triage.tier[0], row->tier);
    assert_int_equal(triage.weeks[0], row->weeks);
    assert_int_equal(triage.wait[0], row->wait);
    assert_int_equal(triage.human[0], row->human);
    assert_int_equal(triage.pin[0], RP_NONE);
    rp_triage_clear(&triage);
    clinic_close(&c);
}

static void test_today(void **state) {
    rp_triage triage;
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings\nt,1\n",
                                    "id,referred_on\na,2026-06-22\n"
                                    "b,2026-06-29\nc,\n",
                                    NULL, NULL, NULL, false, false});
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, 20627, false, NULL, &c.findings),
        RP_OK);
    assert_int_equal(triage.as_of, 20627); /* 2026-06-23 */
    assert_int_equal(triage.weeks[0], 0);
    assert_int_equal(triage.weeks[1], 0); /* after that day */
    assert_int_equal(triage.weeks[2], RP_NO_WEEKS);
    rp_triage_clear(&triage);
    clinic_close(&c);
    clinic_open(&c, &(clinic_files){"id,openings\nt,1\n", "id\na\n", NULL, NULL,
                                    NULL, false, false});
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL, &c.findings),
        RP_OK);
    assert_int_equal(triage.as_of, RP_NO_DAY);
    rp_triage_clear(&triage);
    clinic_close(&c);
}

/* By referral, a blank one last; equal ones by lottery, of which the seed makes
   another one. */
static void test_sequence(void **state) {
    static const char *const policies[] = {NULL, "setting,value\nlottery,7\n"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        rp_triage t;
        clinic c;
        clinic_open(&c, &(clinic_files){"id,openings\nt,1\n",
                                        "id,referred_on,urgency\na,,urgent\n"
                                        "b,2026-06-29,\nc,2026-06-29,\n"
                                        "d,2026-06-22,\n",
                                        policies[k], NULL, NULL, false, false});
        assert_int_equal(
            rp_triage_make(&t, &c.fit, RP_NO_DAY, k == 1, NULL, &c.findings),
            RP_OK);
        bool is_b_first =
            rp_lottery_client(&t.lottery, 1) < rp_lottery_client(&t.lottery, 2);
        assert_int_equal(t.lottery.seed, k == 0 ? 0 : 7);
        assert_int_equal(t.sequence[0], 3);
        assert_int_equal(t.sequence[1], is_b_first ? 1 : 2);
        assert_int_equal(t.sequence[2], is_b_first ? 2 : 1);
        assert_int_equal(t.sequence[3], 0);
        for (uint32_t i = 0; i < 4; i++)
            assert_int_equal(t.sequence[t.turn[i]], i);
        assert_true(rp_triage_compare(&t, 0, 3) < 0); /* the tier first */
        assert_true(rp_triage_compare(&t, 1, 3) > 0);
        assert_int_equal(t.wait[3], k == 0 ? 25 : 0);
        rp_triage_clear(&t);
        clinic_close(&c);
    }
}

typedef struct pin_row {
    const char *name, *therapists, *clients;
    rp_status status;
    uint32_t left;    /* openings of the first therapist */
    const char *said; /* of the only finding, NULL for none */
} pin_row;

static const pin_row pins[] = {
    {"pin/one", "id,openings\nt,2\n", "id,pin\na,t\n", RP_OK, 1, NULL},
    {"pin/all", "id,openings\nt,2\n", "id,pin\na,t\nb,t\n", RP_OK, 0, NULL},
    {"pin/crisis_takes_one", "id,openings\nt,2\n",
     "id,pin,urgency\na,t,crisis\n", RP_OK, 1, NULL},
    {"pin/over_language", "id,openings,languages\nt,2,es\n",
     "id,pin,languages\na,t,en\n", RP_OK, 1, NULL},
    {"pin/too_many", "id,openings\nt,1\n", "id,pin\na,t\nb,t\n", RP_ERR_PINS, 0,
     "pin: client 'b' is one too many for the 1 opening of 't'"},
    {"pin/no_opening", "id,openings\nt,0\n", "id,pin\na,t\n", RP_ERR_PINS, 0,
     "pin: client 'a' is one too many for the 0 openings of 't'"},
    {"pin/past", "id,openings\nt,2\n", "id,pin,past_therapists\na,t,t\n",
     RP_ERR_PINS, 1,
     "pin: 't' may not see client 'a' by the rule 'avoid', which a pin cannot "
     "override"},
    {"pin/declined", "id,openings,declines\nt,2,a\n", "id,pin\na,t\n",
     RP_ERR_PINS, 1,
     "pin: 't' may not see client 'a' by the rule 'avoid', which a pin cannot "
     "override"},
    {"pin/contraindicated", "id,openings,modalities\nt,2,scared_straight\n",
     "id,pin,concerns\na,t,teen_violence\n", RP_ERR_PINS, 1,
     "pin: 't' may not see client 'a' by the rule 'contraindicated', which a "
     "pin cannot override"},
};

static void test_pin(void **state) {
    const pin_row *row = *state;
    rp_triage triage;
    clinic c;

    clinic_open(&c, &(clinic_files){row->therapists, row->clients, NULL, NULL,
                                    NULL, false, true});
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL, &c.findings),
        row->status);
    assert_int_equal(triage.openings[0], row->left);
    assert_int_equal(triage.pin[0], 0);
    if (row->said)
        assert_string_equal(c.findings.items[0].message, row->said);
    assert_int_equal(c.findings.count, row->said ? 1 : 0);
    rp_triage_clear(&triage);
    clinic_close(&c);
}

static void test_names(void **state) {
    (void)state;
    assert_string_equal(rp_tier_names[RP_TIER_NONE], "");
    assert_string_equal(rp_tier_names[RP_TIER_ROUTINE], "routine");
    assert_string_equal(rp_tier_names[RP_TIER_SOON], "soon");
    assert_string_equal(rp_tier_names[RP_TIER_URGENT], "urgent");
    assert_string_equal(rp_tier_names[RP_TIER_CRISIS], "crisis");
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, clients, test_client);
    suite_add(&s, "today", test_today, NULL);
    suite_add(&s, "sequence", test_sequence, NULL);
    SUITE_TABLE(&s, pins, test_pin);
    suite_add(&s, "names", test_names, NULL);
    return suite_run(&s, "triage");
}

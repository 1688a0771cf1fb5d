/* What another therapist would cost everybody, and who may choose. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "match/choices.h"

/* The best plan is a-t1, b-t2, c-t3 with 230 points; w waits. Worked by hand:
 *
 *   a-t2: b to t1                223: 7 in all, of them 5 the others'
 *   b-t1: a to t2                223: 7, 2
 *   b-t3: c to t1 and a to t2    220: 10, 7
 *   c-t1: a to t2 and b to t3    220: 10, 5 */
static const char therapists[] = "id,openings\nt1,1\nt2,1\nt3,1\n";
static const char clients[] =
    "id,referred_on\na,2026-06-01\nb,2026-06-01\nc,2026-06-01\nw,2026-06-29\n";
static const char scores[] =
    "client_id,therapist_id,score\na,t1,90\na,t2,88\nb,t1,75\nb,t2,80\n"
    "b,t3,77\nc,t1,55\nc,t3,60\nw,t1,10\n";

typedef struct expected {
    const char *name, *policy;
    bool held[4]; /* by client */
    int64_t price[4][3];
    rp_seat seat[4][3];
} expected;

#define NO RP_NO_PRICE
#define OWN RP_SEAT_ASSIGNED
#define MAY RP_SEAT_CHOICE
#define FULL RP_SEAT_FULL

static const expected cases[] = {
    {"choices/plain",
     NULL,
     {false},
     {{0, 700, NO}, {700, 0, 1000}, {1000, NO, 0}, {NO, NO, NO}},
     {{OWN, MAY, FULL},
      {MAY, OWN, FULL},
      {MAY, FULL, OWN},
      {FULL, FULL, FULL}}},
    {"choices/held",
     NULL,
     {false, true, false, false},
     {{0, NO, NO}, {NO, NO, NO}, {NO, NO, 0}, {NO, NO, NO}},
     {{OWN, FULL, FULL},
      {FULL, OWN, FULL},
      {FULL, FULL, OWN},
      {FULL, FULL, FULL}}},
    /* b to t1 and c to t1 are 5 points down: one unit too much */
    {"choices/drop",
     "setting,value\nchoice_drop,499\n",
     {false},
     {{0, NO, NO}, {700, 0, NO}, {1000, NO, 0}, {NO, NO, NO}},
     {{OWN, FULL, FULL},
      {MAY, OWN, FULL},
      {MAY, FULL, OWN},
      {FULL, FULL, FULL}}},
    {"choices/drop_just_enough",
     "setting,value\nchoice_drop,500\n",
     {false},
     {{0, 700, NO}, {700, 0, 1000}, {1000, NO, 0}, {NO, NO, NO}},
     {{OWN, MAY, FULL},
      {MAY, OWN, FULL},
      {MAY, FULL, OWN},
      {FULL, FULL, FULL}}},
    {"choices/points",
     "setting,value\nchoice_points,499\n",
     {false},
     {{0, 700, NO}, {700, 0, 1000}, {1000, NO, 0}, {NO, NO, NO}},
     {{OWN, FULL, FULL},
      {MAY, OWN, FULL},
      {FULL, FULL, OWN},
      {FULL, FULL, FULL}}},
};

static void test_choices(void **state) {
    const expected *e = *state;
    const clinic_files files = {therapists, clients, e->policy, scores,
                                NULL,       false,   false};
    const rp_context how = {.crash = RP_START_NETWORK, .threads = 2};
    clinic c;
    rp_triage triage;
    rp_outcome outcome;
    rp_choices choices;

    clinic_open(&c, &files);
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL, &c.findings),
        RP_OK);
    assert_int_equal(rp_outcome_match(&outcome, &c.fit, &triage, &how), RP_OK);
    assert_int_equal(rp_choices_make(&choices, &outcome, NULL, &how, e->held),
                     RP_OK);
    for (uint32_t i = 0; i < 4; i++)
        for (uint32_t t = 0; t < 3; t++) {
            assert_true(rp_choices_price(&choices, i, t) == e->price[i][t]);
            assert_int_equal(rp_choices_seat(&choices, &outcome, i, t, 0),
                             e->seat[i][t]);
        }
    rp_choices_clear(&choices);
    /* nothing was asked: no price, and no choice */
    assert_true(rp_choices_price(&choices, 0, 1) == RP_NO_PRICE);
    assert_int_equal(rp_choices_seat(NULL, &outcome, 0, 1, 0), RP_SEAT_FULL);
    rp_outcome_clear(&outcome);
    rp_triage_clear(&triage);
    clinic_close(&c);
}

int main(void) {
    suite s = {0};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        suite_add(&s, cases[i].name, test_choices, &cases[i]);
    return suite_run(&s, "choices");
}

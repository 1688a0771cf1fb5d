/* Limits and links as conditions for the solver. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "match/conditions/terms.h"

#include <string.h>

/* Clients of row k are A, B, C, D with the cells given. */
typedef struct row {
    const char *name;
    const char *therapist; /* openings,reserve,max_urgent,max_severe of T1 */
    const char *a, *b, *c; /* urgency,severity,linked_to,pin */
    uint32_t quotas, aparts, parties;
    uint32_t most; /* of the first quota */
} row;

static const row rows[] = {
    {"none", "9,,,", ",,,", ",,,", ",,,", 0, 0, 0, 0},
    {"severe/binds", "9,,,1", ",severe,,", ",severe,,", ",,,", 1, 0, 0, 1},
    {"severe/binds_nobody", "9,,,2", ",severe,,", ",severe,,", ",,,", 0, 0, 0,
     0},
    {"severe/openings_bind", "1,,,1", ",severe,,", ",severe,,", ",,,", 0, 0, 0,
     0},
    {"severe/pin_counts", "9,,,1", ",severe,,T1", ",severe,,", ",,,", 1, 0, 0,
     0},
    {"severe/pins_exceed", "9,,,0", ",severe,,T1", ",severe,,", ",,,", 1, 0, 0,
     0},
    {"severe/human_pin_does_not", "9,,,1", "crisis,severe,,T1", ",severe,,",
     ",severe,,", 1, 0, 0, 1},
    {"reserve", "3,1,,", "urgent,,,", ",,,", ",,,", 0, 0, 0, 0},
    {"reserve/of_all", "2,1,,", ",,,", ",,,", ",,,", 1, 0, 0, 1},
    {"reserve/above_openings", "2,5,,", ",,,", ",,,", ",,,", 1, 0, 0, 0},
    {"urgent", "9,,1,", "urgent,,,", "urgent,,,", ",,,", 1, 0, 0, 1},
    {"apart/said_by_both", "9,,,", ",,B,", ",,A,", ",,,", 0, 1, 0, 0},
    {"apart/from_a_pin", "9,,,", ",,B,", ",,,T1", ",,,", 1, 0, 0, 0},
    {"apart/from_a_human_pin", "9,,,", ",,B,", "crisis,,,T1", ",,,", 1, 0, 0,
     0},
    {"apart/from_a_human", "9,,,", ",,B,", "crisis,,,", ",,,", 0, 0, 0, 0},
    {"same/through_a_third", "9,,,", ",,B:same,", ",,C:same,", ",,,", 0, 0, 1,
     0},
    {"same/pinned_together", "9,,,", ",,B:same,", ",,,T1", ",,,", 0, 0, 0, 0},
    {"same/human_is_in_none", "9,,,", ",,B:same,", "crisis,,,", ",,,", 0, 0, 0,
     0},
    {"same/human_between", "9,,,", ",,B:same,", "crisis,,C:same,", ",,,", 0, 0,
     1, 0},
};

static void test_row(void **state) {
    const row *r = *state;
    char therapists[256], clients[512];
    rp_triage triage;
    rp_terms *terms;
    clinic c;

    snprintf(therapists, sizeof therapists,
             "id,openings,reserve,max_urgent,max_severe,formats\n"
             "T1,%s,video\nT2,9,,,,video\n",
             r->therapist);
    snprintf(clients, sizeof clients,
             "id,concerns,urgency,severity,linked_to,pin\n"
             "A,gad,%s\nB,gad,%s\nC,gad,%s\n",
             r->a, r->b, r->c);
    clinic_open(&c,
                &(clinic_files){.therapists = therapists, .clients = clients});
    assert_int_equal(
        rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL, &c.findings),
        RP_OK);
    assert_int_equal(rp_terms_make(&terms, &c.fit, &triage), RP_OK);
    const rp_conditions none = {0};
    const rp_conditions *made = terms ? &terms->conditions : &none;
    assert_int_equal(made->quotas, r->quotas);
    assert_int_equal(made->aparts, r->aparts);
    assert_int_equal(made->parties, r->parties);
    if (r->quotas > 0)
        assert_int_equal(made->quota[0].most, r->most);
    rp_terms_free(terms);
    rp_triage_clear(&triage);
    clinic_close(&c);
}

/* Pins that contradict links are told with both clients. */
static void test_torn(void **state) {
    static const char *const cases[][3] = {
        {",,B:same,T1", ",,,T2", "to have one therapist"},
        {",,B,T1", ",,,T1", "are to be apart"},
        {",,B,T1", "crisis,,,T1", "are to be apart"}};

    (void)state;
    for (size_t k = 0; k < 3; k++) {
        char clients[256];
        rp_triage triage;
        clinic c;
        snprintf(clients, sizeof clients,
                 "id,concerns,urgency,severity,linked_to,pin\n"
                 "A,gad,%s\nB,gad,%s\n",
                 cases[k][0], cases[k][1]);
        clinic_open(&c, &(clinic_files){.therapists = "id,openings,formats\n"
                                                      "T1,9,video\n"
                                                      "T2,9,video\n",
                                        .clients = clients});
        assert_int_equal(rp_triage_make(&triage, &c.fit, RP_NO_DAY, false, NULL,
                                        &c.findings),
                         RP_ERR_PINS);
        const char *said =
            rp_findings_show(&c.findings, c.findings.count - 1).message;
        assert_non_null(strstr(said, cases[k][2]));
        assert_non_null(strstr(said, "'A'"));
        assert_non_null(strstr(said, "'B'"));
        rp_triage_clear(&triage);
        clinic_close(&c);
    }
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    suite_add(&s, "torn", test_torn, NULL);
    return suite_run(&s, "terms");
}

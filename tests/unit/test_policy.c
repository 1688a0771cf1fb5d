#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/policy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A setting that is hours: its default, and values that it may not have. */
static const char *const hours[][2] = {{"morning", "08:00-12:00"},
                                       {"afternoon", "12:00-17:00"},
                                       {"evening", "17:00-21:00"}};
static const char *const no_hours[] = {
    "8:00-12:00",  "12:00-12:00", "12:00-08:00",
    "08:60-09:00", "08:00-24:01", "08:00-12:00x",
    "5pm-9pm",     "17",          "",
    "evening"};

/* The default of every setting that is a number, as src/docs/scoring.md gives
 * it, one value that is legal and one that is not. */
typedef struct setting {
    const char *name;
    double value;
    const char *least, *refused; /* the bound, and just beyond it */
} setting;

static const setting settings[] = {
    {"weight.expertise", 0.30, "0", "-0.01"},
    {"weight.modality", 0.20, "0", "-0.01"},
    {"weight.style", 0.20, "0", "-0.01"},
    {"weight.preferences", 0.15, "0", "-0.01"},
    {"weight.access", 0.15, "0", "-0.01"},
    {"priority.1", 2, "1", "0.99"},
    {"priority.2", 1.5, "1", "0.99"},
    {"priority.3", 1.25, "1", "0.99"},
    {"depth_half", 10, "0.001", "0"},
    {"hours", 1, "0", "1.01"},
    {"stale_days", 90, "0", "-1"},
    {"related", 0.5, "1", "1.01"},
    {"specialties_blank", 0.25, "0", "-0.01"},
    {"rating.strong", 1, "1", "1.01"},
    {"rating.modest", 0.6, "1", "1.01"},
    {"rating.insufficient", 0.25, "0", "-0.01"},
    {"rating.avoid_sole", 0.1, "1", "1.01"},
    {"rating.not_recommended", 0, "1", "1.01"},
    {"rating.none", 0.25, "1", "1.01"},
    {"style.dead_zone", 0.34, "0.999", "1"},
    {"style.directive", 0.40, "0", "-0.01"},
    {"style.emotion", 0.20, "0", "-0.01"},
    {"style.past", 0.15, "0", "-0.01"},
    {"style.support", 0.25, "0", "-0.01"},
    {"session_minutes", 60, "15", "14"},
    {"access_minutes", 180, "1", "0.99"},
    {"require_concern", 0, "1", "0.5"},
    {"min_score", 0, "100", "100.01"},
    {"human_flag", 1, "0", "-1"},
    {"promote_weeks", 6, "0", "0.5"},
    {"promote_rematch", 1, "0", "2"},
    {"wait_points", 25, "1000", "1001"},
    {"wait_weeks_max", 26, "0", "-1"},
    {"fair_floor", 50, "33.33", "33.333"},
    {"keep_points", 500, "10000", "10001"},
    {"choice_drop", 1000, "10000", "10001"},
    {"choice_points", 500, "0", "0.5"},
    {"lottery", 0, "999999", "1000000"},
    {"offer_days", 14, "0", "1.5"},
    {"leave_weeks", 8, "0", "-1"},
    {"track.missing_max", 0.3, "1", "1.01"},
    {"track.slope_min", 30, "2", "1"},
    {"track.concern", 8, "0", "-0.01"},
    {"track.icc", 0.05, "1", "1.01"},
    {"track.icc_weight", 10, "0", "-0.01"},
    {"track.global", 0.5, "1", "1.01"},
    {"track.span", 0.7, "0.001", "0"},
    {"track.open_days", 42, "0", "0.5"},
    {"severity.severe", 1.25, "1", "0.99"},
    {"review.questionnaires", 8, "2", "1"},
    {"review.weeks", 26, "0", "-1"},
};

enum { SETTINGS = sizeof settings / sizeof *settings };

static size_t number_of(const char *name) {
    for (size_t k = 0; k < rp_policy_count(); k++)
        if (strcmp(rp_policy_name(k), name) == 0)
            return k;
    fail_msg("no setting %s", name);
    return 0;
}

/* No setting is missing above but the weight of a criterion that is new. */
static void test_count(void **state) {
    size_t others = 0;

    (void)state;
    for (size_t k = 0; k < SETTINGS; k++)
        others += strncmp(settings[k].name, "weight.", 7) != 0;
    /* and weight.expertise_measured, which has no default */
    assert_int_equal(rp_policy_count(), others + RP_CRITERION_COUNT + 1 +
                                            sizeof hours / sizeof *hours);
}

static rp_status load(rp_policy *policy, const char *text, uint32_t *rows,
                      rp_findings *findings) {
    char *folder = scratch_new();
    const char *path = scratch_path(folder, "policy.csv");
    char digest[RP_DIGEST_SIZE];

    scratch_write(path, text, strlen(text));
    rp_status status = rp_policy_load(policy, path, digest, rows, findings);
    scratch_remove(folder);
    return status;
}

static void test_measured(void **state) {
    size_t k = number_of("weight.expertise_measured");
    size_t span = number_of("track.span");
    rp_findings findings = {0};
    rp_policy policy;
    uint32_t rows;

    (void)state;
    assert_int_equal(rp_policy_load(&policy, NULL, NULL, NULL, &findings),
                     RP_OK);
    assert_false(rp_policy_matters(&policy, k, RP_USES_OUTCOMES));
    assert_true(rp_policy_matters(&policy, span, RP_USES_OUTCOMES));
    assert_false(rp_policy_matters(&policy, span, RP_USES_PARTINGS));
    assert_int_equal(load(&policy,
                          "setting,value\nweight.expertise_measured,0.35\n",
                          &rows, &findings),
                     RP_OK);
    assert_true(rp_policy_matters(&policy, k, RP_USES_OUTCOMES));
    assert_false(rp_policy_matters(&policy, k, 0));
    assert_int_equal(load(&policy,
                          "setting,value\nweight.expertise_measured,-1\n",
                          &rows, &findings),
                     RP_ERR_DATA);
    rp_findings_clear(&findings);
}

static void test_setting(void **state) {
    const setting *row = *state;
    size_t k = number_of(row->name);
    rp_findings findings = {0};
    rp_policy policy, defaults;
    char text[128];
    uint32_t rows = 0;

    assert_int_equal(rp_policy_load(&defaults, NULL, NULL, NULL, &findings),
                     RP_OK);
    assert_exactly(rp_policy_value(&defaults, k), row->value);
    snprintf(text, sizeof text, "setting,value,source\n%s,%s,x\n", row->name,
             row->least);
    assert_int_equal(load(&policy, text, &rows, &findings), RP_OK);
    assert_int_equal(rows, 1);
    for (size_t other = 0; other < rp_policy_count(); other++) {
        double was = rp_policy_value(&defaults, other);
        if (isnan(was)) /* a text */
            assert_true(isnan(rp_policy_value(&policy, other)));
        else
            assert_exactly(rp_policy_value(&policy, other),
                           other == k ? strtod(row->least, NULL) : was);
    }
    assert_int_equal(findings.count, 0);
    snprintf(text, sizeof text, "setting,value\n%s,%s\n", row->name,
             row->refused);
    assert_int_equal(load(&policy, text, NULL, &findings), RP_ERR_DATA);
    assert_int_equal(findings.errors, 1);
    assert_int_equal(findings.items[0].line, 2);
    assert_int_equal(findings.items[0].column, strlen(row->name) + 2);
    rp_findings_clear(&findings);
}

static void test_hours(void **state) {
    rp_policy policy, defaults;
    rp_findings findings = {0};
    char is[RP_POLICY_TEXT], text[64];

    (void)state;
    assert_int_equal(rp_policy_load(&defaults, NULL, NULL, NULL, &findings),
                     RP_OK);
    assert_false(rp_policy_text(is, &defaults, 0));
    for (size_t k = 0; k < sizeof hours / sizeof *hours; k++) {
        size_t number = number_of(hours[k][0]);
        assert_true(rp_policy_text(is, &defaults, number));
        assert_string_equal(is, hours[k][1]);
        snprintf(text, sizeof text, "setting,value\n%s,00:15-24:00\n",
                 hours[k][0]);
        assert_int_equal(load(&policy, text, NULL, &findings), RP_OK);
        assert_true(rp_policy_text(is, &policy, number));
        assert_string_equal(is, "00:15-24:00");
        for (size_t n = 0; n < sizeof no_hours / sizeof *no_hours; n++) {
            size_t errors = findings.errors;
            snprintf(text, sizeof text, "setting,value\n%s,%s\n", hours[k][0],
                     no_hours[n]);
            assert_int_equal(load(&policy, text, NULL, &findings), RP_ERR_DATA);
            assert_int_equal(findings.errors, errors + 1);
        }
    }
    rp_findings_clear(&findings);
}

static void test_sums(void **state) {
    rp_findings findings = {0};
    rp_policy policy;

    (void)state;
    /* all but one may be 0 */
    assert_int_equal(load(&policy,
                          "setting,value\nweight.expertise,0\n"
                          "weight.modality,0\nweight.style,0\n"
                          "weight.preferences,0\nstyle.directive,0\n"
                          "style.emotion,0\nstyle.support,0\n",
                          NULL, &findings),
                     RP_OK);
    assert_int_equal(load(&policy,
                          "setting,value\nstyle.directive,0\n"
                          "style.emotion,0\nstyle.past,0\nstyle.support,0\n",
                          NULL, &findings),
                     RP_ERR_DATA);
    assert_int_equal(findings.errors, 1);
    rp_findings_clear(&findings);
}

static void test_decimal_comma(void **state) {
    rp_findings findings = {0};
    rp_policy policy;

    (void)state;
    assert_int_equal(
        load(&policy, "setting;value\nrelated;0,75\n", NULL, &findings), RP_OK);
    assert_exactly(policy.related, 0.75);
    assert_int_equal(
        load(&policy, "setting,value\nrelated,\"0,75\"\n", NULL, &findings),
        RP_ERR_DATA);
    rp_findings_clear(&findings);
}

static void test_missing(void **state) {
    rp_findings findings = {0};
    rp_policy policy;

    (void)state;
    assert_int_equal(
        rp_policy_load(&policy, "/nowhere/policy.csv", NULL, NULL, &findings),
        RP_ERR_IO);
    assert_int_equal(findings.errors, 1);
    rp_findings_clear(&findings);
    /* the other policy that ships can be read */
    assert_int_equal(rp_policy_load(&policy, "datasets/policies/evidence.csv",
                                    NULL, NULL, &findings),
                     RP_OK);
    assert_int_equal(findings.count, 0);
    rp_findings_clear(&findings);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "policy/count", test_count, NULL);
    suite_add(&s, "policy/measured", test_measured, NULL);
    SUITE_TABLE(&s, settings, test_setting);
    suite_add(&s, "policy/hours", test_hours, NULL);
    suite_add(&s, "policy/sums", test_sums, NULL);
    suite_add(&s, "policy/decimal_comma", test_decimal_comma, NULL);
    suite_add(&s, "policy/files", test_missing, NULL);
    return suite_run(&s, "policy");
}

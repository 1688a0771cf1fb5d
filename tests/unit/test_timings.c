#include "unit/suite.h"

#include "cli/timings.h"

#include <stdlib.h>
#include <string.h>

static const rp_timing *stage_of(const rp_timings *t, const char *name) {
    for (size_t k = 0; k < t->count; k++)
        if (strcmp(t->stages[k].stage, name) == 0)
            return &t->stages[k];
    return NULL;
}

/* A stage that tells twice is one line; its times add up. */
static void test_adds_up(void **state) {
    rp_timings t;

    (void)state;
    rp_timings_begin(&t);
    rp_timings_tell(&t, "read", 0.5);
    rp_timings_tell(&t, "solve", 1.0);
    double before = stage_of(&t, "read")->seconds;
    rp_timings_tell(&t, "read", 1.0);
    assert_int_equal(t.count, 2);
    assert_true(before >= 0.0);
    assert_true(stage_of(&t, "read")->seconds >= before);
}

/* What passes before a stage begins is not its own. */
static void test_begin_is_other(void **state) {
    rp_timings t;

    (void)state;
    rp_timings_begin(&t);
    rp_timings_tell(&t, "proof", 0.0);
    assert_non_null(stage_of(&t, "other"));
    assert_null(stage_of(&t, "proof"));
    rp_timings_tell(&t, "proof", 1.0);
    assert_non_null(stage_of(&t, "proof"));
}

/* More stages than there is room for: the last one collects them. */
static void test_too_many(void **state) {
    static char names[RP_TIMINGS_STAGES + 8][8];
    rp_timings t;

    (void)state;
    rp_timings_begin(&t);
    for (int k = 0; k < RP_TIMINGS_STAGES + 8; k++) {
        snprintf(names[k], sizeof names[k], "s%d", k);
        rp_timings_tell(&t, names[k], 1.0);
    }
    assert_int_equal(t.count, RP_TIMINGS_STAGES);
    assert_string_equal(t.stages[RP_TIMINGS_STAGES - 1].stage,
                        names[RP_TIMINGS_STAGES - 1]);
}

static void test_print(void **state) {
    rp_timings t = {.count = 2,
                    .stages = {{"read", 0.25, 58000}, {"run.json", 0.5, 0}}};
    char text[256] = "";
    FILE *to = tmpfile();

    (void)state;
    assert_non_null(to);
    rp_timings_print(&t, to);
    rewind(to);
    text[fread(text, 1, sizeof text - 1, to)] = '\0';
    fclose(to);
    assert_string_equal(text, "stage                seconds          rows\n"
                              "read                0.250000         58000\n"
                              "run.json            0.500000\n"
                              "all                 0.750000\n");
}

int main(void) {
    suite s = {.count = 0};

    suite_add(&s, "timings/adds_up", test_adds_up, NULL);
    suite_add(&s, "timings/begin_is_other", test_begin_is_other, NULL);
    suite_add(&s, "timings/too_many", test_too_many, NULL);
    suite_add(&s, "timings/print", test_print, NULL);
    return suite_run(&s, "timings");
}

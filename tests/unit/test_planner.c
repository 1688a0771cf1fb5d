#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "solve/pair_table.h"
#include "solve/planner.h"

enum { MOST = 6 };
#define N RP_NONE
#define X (-1) /* not eligible */

/* Small markets whose answer can be seen; rows are clients. */
typedef struct plan_case {
    const char *name;
    uint32_t clients, therapists;
    uint8_t tier[MOST];
    int32_t wait[MOST];
    uint32_t openings[MOST];
    int32_t score[MOST][MOST];
    uint32_t plan[MOST];
    size_t parts;
} plan_case;

static const plan_case cases[] = {
    {"plan/total_before_first_come",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{60, 50}, {40, 10}},
     {1, 0},
     1},
    {"plan/tier_before_total",
     2,
     1,
     {1, 2},
     {0},
     {1},
     {{10000}, {0}},
     {N, 0},
     1},
    {"plan/urgent_before_two_others",
     3,
     2,
     {3, 1, 1},
     {0},
     {1, 1},
     {{X, 5}, {9000, 9000}, {X, 10000}},
     {1, 0, N},
     1},
    {"plan/more_clients_before_total",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{10000, 0}, {0, X}},
     {1, 0},
     1},
    {"plan/wait_counts",
     2,
     1,
     {1, 1},
     {0, 101},
     {1},
     {{5000}, {4900}},
     {N, 0},
     1},
    {"plan/wait_does_not_outweigh",
     2,
     1,
     {1, 1},
     {0, 99},
     {1},
     {{5000}, {4900}},
     {0, N},
     1},
    {"plan/wait_of_the_seated",
     2,
     2,
     {1, 1},
     {650, 0},
     {1, 1},
     {{70, 60}, {70, 50}},
     {1, 0},
     1},
    {"plan/tie_to_the_smaller_client",
     3,
     1,
     {1, 1, 1},
     {0},
     {2},
     {{7}, {7}, {7}},
     {0, 0, N},
     1},
    {"plan/tie_to_the_smaller_therapist",
     2,
     3,
     {1, 1},
     {0},
     {1, 1, 1},
     {{7, 7, 7}, {7, 7, 7}},
     {0, 1},
     1},
    {"plan/tie_best_of_own_list",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{30, 40}, {50, 60}},
     {1, 0},
     1},
    {"plan/tie_chain",
     3,
     3,
     {1, 1, 1},
     {0},
     {1, 1, 1},
     {{X, 5, 5}, {5, 5, X}, {5, X, 5}},
     {1, 0, 2},
     1},
    {"plan/tie_who_waits",
     3,
     2,
     {1, 1, 1},
     {0},
     {1, 1},
     {{5, 5}, {5, X}, {5, X}},
     {1, 0, N},
     1},
    {"plan/closed_therapist",
     2,
     2,
     {1, 1},
     {0},
     {0, 1},
     {{9000, 10}, {9000, X}},
     {1, N},
     1},
    {"plan/nobody_open",
     2,
     2,
     {1, 1},
     {0},
     {0, 0},
     {{9000, 10}, {9000, 1}},
     {N, N},
     0},
    {"plan/not_in_the_market",
     3,
     1,
     {1, 0, 1},
     {0},
     {2},
     {{1}, {10000}, {1}},
     {0, N, 0},
     1},
    {"plan/two_parts",
     4,
     2,
     {1, 1, 1, 3},
     {0},
     {1, 1},
     {{9, X}, {X, 8}, {9, X}, {X, 1}},
     {0, N, N, 1},
     2},
    {"plan/many_openings",
     3,
     2,
     {1, 2, 3},
     {0},
     {9999, 1},
     {{5, 6}, {5, 6}, {5, 6}},
     {1, 0, 0},
     1},
    {"plan/nobody_eligible",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{X, X}, {X, X}},
     {N, N},
     0},
    /* One client more is worth a loss of 10000 for each of the others. */
    {"plan/chain_of_losses",
     6,
     6,
     {1, 1, 1, 1, 1, 1},
     {0},
     {1, 1, 1, 1, 1, 1},
     {{10000, 0, X, X, X, X},
      {X, 10000, 0, X, X, X},
      {X, X, 10000, 0, X, X},
      {X, X, X, 10000, 0, X},
      {X, X, X, X, 10000, 0},
      {0, X, X, X, X, X}},
     {1, 2, 3, 4, 5, 0},
     1},
    {"plan/floor_not_counted",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{9000, 50}, {60, 10}},
     {0, 1},
     1},
    {"plan/no_clients", 0, 2, {0}, {0}, {1, 1}, {{0}}, {0}, 0},
    {"plan/no_therapists", 2, 0, {1, 1}, {0}, {0}, {{0}}, {N, N}, 0},
};

/* With a floor: fewer below it before points, tiers before both. */
enum { FLOOR = 50 };

static const plan_case floored[] = {
    {"plan/floor_before_points",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{9000, 50}, {60, 10}},
     {1, 0},
     1},
    {"plan/floor_after_tiers",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{9000, 10}, {9000, X}},
     {1, 0},
     1},
    {"plan/floor_is_not_below",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{51, 50}, {70, 49}},
     {1, 0},
     1},
    {"plan/floor_out_of_reach",
     2,
     2,
     {1, 1},
     {0},
     {1, 1},
     {{40, 30}, {20, 1}},
     {1, 0},
     1},
    {"plan/floor_of_who_waits",
     2,
     1,
     {1, 1},
     {0, 9000},
     {1},
     {{50}, {49}},
     {0, N},
     1},
    {"plan/floor_closed_therapist",
     2,
     2,
     {1, 1},
     {0},
     {0, 1},
     {{9000, 10}, {9000, 60}},
     {N, 1},
     1},
    /* One poor match fewer is worth a loss of 9950 for each of the others. */
    {"plan/floor_chain_of_losses",
     6,
     6,
     {1, 1, 1, 1, 1, 1},
     {0},
     {1, 1, 1, 1, 1, 1},
     {{10000, 50, X, X, X, X},
      {X, 10000, 50, X, X, X},
      {X, X, 10000, 50, X, X},
      {X, X, X, 10000, 50, X},
      {X, X, X, X, 10000, 50},
      {50, X, X, X, X, 49}},
     {1, 2, 3, 4, 5, 0},
     1},
};

typedef struct packed {
    size_t start[MOST + 1];
    uint32_t therapist[MOST * MOST];
    uint16_t score[MOST * MOST];
    rp_pair_table table;
} packed;

static rp_status run(const plan_case *c, packed *p, int64_t worth_limit,
                     const rp_context *options, rp_plan *plan) {
    size_t used = 0;
    for (uint32_t i = 0; i < c->clients; i++) {
        for (uint32_t j = 0; j < c->therapists; j++)
            if (c->score[i][j] >= 0) {
                p->therapist[used] = j;
                p->score[used++] = (uint16_t)c->score[i][j];
            }
        p->start[i + 1] = used;
    }
    p->table = (rp_pair_table){p->start, p->therapist, p->score};
    rp_market_setup setup = {.clients = c->clients,
                             .therapists = c->therapists,
                             .tier = c->tier,
                             .wait = c->wait,
                             .openings = c->openings,
                             .worth_limit = worth_limit,
                             .source = rp_pair_table_source(&p->table),
                             .threads = options->threads};
    rp_market *market;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    rp_status status = rp_planner_solve(plan, market, options);
    rp_market_free(market);
    return status;
}

static void check_plan(const plan_case *c, uint16_t floor) {
    for (int k = 0; k < 8; k++) {
        rp_context options = {
            .crash = k / 2, .threads = 1 + k % 2, .floor = floor};
        packed p = {{0}, {0}, {0}, {0}};
        rp_plan plan;
        assert_int_equal(run(c, &p, 36000, &options, &plan), RP_OK);
        for (uint32_t i = 0; i < c->clients; i++)
            assert_int_equal(plan.therapist[i], c->plan[i]);
        assert_int_equal(plan.parts, c->parts);
        uint64_t pairs = 0;
        for (uint32_t i = 0; i < c->clients; i++)
            if (c->tier[i] != 0)
                pairs += p.start[i + 1] - p.start[i];
        assert_int_equal(plan.pairs_checked, pairs);
        rp_plan_clear(&plan);
        assert_null(plan.therapist);
    }
}

static void test_plan(void **state) { check_plan(*state, 0); }

static void test_floored(void **state) { check_plan(*state, FLOOR); }

static void test_too_large(void **state) {
    rp_context options = {.crash = RP_START_NETWORK, .threads = 1};
    packed p = {{0}, {0}, {0}, {0}};
    rp_plan plan;
    (void)state;
    assert_int_equal(run(&cases[0], &p, INT64_C(1) << 50, &options, &plan),
                     RP_ERR_SIZE);
    assert_null(plan.therapist);
    assert_int_equal(plan.clients, 0);
    options.floor = FLOOR; /* has its own limit */
    assert_int_equal(run(&cases[0], &p, INT64_C(1) << 49, &options, &plan),
                     RP_ERR_SIZE);
    assert_null(plan.therapist);
}

/* The largest rewards that are allowed at all are still exact. */
static void check_largest(const plan_case *c, uint16_t floor) {
    rp_context options = {
        .crash = RP_START_NETWORK, .threads = 1, .floor = floor};
    packed p = {{0}, {0}, {0}, {0}};
    rp_plan plan;
    int64_t n = c->clients ? c->clients : 1;
    int64_t limit = floor ? ((INT64_C(1) << 50) - n - 1) / n / (n + 1)
                          : ((INT64_C(1) << 53) / 3 / n - 1) / n;

    assert_int_equal(run(c, &p, limit, &options, &plan), RP_OK);
    for (uint32_t i = 0; i < c->clients; i++)
        assert_int_equal(plan.therapist[i], c->plan[i]);
    rp_plan_clear(&plan);
}

static void test_largest(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        check_largest(&cases[k], 0);
    for (size_t k = 0; k < sizeof floored / sizeof *floored; k++)
        check_largest(&floored[k], FLOOR);
}

static void note(void *payload, const char *stage, double share) {
    int *seen = payload;
    assert_true(share >= 0.0 && share <= 1.0);
    if (strcmp(stage, "proof") == 0)
        ++*seen;
}

static void test_progress(void **state) {
    int seen = 0;
    rp_context options = {.crash = RP_START_NETWORK,
                          .threads = 2,
                          .progress = note,
                          .payload = &seen};
    packed p = {{0}, {0}, {0}, {0}};
    rp_plan plan;
    (void)state;
    assert_int_equal(run(&cases[0], &p, 36000, &options, &plan), RP_OK);
    assert_true(seen > 0);
    rp_plan_clear(&plan);
}

int main(void) {
    enum {
        COUNT = sizeof cases / sizeof *cases,
        FLOORED = sizeof floored / sizeof *floored
    };
    struct CMUnitTest tests[3 + COUNT + FLOORED] = {
        cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_largest),
        cmocka_unit_test(test_progress),
    };
    for (size_t k = 0; k < COUNT; k++)
        tests[3 + k] = (struct CMUnitTest){cases[k].name, test_plan, NULL, NULL,
                                           (void *)(uintptr_t)&cases[k]};
    for (size_t k = 0; k < FLOORED; k++)
        tests[3 + COUNT + k] =
            (struct CMUnitTest){floored[k].name, test_floored, NULL, NULL,
                                (void *)(uintptr_t)&floored[k]};
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

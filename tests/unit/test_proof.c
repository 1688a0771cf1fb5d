#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solve/pair_table.h"
#include "solve/proof.h"
#include "unit/market.h"

/*
 * Three clients, two therapists with one opening each and a closed one. The
 * best: client 0 to therapist 1, client 1 to therapist 0, client 2 waits.
 */
static const uint8_t tier[] = {1, 1, 1};
static const int32_t wait[] = {0, 0, 0};
static const uint32_t openings[] = {1, 1, 0};
static const size_t start[] = {0, 2, 4, 7};
static const uint32_t therapist[] = {0, 1, 0, 1, 0, 1, 2};
static const uint16_t score[] = {60, 50, 40, 10, 5, 1, 90};
static const rp_market_setup made = {.clients = 3,
                                     .therapists = 3,
                                     .tier = tier,
                                     .wait = wait,
                                     .openings = openings,
                                     .worth_limit = 100,
                                     .threads = 2};
enum { B = 1 + 3 * 100 };

typedef struct proof_case {
    const char *name;
    uint32_t plan[3];
    int64_t u[3], v[3];
    rp_status status;
} proof_case;

#define N RP_NONE
static const proof_case cases[] = {
    {"proof/good", {1, 0, N}, {49, 29, 0}, {B + 11, B + 1, B + 90}, RP_OK},
    {"proof/good_otherwise",
     {1, 0, N},
     {44, 14, 0},
     {B + 26, B + 6, B + 90},
     RP_OK},
    {"proof/another_plan",
     {0, 1, N},
     {49, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/somebody_waits",
     {N, 0, 1},
     {49, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/an_empty_seat",
     {1, N, N},
     {49, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/over_full",
     {0, 0, N},
     {49, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/closed",
     {1, 0, 2},
     {49, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/uncovered_client",
     {1, 0, N},
     {48, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/uncovered_therapist",
     {1, 0, N},
     {50, 29, 0},
     {B + 11, B, B + 90},
     RP_ERR_SOLVER},
    {"proof/uncovered_closed",
     {1, 0, N},
     {49, 29, 0},
     {B + 11, B + 1, B + 89},
     RP_ERR_SOLVER},
    {"proof/too_dear",
     {1, 0, N},
     {50, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/negative_gain",
     {1, 0, N},
     {50, 30, -1},
     {B + 10, B + 2, B + 91},
     RP_ERR_SOLVER},
    {"proof/absurd",
     {1, 0, N},
     {INT64_MAX, 29, 0},
     {B + 11, B + 1, B + 90},
     RP_ERR_SOLVER},
    {"proof/absurd_price",
     {1, 0, N},
     {49, 29, 0},
     {B + 11, INT64_MAX, B + 90},
     RP_ERR_SOLVER},
};

static void test_proof(void **state) {
    const proof_case *c = *state;
    market_bench b;
    uint32_t plan[3];
    int64_t u[3], v[3];
    uint64_t checked;

    for (int k = 0; k < 3; k++) {
        plan[k] = c->plan[k];
        u[k] = c->u[k];
        v[k] = c->v[k];
    }
    market_open(&b, (rp_pair_table){start, therapist, score}, &made);
    rp_plan whole = {.clients = 3,
                     .therapists = 3,
                     .therapist = plan,
                     .client_price = u,
                     .therapist_price = v};
    for (int threads = 1; threads <= 2; threads++) {
        assert_int_equal(
            rp_proof_check(b.market, &b.parts, &whole, threads, &checked),
            c->status);
        if (c->status == RP_OK)
            assert_int_equal(checked, 7);
    }
    market_close(&b);
}

/* With a floor of 20, F counts where S is no less: client 0 with therapist 0
   leaves client 1 below it. */
static void test_floor(void **state) {
    market_bench b;
    uint64_t checked;
    (void)state;

    market_open(&b, (rp_pair_table){start, therapist, score}, &made);
    assert_int_equal(rp_parts_set_floor(&b.parts, 100, 20), RP_OK);
    int64_t F = b.parts.part[0].floor, reward = b.parts.part[0].reward;
    assert_true(F == 301 && reward == 1 + 3 * 401);
    uint32_t plan[] = {1, 0, N};
    int64_t u[] = {49 + F, 29 + F, 0}, v[] = {reward + 11, reward + 1, 0};
    rp_plan whole = {.clients = 3,
                     .therapists = 3,
                     .therapist = plan,
                     .client_price = u,
                     .therapist_price = v};
    v[2] = reward + 90 + F; /* nobody sits there, all the same it is dear */
    assert_int_equal(rp_proof_check(b.market, &b.parts, &whole, 1, &checked),
                     RP_OK);
    v[2]--;
    assert_int_equal(rp_proof_check(b.market, &b.parts, &whole, 1, &checked),
                     RP_ERR_SOLVER);
    v[2]++;
    u[0] -= F; /* no longer covers what the floor is worth */
    assert_int_equal(rp_proof_check(b.market, &b.parts, &whole, 1, &checked),
                     RP_ERR_SOLVER);
    market_close(&b);
}

int main(void) {
    enum { COUNT = sizeof cases / sizeof *cases };
    struct CMUnitTest tests[1 + COUNT] = {cmocka_unit_test(test_floor)};

    for (size_t k = 0; k < COUNT; k++)
        tests[1 + k] = (struct CMUnitTest){cases[k].name, test_proof, NULL,
                                           NULL, (void *)(uintptr_t)&cases[k]};
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solve/glpk.h"
#include "solve/pair_table.h"
#include "unit/market.h"

/*
 * Three clients, two therapists with one seat each; everybody is eligible.
 * Best: 0 -> 1 (50), 1 -> 0 (40), client 2 waits; tiers are all the same.
 */
static const uint8_t tier[] = {1, 1, 1};
static const int32_t wait[] = {0, 0, 0};
static const uint32_t openings[] = {1, 1};
static const size_t start[] = {0, 2, 4, 6};
static const uint32_t therapist[] = {0, 1, 0, 1, 0, 1};
static const uint16_t score[] = {60, 50, 40, 10, 5, 1};

typedef struct bench {
    market_bench made;
    rp_solution solution;
} bench;

static int set_up(void **state) {
    bench *b = calloc(1, sizeof *b);
    market_open(&b->made, (rp_pair_table){start, therapist, score},
                &(rp_market_setup){.clients = 3,
                                   .therapists = 2,
                                   .tier = tier,
                                   .wait = wait,
                                   .openings = openings,
                                   .worth_limit = 100,
                                   .threads = 1});
    assert_int_equal(rp_solution_init(&b->solution, &b->made.model), RP_OK);
    *state = b;
    return 0;
}

static int tear_down(void **state) {
    bench *b = *state;
    rp_solution_clear(&b->solution);
    market_close(&b->made);
    free(b);
    return 0;
}

static void check(const bench *b) {
    const rp_solution *s = &b->solution;
    int64_t sum = 0;
    assert_int_equal(s->therapist[0], 1);
    assert_int_equal(s->therapist[1], 0);
    assert_int_equal(s->therapist[2], RP_NONE);
    for (uint32_t i = 0; i < 3; i++) {
        assert_true(s->client_price[i] >= 0);
        sum += s->client_price[i];
        for (uint32_t j = 0; j < 2; j++)
            assert_true(s->client_price[i] + s->therapist_price[j] >=
                        b->made.model.base[i] + score[2 * i + j]);
    }
    sum += s->therapist_price[0] + s->therapist_price[1];
    assert_true(sum == 2 * b->made.model.reward + 90);
}

static void columns_of(rp_columns *columns, const rp_pair *pair, size_t count) {
    assert_int_equal(rp_columns_init(columns, 3, pair, count), RP_OK);
}

static void test_own_pivots(void **state) {
    bench *b = *state;
    static const rp_pair all[] = {{0, 0, 60}, {0, 1, 50}, {1, 0, 40},
                                  {1, 1, 10}, {2, 0, 5},  {2, 1, 1}};
    rp_columns columns;
    columns_of(&columns, all, 6);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, NULL, 0), RP_OK);
    check(b);
    assert_int_equal(b->solution.columns, 6);
    assert_int_equal(b->solution.rounds, 1);
    rp_columns_clear(&columns);
}

/* The columns lack what the best plan needs: pricing finds it. */
static void test_column_generation(void **state) {
    bench *b = *state;
    static const rp_pair few[] = {{2, 0, 5}};
    rp_columns columns;
    columns_of(&columns, few, 1);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, NULL, 0), RP_OK);
    check(b);
    assert_true(b->solution.rounds > 1);
    rp_columns_clear(&columns);
}

/* client 0 under therapist 1, both under client 1's star ... */
static void plant(rp_tree *tree) {
    /* 0, 1, 2 clients; 3, 4 therapists; 5 the root */
    static const uint32_t parent[] = {4, 3, 5, 0, 2};
    static const uint32_t flow[] = {1, 1, 1, 0, 0};
    static const uint16_t on_arc[] = {50, 40, 0, 60, 1};
    assert_int_equal(rp_tree_init(tree, 3, 2), RP_OK);
    memcpy(tree->parent, parent, sizeof parent);
    memcpy(tree->flow, flow, sizeof flow);
    memcpy(tree->score, on_arc, sizeof on_arc);
}

static void test_basis(void **state) {
    bench *b = *state;
    static const rp_pair few[] = {
        {0, 0, 60}, {0, 1, 50}, {1, 0, 40}, {2, 1, 1}};
    rp_columns columns;
    rp_tree tree;
    columns_of(&columns, few, 4);
    plant(&tree);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, &tree, 0), RP_OK);
    check(b);
    rp_tree_clear(&tree);
    rp_columns_clear(&columns);
}

/* Prices known to be optimal and confirmed are not gone over again. */
static void test_confirmed(void **state) {
    bench *b = *state;
    int64_t B = b->made.model.reward;
    static const rp_pair few[] = {
        {0, 0, 60}, {0, 1, 50}, {1, 0, 40}, {1, 1, 10}, {2, 1, 1}};
    rp_columns columns;
    rp_tree tree;
    columns_of(&columns, few, 5);
    plant(&tree);
    tree.price[0] = 49;
    tree.price[1] = 29;
    tree.price[3] = B + 11;
    tree.price[4] = B + 1;
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, &tree, 1), RP_OK);
    check(b);
    assert_int_equal(b->solution.rounds, 0);
    assert_int_equal(b->solution.columns, 4); /* (1, 1) is not tight */
    rp_tree_clear(&tree);
    rp_columns_clear(&columns);
}

/* What is said to be done but is not is found out. */
static void test_not_confirmed(void **state) {
    bench *b = *state;
    static const rp_pair few[] = {{2, 0, 5}, {2, 1, 1}};
    static const uint32_t parent[] = {5, 5, 3, 5, 5};
    rp_columns columns;
    rp_tree tree;
    columns_of(&columns, few, 2);
    assert_int_equal(rp_tree_init(&tree, 3, 2), RP_OK);
    memcpy(tree.parent, parent, sizeof parent);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, &tree, 1), RP_OK);
    check(b);
    assert_true(b->solution.rounds > 0);
    rp_tree_clear(&tree);
    rp_columns_clear(&columns);
}

/* A basis with a circle in it: GLPK refuses, we pass it on. */
static void test_bad_basis(void **state) {
    bench *b = *state;
    static const rp_pair all[] = {
        {0, 0, 60}, {0, 1, 50}, {1, 0, 40}, {1, 1, 10}};
    static const uint32_t parent[] = {4, 3, 5, 0, 1};
    rp_columns columns;
    rp_tree tree;
    columns_of(&columns, all, 4);
    assert_int_equal(rp_tree_init(&tree, 3, 2), RP_OK);
    memcpy(tree.parent, parent, sizeof parent);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, &tree, 0),
        RP_ERR_SOLVER);
    rp_tree_clear(&tree);
    rp_columns_clear(&columns);
}

/* A mistake that makes GLPK give up altogether must come back as a status,
   silently, and leave GLPK usable. */
static void test_fatal(void **state) {
    bench *b = *state;
    static const rp_pair beyond[] = {{0, 7, 60}};
    rp_columns columns;
    columns_of(&columns, beyond, 1);
    assert_int_equal(
        rp_glpk_run(&b->solution, &b->made.model, &columns, NULL, 0),
        RP_ERR_SOLVER);
    rp_columns_clear(&columns);
    test_own_pivots(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_own_pivots, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_column_generation, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_basis, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_confirmed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_confirmed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_basis, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_fatal, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

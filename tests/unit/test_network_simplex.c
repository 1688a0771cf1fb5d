#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "solve/network_simplex.h"
#include "solve/pair_table.h"
#include "solve/start/first_prices.h"
#include "solve/start/likely_pairs.h"
#include "solve/start/starting_basis.h"
#include "unit/market.h"

/* A market of every pair, with scores from a small generator. */
enum { CLIENTS = 90, THERAPISTS = 20 };

typedef struct setting {
    const char *name;
    uint32_t seats, modulus; /* scores are below modulus, times 10000 / it */
    rp_start crash;
    int few; /* start from one column a client, so that pricing adds */
} setting;

static const setting settings[] = {
    {"network/tight", 90, 9999, RP_START_NETWORK, 0},
    {"network/short", 70, 9999, RP_START_NETWORK, 0},
    {"network/plenty", 130, 9999, RP_START_NETWORK, 0},
    {"network/ties", 90, 3, RP_START_NETWORK, 0},
    {"network/all_tied", 80, 1, RP_START_NETWORK, 0},
    {"network/greedy", 90, 9999, RP_START_GREEDY, 0},
    {"network/greedy_ties", 90, 4, RP_START_GREEDY, 0},
    {"network/greedy_short", 60, 50, RP_START_GREEDY, 0},
    {"network/pricing", 90, 9999, RP_START_GREEDY, 1},
    {"network/pricing_ties", 90, 5, RP_START_GREEDY, 1},
};

typedef struct bench {
    uint8_t tier[CLIENTS];
    int32_t wait[CLIENTS];
    uint32_t openings[THERAPISTS];
    size_t start[CLIENTS + 1];
    uint32_t therapist[CLIENTS * THERAPISTS];
    uint16_t score[CLIENTS * THERAPISTS];
    market_bench made;
} bench;

static void set_up(bench *b, const setting *s) {
    uint32_t random = 12345;
    for (uint32_t i = 0; i <= CLIENTS; i++)
        b->start[i] = (size_t)i * THERAPISTS;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        b->tier[i] = (uint8_t)(1 + i % 10 / 7);
        b->wait[i] = (int32_t)(i % 4 * 25);
        for (uint32_t j = 0; j < THERAPISTS; j++) {
            random = random * 1664525u + 1013904223u;
            b->therapist[i * THERAPISTS + j] = j;
            b->score[i * THERAPISTS + j] =
                (uint16_t)((random >> 8) % s->modulus * (10000u / s->modulus));
        }
    }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        b->openings[j] = s->seats / THERAPISTS + (j < s->seats % THERAPISTS);
    rp_pair_table pairs = {b->start, b->therapist, b->score};
    market_open(&b->made, pairs,
                &(rp_market_setup){.clients = CLIENTS,
                                   .therapists = THERAPISTS,
                                   .tier = b->tier,
                                   .wait = b->wait,
                                   .openings = b->openings,
                                   .worth_limit = 10100,
                                   .threads = 1});
    assert_int_equal(b->made.parts.count, 1);
}

/* Whether the tree's flows are a plan, and its arcs are tight. */
static void check_tree(const bench *b, const rp_tree *tree, int is_priced) {
    uint32_t root = CLIENTS + THERAPISTS;
    int64_t sent[CLIENTS] = {0}, taken[THERAPISTS] = {0};

    for (uint32_t k = 0; k < root; k++) {
        uint32_t parent = tree->parent[k];
        uint32_t i = k < CLIENTS ? k : parent;
        uint32_t j = (k < CLIENTS ? parent : k) - CLIENTS;
        assert_true(parent <= root);
        if (k >= CLIENTS)
            assert_true(tree->flow[k] > 0); /* strongly feasible */
        if (i < CLIENTS)
            sent[i] += tree->flow[k];
        if (j < THERAPISTS)
            taken[j] += tree->flow[k];
        if (i < CLIENTS && j < THERAPISTS)
            assert_int_equal(tree->score[k], b->score[i * THERAPISTS + j]);
        if (!is_priced)
            continue;
        int64_t worth = i < CLIENTS && j < THERAPISTS
                            ? b->made.model.base[i] + tree->score[k]
                            : 0;
        int64_t u = i < CLIENTS ? tree->price[i] : 0;
        int64_t v = j < THERAPISTS ? tree->price[CLIENTS + j] : 0;
        assert_true(u + v == worth);
    }
    for (uint32_t i = 0; i < CLIENTS; i++)
        assert_int_equal(sent[i], 1);
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_int_equal(taken[j], b->openings[j]);
}

static void check_optimal(const bench *b, const rp_tree *tree) {
    for (uint32_t k = 0; k < CLIENTS + THERAPISTS; k++)
        assert_true(tree->price[k] >= 0);
    for (uint32_t i = 0; i < CLIENTS; i++)
        for (uint32_t j = 0; j < THERAPISTS; j++)
            assert_true(tree->price[i] + tree->price[CLIENTS + j] >=
                        b->made.model.base[i] + b->score[i * THERAPISTS + j]);
}

static void first_of_each(rp_columns *columns) {
    rp_pair pair[CLIENTS];
    for (uint32_t i = 0; i < CLIENTS; i++)
        pair[i] = (rp_pair){i, columns->therapist[columns->start[i]],
                            columns->score[columns->start[i]]};
    rp_columns_clear(columns);
    assert_int_equal(rp_columns_init(columns, CLIENTS, pair, CLIENTS), RP_OK);
}

static void test_network(void **state) {
    const setting *s = *state;
    bench *b = calloc(1, sizeof *b);
    rp_columns columns;
    rp_tree tree;
    int64_t price[THERAPISTS];
    size_t rounds;

    set_up(b, s);
    assert_int_equal(rp_first_prices_guess(price, &b->made.model), RP_OK);
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_true(price[j] >= 0);
    assert_int_equal(rp_likely_pairs_choose(&columns, &b->made.model, price),
                     RP_OK);
    if (s->few)
        first_of_each(&columns);
    assert_int_equal(rp_starting_basis_make(&tree, &b->made.model, &columns,
                                            price, s->crash),
                     RP_OK);
    check_tree(b, &tree, 0);
    assert_int_equal(
        rp_network_simplex_solve(&tree, &b->made.model, &columns, &rounds),
        RP_OK);
    check_tree(b, &tree, 1);
    check_optimal(b, &tree);
    assert_true(s->few ? rounds > 1 : rounds >= 1);
    rp_tree_clear(&tree);
    rp_columns_clear(&columns);
    market_close(&b->made);
    free(b);
}

int main(void) {
    enum { COUNT = sizeof settings / sizeof *settings };
    struct CMUnitTest tests[COUNT];

    for (size_t k = 0; k < COUNT; k++)
        tests[k] = (struct CMUnitTest){settings[k].name, test_network, NULL,
                                       NULL, (void *)(uintptr_t)&settings[k]};
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

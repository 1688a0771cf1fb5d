#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solve/start/first_prices.h"
#include "solve/start/likely_pairs.h"

enum { CLIENTS = 4000, THERAPISTS = 120 };

typedef struct bench {
    uint8_t tier[CLIENTS];
    int32_t wait[CLIENTS];
    uint32_t openings[THERAPISTS];
    rp_market *market;
    rp_parts parts;
    rp_row_buffer *row;
    rp_model model;
} bench;

/* Therapist j is better for everybody the larger j is. */
static size_t pairs(void *payload, uint32_t client, int thread,
                    uint32_t *therapist, uint16_t *score) {
    (void)payload;
    (void)thread;
    for (uint32_t j = 0; j < THERAPISTS; j++) {
        therapist[j] = j;
        score[j] = (uint16_t)(j * 75 + (client * 7 + j * 13) % 97);
    }
    return THERAPISTS;
}

static void set_up(bench *b, uint32_t seats_each, int threads) {
    for (uint32_t i = 0; i < CLIENTS; i++)
        b->tier[i] = (uint8_t)(i % 4 == 0 ? 2 : 1);
    for (uint32_t j = 0; j < THERAPISTS; j++)
        b->openings[j] = seats_each;
    rp_market_setup setup = {.clients = CLIENTS,
                             .therapists = THERAPISTS,
                             .tier = b->tier,
                             .wait = b->wait,
                             .openings = b->openings,
                             .worth_limit = 10000,
                             .source = {pairs, NULL},
                             .threads = threads};
    assert_int_equal(rp_market_new(&b->market, &setup), RP_OK);
    assert_int_equal(rp_parts_find(&b->parts, b->market, threads), RP_OK);
    b->row = rp_row_buffers_new(b->market);
    assert_int_equal(rp_model_init(&b->model, b->market, &b->parts, 0, b->row),
                     RP_OK);
    b->model.threads = threads;
}

static void tear_down(bench *b) {
    rp_model_clear(&b->model);
    rp_row_buffers_free(b->row, b->market);
    rp_parts_clear(&b->parts);
    rp_market_free(b->market);
    free(b);
}

/* Where all want the same therapists, prices must follow the scores. */
static void test_follow_scores(void **state) {
    bench *b = calloc(1, sizeof *b);
    int64_t price[THERAPISTS];
    (void)state;
    set_up(b, CLIENTS / THERAPISTS + 1, 1);
    assert_int_equal(rp_first_prices_guess(price, &b->model), RP_OK);
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_true(price[j] >= 0);
    int64_t rise = price[THERAPISTS - 1] - price[THERAPISTS / 2];
    assert_true(rise > 70 * (THERAPISTS / 2 - 1));
    assert_true(rise < 80 * (THERAPISTS / 2 - 1));
    assert_true(price[0] < 1000);
    tear_down(b);
}

/* With half the seats needed, the last to get one is a routine client. */
static void test_level(void **state) {
    bench *b = calloc(1, sizeof *b);
    int64_t price[THERAPISTS];
    (void)state;
    set_up(b, CLIENTS / THERAPISTS / 2, 1);
    assert_int_equal(rp_first_prices_guess(price, &b->model), RP_OK);
    for (uint32_t j = 0; j < THERAPISTS; j++) {
        assert_true(price[j] >= b->model.reward - 10000);
        assert_true(price[j] <= b->model.reward + 30000);
    }
    tear_down(b);
}

static void test_threads(void **state) {
    bench *one = calloc(1, sizeof *one), *two = calloc(1, sizeof *two);
    int64_t a[THERAPISTS], b[THERAPISTS];
    rp_columns c, d;
    (void)state;
    set_up(one, CLIENTS / THERAPISTS + 1, 1);
    set_up(two, CLIENTS / THERAPISTS + 1, 3);
    assert_true(rp_model_pass_threads(&two->model) == 3);
    assert_int_equal(rp_first_prices_guess(a, &one->model), RP_OK);
    assert_int_equal(rp_first_prices_guess(b, &two->model), RP_OK);
    assert_memory_equal(a, b, sizeof a);
    assert_int_equal(rp_likely_pairs_choose(&c, &one->model, a), RP_OK);
    assert_int_equal(rp_likely_pairs_choose(&d, &two->model, b), RP_OK);
    assert_int_equal(c.count, d.count);
    assert_memory_equal(c.therapist, d.therapist,
                        c.count * sizeof *c.therapist);
    assert_memory_equal(c.start, d.start, (CLIENTS + 1) * sizeof *c.start);
    rp_columns_clear(&c);
    rp_columns_clear(&d);
    tear_down(one);
    tear_down(two);
}

/* Every client has enough on its list, every therapist more than its seats. */
static void test_lists(void **state) {
    bench *b = calloc(1, sizeof *b);
    int64_t price[THERAPISTS];
    uint32_t listed[THERAPISTS] = {0};
    rp_columns c;
    (void)state;
    set_up(b, CLIENTS / THERAPISTS + 1, 1);
    memset(price, 0, sizeof price); /* a bad guess: all want the last ones */
    assert_int_equal(rp_likely_pairs_choose(&c, &b->model, price), RP_OK);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        assert_true(c.start[i + 1] - c.start[i] >= 8);
        for (size_t k = c.start[i]; k < c.start[i + 1]; k++) {
            assert_true(k == c.start[i] || c.therapist[k - 1] < c.therapist[k]);
            listed[c.therapist[k]]++;
        }
    }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_true(listed[j] >= 2 * b->openings[j]);
    rp_columns_clear(&c);
    tear_down(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_follow_scores),
        cmocka_unit_test(test_level),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

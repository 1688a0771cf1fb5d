#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "solve/pair_table.h"
#include "solve/parts.h"

static rp_market *make(uint32_t clients, uint32_t therapists,
                       const uint8_t *tier, const uint32_t *openings,
                       const rp_pair_table *table, int64_t worth_limit,
                       int threads) {
    static const int32_t wait[64];
    rp_market_setup setup = {.clients = clients,
                             .therapists = therapists,
                             .tier = tier,
                             .wait = wait,
                             .openings = openings,
                             .worth_limit = worth_limit,
                             .source = rp_pair_table_source(table),
                             .threads = threads};
    rp_market *market;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    return market;
}

/*
 * Clients 0, 2 and 4 meet through therapists 1 and 3; client 1 has therapist
 * 0 alone; client 3 only the closed therapist 2, which would join all; client
 * 5 is not in the market.
 */
static const uint8_t tier[] = {1, 1, 3, 1, 2, 0};
static const uint32_t openings[] = {1, 2, 0, 1, 5};
static const size_t start[] = {0, 2, 4, 6, 7, 8, 9};
static const uint32_t therapist[] = {1, 2, 0, 2, 1, 3, 2, 3, 4};
static const uint16_t score[9] = {0};

static void test_two_parts(void **state) {
    rp_pair_table table = {start, therapist, score};
    (void)state;
    for (int threads = 1; threads <= 3; threads++) {
        rp_market *market = make(6, 5, tier, openings, &table, 100, threads);
        rp_parts parts;
        assert_int_equal(rp_parts_find(&parts, market, threads), RP_OK);
        assert_int_equal(parts.count, 2);
        assert_int_equal(parts.part[0].clients, 3);
        assert_int_equal(parts.part[0].client[0], 0);
        assert_int_equal(parts.part[0].client[1], 2);
        assert_int_equal(parts.part[0].client[2], 4);
        assert_int_equal(parts.part[0].therapists, 2);
        assert_int_equal(parts.part[0].therapist[0], 1);
        assert_int_equal(parts.part[0].therapist[1], 3);
        assert_int_equal(parts.part[0].reward, 301);
        assert_int_equal(parts.part[0].pairs, 5);
        assert_int_equal(parts.part[1].clients, 1);
        assert_int_equal(parts.part[1].client[0], 1);
        assert_int_equal(parts.part[1].reward, 101);
        assert_int_equal(parts.client_part[3], RP_NONE);
        assert_int_equal(parts.client_part[5], RP_NONE);
        assert_int_equal(parts.local[3], 1);
        assert_int_equal(parts.local[2], RP_NONE);
        assert_int_equal(parts.local[4], RP_NONE);
        rp_parts_clear(&parts);
        rp_market_free(market);
    }
}

static void test_one_part(void **state) {
    static const uint8_t all[] = {1, 1, 1, 1};
    static const uint32_t open[] = {1, 1, 1, 0};
    static const size_t from[] = {0, 2, 3, 4, 4};
    static const uint32_t to[] = {1, 2, 1, 2};
    rp_pair_table table = {from, to, score};
    rp_market *market = make(4, 4, all, open, &table, 10, 2);
    rp_parts parts;
    (void)state;
    assert_int_equal(rp_parts_find(&parts, market, 2), RP_OK);
    assert_int_equal(parts.count, 1);
    assert_int_equal(parts.part[0].clients, 3);
    assert_int_equal(parts.part[0].therapists, 2);
    assert_int_equal(parts.client_part[3], RP_NONE);
    assert_int_equal(parts.local[0], RP_NONE);
    rp_parts_clear(&parts);
    rp_market_free(market);
}

typedef struct reward_case {
    const char *name;
    uint32_t clients;
    int64_t limit, reward;
} reward_case;

static const reward_case rewards[] = {
    {"reward/one", 1, 36000, 36001},
    {"reward/payer", 200000, 36000, 7200000001},
    {"reward/most", 3, ((INT64_C(1) << 53) / 9 - 1) / 3,
     1 + ((INT64_C(1) << 53) / 9 - 1) / 3 * 3},
    {"reward/one_more", 3, ((INT64_C(1) << 53) / 9 - 1) / 3 + 1, 0},
    {"reward/everybody", UINT32_MAX, 36000, 0},
    {"reward/absurd", 2, INT64_MAX, 0},
};

static void test_reward(void **state) {
    const reward_case *c = *state;
    int64_t reward = rp_parts_reward(c->clients, c->limit);
    assert_true(reward == c->reward);
    assert_true(reward <= (INT64_C(1) << 53) / 3 / c->clients);
}

static void test_too_large(void **state) {
    static const uint8_t all[] = {1, 1};
    static const uint32_t open[] = {1};
    static const size_t from[] = {0, 1, 2};
    static const uint32_t to[] = {0, 0};
    rp_pair_table table = {from, to, score};
    rp_market *market = make(2, 1, all, open, &table, INT64_C(1) << 51, 1);
    rp_parts parts;
    (void)state;
    assert_int_equal(rp_parts_find(&parts, market, 1), RP_ERR_SIZE);
    assert_null(parts.part);
    rp_market_free(market);
}

/* The numbers of a floor grow with the moves of a cycle, not with clients. */
static void test_floor(void **state) {
    static const uint8_t all[] = {1, 1, 1, 1};
    static const uint32_t open[] = {1, 1, 1, 0};
    static const size_t from[] = {0, 2, 3, 4, 5};
    static const uint32_t to[] = {0, 1, 0, 1, 2};
    rp_pair_table table = {from, to, score};
    rp_market *market = make(4, 3, all, open, &table, 10, 1);
    rp_parts parts;
    (void)state;
    assert_int_equal(rp_parts_find(&parts, market, 1), RP_OK);
    assert_int_equal(parts.count, 2);
    assert_true(parts.part[0].floor == 0);
    assert_true(parts.part[0].start == parts.part[0].reward);
    assert_int_equal(rp_parts_set_floor(&parts, 10, 5000), RP_OK);
    assert_int_equal(parts.least, 5000);
    assert_true(parts.part[0].start == 31); /* three clients, two therapists */
    assert_true(parts.part[0].floor == 31);
    assert_true(parts.part[0].reward == 1 + 3 * 41);
    assert_true(parts.part[1].start == 11); /* one and one */
    assert_true(parts.part[1].floor == 11);
    assert_true(parts.part[1].reward == 1 + 21);
    assert_int_equal(rp_parts_set_floor(&parts, INT64_C(1) << 46, 1), RP_OK);
    assert_int_equal(rp_parts_set_floor(&parts, INT64_C(1) << 48, 1),
                     RP_ERR_SIZE);
    assert_int_equal(rp_parts_set_floor(&parts, INT64_MAX, 1), RP_ERR_SIZE);
    rp_parts_clear(&parts);
    parts = (rp_parts){0};
    rp_part large = {.clients = 50000, .therapists = 8000, .places = 8000};
    parts.part = &large;
    parts.count = 1;
    assert_int_equal(rp_parts_set_floor(&parts, 46000, 1), RP_OK);
    large.places = 150000; /* 50000 clients still move no more */
    assert_int_equal(rp_parts_set_floor(&parts, 46000, 1), RP_OK);
    large.clients = 250000;
    large.places = 250000;
    assert_int_equal(rp_parts_set_floor(&parts, 46000, 1), RP_ERR_SIZE);
    rp_floor kept = {.reward = 7, .least = 5000, .keep = 500, .kept = 2};
    assert_int_equal(rp_worth_of_gain(kept, 1, 4999), 4999);
    assert_int_equal(rp_worth_of_gain(kept, 1, 5000), 5007);
    assert_int_equal(rp_worth_of_gain(kept, 2, 5499), 5499);
    assert_int_equal(rp_worth_of_gain(kept, 2, 5500), 5507);
    rp_market_free(market);
}

static void suits_all(void *payload, uint32_t client, uint32_t place,
                      int thread, uint64_t *bits) {
    const uint16_t *hours = payload;

    (void)client;
    (void)thread;
    bits[0] = ((uint64_t)1 << hours[place]) - 1;
}

/* A therapist is as many places as hours; one without hours is one. */
static void test_places(void **state) {
    static uint16_t hours[] = {0, 1, 2, 3};
    static const uint32_t seats[] = {5, 5, 5, 5};
    static const uint8_t tiers[] = {1, 1, 1, 1};
    static const size_t from[] = {0, 1, 2, 3, 4};
    static const uint32_t of[] = {0, 1, 2, 3};
    static const uint16_t points[4] = {0};
    static const int32_t wait[4];
    rp_pair_table table = {from, of, points};
    rp_hour_source promised = {
        .count = hours, .suits = suits_all, .payload = hours};
    rp_market_setup setup = {.clients = 4,
                             .therapists = 4,
                             .tier = tiers,
                             .wait = wait,
                             .openings = seats,
                             .hours = &promised,
                             .worth_limit = 100,
                             .source = rp_pair_table_source(&table),
                             .threads = 1};
    rp_market *market;
    rp_parts parts;

    (void)state;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    assert_int_equal(rp_parts_find(&parts, market, 1), RP_OK);
    assert_int_equal(parts.count, 4);
    for (uint32_t j = 0; j < 4; j++)
        assert_int_equal(parts.part[parts.client_part[j]].places, j ? j : 1);
    rp_parts_clear(&parts);
    rp_market_free(market);
}

int main(void) {
    enum { REWARDS = sizeof rewards / sizeof *rewards };
    struct CMUnitTest tests[5 + REWARDS] = {
        cmocka_unit_test(test_floor),    cmocka_unit_test(test_two_parts),
        cmocka_unit_test(test_one_part), cmocka_unit_test(test_too_large),
        cmocka_unit_test(test_places),
    };
    for (size_t k = 0; k < REWARDS; k++)
        tests[5 + k] =
            (struct CMUnitTest){rewards[k].name, test_reward, NULL, NULL,
                                (void *)(uintptr_t)&rewards[k]};
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

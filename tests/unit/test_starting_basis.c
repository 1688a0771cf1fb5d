#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "solve/pair_table.h"
#include "solve/start/auction.h"
#include "solve/start/likely_pairs.h"
#include "solve/start/reverse_auction.h"
#include "solve/start/scarcity.h"
#include "unit/market.h"

/*
 * Half of the clients can go to the first half of the therapists only, the
 * others to all; so the first half can be short while seats are left.
 */
enum { CLIENTS = 60, THERAPISTS = 12, HALF = THERAPISTS / 2 };

typedef struct setting {
    const char *name;
    uint32_t first_seats, other_seats; /* of one therapist */
    uint32_t bound;                    /* clients of the first half only */
} setting;

static const setting settings[] = {
    {"crash/enough", 5, 5, 25},      {"crash/plenty", 8, 9, 30},
    {"crash/first_short", 2, 9, 30}, {"crash/all_short", 2, 3, 30},
    {"crash/other_short", 6, 1, 10}, {"crash/one_each", 1, 1, 30},
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
    uint32_t random = 99;
    size_t used = 0;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        b->tier[i] = (uint8_t)(1 + i % 3);
        b->wait[i] = (int32_t)(i % 5 * 25);
        for (uint32_t j = 0; j < (i < s->bound ? HALF : THERAPISTS); j++) {
            random = random * 1664525u + 1013904223u;
            b->therapist[used] = j;
            b->score[used++] = (uint16_t)((random >> 8) % 10001);
        }
        b->start[i + 1] = used;
    }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        b->openings[j] = j < HALF ? s->first_seats : s->other_seats;
    rp_pair_table pairs = {b->start, b->therapist, b->score};
    market_open(&b->made, pairs,
                &(rp_market_setup){.clients = CLIENTS,
                                   .therapists = THERAPISTS,
                                   .tier = b->tier,
                                   .wait = b->wait,
                                   .openings = b->openings,
                                   .worth_limit = 10100,
                                   .threads = 1});
}

static void tear_down(bench *b) {
    market_close(&b->made);
    free(b);
}

static void count(const bench *b, const uint32_t *plan, uint32_t *placed) {
    uint32_t taken[THERAPISTS] = {0};
    for (uint32_t i = 0; i < CLIENTS; i++)
        if (plan[i] != RP_NONE) {
            placed[b->tier[i]]++;
            taken[plan[i]]++;
        }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_true(taken[j] <= b->openings[j]);
}

/* How many of each tier can be placed, by counting seats: the bound clients
   before all others in each tier, as far as the first half has room. */
static void can_be_placed(const bench *b, const setting *s, uint32_t *placed) {
    uint32_t first = HALF * s->first_seats, other = HALF * s->other_seats;
    uint32_t bound = 0, free_ones = 0;
    for (int tier = 3; tier >= 1; tier--)
        for (uint32_t i = 0; i < CLIENTS; i++) {
            if (b->tier[i] != tier)
                continue;
            uint32_t *mine = i < s->bound ? &bound : &free_ones;
            ++*mine;
            if (bound > first || bound + free_ones > first + other)
                --*mine;
            else
                placed[tier]++;
        }
}

/* u + v >= tier with u = tier - level where a client sits, 0 where it waits,
   and no seat left above level 0: so the levels are optimal prices. */
static void check_levels(const bench *b, const uint32_t *plan,
                         const uint8_t *level) {
    uint32_t left[THERAPISTS];
    for (uint32_t j = 0; j < THERAPISTS; j++)
        left[j] = b->openings[j];
    for (uint32_t i = 0; i < CLIENTS; i++) {
        int gain = plan[i] == RP_NONE ? 0 : b->tier[i] - level[plan[i]];
        assert_true(gain >= 0);
        if (plan[i] != RP_NONE)
            left[plan[i]]--;
        for (size_t k = b->start[i]; k < b->start[i + 1]; k++)
            assert_true(gain + level[b->therapist[k]] >= b->tier[i]);
    }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        assert_true(level[j] == 0 || left[j] == 0);
}

static void few_columns(rp_columns *columns, const bench *b) {
    rp_pair pair[CLIENTS];
    for (uint32_t i = 0; i < CLIENTS; i++)
        pair[i] =
            (rp_pair){i, b->therapist[b->start[i]], b->score[b->start[i]]};
    assert_int_equal(rp_columns_init(columns, CLIENTS, pair, CLIENTS), RP_OK);
}

/* On columns that all name therapist 0: chains must leave the columns. */
static void test_levels(void **state) {
    bench *b = calloc(1, sizeof *b);
    uint32_t plan[CLIENTS], placed[4] = {0}, wanted[4] = {0};
    uint8_t level[THERAPISTS];
    int64_t price[THERAPISTS] = {0};
    rp_columns columns;

    set_up(b, *state);
    few_columns(&columns, b);
    assert_int_equal(
        rp_scarcity_find(plan, level, &b->made.model, &columns, price), RP_OK);
    count(b, plan, placed);
    can_be_placed(b, *state, wanted);
    for (int tier = 1; tier <= 3; tier++)
        assert_int_equal(placed[tier], wanted[tier]);
    check_levels(b, plan, level);
    rp_columns_clear(&columns);
    tear_down(b);
}

/* The auction places as many, and prices within a little of the best. */
static void test_auction(void **state) {
    bench *b = calloc(1, sizeof *b);
    uint32_t plan[CLIENTS], placed[4] = {0}, wanted[4] = {0};
    int64_t price[THERAPISTS] = {0}, bound = 0, total = 0;
    rp_columns columns;

    set_up(b, *state);
    assert_int_equal(rp_likely_pairs_choose(&columns, &b->made.model, price),
                     RP_OK);
    assert_int_equal(rp_auction_run(plan, price, &b->made.model, &columns),
                     RP_OK);
    count(b, plan, placed);
    can_be_placed(b, *state, wanted);
    for (int tier = 1; tier <= 3; tier++)
        assert_int_equal(placed[tier], wanted[tier]);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        int64_t gain = 0;
        for (size_t k = b->start[i]; k < b->start[i + 1]; k++) {
            int64_t worth =
                (b->made.model.base[i] + b->score[k]) * RP_AUCTION_SCALE;
            if (b->therapist[k] == plan[i])
                total += worth;
            if (worth - price[b->therapist[k]] > gain)
                gain = worth - price[b->therapist[k]];
        }
        bound += gain;
    }
    for (uint32_t j = 0; j < THERAPISTS; j++) {
        assert_true(price[j] >= 0);
        bound += price[j] * b->openings[j];
    }
    assert_true(bound >= total);
    assert_true(bound - total <= CLIENTS * RP_AUCTION_SCALE);
    rp_columns_clear(&columns);
    tear_down(b);
}

int main(void) {
    enum { COUNT = sizeof settings / sizeof *settings };
    struct CMUnitTest tests[2 * COUNT];

    for (size_t k = 0; k < COUNT; k++) {
        void *setting_of = (void *)(uintptr_t)&settings[k];
        tests[2 * k] = (struct CMUnitTest){settings[k].name, test_levels, NULL,
                                           NULL, setting_of};
        tests[2 * k + 1] = (struct CMUnitTest){settings[k].name, test_auction,
                                               NULL, NULL, setting_of};
    }
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

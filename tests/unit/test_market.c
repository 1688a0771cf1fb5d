#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solve/market.h"

/* Rows far apart and close together, so that gaps of all lengths occur. */
enum { CLIENTS = 700, THERAPISTS = 5000 };

typedef struct counted {
    uint64_t calls;
} counted;

static size_t made_row(uint32_t client, uint32_t *therapist, uint16_t *score) {
    uint32_t step = client % 7 == 0   ? 1023 + client % 2
                    : client % 5 == 0 ? 1
                                      : 37;
    size_t count = 0;

    for (uint32_t j = client % 3 * 1024; j < THERAPISTS; j += step) {
        therapist[count] = j;
        score[count++] = (uint16_t)((j * 31 + client) % 10001);
    }
    return client % 11 == 0 ? 0 : count;
}

static size_t pairs(void *payload, uint32_t client, int thread,
                    uint32_t *therapist, uint16_t *score) {
    counted *c = payload;
    if (thread == 0)
        c->calls++;
    return made_row(client, therapist, score);
}

enum { KEEP = 10000 };

/* Some in the row, some not, some of nobody. */
static uint32_t kept_of(uint32_t client) {
    return client % 4 == 0   ? RP_NONE
           : client % 4 == 1 ? client * 7 % THERAPISTS
                             : client % 3 * 1024;
}

static rp_market *make_any(counted *c, size_t limit, int threads,
                           const uint32_t *kept, bool is_unkept) {
    static uint8_t tier[CLIENTS];
    static int32_t wait[CLIENTS];
    static uint32_t openings[THERAPISTS];
    for (uint32_t i = 0; i < CLIENTS; i++) {
        tier[i] = (uint8_t)(i % 13 == 0 ? 0 : 1 + i % 3);
        wait[i] = (int32_t)i;
    }
    for (uint32_t j = 0; j < THERAPISTS; j++)
        openings[j] = j % 4;
    rp_market_setup setup = {.clients = CLIENTS,
                             .therapists = THERAPISTS,
                             .tier = tier,
                             .wait = wait,
                             .openings = openings,
                             .kept = kept,
                             .keep = KEEP,
                             .worth_limit = 20000,
                             .source = {pairs, c},
                             .memory_limit = limit,
                             .is_unkept = is_unkept,
                             .threads = threads};
    rp_market *market;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    return market;
}

static rp_market *make_kept(counted *c, size_t limit, int threads,
                            const uint32_t *kept) {
    return make_any(c, limit, threads, kept, false);
}

static rp_market *make(counted *c, size_t limit, int threads) {
    return make_kept(c, limit, threads, NULL);
}

static void check_rows(const rp_market *market) {
    uint32_t *a = malloc(THERAPISTS * sizeof *a);
    uint32_t *b = malloc(THERAPISTS * sizeof *b);
    uint16_t *s = malloc(THERAPISTS * sizeof *s);
    uint16_t *t = malloc(THERAPISTS * sizeof *t);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        size_t wanted = made_row(i, a, s);
        assert_int_equal(rp_market_row(market, i, 0, b, t), wanted);
        if (wanted == 0)
            continue;
        assert_memory_equal(a, b, wanted * sizeof *a);
        assert_memory_equal(s, t, wanted * sizeof *s);
    }
    free(a);
    free(b);
    free(s);
    free(t);
}

static void test_stored(void **state) {
    counted c = {0};
    rp_market *market = make(&c, 0, 1);
    uint64_t asked = c.calls;
    (void)state;
    assert_true(rp_market_is_stored(market));
    check_rows(market);
    /* only those who are not in the market are asked for again */
    assert_int_equal(c.calls - asked, (CLIENTS + 12) / 13);
    assert_int_equal(asked, CLIENTS - (CLIENTS + 12) / 13);
    rp_market_free(market);
}

static void test_asked_again(void **state) {
    counted c = {0};
    rp_market *market = make(&c, 1, 1);
    (void)state;
    assert_false(rp_market_is_stored(market));
    check_rows(market);
    rp_market_free(market);
}

static void test_partly_stored(void **state) {
    counted c = {0};
    rp_market *market = make(&c, 400000, 2);
    (void)state;
    assert_false(rp_market_is_stored(market));
    check_rows(market);
    rp_market_free(market);
}

/* Nothing is asked for before it is wanted. */
static void test_unkept(void **state) {
    counted c = {0};
    rp_market *market = make_any(&c, 0, 1, NULL, true);
    (void)state;
    assert_int_equal(c.calls, 0);
    assert_int_equal(rp_market_pairs(market), 0);
    assert_false(rp_market_is_stored(market));
    check_rows(market);
    assert_int_equal(c.calls, CLIENTS);
    rp_market_free(market);
}

/* Gains and scores of kept pairs, whether rows are plain, asked for again, or
   packed in part. */
static void test_keep(void **state) {
    static const size_t limits[] = {0, 1, 1000000};
    static uint32_t kept[CLIENTS], row[THERAPISTS], wanted[THERAPISTS];
    static uint16_t gain[THERAPISTS], score[THERAPISTS], s[THERAPISTS];
    uint32_t raised = 0;
    (void)state;
    for (uint32_t i = 0; i < CLIENTS; i++)
        kept[i] = kept_of(i);
    for (int k = 0; k < 3; k++) {
        counted c = {0};
        rp_market *market = make_kept(&c, limits[k], 2, kept);
        for (uint32_t i = 0; i < CLIENTS; i++) {
            size_t count = made_row(i, wanted, s);
            assert_int_equal(rp_market_row(market, i, 0, row, gain), count);
            assert_int_equal(rp_market_scores(market, i, 0, row, score), count);
            assert_int_equal(rp_market_kept(market, i), kept[i]);
            for (size_t p = 0; p < count; p++) {
                uint32_t more = wanted[p] == kept[i] ? KEEP : 0;
                assert_int_equal(row[p], wanted[p]);
                assert_int_equal(gain[p], s[p] + more);
                assert_int_equal(score[p], s[p]);
                raised += more > 0;
            }
        }
        rp_market_free(market);
    }
    assert_true(raised > 3 * CLIENTS / 3);
}

enum { FAR = 17000000, GAPS = 9 };

/* One row of gaps around what one record, or one filler, can skip. */
static size_t far_pairs(void *payload, uint32_t client, int thread,
                        uint32_t *therapist, uint16_t *score) {
    static const uint32_t gaps[GAPS] = {
        5, 1022, 1023, 1024, 2046, 100000, 0, 1023 * 16383 - 1000000, 0};
    uint32_t next = client == 0 ? 0 : 1023 * 16383 + client;
    size_t count = client == 0 ? GAPS : 1;
    counted *c = payload;

    (void)thread;
    c->calls++;
    for (size_t k = 0; k < count; k++) {
        therapist[k] = next + (client == 0 ? gaps[k] : 0);
        score[k] = (uint16_t)(k * 1250);
        next = therapist[k] + 1;
    }
    return count;
}

/* A row costs next to nothing more where it lies far behind the first. */
static void test_far(void **state) {
    static const uint8_t tier[3] = {1, 1, 1};
    static const int32_t wait[3];
    counted c = {0};
    uint32_t *openings = calloc(FAR, sizeof *openings);
    uint32_t *wanted = malloc(FAR * sizeof *wanted);
    uint32_t *row = malloc(FAR * sizeof *row);
    uint16_t *score = malloc(FAR * sizeof *score);
    rp_market_setup setup = {.clients = 3,
                             .therapists = FAR,
                             .tier = tier,
                             .wait = wait,
                             .openings = openings,
                             .worth_limit = 20000,
                             .source = {far_pairs, &c},
                             .memory_limit = 20 * 3,
                             .threads = 1};
    rp_market *market;
    (void)state;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    assert_true(rp_market_is_stored(market));
    for (uint32_t i = 0; i < 3; i++) {
        size_t count = far_pairs(&c, i, 0, wanted, score);
        uint16_t last = score[count - 1];
        uint64_t asked = c.calls;
        assert_int_equal(rp_market_row(market, i, 0, row, score), count);
        assert_int_equal(c.calls, asked);
        assert_memory_equal(row, wanted, count * sizeof *row);
        assert_int_equal(score[count - 1], last);
    }
    rp_market_free(market);
    free(openings);
    free(wanted);
    free(row);
    free(score);
}

static void test_counts(void **state) {
    counted c = {0};
    rp_market *one = make(&c, 0, 1), *three = make(&c, 0, 3);
    uint64_t by_client = 0, by_therapist = 0;
    (void)state;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        by_client += rp_market_client_pairs(one, i);
        assert_int_equal(rp_market_tier(one, i), i % 13 ? 1 + i % 3 : 0);
        assert_int_equal(rp_market_wait(one, i), i);
    }
    for (uint32_t j = 0; j < THERAPISTS; j++) {
        by_therapist += rp_market_therapist_pairs(one, j);
        assert_int_equal(rp_market_therapist_pairs(one, j),
                         rp_market_therapist_pairs(three, j));
        assert_int_equal(rp_market_openings(one, j), j % 4);
    }
    assert_int_equal(by_client, rp_market_pairs(one));
    assert_int_equal(by_therapist, rp_market_pairs(one));
    assert_int_equal(rp_market_client_pairs(one, 0), 0); /* tier 0 */
    assert_int_equal(rp_market_worth_limit(one), 20000);
    assert_int_equal(rp_market_threads(three), 3);
    rp_market_free(one);
    rp_market_free(three);
}

static void test_empty(void **state) {
    rp_market_setup setup = {.worth_limit = 1, .threads = 2};
    rp_market *market;
    (void)state;
    assert_int_equal(rp_market_new(&market, &setup), RP_OK);
    assert_int_equal(rp_market_pairs(market), 0);
    rp_market_free(market);
    rp_market_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_stored),
        cmocka_unit_test(test_asked_again),
        cmocka_unit_test(test_partly_stored),
        cmocka_unit_test(test_unkept),
        cmocka_unit_test(test_keep),
        cmocka_unit_test(test_far),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

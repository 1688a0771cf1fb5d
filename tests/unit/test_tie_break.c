#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "solve/pair_table.h"
#include "solve/ties/tie_break.h"

/*
 * Optimal plans and prices given by hand, in a market of equal tiers and
 * rewards B = 1 + n * 100; what is tested is which plan they settle to.
 */
enum { MOST = 6 };
#define N RP_NONE
#define X (-1)

typedef struct order_case {
    const char *name;
    uint32_t clients, therapists;
    uint32_t openings[MOST];
    int32_t score[MOST][MOST];
    uint32_t from[MOST]; /* an optimal plan */
    int64_t v[MOST];     /* optimal prices, B left out below */
    int is_short;        /* B is part of each v */
    uint32_t to[MOST];
    /* who comes first, and lots of clients and therapists */
    const uint32_t *sequence;
    const rp_lottery *lottery;
} order_case;

static const uint32_t backwards[] = {2, 1, 0};
/* Clients have lot 0 here, so each pair has a number of its therapist's alone:
   of the first three, therapist 1 comes first, then 2, then 0. */
static const uint64_t none[MOST], lots[] = {1, 2, 3, 4, 5, 6};
static const rp_lottery drawn = {0, none, lots}, equal = {0, none, none};

static const order_case cases[] = {
    {"order/swap",
     2,
     2,
     {1, 1},
     {{7, 7}, {7, 7}},
     {1, 0},
     {0},
     0,
     {0, 1},
     NULL,
     NULL},
    {"order/ring",
     4,
     4,
     {1, 1, 1, 1},
     {{7, 7, X, X}, {X, 7, 7, X}, {X, X, 7, 7}, {7, X, X, 7}},
     {1, 2, 3, 0},
     {0},
     0,
     {0, 1, 2, 3},
     NULL,
     NULL},
    {"order/ring_the_other_way",
     3,
     3,
     {1, 1, 1},
     {{X, 7, 7}, {7, X, 7}, {7, 7, X}},
     {2, 0, 1},
     {0},
     0,
     {1, 2, 0},
     NULL,
     NULL},
    {"order/into_an_empty_seat",
     1,
     3,
     {1, 1, 1},
     {{7, 7, 7}},
     {2},
     {0},
     0,
     {0},
     NULL,
     NULL},
    {"order/chain_to_an_empty_seat",
     2,
     3,
     {1, 1, 1},
     {{X, 7, 7}, {7, 7, X}},
     {2, 1},
     {0},
     0,
     {1, 0},
     NULL,
     NULL},
    {"order/not_from_a_seat_with_a_price",
     2,
     3,
     {1, 1, 1},
     {{7, X, 9}, {X, X, 4}},
     {0, 2},
     {0, 0, 2},
     0,
     {0, 2},
     NULL,
     NULL},
    {"order/own_list_before_index",
     2,
     2,
     {1, 1},
     {{30, 40}, {50, 60}},
     {0, 1},
     {0, 10},
     0,
     {1, 0},
     NULL,
     NULL},
    {"order/who_waits",
     3,
     1,
     {2},
     {{7}, {7}, {7}},
     {N, 0, 0},
     {7},
     1,
     {0, 0, N},
     NULL,
     NULL},
    {"order/who_waits_by_chain",
     3,
     2,
     {1, 1},
     {{7, X}, {7, 7}, {X, 7}},
     {N, 0, 1},
     {7, 7},
     1,
     {0, 1, N},
     NULL,
     NULL},
    {"order/nobody_must_wait",
     2,
     1,
     {1},
     {{9}, {7}},
     {0, N},
     {8},
     1,
     {0, N},
     NULL,
     NULL},
    {"order/two_seats",
     4,
     2,
     {2, 2},
     {{7, 7}, {7, 7}, {7, 7}, {7, 7}},
     {1, 1, 0, 0},
     {0},
     0,
     {0, 0, 1, 1},
     NULL,
     NULL},
    {"order/separate_rings",
     4,
     4,
     {1, 1, 1, 1},
     {{7, 7, X, X}, {7, 7, X, X}, {X, X, 7, 7}, {X, X, 7, 7}},
     {1, 0, 3, 2},
     {0},
     0,
     {0, 1, 2, 3},
     NULL,
     NULL},
    {"order/lottery",
     3,
     3,
     {1, 1, 1},
     {{7, 7, 7}, {7, 7, 7}, {7, 7, 7}},
     {0, 1, 2},
     {0},
     0,
     {1, 2, 0},
     NULL,
     &drawn},
    {"order/equal_numbers",
     3,
     3,
     {1, 1, 1},
     {{7, 7, 7}, {7, 7, 7}, {7, 7, 7}},
     {2, 1, 0},
     {0},
     0,
     {0, 1, 2},
     NULL,
     &equal},
    {"order/sequence",
     3,
     3,
     {1, 1, 1},
     {{7, 7, 7}, {7, 7, 7}, {7, 7, 7}},
     {0, 1, 2},
     {0},
     0,
     {0, 2, 1},
     backwards,
     &drawn},
    /* The search from the client's place has soon come to all there is behind
       it, while the other still reads the lists of those it would displace. */
    {"order/long_lists_on_the_way",
     6,
     5,
     {2, 1, 1, 1, 1},
     {{7, X, X, X, 7},
      {7, 7, 7, 7, X},
      {7, 7, 7, 7, 7},
      {X, 7, X, X, X},
      {X, X, 7, X, X},
      {X, X, X, 7, X}},
     {4, 0, 0, 1, 2, 3},
     {3, 3, 3, 3, 3},
     0,
     {0, 0, 4, 1, 2, 3},
     NULL,
     NULL},
    {"order/score_before_lottery",
     3,
     3,
     {3, 3, 3},
     {{8, 7, 7}, {7, 7, 7}, {7, 7, 8}},
     {0, 1, 2},
     {0},
     0,
     {0, 1, 2},
     NULL,
     &drawn},
    {"order/last_in_sequence_waits",
     3,
     1,
     {1},
     {{7}, {7}, {7}},
     {0, N, N},
     {7},
     1,
     {N, N, 0},
     backwards,
     NULL},
};

typedef struct bench {
    size_t start[MOST + 1];
    uint32_t therapist[MOST * MOST];
    uint16_t score[MOST * MOST];
    rp_pair_table table;
    rp_market *market;
    rp_parts parts;
    rp_row_buffer *row;
} bench;

static void set_up(bench *b, const order_case *c) {
    static const uint8_t tier[] = {1, 1, 1, 1, 1, 1};
    static const int32_t wait[MOST];
    size_t used = 0;
    for (uint32_t i = 0; i < c->clients; i++) {
        for (uint32_t j = 0; j < c->therapists; j++)
            if (c->score[i][j] >= 0) {
                b->therapist[used] = j;
                b->score[used++] = (uint16_t)c->score[i][j];
            }
        b->start[i + 1] = used;
    }
    b->table = (rp_pair_table){b->start, b->therapist, b->score};
    rp_market_setup setup = {.clients = c->clients,
                             .therapists = c->therapists,
                             .tier = tier,
                             .wait = wait,
                             .openings = c->openings,
                             .worth_limit = 100,
                             .sequence = c->sequence,
                             .lottery = c->lottery,
                             .source = rp_pair_table_source(&b->table),
                             .threads = 1};
    assert_int_equal(rp_market_new(&b->market, &setup), RP_OK);
    assert_int_equal(rp_parts_find(&b->parts, b->market, 1), RP_OK);
    b->row = rp_row_buffers_new(b->market);
    assert_non_null(b->row);
}

static void tear_down(bench *b) {
    rp_row_buffers_free(b->row, b->market);
    rp_parts_clear(&b->parts);
    rp_market_free(b->market);
}

/* In numbers of the part, which there may be several of. */
static uint32_t local(const bench *b, uint32_t therapist) {
    return therapist == N ? N : b->parts.local[therapist];
}

static void settle_part(const bench *b, const order_case *c, size_t part) {
    rp_model m;
    rp_solution s;
    assert_int_equal(rp_model_init(&m, b->market, &b->parts, part, b->row),
                     RP_OK);
    assert_int_equal(rp_solution_init(&s, &m), RP_OK);
    for (uint32_t j = 0; j < m.therapists; j++)
        s.therapist_price[j] =
            c->v[m.part->therapist[j]] + (c->is_short ? m.reward : 0);
    for (uint32_t i = 0; i < m.clients; i++) {
        rp_row row;
        size_t length = rp_model_row(&m, i, 0, &row);
        for (size_t k = 0; k < length; k++) {
            int64_t gain =
                m.base[i] + row.score[k] - s.therapist_price[row.therapist[k]];
            if (gain > s.client_price[i])
                s.client_price[i] = gain;
        }
        s.therapist[i] = local(b, c->from[m.part->client[i]]);
    }
    assert_int_equal(rp_tie_break_solution(&s, &m), RP_OK);
    for (uint32_t i = 0; i < m.clients; i++)
        assert_int_equal(s.therapist[i], local(b, c->to[m.part->client[i]]));
    rp_solution_clear(&s);
    rp_model_clear(&m);
}

static void test_order(void **state) {
    const order_case *c = *state;
    bench b = {.market = NULL};

    set_up(&b, c);
    for (size_t k = 0; k < b.parts.count; k++)
        settle_part(&b, c, k);
    tear_down(&b);
}

int main(void) {
    enum { COUNT = sizeof cases / sizeof *cases };
    struct CMUnitTest tests[COUNT];

    for (size_t k = 0; k < COUNT; k++)
        tests[k] = (struct CMUnitTest){cases[k].name, test_order, NULL, NULL,
                                       (void *)(uintptr_t)&cases[k]};
    return cmocka_run_group_tests(tests, NULL, NULL) != 0;
}

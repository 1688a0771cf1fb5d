/* Hours that are promised once: dealing them, therapists taken apart, plans. */
#include "solve/pair_table.h"
#include "solve/planner.h"
#include "solve/week/broken.h"
#include "unit/suite.h"

enum { MOST = 6, N = -1 };

/* ---- dealing ------------------------------------------------------------ */

typedef struct deal_row {
    const char *name;
    uint32_t hours, count;
    uint64_t suits[MOST];
    bool is_dealt[MOST];
} deal_row;

static const deal_row deals[] = {
    {"deal/nobody", 3, 0, {0}, {false}},
    {"deal/one_hour", 1, 2, {1, 1}, {true, false}},
    {"deal/none_suits", 2, 2, {0, 3}, {false, true}},
    {"deal/moves_on", 3, 3, {1 | 2, 1, 2 | 4}, {true, true, true}},
    {"deal/chain", 3, 3, {1 | 2, 2 | 4, 1}, {true, true, true}},
    {"deal/hall", 3, 3, {1, 1 | 2, 1 | 2}, {true, true, false}},
    {"deal/all_hours", 64, 1, {(uint64_t)1 << 63}, {true}},
};

static void test_deal(void **state) {
    const deal_row *row = *state;
    rp_deal deal = {0};
    uint64_t taken = 0;

    assert_true(rp_deal_begin(&deal, row->hours));
    for (uint32_t k = 0; k < row->count; k++) {
        uint64_t *bits = rp_deal_next(&deal);
        assert_non_null(bits);
        *bits = row->suits[k];
        assert_int_equal(rp_deal_add(&deal), row->is_dealt[k]);
    }
    for (uint32_t k = 0; k < row->count; k++) {
        if (!row->is_dealt[k]) {
            assert_int_equal(deal.hour[k], RP_NOT_DEALT);
            continue;
        }
        uint64_t bit = (uint64_t)1 << deal.hour[k];
        assert_true((row->suits[k] & bit) != 0 && (taken & bit) == 0);
        assert_int_equal(deal.holder[deal.hour[k]], k);
        taken |= bit;
    }
    rp_deal_clear(&deal);
}

/* ---- plans -------------------------------------------------------------- */

/* Two therapists; clients in order of their numbers, who holds an hour stands
   last. */
typedef struct plan_row {
    const char *name;
    uint32_t clients;
    uint8_t tier[MOST];
    uint32_t openings[2];
    uint16_t hours[2];
    int score[MOST][2]; /* N: not eligible */
    uint64_t suits[MOST][2];
    int held[MOST]; /* 1 and up: the therapist */
    int therapist[MOST];
} plan_row;

static const plan_row rows[] = {
    {"plan/no_hours_bind_nobody",
     2,
     {1, 1},
     {2, 1},
     {0, 0},
     {{9, 8}, {9, 8}},
     {{0}},
     {0},
     {0, 0}},
    {"plan/one_hour_for_two",
     2,
     {1, 1},
     {2, 1},
     {1, 0},
     {{9, 2}, {9, 3}},
     {{1}, {1}},
     {0},
     {0, 1}},
    {"plan/nobody_else_can",
     2,
     {1, 1},
     {2, 1},
     {1, 0},
     {{9, N}, {8, N}},
     {{1}, {1}},
     {0},
     {0, N}},
    {"plan/a_tier_goes_before_points",
     2,
     {1, 2},
     {2, 1},
     {1, 0},
     {{9, N}, {1, N}},
     {{1}, {1}},
     {0},
     {N, 0}},
    {"plan/openings_beside_hours",
     3,
     {1, 1, 1},
     {2, 0},
     {3, 0},
     {{9, N}, {8, N}, {7, N}},
     {{1}, {1}, {2}},
     {0},
     {0, N, 0}},
    {"plan/one_moves_to_another_hour",
     3,
     {1, 1, 1},
     {3, 0},
     {3, 0},
     {{9, N}, {8, N}, {7, N}},
     {{3}, {1}, {4}},
     {0},
     {0, 0, 0}},
    {"plan/who_holds_one_can_move",
     2,
     {1, 0},
     {1, 0},
     {2, 0},
     {{9, N}, {N, N}},
     {{1}, {3}},
     {0, 1},
     {0, N}},
    {"plan/who_holds_one_cannot_move",
     2,
     {1, 0},
     {1, 1},
     {2, 0},
     {{9, 2}, {N, N}},
     {{1}, {1}},
     {0, 1},
     {1, N}},
    {"plan/who_holds_none_is_in_nobodys_way",
     2,
     {1, 0},
     {1, 1},
     {2, 0},
     {{9, 2}, {N, N}},
     {{1}, {0}},
     {0, 1},
     {0, N}},
    {"plan/no_hour_suits", 1, {1}, {1, 1}, {2, 0}, {{9, 2}}, {{0}}, {0}, {1}},
    {"plan/tied_the_first_goes_first",
     3,
     {1, 1, 1},
     {3, 3},
     {2, 0},
     {{5, 5}, {5, 5}, {5, 5}},
     {{1}, {1}, {3}},
     {0},
     {0, 1, 0}},
};

static void suits_of(void *payload, uint32_t client, uint32_t therapist,
                     int thread, uint64_t *bits) {
    const plan_row *row = payload;

    (void)thread;
    *bits = row->suits[client][therapist];
}

static void test_plan(void **state) {
    const plan_row *row = *state;
    size_t start[MOST + 1] = {0};
    uint32_t therapist[2 * MOST], held[MOST];
    uint16_t score[2 * MOST];
    int32_t wait[MOST] = {0};
    rp_context context = {.threads = 1};
    rp_pair_table table = {start, therapist, score};
    rp_market *market;
    rp_plan plan;

    for (uint32_t i = 0; i < row->clients; i++) {
        start[i + 1] = start[i];
        for (uint32_t j = 0; j < 2; j++)
            if (row->score[i][j] != N) {
                therapist[start[i + 1]] = j;
                score[start[i + 1]++] = (uint16_t)row->score[i][j];
            }
        held[i] = row->held[i] ? (uint32_t)row->held[i] - 1 : RP_NONE;
    }
    rp_hour_source hours = {.count = row->hours,
                            .held = held,
                            .suits = suits_of,
                            .payload = *state};
    rp_market_setup setup = {.clients = row->clients,
                             .therapists = 2,
                             .tier = row->tier,
                             .wait = wait,
                             .openings = row->openings,
                             .worth_limit = 10000,
                             .hours = &hours,
                             .source = rp_pair_table_source(&table),
                             .threads = 1};
    for (int strict = 0; strict < 2; strict++) {
        setup.is_strict = strict != 0;
        context.floor = (uint16_t)(strict ? 0 : 1);
        assert_int_equal(rp_market_new(&market, &setup), RP_OK);
        assert_int_equal(rp_planner_solve(&plan, market, &context), RP_OK);
        for (uint32_t i = 0; i < row->clients; i++)
            assert_int_equal((int)plan.therapist[i], row->therapist[i]);
        rp_plan_clear(&plan);
        rp_market_free(market);
    }
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, deals, test_deal);
    SUITE_TABLE(&s, rows, test_plan);
    return suite_run(&s, "week");
}

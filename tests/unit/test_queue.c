/* Whom a strict queue places, and the check of it. */
#include "solve/pair_table.h"
#include "solve/planner.h"
#include "solve/queue.h"
#include "unit/suite.h"

enum { MOST = 6 };
#define N RP_NONE

/* Who may go where is a text for each client: "1 1" are both therapists. */
typedef struct queue_row {
    const char *name;
    uint32_t clients, therapists;
    uint32_t openings[MOST];
    uint8_t tier[MOST];
    const char *pairs[MOST];
    uint32_t sequence[MOST];
    const char *picked; /* "x." the first is */
} queue_row;

static const queue_row rows[] = {
    {"queue/first", 2, 1, {1}, {1, 1}, {"x", "x"}, {1, 0}, ".x"},
    {"queue/tier_first", 2, 1, {1}, {2, 1}, {"x", "x"}, {1, 0}, "x."},
    {"queue/moves_on", 2, 2, {1, 1}, {1, 1}, {"xx", "x."}, {0, 1}, "xx"},
    {"queue/long_chain",
     3,
     3,
     {1, 1, 1},
     {1, 1, 1},
     {"xx.", "xxx", "x.."},
     {0, 1, 2},
     "xxx"},
    {"queue/cut_off",
     3,
     2,
     {1, 1},
     {1, 1, 1},
     {"x.", "x.", ".x"},
     {1, 0, 2},
     ".xx"},
    {"queue/no_seat", 2, 2, {0, 1}, {1, 1}, {"x.", "xx"}, {0, 1}, ".x"},
    {"queue/not_in", 2, 1, {1}, {0, 1}, {"x", "x"}, {0, 1}, ".x"},
    {"queue/nowhere", 2, 1, {1}, {1, 1}, {".", "x"}, {0, 1}, ".x"},
    {"queue/several_seats",
     4,
     2,
     {2, 1},
     {1, 1, 1, 1},
     {"xx", "xx", "x.", "xx"},
     {3, 2, 1, 0},
     ".xxx"},
};

typedef struct bench {
    size_t start[MOST + 1];
    uint32_t therapist[MOST * MOST];
    uint16_t score[MOST * MOST];
    rp_pair_table table;
    rp_market *market;
} bench;

static void set_up(bench *b, const queue_row *row) {
    static const int32_t wait[MOST];
    size_t used = 0;

    for (uint32_t i = 0; i < row->clients; i++) {
        for (uint32_t j = 0; j < row->therapists; j++)
            if (row->pairs[i][j] == 'x') {
                b->therapist[used] = j;
                b->score[used++] = (uint16_t)(100 * i);
            }
        b->start[i + 1] = used;
    }
    b->table = (rp_pair_table){b->start, b->therapist, b->score};
    rp_market_setup setup = {.clients = row->clients,
                             .therapists = row->therapists,
                             .tier = row->tier,
                             .wait = wait,
                             .openings = row->openings,
                             .worth_limit = 10000,
                             .sequence = row->sequence,
                             .is_strict = true,
                             .source = rp_pair_table_source(&b->table),
                             .threads = 1};
    assert_int_equal(rp_market_new(&b->market, &setup), RP_OK);
}

static void test_pick(void **state) {
    const queue_row *row = *state;
    rp_context options = {.threads = 1};
    bool is_picked[MOST] = {false};
    uint64_t pairs;
    bench b = {.market = NULL};
    rp_seats seats = {0};
    rp_plan plan;

    set_up(&b, row);
    assert_int_equal(rp_queue_pick(is_picked, b.market, &seats), RP_OK);
    assert_int_equal(rp_planner_solve(&plan, b.market, &options), RP_OK);
    for (uint32_t i = 0; i < row->clients; i++) {
        assert_int_equal(is_picked[i], row->picked[i] == 'x');
        assert_int_equal(plan.therapist[i] != N, row->picked[i] == 'x');
    }
    assert_true(plan.pairs_checked == rp_market_pairs(b.market));
    assert_int_equal(rp_queue_check(b.market, plan.therapist, &seats, &pairs),
                     RP_OK);
    rp_plan_clear(&plan);
    rp_seats_clear(&seats);
    rp_market_free(b.market);
}

/* Plans of "queue/several_seats", whose clients come from the last to the
   first. */
typedef struct plan_row {
    const char *name;
    uint32_t therapist[MOST];
    rp_status status;
} plan_row;

static const plan_row plans[] = {
    {"check/good", {N, 1, 0, 0}, RP_OK},
    {"check/good_too", {N, 0, 0, 1}, RP_OK},
    {"check/wrong_one_waits", {1, N, 0, 0}, RP_ERR_SOLVER},
    {"check/too_few", {N, N, 0, 0}, RP_ERR_SOLVER},
    {"check/no_such_pair", {N, 0, 1, 0}, RP_ERR_SOLVER},
    {"check/too_many", {N, 0, 0, 0}, RP_ERR_SOLVER},
};

static void test_check(void **state) {
    const plan_row *row = *state;
    uint64_t pairs;
    bench b = {.market = NULL};
    rp_seats seats = {0};

    set_up(&b, &rows[sizeof rows / sizeof *rows - 1]);
    assert_int_equal(
        rp_seats_init(&seats, b.market, NULL, rp_market_therapists(b.market)),
        RP_OK);
    assert_int_equal(rp_queue_check(b.market, row->therapist, &seats, &pairs),
                     row->status);
    assert_true(pairs == 7);
    rp_seats_clear(&seats);
    rp_market_free(b.market);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_pick);
    SUITE_TABLE(&s, plans, test_check);
    return suite_run(&s, "queue");
}

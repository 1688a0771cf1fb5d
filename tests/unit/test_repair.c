/* A plan that keeps all conditions, made of a wish that need not. */
#include "unit/market.h"
#include "unit/suite.h"

#include "solve/conditioned/repair.h"

enum { CLIENTS = 5, THERAPISTS = 3, N = -1, U = 0xFFFF };

/* Everybody is eligible everywhere. A wish and a plan have a
   therapist for each client; who is in a party has that of the party. */
typedef struct repair_row {
    const char *name;
    uint8_t tier[CLIENTS];
    uint32_t openings[THERAPISTS];
    int score[CLIENTS][THERAPISTS];
    int wish[CLIENTS];
    rp_apart apart;       /* where they differ */
    int party[2];         /* where they differ */
    uint32_t least, most; /* U: no bound */
    uint64_t counted;     /* clients, bits */
    uint64_t at;          /* therapists, bits */
    int plan[CLIENTS];
} repair_row;

#define SCORES                                                                 \
    {                                                                          \
        {90, 70, 50}, {80, 60, 40}, {70, 50, 30}, {60, 45, 20}, { 50, 30, 10 } \
    }
#define ANY                                                                    \
    { 1, 1, 1, 1, 1 }

static const repair_row rows[] = {
    {"repair/the_wish_is_kept",
     ANY,
     {2, 2, 2},
     SCORES,
     {2, 1, 0, 0, 1},
     {0, 0},
     {0, 0},
     0,
     U,
     0,
     0,
     {2, 1, 0, 0, 1}},
    {"repair/the_best_there_is_room_for",
     ANY,
     {2, 2, 2},
     SCORES,
     {0, 0, 0, N, N},
     {0, 0},
     {0, 0},
     0,
     U,
     0,
     0,
     {0, 0, 1, 1, 2}},
    {"repair/the_urgent_first",
     {1, 1, 1, 3, 1},
     {1, 1, 1},
     SCORES,
     {0, N, N, 0, N},
     {0, 0},
     {0, 0},
     0,
     U,
     0,
     0,
     {1, 2, N, 0, N}},
    {"repair/apart",
     ANY,
     {2, 2, 2},
     SCORES,
     {0, 0, 1, 1, 2},
     {0, 1},
     {0, 0},
     0,
     U,
     0,
     0,
     {0, 2, 1, 1, 2}},
    {"repair/a_party_has_one_therapist",
     ANY,
     {2, 2, 2},
     SCORES,
     {1, 1, 0, 0, 2},
     {0, 0},
     {0, 1},
     0,
     U,
     0,
     0,
     {1, 1, 0, 0, 2}},
    {"repair/a_party_has_no_room",
     ANY,
     {1, 1, 1},
     SCORES,
     {N, N, 0, 1, 2},
     {0, 0},
     {0, 1},
     0,
     U,
     0,
     0,
     {N, N, 0, 1, 2}},
    {"repair/no_more_than_a_limit",
     ANY,
     {5, 5, 5},
     SCORES,
     {0, 0, 0, 0, 0},
     {0, 0},
     {0, 0},
     0,
     2,
     31,
     1,
     {0, 0, 1, 1, 1}},
    {"repair/as_many_as_are_asked_for",
     ANY,
     {5, 5, 5},
     SCORES,
     {0, 0, 0, 0, 0},
     {0, 0},
     {0, 0},
     1,
     U,
     31,
     2,
     {0, 0, 0, 1, 0}},
    {"repair/two_at_the_least_loss",
     ANY,
     {5, 5, 5},
     {{90, 80, 0}, {80, 50, 0}, {70, 65, 0}, {60, 45, 0}, {50, 30, 0}},
     {0, 0, 0, 0, 0},
     {0, 0},
     {0, 0},
     2,
     U,
     31,
     2,
     {1, 0, 1, 0, 0}},
    {"repair/what_is_there_is_enough",
     ANY,
     {5, 5, 5},
     SCORES,
     {0, 1, 0, 0, 0},
     {0, 0},
     {0, 0},
     1,
     U,
     31,
     2,
     {0, 1, 0, 0, 0}},
};

static size_t pair_with(const rp_problem *p, uint32_t u, int therapist) {
    for (size_t n = p->start[u]; n < p->start[u + 1]; n++)
        if (therapist != N && p->therapist[p->at[n]] == (uint32_t)therapist)
            return n;
    return SIZE_MAX;
}

static void check(const repair_row *row, const rp_market *market) {
    static const uint32_t numbers[] = {0, 1, 2, 3, 4};
    const rp_members members = {CLIENTS, THERAPISTS, numbers, numbers};
    size_t wish[CLIENTS], plan[CLIENTS];
    rp_problem problem;

    assert_int_equal(rp_problem_init(&problem, market, &members, 0, 0), RP_OK);
    for (uint32_t c = 0; c < CLIENTS; c++) {
        uint32_t u = problem.unit[c];
        wish[u] = pair_with(&problem, u, row->wish[c]);
    }
    assert_int_equal(rp_repair_plan(&problem, wish, plan), RP_OK);
    for (uint32_t c = 0; c < CLIENTS; c++) {
        size_t n = plan[problem.unit[c]];
        assert_int_equal(n == SIZE_MAX ? N
                                       : (int)problem.therapist[problem.at[n]],
                         row->plan[c]);
    }
    rp_problem_clear(&problem);
}

static void test_repair(void **state) {
    const repair_row *row = *state;
    size_t start[CLIENTS + 1] = {0};
    uint32_t therapist[CLIENTS * THERAPISTS], party[CLIENTS];
    uint16_t score[CLIENTS * THERAPISTS];
    int32_t wait[CLIENTS] = {0};
    const rp_quota quota = {row->least, row->most == U ? RP_NONE : row->most,
                            &row->at, &row->counted};
    bool has_party = row->party[0] != row->party[1];
    rp_conditions conditions = {.quota = &quota,
                                .quotas = row->counted ? 1 : 0,
                                .apart = &row->apart,
                                .aparts = row->apart.a != row->apart.b,
                                .party = has_party ? party : NULL,
                                .parties = has_party};
    market_bench b;

    for (uint32_t c = 0; c < CLIENTS; c++) {
        start[c + 1] = start[c];
        for (uint32_t t = 0; t < THERAPISTS; t++) {
            therapist[start[c + 1]] = t;
            score[start[c + 1]++] = (uint16_t)row->score[c][t];
        }
        party[c] =
            (int)c == row->party[0] || (int)c == row->party[1] ? 0 : RP_NONE;
    }
    market_open(&b, (rp_pair_table){start, therapist, score},
                &(rp_market_setup){.clients = CLIENTS,
                                   .therapists = THERAPISTS,
                                   .tier = row->tier,
                                   .wait = wait,
                                   .openings = row->openings,
                                   .worth_limit = 10000,
                                   .conditions = &conditions,
                                   .threads = 1});
    check(row, b.market);
    market_close(&b);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_repair);
    return suite_run(&s, "repair");
}

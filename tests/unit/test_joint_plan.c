/* Places that are had together: a group needs enough members, an hour is had
 * once, and ties go to who comes first. */
#include "match/second/joint_plan.h"

#include "unit/suite.h"

#include <string.h>

enum { MOST_CLIENTS = 5, MOST_PAIRS = 12, TAKERS = 3, STAGES = 2 };

#define NOBODY (-1)

/* Clients in the order of ties; each one's pairs, the best first. */
typedef struct row {
    const char *name;
    uint32_t clients;
    int stage[MOST_CLIENTS];
    size_t begin[MOST_CLIENTS + 1];
    rp_joint_pair pairs[MOST_PAIRS];
    uint32_t least[TAKERS], most[TAKERS];
    int want[MOST_CLIENTS]; /* taker, or NOBODY */
    uint32_t hours[8];
} row;

static const row rows[] = {
    {"joint/none", 0, {0}, {0}, {{0}}, {0}, {0}, {0}, {0}},
    {"joint/nobody_may",
     2,
     {0, 0},
     {0, 0, 0},
     {{0}},
     {0},
     {1, 1, 1},
     {NOBODY, NOBODY},
     {0}},
    {"joint/too_few",
     2,
     {0, 0},
     {0, 1, 2},
     {{0, 90, 0, 0}, {0, 90, 0, 0}},
     {3, 0, 0},
     {5, 0, 0},
     {NOBODY, NOBODY},
     {0}},
    {"joint/enough_by_the_lower_stage",
     3,
     {1, 0, 0},
     {0, 1, 2, 3},
     {{0, 10, 0, 0}, {0, 10, 0, 0}, {0, 10, 0, 0}},
     {3, 0, 0},
     {5, 0, 0},
     {0, 0, 0},
     {0}},
    /* three in one group, not one in the better one */
    {"joint/more_clients_than_points",
     3,
     {0, 0, 0},
     {0, 2, 3, 4},
     {{1, 9000, 0, 0}, {0, 10, 0, 0}, {0, 10, 0, 0}, {0, 10, 0, 0}},
     {3, 0, 0},
     {5, 5, 0},
     {0, 0, 0},
     {0}},
    /* one of stage 0 outweighs three of stage 1 */
    {"joint/stages",
     4,
     {1, 1, 1, 0},
     {0, 1, 2, 3, 4},
     {{0, 10, 0, 0}, {0, 10, 0, 0}, {0, 10, 0, 0}, {0, 1, 0, 0}},
     {0, 0, 0},
     {1, 0, 0},
     {NOBODY, NOBODY, NOBODY, 0},
     {0}},
    {"joint/ties",
     3,
     {0, 0, 0},
     {0, 2, 4, 6},
     {{1, 50, 0, 0},
      {0, 50, 0, 0},
      {1, 50, 0, 0},
      {0, 50, 0, 0},
      {0, 50, 0, 0},
      {1, 50, 0, 0}},
     {0, 0, 0},
     {1, 1, 0},
     {1, 0, NOBODY},
     {0}},
    /* two clients, one hour of taker 0 and two of taker 1 */
    {"joint/hours",
     3,
     {0, 0, 0},
     {0, 1, 3, 4},
     {{0, 10, 0, 1}, {0, 99, 0, 1}, {1, 10, 1, 2}, {1, 10, 2, 1}},
     {0, 0, 0},
     {3, 3, 0},
     {0, 1, 1},
     {7, 3, 4}},
    {"joint/hours_too_few",
     2,
     {0, 0},
     {0, 1, 2},
     {{0, 10, 0, 1}, {0, 99, 0, 1}},
     {0, 0, 0},
     {2, 0, 0},
     {NOBODY, 0},
     {5}},
};

static void test_row(void **state) {
    const row *r = *state;
    const rp_joint_problem problem = {.clients = r->clients,
                                      .takers = TAKERS,
                                      .stages = STAGES,
                                      .stage = r->stage,
                                      .begin = r->begin,
                                      .pairs = r->pairs,
                                      .least = r->least,
                                      .most = r->most,
                                      .hours = r->hours};
    size_t place[MOST_CLIENTS];

    assert_int_equal(rp_joint_plan(&problem, place), RP_OK);
    for (uint32_t i = 0; i < r->clients; i++) {
        int taker =
            place[i] == RP_NO_PLACE ? NOBODY : (int)r->pairs[place[i]].taker;
        assert_int_equal(taker, r->want[i]);
    }
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    return suite_run(&s, "joint_plan");
}

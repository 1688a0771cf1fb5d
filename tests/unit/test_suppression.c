/* Which groups are hidden. */
#include "unit/suite.h"

#include "why/audit/suppression.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_GROUPS = 10, MOST_CLIENTS = 128 };

/* Clients first..last of a column; every other client is placed. */
typedef struct range {
    uint32_t column;
    const char *name;
    uint32_t first, last;
} range;

typedef struct suppression_case {
    const char *name;
    uint32_t clients, small;
    const char *told; /* names, in the order of the ranges */
    range ranges[MOST_GROUPS];
} suppression_case;

static const suppression_case cases[] = {
    {"column/all_are_large", 80, 10, "ab", {{0, "a", 0, 39}, {0, "b", 40, 79}}},
    {"column/few_clients", 60, 10, "", {{0, "a", 0, 51}, {0, "b", 52, 59}}},
    {"column/nothing_is_small_at_0",
     60,
     0,
     "ab",
     {{0, "a", 0, 58}, {0, "b", 59, 59}}},
    {"column/everybody_alone", 60, 10, "a", {{0, "a", 0, 59}}},
    /* d has 6; c is the next smallest, then both have 32, 16 placed */
    {"column/next_smallest_joins",
     102,
     10,
     "ab",
     {{0, "a", 0, 39}, {0, "b", 40, 69}, {0, "c", 70, 95}, {0, "d", 96, 101}}},
    /* 4 and 4 placed are less than 5 without b: 8 are enough */
    {"column/two_are_enough",
     96,
     5,
     "ab",
     {{0, "a", 0, 39}, {0, "b", 40, 79}, {0, "c", 80, 87}, {0, "d", 88, 95}}},
    {"column/two_are_too_few",
     90,
     10,
     "b",
     {{0, "a", 0, 37}, {0, "b", 38, 79}, {0, "c", 80, 84}, {0, "d", 85, 89}}},
    /* whoever knows that there are four groups of four clients knows all */
    {"column/single_clients",
     44,
     2,
     "b",
     {{0, "a", 0, 19},
      {0, "b", 20, 39},
      {0, "c", 40, 40},
      {0, "d", 41, 41},
      {0, "e", 42, 42},
      {0, "f", 43, 43}}},
    /* tags: 4 clients are without a */
    {"tags/small_rest", 80, 10, "", {{0, "a", 0, 75}, {0, "b", 10, 59}}},
    {"tags/large_rest", 80, 10, "ab", {{0, "a", 0, 55}, {0, "b", 10, 59}}},
    {"columns/the_same_twice",
     80,
     10,
     "abxy",
     {{0, "a", 0, 39}, {0, "b", 40, 79}, {1, "x", 0, 39}, {1, "y", 40, 79}}},
    /* a without x are 2 clients */
    {"columns/nearly_the_same",
     80,
     10,
     "xy",
     {{0, "a", 0, 39}, {0, "b", 40, 79}, {1, "x", 0, 37}, {1, "y", 38, 79}}},
    {"columns/different_by_many",
     80,
     10,
     "abxy",
     {{0, "a", 0, 39}, {0, "b", 40, 79}, {1, "x", 0, 59}, {1, "y", 60, 79}}},
    /* c = r - a - b, and d = s */
    {"columns/parts_and_regions",
     90,
     10,
     "a",
     {{0, "a", 0, 29},
      {0, "b", 30, 59},
      {0, "c", 60, 63},
      {0, "d", 64, 89},
      {1, "r", 0, 63},
      {1, "s", 64, 89}}},
};

static void test_suppression(void **state) {
    const suppression_case *row = *state;
    rp_audit_groups groups = {0};
    bool in[MOST_CLIENTS], placed[MOST_CLIENTS];
    char told[MOST_GROUPS + 1] = "";

    for (uint32_t c = 0; c < row->clients; c++) {
        in[c] = true;
        placed[c] = c % 2 == 0;
    }
    assert_true(rp_audit_groups_add(&groups, row->clients, in, placed, true));
    for (int k = 0; k < MOST_GROUPS && row->ranges[k].name; k++) {
        const range *r = &row->ranges[k];
        for (uint32_t c = 0; c < row->clients; c++)
            in[c] = c >= r->first && c <= r->last;
        assert_true(
            rp_audit_groups_add(&groups, row->clients, in, placed, false));
        groups.items[k + 1].column = r->column;
        groups.items[k + 1].name = r->name;
    }
    assert_int_equal(rp_suppress(&groups, row->clients, placed, row->small),
                     RP_OK);
    for (size_t k = 1; k < groups.count; k++)
        if (!groups.items[k].is_hidden)
            told[strlen(told)] = groups.items[k].name[0];
    assert_string_equal(told, row->told);
    rp_audit_groups_clear(&groups);
}

/* Tier t holds x and half of y. All of t are placed; who knows that adds y up
 * from what is not placed of w. */
static void test_open_tier(void **state) {
    const bool is_open = *(const bool *)*state;
    rp_audit_groups groups = {0};
    bool all[60], tier[60], placed[60], in[60];

    for (uint32_t c = 0; c < 60; c++) {
        all[c] = true;
        tier[c] = c < 12;
        placed[c] = c < 12 || c % 2 == 0;
    }
    assert_true(rp_audit_groups_add(&groups, 60, all, placed, true));
    assert_true(rp_audit_groups_add(&groups, 60, tier, placed, is_open));
    for (uint32_t k = 0; k < 3; k++) { /* w 24..59, x 0..5, y 6..23 */
        for (uint32_t c = 0; c < 60; c++)
            in[c] = k == 0 ? c >= 24 : k == 1 ? c < 6 : c >= 6 && c < 24;
        assert_true(rp_audit_groups_add(&groups, 60, in, placed, false));
        groups.items[k + 2].column = 0;
    }
    assert_int_equal(rp_suppress(&groups, 60, placed, 4), RP_OK);
    assert_true(groups.items[2].is_hidden == is_open);
    assert_true(groups.items[3].is_hidden);
    assert_true(groups.items[4].is_hidden);
    rp_audit_groups_clear(&groups);
}

int main(void) {
    static const bool yes = true, no = false;
    suite s = {0};

    SUITE_TABLE(&s, cases, test_suppression);
    suite_add(&s, "tier/open", test_open_tier, &yes);
    suite_add(&s, "tier/not_open", test_open_tier, &no);
    return suite_run(&s, "suppression");
}

/* Hours for clients of any rhythm: weekly, twice a week, every other week. */
#include "solve/week/deal.h"
#include "solve/week/rhythms.h"
#include "unit/suite.h"

enum { MOST = 5, W = RP_WEEKLY, B = RP_BIWEEKLY, T = RP_TWICE_WEEKLY };

typedef struct deal_row {
    const char *name;
    uint32_t hours, count;
    uint8_t day[MOST], rhythm[MOST];
    uint64_t suits[MOST];
    bool is_dealt;
} deal_row;

static const deal_row rows[] = {
    {"rhythms/nobody", 2, 0, {0}, {0}, {0}, true},
    {"rhythms/weekly_one_hour", 1, 2, {0}, {W, W}, {1, 1}, false},
    {"rhythms/two_share", 1, 2, {0}, {B, B}, {1, 1}, true},
    {"rhythms/three_do_not", 1, 3, {0}, {B, B, B}, {1, 1, 1}, false},
    {"rhythms/weekly_shares_not", 1, 2, {0}, {W, B}, {1, 1}, false},
    {"rhythms/they_share_for_a_weekly_one",
     2,
     3,
     {0},
     {B, B, W},
     {3, 3, 1},
     true},
    {"rhythms/two_days", 2, 1, {0, 1}, {T}, {3}, true},
    {"rhythms/one_day", 2, 1, {3, 3}, {T}, {3}, false},
    {"rhythms/two_of_three", 3, 2, {0, 0, 1}, {T, W}, {7, 4}, false},
    {"rhythms/the_other_day_is_left", 3, 2, {0, 0, 1}, {T, W}, {7, 1}, true},
    {"rhythms/all_kinds",
     5,
     5,
     {0, 0, 1, 1, 2},
     {T, B, W, B, W},
     {31, 1 | 4, 2, 4, 16},
     true},
};

/* Everybody holds hours that suit, and no hour is held too often. */
static void check(const deal_row *row, const rp_rhythms *r) {
    int taken[MOST] = {0};

    for (uint32_t k = 0; k < row->count; k++)
        for (int n = 0; n <= (row->rhythm[k] == T); n++) {
            uint16_t hour = r->hour[2 * k + (uint32_t)n];
            assert_true(hour < row->hours);
            assert_true(row->suits[k] >> hour & 1);
            taken[hour] += row->rhythm[k] == B ? 1 : 2;
            assert_true(taken[hour] <= 2);
            if (n == 1)
                assert_int_not_equal(row->day[hour], row->day[r->hour[2 * k]]);
        }
}

static void test_deal(void **state) {
    const deal_row *row = *state;
    rp_rhythms r = {0};

    for (int again = 0; again < 2; again++) {
        rp_rhythms_begin(&r, row->hours, row->day);
        for (uint32_t k = 0; k < row->count; k++)
            rp_rhythms_add(&r, &row->suits[k], row->rhythm[k]);
        assert_int_equal(rp_rhythms_deal(&r), row->is_dealt);
        if (row->is_dealt)
            check(row, &r);
    }
    assert_false(r.out_of_memory);
    rp_rhythms_clear(&r);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_deal);
    return suite_run(&s, "rhythms");
}

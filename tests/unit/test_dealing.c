/* Dealing hours: who holds which, by small tables. */
#include "unit/suite.h"

#include "match/dealing.h"

#include <stdio.h>
#include <string.h>

enum { HOURS = 6, MOST = 5 };

/* Two hours a day from Monday on. */
static const rp_hour hours[HOURS] = {
    {540, 600, RP_NONE},   {600, 660, RP_NONE},   {1980, 2040, RP_NONE},
    {2040, 2100, RP_NONE}, {3420, 3480, RP_NONE}, {3480, 3540, RP_NONE}};

/* A client: `w`, `b` or `t`, then a 1 for each hour that suits, then `=` and
 * what is named. */
typedef struct dealing_row {
    const char *name;
    const char *clients[MOST];
    const char *held; /* "0 2+5 1A", "-" where it is impossible */
} dealing_row;

static const dealing_row rows[] = {
    {"dealing/first", {"w110000"}, "0"},
    {"dealing/makes_room", {"w110000", "w100000"}, "1 0"},
    {"dealing/chain", {"w111000", "w110000", "w100000"}, "2 1 0"},
    {"dealing/too_many", {"w110000", "w110000", "w110000"}, "-"},
    {"dealing/weeks", {"b100000", "b100000"}, "0A 0B"},
    {"dealing/three_weeks", {"b100000", "b100000", "b100000"}, "-"},
    {"dealing/weekly_beside_biweekly", {"b110000", "w100000"}, "1A 0"},
    {"dealing/share_for_weekly",
     {"b111000", "b110000", "w100000", "w010000"},
     "-"},
    {"dealing/biweekly_move_together",
     {"b110000", "b110000", "w100000"},
     "1A 1B 0"},
    {"dealing/twice_far_day", {"t111111"}, "0+4"},
    {"dealing/twice_other_day", {"t110000"}, "-"},
    {"dealing/twice_gives_way", {"t111100", "w100000", "w001000"}, "1+3 0 2"},
    {"dealing/twice_and_biweekly",
     {"t101000", "b100010", "b000010"},
     "0+2 4A 4B"},
    {"dealing/named", {"w110000", "w000001=0"}, "1 0"},
    {"dealing/named_twice", {"w100000", "w010000=0"}, "-"},
    {"dealing/named_half", {"b100000", "b000001=0A"}, "0B 0A"},
    {"dealing/named_half_any_week", {"b100000", "b000001=0"}, "0A 0B"},
    {"dealing/named_half_beside_named", {"b100000=0B", "b000001=0"}, "0B 0A"},
    {"dealing/named_half_not_another",
     {"b100000=0A", "b100000=0B", "b110000=0"},
     "-"},
    {"dealing/named_one_of_two", {"t110011=2", "w000011"}, "0+2 4"},
};

static void put_client(rp_dealing *d, const char *text) {
    uint64_t *bits = rp_dealing_next(d);
    uint8_t rhythm = *text == 'w'   ? RP_WEEKLY
                     : *text == 'b' ? RP_BIWEEKLY
                                    : RP_TWICE_WEEKLY;
    rp_held_hours named = rp_no_hours;
    const char *equals = strchr(text, '=');

    assert_non_null(bits);
    for (int h = 0; h < HOURS; h++)
        if (text[1 + h] == '1')
            bits[0] |= (uint64_t)1 << h;
    if (equals) {
        named.hours[0] = (uint32_t)(equals[1] - '0');
        named.week = equals[2];
    }
    rp_dealing_put(d, rhythm, equals ? &named : NULL);
}

static void test_row(void **state) {
    const dealing_row *row = *state;
    const rp_hours_list list = {hours, HOURS};
    rp_dealing d = {0};
    char held[128] = "";

    rp_dealing_begin(&d, &list);
    for (int k = 0; k < MOST && row->clients[k]; k++)
        put_client(&d, row->clients[k]);
    if (!rp_dealing_is_possible(&d)) {
        assert_string_equal(row->held, "-");
    } else {
        rp_dealing_finish(&d);
        for (uint32_t i = 0; i < d.count; i++) {
            size_t at = strlen(held);
            const rp_held_hours *h = &d.held[i];
            at += (size_t)snprintf(held + at, sizeof held - at, "%s%u",
                                   i ? " " : "", (unsigned)h->hours[0]);
            if (h->hours[1] != RP_HOUR_NONE)
                at += (size_t)snprintf(held + at, sizeof held - at, "+%u",
                                       (unsigned)h->hours[1]);
            if (h->week)
                snprintf(held + at, sizeof held - at, "%c", h->week);
        }
        assert_string_equal(held, row->held);
    }
    assert_false(d.out_of_memory);
    rp_dealing_clear(&d);
}

/* A search that has to give up must not take for ever: 14 of every other week
 * want the 13 halves that a weekly client leaves. */
static void test_many(void **state) {
    rp_hour many[7];
    const rp_hours_list list = {many, 7};
    rp_dealing d = {0};

    (void)state;
    for (uint32_t h = 0; h < 7; h++)
        many[h] =
            (rp_hour){(uint16_t)(h * 1440), (uint16_t)(h * 1440 + 60), RP_NONE};
    rp_dealing_begin(&d, &list);
    for (int k = 0; k < 14; k++) {
        uint64_t *bits = rp_dealing_next(&d);
        assert_non_null(bits);
        bits[0] = 0x7F;
        rp_dealing_put(&d, k ? RP_BIWEEKLY : RP_WEEKLY, NULL);
    }
    assert_false(rp_dealing_is_possible(&d));
    rp_dealing_clear(&d);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_row);
    suite_add(&s, "dealing/many", test_many, NULL);
    return suite_run(&s, "dealing");
}

#include "unit/suite.h"

#include "input/times/times.h"
#include "input/times/times_left.h"

#include <string.h>

typedef struct times_row {
    const char *name, *text;
    rp_times_trouble trouble;
    const char *out; /* formatted, or the window in trouble */
} times_row;

static const times_row cells[] = {
    {"times/one", "mon 09:00-12:00", RP_TIMES_FINE, "mon 09:00-12:00"},
    {"times/full_name", "Wednesday 9:00-10:30", RP_TIMES_FINE,
     "wed 09:00-10:30"},
    {"times/case", "SUN 00:00-24:00", RP_TIMES_FINE, "sun 00:00-24:00"},
    {"times/semicolon", "tue 10:00-11:00; mon 09:00-10:00", RP_TIMES_FINE,
     "mon 09:00-10:00; tue 10:00-11:00"},
    {"times/bar_and_line", "fri 10:00-11:00|sat 10:00-11:00\r\nsun 10:00-11:00",
     RP_TIMES_FINE, "fri 10:00-11:00; sat 10:00-11:00; sun 10:00-11:00"},
    {"times/range_of_days", "mon-wed 17:00-20:00", RP_TIMES_FINE,
     "mon 17:00-20:00; tue 17:00-20:00; wed 17:00-20:00"},
    {"times/dashes", "mon\xE2\x80\x93tue 17:00 \xE2\x80\x94 20:00",
     RP_TIMES_FINE, "mon 17:00-20:00; tue 17:00-20:00"},
    {"times/blanks", "  mon - tue   9:00  -  10:00 ;; ", RP_TIMES_FINE,
     "mon 09:00-10:00; tue 09:00-10:00"},
    {"times/no_blank", "mon9:00-10:00", RP_TIMES_FINE, "mon 09:00-10:00"},
    {"times/touch", "mon 09:00-10:00; mon 10:00-11:00", RP_TIMES_FINE,
     "mon 09:00-11:00"},
    {"times/overlap", "mon 09:00-10:30; mon 10:00-11:00; mon 09:30-10:00",
     RP_TIMES_FINE, "mon 09:00-11:00"},
    {"times/apart", "mon 09:00-10:00; mon 10:01-11:00", RP_TIMES_FINE,
     "mon 09:00-10:00; mon 10:01-11:00"},
    {"times/over_midnight", "mon 22:00-24:00; tue 00:00-01:00", RP_TIMES_FINE,
     "mon 22:00-24:00; tue 00:00-01:00"},
    {"times/same_day_range", "mon-mon 09:00-10:00", RP_TIMES_FINE,
     "mon 09:00-10:00"},
    {"times/bare_day", "sat", RP_TIMES_WHOLE_DAY, "sat 00:00-24:00"},
    {"times/bare_range", "mon 09:00-10:00; sat-sun", RP_TIMES_WHOLE_DAY,
     "mon 09:00-10:00; sat 00:00-24:00; sun 00:00-24:00"},
    {"times/blank", " ; ", RP_TIMES_FINE, ""},
    {"times/no_day", "09:00-12:00", RP_TIMES_DAY, "09:00-12:00"},
    {"times/unknown_day", "mon 09:00-10:00; noon 1:00-2:00", RP_TIMES_DAY,
     "noon 1:00-2:00"},
    {"times/two_letters", "mo 09:00-10:00", RP_TIMES_DAY, "mo 09:00-10:00"},
    {"times/four_letters", "tues 09:00-10:00", RP_TIMES_FINE,
     "tue 09:00-10:00"},
    {"times/thur", "thur 09:00-10:00", RP_TIMES_FINE, "thu 09:00-10:00"},
    {"times/weds_satur", "weds 09:00-10:00; satur 9:00-10:00", RP_TIMES_FINE,
     "wed 09:00-10:00; sat 09:00-10:00"},
    {"times/thub", "thub 09:00-10:00", RP_TIMES_DAY, "thub 09:00-10:00"},
    {"times/range_to_nowhere", "mon- 09:00-10:00", RP_TIMES_DAY,
     "mon- 09:00-10:00"},
    {"times/wraps", "sat-mon 09:00-10:00", RP_TIMES_DAY_RANGE,
     "sat-mon 09:00-10:00"},
    {"times/hours_alone", "mon 9-12", RP_TIMES_VAGUE, "mon 9-12"},
    {"times/one_clock", "mon 09:00", RP_TIMES_VAGUE, "mon 09:00"},
    {"times/minutes_60", "mon 09:60-10:00", RP_TIMES_HOURS, "mon 09:60-10:00"},
    {"times/hour_25", "mon 09:00-25:00", RP_TIMES_HOURS, "mon 09:00-25:00"},
    {"times/past_midnight", "mon 09:00-24:01", RP_TIMES_HOURS,
     "mon 09:00-24:01"},
    {"times/afternoon", "mon 9:00am-5:00pm", RP_TIMES_FINE, "mon 09:00-17:00"},
    {"times/half_of_both", "Tue 5-8pm", RP_TIMES_FINE, "tue 17:00-20:00"},
    {"times/over_noon", "Tue 9-1pm", RP_TIMES_FINE, "tue 09:00-13:00"},
    {"times/to_noon", "Tue 11-12pm", RP_TIMES_FINE, "tue 11:00-12:00"},
    {"times/from_noon", "Tue noon-3 PM", RP_TIMES_FINE, "tue 12:00-15:00"},
    {"times/to_midnight", "Tue 10pm-12am", RP_TIMES_FINE, "tue 22:00-24:00"},
    {"times/half_of_begin", "Tue 9am-5", RP_TIMES_VAGUE, "Tue 9am-5"},
    {"times/in_words", "mon 9 to 5", RP_TIMES_VAGUE, "mon 9 to 5"},
    {"times/both_in_words", "Mon 9 am to 12:30 p.m.", RP_TIMES_FINE,
     "mon 09:00-12:30"},
    {"times/hour_13_pm", "mon 13pm-14pm", RP_TIMES_HOURS, "mon 13pm-14pm"},
    {"times/several_days", "Mon, Wed 09:00-12:00", RP_TIMES_FINE,
     "mon 09:00-12:00; wed 09:00-12:00"},
    {"times/and", "Tues & Thurs 9:30am-1pm", RP_TIMES_FINE,
     "tue 09:30-13:00; thu 09:30-13:00"},
    {"times/letters", "M/W/F evenings", RP_TIMES_FINE,
     "mon 17:00-21:00; wed 17:00-21:00; fri 17:00-21:00"},
    {"times/letters_joined", "TTh 5pm-6pm", RP_TIMES_FINE,
     "tue 17:00-18:00; thu 17:00-18:00"},
    {"times/one_letter", "M 5pm-6pm", RP_TIMES_DAY, "M 5pm-6pm"},
    {"times/groups", "Weekday evenings, Saturday mornings", RP_TIMES_FINE,
     "mon 17:00-21:00; tue 17:00-21:00; wed 17:00-21:00; thu 17:00-21:00; "
     "fri 17:00-21:00; sat 08:00-12:00"},
    {"times/weekends", "weekends after 4pm", RP_TIMES_FINE,
     "sat 16:00-21:00; sun 16:00-21:00"},
    {"times/before", "Fridays before noon", RP_TIMES_FINE, "fri 08:00-12:00"},
    {"times/after_vague", "fri after 4", RP_TIMES_VAGUE, "fri after 4"},
    {"times/after_work", "weds after work", RP_TIMES_FINE, "wed 17:00-21:00"},
    {"times/several_hours", "mon 9am-10am, 2pm-3pm", RP_TIMES_FINE,
     "mon 09:00-10:00; mon 14:00-15:00"},
    {"times/colon", "Monday: 9am-10am", RP_TIMES_FINE, "mon 09:00-10:00"},
    {"times/days_in_words", "Monday through Wednesday 9am-10am", RP_TIMES_FINE,
     "mon 09:00-10:00; tue 09:00-10:00; wed 09:00-10:00"},
    {"times/no_day_in_words", "evenings", RP_TIMES_DAY, "evenings"},
    {"times/daily", "daily 8am-9am; sat", RP_TIMES_WHOLE_DAY,
     "mon 08:00-09:00; tue 08:00-09:00; wed 08:00-09:00; thu 08:00-09:00; "
     "fri 08:00-09:00; sat 00:00-24:00; sun 08:00-09:00"},
    {"times/rest", "mon 09:00-10:00 weekly", RP_TIMES_HOURS,
     "mon 09:00-10:00 weekly"},
    {"times/empty_window", "mon 10:00-10:00", RP_TIMES_ORDER,
     "mon 10:00-10:00"},
    {"times/backwards", "mon 12:00-09:00", RP_TIMES_ORDER, "mon 12:00-09:00"},
    {"times/error_behind_warning", "sat; mon 12:00-09:00", RP_TIMES_ORDER,
     "mon 12:00-09:00"},
};

static void test_cell(void **state) {
    const times_row *row = *state;
    rp_arena arena = {0};
    rp_buffer out = {0};
    rp_times times;
    rp_text where = {0};

    rp_times_trouble trouble = rp_times_parse(
        &times, &arena, rp_text_of(row->text), NULL, NULL, &where);
    assert_int_equal(trouble, row->trouble);
    if (trouble > RP_TIMES_WHOLE_DAY) {
        assert_int_equal(where.length, strlen(row->out));
        assert_memory_equal(where.bytes, row->out, where.length);
        assert_string_not_equal(rp_times_expected(trouble), "");
    } else {
        assert_true(rp_buffer_puts(&out, "") && rp_times_format(&out, &times));
        assert_string_equal(out.bytes, row->out);
        for (uint32_t i = 1; i < times.count; i++)
            assert_true(times.windows[i - 1].end < times.windows[i].begin);
    }
    rp_buffer_clear(&out);
    rp_arena_clear(&arena);
}

typedef struct common_row {
    const char *name, *a, *b;
    unsigned minutes, longest;
} common_row;

static const common_row commons[] = {
    {"common/same", "mon 09:00-12:00", "mon 09:00-12:00", 180, 180},
    {"common/part", "mon 09:00-12:00", "mon 11:00-13:00", 60, 60},
    {"common/inside", "mon 09:00-17:00", "mon 10:00-11:00", 60, 60},
    {"common/none", "mon 09:00-12:00", "tue 09:00-12:00", 0, 0},
    {"common/touch", "mon 09:00-10:00", "mon 10:00-11:00", 0, 0},
    {"common/two", "mon 09:00-10:00; tue 09:00-11:00", "mon-tue 09:30-10:30",
     90, 60},
    {"common/second_is_short", "mon 09:00-10:00", "mon 09:01-10:00", 59, 59},
    {"common/over_midnight", "mon 23:00-24:00; tue 00:00-01:00",
     "mon-tue 00:00-24:00", 120, 120},
    {"common/many_in_one", "mon 09:00-18:00",
     "mon 09:00-10:00; mon 11:00-11:30; mon 12:00-14:00", 210, 120},
    {"common/week", "mon-sun 00:00-24:00", "mon-sun 00:00-24:00", 10080, 10080},
    {"common/nothing", "", "mon 09:00-10:00", 0, 0},
};

static void test_common(void **state) {
    const common_row *row = *state;
    rp_arena arena = {0};
    rp_times a, b;
    rp_text where;

    rp_times_parse(&a, &arena, rp_text_of(row->a), NULL, NULL, &where);
    rp_times_parse(&b, &arena, rp_text_of(row->b), NULL, NULL, &where);
    assert_int_equal(rp_times_overlap(&a, &b), row->minutes);
    assert_int_equal(rp_times_overlap(&b, &a), row->minutes);
    assert_int_equal(rp_times_share(&a, &b, row->longest + 0.5), false);
    if (row->longest > 0) {
        assert_true(rp_times_share(&a, &b, row->longest));
        assert_true(rp_times_share(&b, &a, row->longest));
    } else {
        assert_false(rp_times_share(&a, &b, 0.0));
    }
    rp_arena_clear(&arena);
}

/* What is left when a leader's groups have met. */
static const struct removal {
    const char *name, *text, *taken, *left;
    bool is_known;
} removals[] = {
    {"remove/nothing", "mon 09:00-12:00", "", "mon 09:00-12:00", true},
    {"remove/elsewhere", "mon 09:00-12:00", "mon 12:00-13:00",
     "mon 09:00-12:00", true},
    {"remove/begin", "mon 09:00-12:00", "mon 08:00-10:00", "mon 10:00-12:00",
     true},
    {"remove/end", "mon 09:00-12:00", "mon 11:00-13:00", "mon 09:00-11:00",
     true},
    {"remove/middle", "mon 09:00-12:00", "mon 10:00-10:30; mon 11:00-11:30",
     "mon 09:00-10:00; mon 10:30-11:00; mon 11:30-12:00", true},
    {"remove/one_of_two", "mon 09:00-10:00; tue 09:00-10:00", "mon",
     "tue 09:00-10:00", true},
    {"remove/over_two", "mon 09:00-10:00; mon 11:00-12:00", "mon 09:30-11:30",
     "mon 09:00-09:30; mon 11:30-12:00", true},
    {"remove/all", "mon 09:00-12:00", "mon-tue", "", true},
    {"remove/of_unknown", "", "mon-tue", "", false},
};

static void test_removal(void **state) {
    const struct removal *r = *state;
    rp_arena arena = {0};
    rp_buffer left = {0};
    rp_times times, taken;
    rp_text where;

    rp_times_parse(&times, &arena, rp_text_of(r->text), NULL, NULL, &where);
    rp_times_parse(&taken, &arena, rp_text_of(r->taken), NULL, NULL, &where);
    assert_true(rp_times_remove(&times, &taken, &arena));
    assert_true(rp_buffer_puts(&left, "") && rp_times_format(&left, &times));
    assert_string_equal(left.bytes, r->left);
    assert_int_equal(!rp_times_are_unknown(&times), r->is_known);
    rp_buffer_clear(&left);
    rp_arena_clear(&arena);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, removals, test_removal);
    SUITE_TABLE(&s, cells, test_cell);
    SUITE_TABLE(&s, commons, test_common);
    return suite_run(&s, "times");
}

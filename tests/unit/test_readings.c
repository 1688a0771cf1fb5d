/* One cell as people write it: dates, ages, amounts, yes and no, nothing. */
#include "unit/suite.h"

#include "input/cell/ages.h"
#include "input/cell/dates.h"
#include "input/cell/place.h"
#include "input/cell/stated.h"
#include "input/cell/truth.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct date_row {
    const char *name, *cell, *mdy, *dmy; /* "" for none */
} date_row;

static const date_row dates[] = {
    {"date/iso", "2026-11-03", "2026-11-03", "2026-11-03"},
    {"date/iso_short", "2026-11-3", "2026-11-03", "2026-11-03"},
    {"date/iso_time", "2026-11-03T00:00:00Z", "2026-11-03", "2026-11-03"},
    {"date/iso_blank_time", "2026-11-03 14:22:10", "2026-11-03", "2026-11-03"},
    {"date/iso_offset", "2026-11-03T14:22:10.123+01:00", "2026-11-03",
     "2026-11-03"},
    {"date/iso_slashes", "2026/11/03", "2026-11-03", "2026-11-03"},
    {"date/slashes", "11/3/2026", "2026-11-03", "2026-03-11"},
    {"date/slashes_time", "11/3/2026 14:22:10", "2026-11-03", "2026-03-11"},
    {"date/blank_behind", "11/3/2026 14:22 UTC ", "2026-11-03", "2026-03-11"},
    {"date/slashes_half", "11/3/2026 2:22 PM", "2026-11-03", "2026-03-11"},
    {"date/dots", "03.11.2026", "2026-03-11", "2026-11-03"},
    {"date/dashes", "3-11-2026", "2026-03-11", "2026-11-03"},
    {"date/two_digits", "11/3/26", "2026-11-03", "2026-03-11"},
    {"date/month_alone", "11/13/2026", "2026-11-13", ""},
    {"date/day_alone", "13/11/2026", "", "2026-11-13"},
    {"date/same", "11/11/2026", "2026-11-11", "2026-11-11"},
    {"date/day_month", "3 Nov 2026", "2026-11-03", "2026-11-03"},
    {"date/ordinal", "3rd November, 2026", "2026-11-03", "2026-11-03"},
    {"date/excel", "3-Nov-26", "2026-11-03", "2026-11-03"},
    {"date/month_day", "Nov 3, 2026", "2026-11-03", "2026-11-03"},
    {"date/month_day_time", "November 3, 2026 at 9:14 am", "2026-11-03",
     "2026-11-03"},
    {"date/weekday", "Tue, 3 Nov 2026", "2026-11-03", "2026-11-03"},
    {"date/no_day", "2026-02-29", "", ""},
    {"date/no_date", "11/13/26x", "", ""},
    {"date/no_year", "12-Oct", "", ""},
    {"date/number", "20261103", "", ""},
    {"date/mixed_marks", "11/3-2026", "", ""},
    {"date/three_digits", "11/3/202", "", ""},
    {"date/bad_time", "11/3/2026 25:00", "", ""},
    {"date/half_with_dots", "11/3/2026 2:22 p.m.", "2026-11-03", "2026-03-11"},
    {"date/half_capitals", "11/3/2026 02:22:10 AM EST", "2026-11-03",
     "2026-03-11"},
    {"date/half_of_what", "11/3/2026 2:22 pmx", "", ""},
    {"date/zone_and_offset", "2026-11-03 14:22 GMT-5", "2026-11-03",
     "2026-11-03"},
    {"date/offset_without_colon", "2026-11-03T14:22:10-0500", "2026-11-03",
     "2026-11-03"},
    {"date/offset_of_nothing", "2026-11-03T14:22:10+", "", ""},
    {"date/long_zone", "2026-11-03 14:22 ABCDEF", "", ""},
    {"date/comma_time", "11/3/2026, 14:22", "2026-11-03", "2026-03-11"},
    {"date/comma_alone", "11/3/2026,", "2026-11-03", "2026-03-11"},
    {"date/time_without_hour", "11/3/2026 :22", "", ""},
    {"date/hour_alone", "11/3/2026 14", "", ""},
    {"date/one_digit_of_a_minute", "11/3/2026 14:2", "", ""},
    {"date/minute_60", "11/3/2026 14:60", "", ""},
    {"date/second_60", "11/3/2026 14:22:60", "", ""},
    {"date/words_behind", "2026-11-03 about noon", "", ""},
    {"date/month_13", "2026-13-01", "", ""},
    {"date/month_0", "2026-0-01", "", ""},
    {"date/day_32", "2026-11-32", "", ""},
    {"date/day_0", "2026-11-00", "", ""},
    {"date/year_0", "0000-11-03", "", ""},
    {"date/iso_without_day", "2026-11", "", ""},
    {"date/iso_without_month", "2026-x", "", ""},
    {"date/iso_mixed_marks", "2026-11/03", "", ""},
    {"date/iso_day_is_word", "2026-11-x", "", ""},
    {"date/slash_without_year", "11/3", "", ""},
    {"date/slash_word", "11/x/2026", "", ""},
    {"date/dots_blank_year", "3.11. 2026", "2026-03-11", "2026-11-03"},
    {"date/first_of_month", "1st Dec 2026", "2026-12-01", "2026-12-01"},
    {"date/second_of_month", "2nd of December 2026", "", ""},
    {"date/month_dot", "Nov. 3 2026", "2026-11-03", "2026-11-03"},
    {"date/month_day_th", "November 3rd, 2026", "2026-11-03", "2026-11-03"},
    {"date/month_alone_is_short", "No 3, 2026", "", ""},
    {"date/no_month", "Foo 3, 2026", "", ""},
    {"date/month_misspelt", "Novemberr 3, 2026", "", ""},
    {"date/month_very_long", "Novembernovembernovember 3, 2026", "", ""},
    {"date/month_without_day", "November", "", ""},
    {"date/month_without_year", "Nov 3", "", ""},
    {"date/month_two_digit_year", "Nov 3, 26", "", ""},
    {"date/month_words_behind", "Nov 3, 2026 or so", "", ""},
    {"date/day_no_month", "3 Foo 2026", "", ""},
    {"date/day_month_without_year", "3 Nov", "", ""},
    {"date/day_month_three_digits", "3 Nov 202", "", ""},
    {"date/day_month_two_digits", "3 Nov 26", "2026-11-03", "2026-11-03"},
    {"date/day_31_november", "31 Nov 2026", "", ""},
    {"date/weekday_number", "Tue 11/3/2026", "2026-11-03", "2026-03-11"},
    {"date/weekday_month", "Tuesday, Nov. 3, 2026", "2026-11-03", "2026-11-03"},
    {"date/weekday_alone", "Tuesday", "", ""},
    {"date/three_digits_first", "126/11/3", "", ""},
    {"date/too_long",
     "November 3, 2026 at 9:14 am Greenwich Mean Time, or thereabouts, as far "
     "as is known",
     "", ""},
    {"date/blank", "", "", ""},
};

static void day_words(char out[16], int32_t day) {
    *out = '\0';
    if (day != RP_NO_DAY)
        rp_date_format(out, day);
}

static void test_date(void **state) {
    const date_row *row = *state;
    char mdy[16], dmy[16];
    rp_dated date;

    bool read = rp_dates_read(&date, rp_text_of(row->cell), RP_NO_DAY);
    day_words(mdy, date.month_first);
    day_words(dmy, date.day_first);
    assert_string_equal(mdy, row->mdy);
    assert_string_equal(dmy, row->dmy);
    assert_int_equal(read, *row->mdy || *row->dmy);
}

/* The order of a column decides, where a date can be read in two. */
static void test_order(void **state) {
    rp_dated date;

    (void)state;
    assert_true(rp_dates_read(&date, rp_text_of("11/3/2026"), RP_NO_DAY));
    assert_int_equal(rp_dates_day(date, RP_DATES_MDY), date.month_first);
    assert_int_equal(rp_dates_day(date, RP_DATES_DMY), date.day_first);
    assert_int_equal(rp_dates_day(date, RP_DATES_OPEN), RP_NO_DAY);
    assert_true(rp_dates_read(&date, rp_text_of("11/11/2026"), RP_NO_DAY));
    assert_int_equal(rp_dates_day(date, RP_DATES_OPEN), date.day_first);
    assert_true(rp_dates_read(&date, rp_text_of("13/11/2026"), RP_NO_DAY));
    assert_int_equal(rp_dates_day(date, RP_DATES_MDY), RP_NO_DAY);
}

/* Two digits of a birth are the latest year that is past. */
static void test_latest(void **state) {
    rp_dated date;
    char day[16];

    (void)state;
    int32_t today = rp_dates_serial(rp_text_of("46329"), RP_SERIAL_LEAST);
    day_words(day, today);
    assert_string_equal(day, "2026-11-03");
    assert_true(rp_dates_read(&date, rp_text_of("4/17/91"), today));
    day_words(day, date.month_first);
    assert_string_equal(day, "1991-04-17");
    assert_true(rp_dates_read(&date, rp_text_of("11/3/26"), today));
    day_words(day, date.month_first);
    assert_string_equal(day, "2026-11-03");
    assert_true(rp_dates_read(&date, rp_text_of("11/4/26"), today));
    day_words(day, date.month_first);
    assert_string_equal(day, "1926-11-04");
    assert_int_equal(rp_dates_serial(rp_text_of("36525"), RP_SERIAL_LEAST),
                     RP_NO_DAY);
    assert_int_equal(rp_dates_serial(rp_text_of("73051"), 1), RP_NO_DAY);
    assert_int_equal(rp_dates_serial(rp_text_of("1"), 1), -25568);
}

typedef struct years_row {
    const char *name, *from, *to;
    int32_t years;
} years_row;

static const years_row spans[] = {
    {"years/day_before", "1991-04-17", "2026-04-16", 34},
    {"years/birthday", "1991-04-17", "2026-04-17", 35},
    {"years/leap_day", "2004-02-29", "2026-02-28", 21},
    {"years/none", "2026-01-01", "2026-12-31", 0},
};

static void test_years(void **state) {
    const years_row *row = *state;
    int32_t from, to;

    assert_true(rp_date_parse(&from, rp_text_of(row->from)));
    assert_true(rp_date_parse(&to, rp_text_of(row->to)));
    assert_int_equal(rp_dates_years(from, to), row->years);
}

typedef struct age_row {
    const char *name, *cell;
    int32_t years; /* -1: none */
} age_row;

static const age_row ages[] = {
    {"age/plain", "34", 34},         {"age/words", "34 years", 34},
    {"age/old", "34 years old", 34}, {"age/short", "34yo", 34},
    {"age/slash", "34 y/o", 34},     {"age/months", "18 months", -1},
    {"age/decade", "30s", -1},       {"age/range", "18-24", -1},
    {"age/date", "4/17/1991", -1},   {"age/beyond", "121", -1},
};

static void test_age(void **state) {
    const age_row *row = *state;
    int32_t years = -1;

    assert_int_equal(rp_age_parse(&years, rp_text_of(row->cell)),
                     row->years >= 0);
    assert_int_equal(years, row->years);
}

typedef struct ages_row {
    const char *name, *cell;
    rp_ages_trouble trouble;
    int32_t least, most;
} ages_row;

static const ages_row all_ages[] = {
    {"ages/dash", "18-65", RP_AGES_FINE, 18, 65},
    {"ages/en_dash",
     "18\xE2\x80\x93"
     "65",
     RP_AGES_FINE, 18, 65},
    {"ages/to", "5 to 17", RP_AGES_FINE, 5, 17},
    {"ages/plus", "18+", RP_AGES_FINE, 18, 120},
    {"ages/and_up", "13 and up", RP_AGES_FINE, 13, 120},
    {"ages/under", "under 18", RP_AGES_FINE, 0, 17},
    {"ages/up_to", "up to 12", RP_AGES_FINE, 0, 12},
    {"ages/and_under", "12 and under", RP_AGES_FINE, 0, 12},
    {"ages/all", "All ages", RP_AGES_FINE, 0, 120},
    {"ages/children", "Children", RP_AGES_FINE, 0, 12},
    {"ages/teens", "Teens and adults", RP_AGES_FINE, 13, 120},
    {"ages/several", "children, adolescents; adults", RP_AGES_FINE, 0, 120},
    {"ages/gap", "children & adults", RP_AGES_GAP, 0, 120},
    {"ages/seniors", "18-40, older adults", RP_AGES_GAP, 18, 120},
    {"ages/brackets", "Adults (18-64)", RP_AGES_FINE, 18, 64},
    {"ages/years", "ages 5-17 y/o", RP_AGES_FINE, 5, 17},
    {"ages/one", "18", RP_AGES_BAD, -1, -1},
    {"ages/month", "12-Oct", RP_AGES_BAD, -1, -1},
    {"ages/backwards", "65-18", RP_AGES_BAD, -1, -1},
    {"ages/beyond", "18-121", RP_AGES_BAD, -1, -1},
    {"ages/words", "most ages", RP_AGES_BAD, -1, -1},
};

static void test_ages(void **state) {
    const ages_row *row = *state;
    rp_ages found;

    assert_int_equal(rp_ages_parse(&found, rp_text_of(row->cell)),
                     row->trouble);
    if (row->trouble != RP_AGES_BAD) {
        assert_int_equal(found.least, row->least);
        assert_int_equal(found.most, row->most);
    }
}

typedef struct money_row {
    const char *name, *cell;
    bool comma;
    double least, most; /* -1: none */
} money_row;

static const money_row amounts[] = {
    {"money/sign", "$150", false, 150, 150},
    {"money/code", "150 USD", false, 150, 150},
    {"money/code_before", "EUR 150", false, 150, 150},
    {"money/session", "150/session", false, 150, 150},
    {"money/per_hour", "$120.50 per hour", false, 120.5, 120.5},
    {"money/range", "$120-$150", false, 120, 150},
    {"money/range_short", "$80-120", false, 80, 120},
    {"money/range_words", "80 to 120", false, 80, 120},
    {"money/free", "Free", false, 0, 0},
    {"money/pro_bono", "pro bono", false, 0, 0},
    {"money/backwards", "$150-120", false, -1, -1},
    {"money/thousand", "$1,200", false, -1, -1},
    {"money/thousand_comma", "1.200", true, -1, -1},
    {"money/comma", "75,50", true, 75.5, 75.5},
    {"money/percent", "50%", false, -1, -1},
    {"money/words", "a lot", false, -1, -1},
    {"money/none", "none", false, -1, -1},
};

typedef struct grouped_row {
    const char *name, *cell;
    bool is_grouped;
} grouped_row;

static const grouped_row grouped[] = {
    {"grouped/thousand", "1.200", true},
    {"grouped/sign", "$12.500 a session", true},
    {"grouped/range", "80 to 1.200", true},
    {"grouped/cents", "1.20", false},
    {"grouped/many", "1.2000", false},
    {"grouped/four", "1234.500", false},
    {"grouped/fraction", "0.125", false},
    {"grouped/none", "1200", false},
    {"grouped/end", "1200.", false},
};

static void test_grouped(void **state) {
    const grouped_row *row = *state;

    assert_int_equal(rp_money_is_grouped(rp_text_of(row->cell)),
                     row->is_grouped);
}

static void test_money(void **state) {
    const money_row *row = *state;
    rp_money money = {-1, -1};

    bool read = rp_money_parse(&money, rp_text_of(row->cell), row->comma);
    assert_int_equal(read, row->most >= 0);
    if (read) {
        assert_true(fabs(money.least - row->least) < 1e-9);
        assert_true(fabs(money.most - row->most) < 1e-9);
    }
}

typedef struct word_row {
    const char *name, *cell;
    bool nothing, anything, all;
    rp_answer answer, accepting;
} word_row;

enum { U = RP_UNKNOWN, Y = RP_YES, N = RP_NO };

static const word_row words[] = {
    {"word/no_preference", "No preference", true, false, false, U, U},
    {"word/curly", "I don\xE2\x80\x99t know", true, false, false, U, U},
    {"word/full_stop", "Not sure.", true, false, false, U, U},
    {"word/any", "Any", true, false, true, U, U},
    {"word/either", "either", true, false, true, U, U},
    {"word/na", "N/A", true, false, false, U, U},
    {"word/hash_na", "#N/A", true, false, false, U, U},
    {"word/dash", "-", true, false, false, U, U},
    {"word/long_dash", "\xE2\x80\x94", true, false, false, U, U},
    {"word/question", "?", true, false, false, U, U},
    {"word/flexible", "Flexible", false, true, false, U, U},
    {"word/open", "open", false, true, false, U, Y},
    {"word/anyone", "anyone", false, false, false, U, U},
    {"word/nada", "nada", false, false, false, U, U},
    {"word/none", "none", false, false, false, U, N},
    {"word/yes", "YES", false, false, false, Y, Y},
    {"word/tick", "\xE2\x9C\x93", false, false, false, Y, Y},
    {"word/x", "x", false, false, false, Y, Y},
    {"word/checked", "Checked", false, false, false, Y, Y},
    {"word/one_point", "1.0", false, false, false, Y, Y},
    {"word/cross", "\xE2\x9C\x97", false, false, false, N, N},
    {"word/unchecked", "unchecked", false, false, false, N, N},
    {"word/off", "off", false, false, false, N, N},
    {"word/full", "Full", false, false, false, U, N},
    {"word/waitlist", "waitlist", false, false, false, U, N},
    {"word/closed", "closed", false, false, false, U, N},
    {"word/maybe", "maybe", false, false, false, U, U},
};

static void test_word(void **state) {
    const word_row *row = *state;
    rp_text cell = rp_text_of(row->cell);

    assert_int_equal(rp_stated_nothing(cell), row->nothing);
    assert_int_equal(rp_stated_anything(cell), row->anything);
    assert_int_equal(rp_stated_all(cell), row->all);
    assert_int_equal(rp_answer_parse(cell), row->answer);
    assert_int_equal(rp_answer_accepting(cell), row->accepting);
}

/* Two letters that mean a state are no mark. */
static void test_plain_answer(void **state) {
    (void)state;
    assert_int_equal(rp_answer_plain(rp_text_of("on")), RP_UNKNOWN);
    assert_int_equal(rp_answer_plain(rp_text_of(" No ")), RP_NO);
    assert_true(rp_answer_is_mark(rp_text_of("X")));
    assert_false(rp_answer_is_mark(rp_text_of("yes")));
}

typedef struct place_row {
    const char *name, *cell, *bare;
    bool is_no_state;
} place_row;

static const place_row places[] = {
    {"place/state", "NY", "NY", false},
    {"place/zip", "NY 11201", "NY", false},
    {"place/zip_long", "NY 11201-0001", "NY", false},
    {"place/zip_alone", "11201", "11201", true},
    {"place/postal", "ON M5V 2T6", "ON", false},
    {"place/postal_joined", "ON M5V2T6", "ON", false},
    {"place/country", "USA", "USA", true},
    {"place/country_behind", "New York USA", "New York", false},
    {"place/short", "N", "N", false},
    {"place/number", "123", "123", false},
};

static void test_place(void **state) {
    const place_row *row = *state;
    rp_text bare = rp_place_bare(rp_text_of(row->cell));

    assert_int_equal(bare.length, strlen(row->bare));
    assert_memory_equal(bare.bytes, row->bare, bare.length);
    assert_int_equal(rp_place_is_no_state(rp_text_of(row->cell)),
                     row->is_no_state);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, dates, test_date);
    suite_add(&s, "date/latest", test_latest, NULL);
    suite_add(&s, "date/order", test_order, NULL);
    SUITE_TABLE(&s, spans, test_years);
    SUITE_TABLE(&s, ages, test_age);
    SUITE_TABLE(&s, all_ages, test_ages);
    SUITE_TABLE(&s, amounts, test_money);
    SUITE_TABLE(&s, grouped, test_grouped);
    SUITE_TABLE(&s, words, test_word);
    suite_add(&s, "word/plain", test_plain_answer, NULL);
    SUITE_TABLE(&s, places, test_place);
    return suite_run(&s, "readings");
}

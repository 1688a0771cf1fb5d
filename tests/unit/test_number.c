#include "unit/suite.h"

#include "input/cell/number.h"

#include <math.h>
#include <string.h>

typedef struct number_row {
    const char *name, *text;
    bool decimal_comma, is_number;
    double value;
} number_row;

#define NBSP "\xC2\xA0"
#define THIN "\xE2\x80\xAF"
#define MINUS "\xE2\x88\x92"
#define EURO "\xE2\x82\xAC"
#define POUND "\xC2\xA3"

static const number_row numbers[] = {
    {"number/whole", "42", false, true, 42},
    {"number/zero", "0", false, true, 0},
    {"number/leading_zeros", "007", false, true, 7},
    {"number/decimals", "75.50", false, true, 75.5},
    {"number/no_whole", ".5", false, true, 0.5},
    {"number/no_decimals", "5.", false, true, 5},
    {"number/blanks_around", "  7 ", false, true, 7},
    {"number/minus", "-2.5", false, true, -2.5},
    {"number/minus_sign", MINUS "2.5", false, true, -2.5},
    {"number/dollar", "$120", false, true, 120},
    {"number/dollar_blank", "$ 120", false, true, 120},
    {"number/dollar_minus", "-$120", false, true, -120},
    {"number/minus_dollar", "$-120", false, true, -120},
    {"number/euro_behind", "120 " EURO, false, true, 120},
    {"number/pound", POUND "9.99", false, true, 9.99},
    {"number/thousands", "1 200", false, true, 1200},
    {"number/millions", "1 200 000.5", false, true, 1200000.5},
    {"number/no_break", "1" NBSP "200", false, true, 1200},
    {"number/thin", "12" THIN "345", false, true, 12345},
    {"number/comma_decimals", "75,50", true, true, 75.5},
    {"number/comma_no_whole", ",5", true, true, 0.5},
    {"number/comma_thousandth", "0,125", true, true, 0.125},
    {"number/comma_four", "1,2005", true, true, 1.2005},
    {"number/point_in_comma_file", "75.5", true, true, 75.5},
    {"number/comma_in_comma_file", "75,50", false, false, 0},
    {"number/thousands_comma", "1,200", false, false, 0},
    {"number/ambiguous_comma", "1,200", true, false, 0},
    {"number/ambiguous_after_sign", "-12,345", true, false, 0},
    {"number/blank", "", false, false, 0},
    {"number/only_blanks", "  ", false, false, 0},
    {"number/only_sign", "-", false, false, 0},
    {"number/minus_blank", "- 120", false, false, 0},
    {"number/only_currency", "$", false, false, 0},
    {"number/only_point", ".", false, false, 0},
    {"number/plus", "+5", false, false, 0},
    {"number/two_points", "1.2.3", false, false, 0},
    {"number/two_currencies", "$" EURO "5", false, false, 0},
    {"number/letters", "six", false, false, 0},
    {"number/unit", "50 min", false, false, 0},
    {"number/nan", "nan", false, false, 0},
    {"number/inf", "inf", false, false, 0},
    {"number/infinity", "-Infinity", false, false, 0},
    {"number/hex", "0x10", false, false, 0},
    {"number/exponent", "1e3", false, false, 0},
    {"number/two_blanks", "1  200", false, false, 0},
    {"number/group_of_two", "1 20", false, false, 0},
    {"number/group_of_four", "1 2000", false, false, 0},
    {"number/first_group_of_four", "1200 000", false, false, 0},
    {"number/group_behind_point", "1.000 000", false, false, 0},
    {"number/longest",
     "0000000000000000000000000000000000000000000000000000000000000042", false,
     true, 42},
    {"number/too_long",
     "00000000000000000000000000000000000000000000000000000000000000042", false,
     false, 0},
};

static void test_number(void **state) {
    const number_row *row = *state;
    double value = 99.0;
    bool is_number =
        rp_number_parse(&value, rp_text_of(row->text), row->decimal_comma);

    assert_int_equal(is_number, row->is_number);
    if (is_number)
        assert_exactly(value, row->value);
}

static void test_no_negative_zero(void **state) {
    double value = 1.0;

    (void)state;
    assert_true(rp_number_parse(&value, rp_text_of("-0"), false));
    assert_false(signbit(value));
}

/* The bytes behind the text's end are not looked at. */
static void test_length(void **state) {
    double value = 0.0;

    (void)state;
    assert_true(rp_number_parse(&value, (rp_text){"12345", 2}, false));
    assert_exactly(value, 12.0);
}

typedef struct date_row {
    const char *name, *text;
    bool is_date;
    int32_t day;
} date_row;

static const date_row dates[] = {
    {"date/epoch", "1970-01-01", true, 0},
    {"date/before", "1969-12-31", true, -1},
    {"date/leap_day", "2024-02-29", true, 19782},
    {"date/day_behind", "2024-03-01", true, 19783},
    {"date/leap_century", "2000-02-29", true, 11016},
    {"date/blanks", " 2026-11-22 ", true, 20779},
    {"date/first_year", "0001-01-01", true, -719162},
    {"date/last_year", "9999-12-31", true, 2932896},
    {"date/no_leap_day", "2026-02-29", false, 0},
    {"date/no_leap_century", "1900-02-29", false, 0},
    {"date/31_april", "2026-04-31", false, 0},
    {"date/month_13", "2026-13-01", false, 0},
    {"date/month_0", "2026-00-01", false, 0},
    {"date/day_0", "2026-01-00", false, 0},
    {"date/year_0", "0000-01-01", false, 0},
    {"date/short", "2026-1-5", false, 0},
    {"date/slashes", "2026/01/05", false, 0},
    {"date/american", "01/05/2026", false, 0},
    {"date/with_time", "2026-01-05T10:00", false, 0},
    {"date/letters", "2026-0a-05", false, 0},
    {"date/blank", "", false, 0},
};

static void test_date(void **state) {
    const date_row *row = *state;
    int32_t day = RP_NO_DAY;
    char text[16];

    assert_int_equal(rp_date_parse(&day, rp_text_of(row->text)), row->is_date);
    if (!row->is_date)
        return;
    assert_int_equal(day, row->day);
    rp_date_format(text, day);
    assert_memory_equal(text, row->text + strspn(row->text, " "), 10);
    assert_int_equal(text[10], 0);
}

/* Every day of 400 years there and back. */
static void test_days(void **state) {
    char text[16], before[16] = "";

    (void)state;
    for (int32_t day = -60000; day <= 86097; day++) {
        int32_t again = 0;
        rp_date_format(text, day);
        assert_true(strcmp(before, text) < 0);
        assert_true(rp_date_parse(&again, rp_text_of(text)));
        assert_int_equal(again, day);
        memcpy(before, text, sizeof text);
    }
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, numbers, test_number);
    suite_add(&s, "number/negative_zero", test_no_negative_zero, NULL);
    suite_add(&s, "number/length", test_length, NULL);
    SUITE_TABLE(&s, dates, test_date);
    suite_add(&s, "date/every_day", test_days, NULL);
    return suite_run(&s, "number");
}

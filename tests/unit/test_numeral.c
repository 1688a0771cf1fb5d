#include "unit/suite.h"

#include "input/workbook/numeral.h"

typedef struct code_row {
    const char *name, *code;
    rp_numeral shown;
} code_row;

static const code_row codes[] = {
    {"code/general", "General", RP_NUMERAL_NUMBER},
    {"code/money", "#,##0.00\\ \"USD\"", RP_NUMERAL_NUMBER},
    {"code/percent", "0.0%", RP_NUMERAL_NUMBER},
    {"code/science", "0.00E+00", RP_NUMERAL_NUMBER},
    {"code/red", "0;[Red]-0", RP_NUMERAL_NUMBER},
    {"code/currency", "[$DM-407]0.00", RP_NUMERAL_NUMBER},
    {"code/quoted", "0\" days\"", RP_NUMERAL_NUMBER},
    {"code/escaped", "0\\d", RP_NUMERAL_NUMBER},
    {"code/padded", "_d0", RP_NUMERAL_NUMBER},
    {"code/text", "@", RP_NUMERAL_NUMBER},
    {"code/later_section", "0;\"d\";d", RP_NUMERAL_NUMBER},
    {"code/iso", "yyyy\\-mm\\-dd", RP_NUMERAL_DATE},
    {"code/locale", "[$-409]d\\-mmm\\-yy;@", RP_NUMERAL_DATE},
    {"code/capitals", "DD/MM/YYYY", RP_NUMERAL_DATE},
    {"code/month", "mmmm", RP_NUMERAL_DATE},
    {"code/time", "h:mm AM/PM", RP_NUMERAL_TIME},
    {"code/minutes", "mm:ss.0", RP_NUMERAL_TIME},
    {"code/moment", "m/d/yy h:mm", RP_NUMERAL_MOMENT},
    {"code/elapsed", "[h]:mm:ss", RP_NUMERAL_ELAPSED},
    {"code/open_quote", "0\"", RP_NUMERAL_NUMBER},
    {"code/open_bracket", "[h", RP_NUMERAL_NUMBER},
    {"code/last_escape", "0\\", RP_NUMERAL_NUMBER},
};

static void test_code(void **state) {
    const code_row *row = *state;

    assert_int_equal(rp_numeral_by_code(row->code), row->shown);
}

typedef struct value_row {
    const char *name;
    double value;
    rp_numeral shown;
    const char *text;
    bool from_1904;
} value_row;

static const value_row values[] = {
    {"value/zero", 0, RP_NUMERAL_NUMBER, "0", false},
    {"value/minus_zero", -0.0, RP_NUMERAL_NUMBER, "0", false},
    {"value/whole", 42, RP_NUMERAL_NUMBER, "42", false},
    {"value/minus", -2.5, RP_NUMERAL_NUMBER, "-2.5", false},
    {"value/fifteen", 0.1 + 0.2, RP_NUMERAL_NUMBER, "0.3", false},
    {"value/thirds", 1.0 / 3.0, RP_NUMERAL_NUMBER, "0.333333333333333", false},
    {"value/id", 4155551234567.0, RP_NUMERAL_NUMBER, "4155551234567", false},
    {"value/sixteen", 1234567890123456.0, RP_NUMERAL_NUMBER, "1234567890123460",
     false},
    {"value/small", 0.00012, RP_NUMERAL_NUMBER, "0.00012", false},
    {"value/tens", 1e20, RP_NUMERAL_NUMBER, "100000000000000000000", false},
    {"value/huge", 1e300, RP_NUMERAL_NUMBER, "1e+300", false},
    {"value/tiny", 1e-300, RP_NUMERAL_NUMBER, "1e-300", false},
    {"date/first", 1, RP_NUMERAL_DATE, "1900-01-01", false},
    {"date/before_the_gap", 59, RP_NUMERAL_DATE, "1900-02-28", false},
    {"date/never_was", 60, RP_NUMERAL_DATE, "1900-02-29", false},
    {"date/behind_the_gap", 61, RP_NUMERAL_DATE, "1900-03-01", false},
    {"date/epoch", 25569, RP_NUMERAL_DATE, "1970-01-01", false},
    {"date/now", 46329, RP_NUMERAL_DATE, "2026-11-03", false},
    {"date/last", 2958465, RP_NUMERAL_DATE, "9999-12-31", false},
    {"date/beyond", 2958466, RP_NUMERAL_DATE, "2958466", false},
    {"date/below", 0.5, RP_NUMERAL_DATE, "0.5", false},
    {"date/negative", -3, RP_NUMERAL_DATE, "-3", false},
    {"date/time_left_out", 46329.75, RP_NUMERAL_DATE, "2026-11-03", false},
    {"date/1904", 44867, RP_NUMERAL_DATE, "2026-11-03", true},
    {"date/1904_zero", 0, RP_NUMERAL_DATE, "1904-01-01", true},
    {"moment/midnight", 46329, RP_NUMERAL_MOMENT, "2026-11-03", false},
    {"moment/noon", 46329.5, RP_NUMERAL_MOMENT, "2026-11-03 12:00", false},
    {"moment/seconds", 46329.00001157407, RP_NUMERAL_MOMENT,
     "2026-11-03 00:00:01", false},
    {"moment/rounds_up", 46328.9999999, RP_NUMERAL_MOMENT, "2026-11-03", false},
    {"time/evening", 0.75, RP_NUMERAL_TIME, "18:00", false},
    {"time/of_a_day", 46329.75, RP_NUMERAL_TIME, "18:00", false},
    {"elapsed/hours", 1.25, RP_NUMERAL_ELAPSED, "30:00", false},
};

static void test_value(void **state) {
    const value_row *row = *state;
    char text[RP_NUMERAL_SIZE];

    rp_numeral_value(text, row->value, row->shown, row->from_1904);
    assert_string_equal(text, row->text);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, codes, test_code);
    SUITE_TABLE(&s, values, test_value);
    return suite_run(&s, "numeral");
}

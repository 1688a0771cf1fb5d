/* CSV going out. */
#include "unit/suite.h"

#include "output/csv/sheet.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void put(void *payload, const void *bytes, size_t length) {
    assert_true(rp_buffer_put(payload, bytes, length));
}

typedef struct cell_row {
    const char *name, *text, *written;
    char delimiter;
} cell_row;

static const cell_row cells[] = {
    {"cell/plain", "Ana Ruiz", "Ana Ruiz", ','},
    {"cell/empty", "", "", ','},
    {"cell/comma", "a,b", "\"a,b\"", ','},
    {"cell/comma_between_semicolons", "a,b", "a,b", ';'},
    {"cell/semicolon", "a;b", "a;b", ','},
    {"cell/semicolon_between_them", "a;b", "\"a;b\"", ';'},
    {"cell/tab", "a\tb", "\"a\tb\"", '\t'},
    {"cell/quote", "say \"a\"", "\"say \"\"a\"\"\"", ','},
    {"cell/line_feed", "a\nb", "\"a\nb\"", ','},
    {"cell/return", "a\rb", "\"a\rb\"", ','},
    {"cell/line_feed_behind", "ab\n", "\"ab\n\"", ','},
    {"cell/quote_behind", "ab\"", "\"ab\"\"\"", ','},
    {"cell/comma_late", "twelve bytes, and more", "\"twelve bytes, and more\"",
     ','},
    {"cell/minus_behind", "a-", "a-", ','},
    {"cell/equals_behind", "a=", "a=", ','},
    {"cell/blank_before", " a", "\" a\"", ','},
    {"cell/blank_behind", "a ", "\"a \"", ','},
    {"cell/unicode", "\xE6\x9E\x97", "\xE6\x9E\x97", ','},
    {"guard/equals", "=1+1", "'=1+1", ','},
    {"guard/plus", "+49 151", "'+49 151", ','},
    {"guard/minus", "-x", "'-x", ','},
    {"guard/at", "@x", "'@x", ','},
    {"guard/tab", "\tx", "'\tx", ','},
    {"guard/return", "\rx", "\"'\rx\"", ','},
    {"guard/quoted_too", "=a,b", "\"'=a,b\"", ','},
    {"guard/number", "-5.25", "-5.25", ','},
    {"guard/plus_number", "+7", "+7", ','},
    {"guard/no_number", "-5.", "'-5.", ','},
    {"guard/inside", "a=b", "a=b", ','},
    {"guard/apostrophe", "'=1", "'=1", ','},
    {"guard/line_feed", "\nx", "\"'\nx\"", ','},
    {"guard/other_delimiter", "x;=cmd", "x;'=cmd", ','},
    {"guard/behind_a_blank", "x; =cmd;y", "x; '=cmd;y", ','},
    {"guard/own_delimiter", "x;=cmd", "\"x;=cmd\"", ';'},
    {"guard/comma_between_semicolons", "x,@y", "x,'@y", ';'},
    {"guard/between_tabs", "x,+y;-z", "x,'+y;'-z", '\t'},
    {"guard/behind_a_line", "x\n=cmd", "\"x\n'=cmd\"", ','},
    {"guard/behind_a_quote", "a \"b\";=c", "\"a \"\"b\"\";'=c\"", ','},
    {"guard/number_inside", "x;-5.25; +2;y", "x;-5.25; +2;y", ','},
    {"guard/no_number_inside", "x;-5 points", "x;'-5 points", ','},
    {"guard/nothing_behind", "x;", "x;", ','},
    {"guard/twice", "=a;=b", "'=a;'=b", ','},
};

static void test_cell(void **state) {
    const cell_row *row = *state;
    rp_buffer out = {0}, expected = {0};
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, &out, row->delimiter, false);
    rp_sheet_text(&sheet, "x");
    rp_sheet_text(&sheet, row->text);
    rp_sheet_blank(&sheet);
    rp_sheet_end_row(&sheet);
    assert_true(rp_sheet_end(&sheet));
    assert_true(rp_buffer_put(&expected, "x", 1) &&
                rp_buffer_put(&expected, &row->delimiter, 1) &&
                rp_buffer_puts(&expected, row->written) &&
                rp_buffer_put(&expected, &row->delimiter, 1) &&
                rp_buffer_puts(&expected, "\r\n"));
    assert_string_equal(out.bytes, expected.bytes);
    rp_buffer_clear(&expected);
    rp_buffer_clear(&out);
}

static void test_rows(void **state) {
    rp_buffer out = {0};
    rp_sheet sheet;

    (void)state;
    rp_sheet_begin(&sheet, put, &out, ';', true);
    rp_sheet_header(&sheet, "id,score,sum");
    rp_sheet_text(&sheet, "a");
    rp_sheet_tenths(&sheet, 705);
    rp_sheet_whole(&sheet, -12345678901234);
    rp_sheet_end_row(&sheet);
    rp_sheet_blank(&sheet);
    rp_sheet_tenths(&sheet, -1);
    rp_sheet_tenths(&sheet, 0);
    rp_sheet_end_row(&sheet);
    rp_sheet_bytes(&sheet, (rp_text){"abc", 2});
    rp_sheet_signed_tenths(&sheet, -9);
    rp_sheet_signed_tenths(&sheet, 120);
    rp_sheet_end_row(&sheet);
    assert_true(rp_sheet_end(&sheet));
    assert_string_equal(out.bytes, "\xEF\xBB\xBFid;score;sum\r\n"
                                   "a;70.5;-12345678901234\r\n"
                                   ";;0.0\r\nab;-0.9;12.0\r\n");
    rp_buffer_clear(&out);
}

/* Rows for a program: named, typed, escaped and never guarded; rows made apart
 * are of the same form. */
static void test_json(void **state) {
    rp_buffer out = {0}, apart = {0};
    rp_sheet sheet, part;

    (void)state;
    rp_sheet_begin(&sheet, put, &out, ',', false);
    rp_sheet_as_json(&sheet);
    rp_sheet_header(&sheet, "id,score,sum,last");
    rp_sheet_text(&sheet, "=a\"b\\c\n\x01\xC3\xA9");
    rp_sheet_tenths(&sheet, 705);
    rp_sheet_cents(&sheet, -5);
    rp_sheet_exact(&sheet, rp_text_of(" x;y"));
    rp_sheet_end_row(&sheet);
    rp_sheet_begin_apart(&part, &sheet, put, &apart);
    rp_sheet_blank(&part);
    rp_sheet_tenths(&part, -1);
    rp_sheet_whole(&part, 12);
    rp_sheet_text(&part, "");
    rp_sheet_end_row(&part);
    assert_true(rp_sheet_end(&part));
    assert_true(rp_sheet_end(&sheet));
    assert_string_equal(out.bytes,
                        "{\"id\": \"=a\\\"b\\\\c\\u000a\\u0001\xC3\xA9\", "
                        "\"score\": 70.5, \"sum\": -0.05, "
                        "\"last\": \" x;y\"}\n");
    assert_string_equal(apart.bytes, "{\"id\": null, \"score\": null, "
                                     "\"sum\": 12, \"last\": null}\n");
    rp_buffer_clear(&out);
    rp_buffer_clear(&apart);
}

typedef struct ragged_row {
    const char *name;
    int cells;
    bool stops;
} ragged_row;

static const ragged_row ragged[] = {
    {"ragged/fits", 3, false},
    {"ragged/too_few", 2, true},
    {"ragged/none", 0, true},
    {"ragged/too_many", 4, true},
};

/* A row below a header has as many cells, or the program stops. */
static void test_ragged(void **state) {
    const ragged_row *row = *state;
    rp_buffer out = {0};
    rp_sheet sheet;
    int status;

    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        /* what assert() prints is of no interest */
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        signal(SIGABRT, SIG_DFL);
        rp_sheet_begin(&sheet, put, &out, ',', false);
        rp_sheet_header(&sheet, "id,score,sum");
        for (int k = 0; k < row->cells; k++)
            rp_sheet_whole(&sheet, k);
        rp_sheet_end_row(&sheet);
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT,
                     row->stops);
    assert_int_equal(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                     !row->stops);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, cells, test_cell);
    suite_add(&s, "rows", test_rows, NULL);
    suite_add(&s, "json", test_json, NULL);
    SUITE_TABLE(&s, ragged, test_ragged);
    return suite_run(&s, "sheet");
}

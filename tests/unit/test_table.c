#include "unit/suite.h"

#include "input/sheet/csv_text.h"
#include "input/sheet/locate.h"
#include "input/sheet/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A table as "header|of|cells / row|of|cells", and the findings behind it. */
typedef struct table_row {
    const char *name, *text, *cells, *findings;
    char delimiter;
} table_row;

static const table_row tables[] = {
    {"table/plain", "a,b\n1,2\n3,4\n", "a|b / 1|2 / 3|4", "", ','},
    {"table/no_last_line_end", "a,b\n1,2", "a|b / 1|2", "", ','},
    {"table/crlf", "a,b\r\n1,2\r\n", "a|b / 1|2", "", ','},
    {"table/cr", "a,b\r1,2\r", "a|b / 1|2", "", ','},
    {"table/semicolons", "a;b\n1,5;2\n", "a|b / 1,5|2", "", ';'},
    {"table/tabs", "a\tb\n1\t2\n", "a|b / 1|2", "", '\t'},
    {"table/most_frequent", "a;b,c,d\n1,2,3\n", "a;b|c|d / 1|2|3", "", ','},
    {"table/tie_is_comma", "a,b;c\n1,2\n", "a|b;c / 1|2", "", ','},
    {"table/quoted_do_not_count", "\"a,b,c\";d\n1;2\n", "a,b,c|d / 1|2", "",
     ';'},
    {"table/single_column", "a\n1\n", "a / 1", "", ','},
    {"table/sep", "sep=;\na,b;c\n1;2\n", "a,b|c / 1|2", "", ';'},
    {"table/sep_tab", "sep=\t\r\na\tb\r\n1\t2\r\n", "a|b / 1|2", "", '\t'},
    {"table/sep_padded", "sep=;;;\na;b\n1;2\n", "a|b / 1|2", "", ';'},
    {"table/sep_other", "sep=|\n1\n", "sep=| / 1", "", ','},
    {"table/sep_is_a_header", "sep=;x\n1;2\n", "sep=|x / 1|2", "", ';'},
    {"table/blank_rows", "\n , \na,b\n\n1,2\n,\n \n3,4\n\n", "a|b / 1|2 / 3|4",
     "", ','},
    {"table/blank_header_cells", "a,b,,\n1,2,,\n", "a|b / 1|2", "", ','},
    {"table/blank_inside", "a,,c\n1,,3\n", "a||c / 1||3", "", ','},
    {"table/short_row", "a,b,c\n1\n1,2\n", "a|b|c / 1|| / 1|2|", "", ','},
    {"table/blank_extra", "a,b\n1,2, ,\"\"\n", "a|b / 1|2", "", ','},
    {"table/wide_row", "a,b\n1,2,,x\n3,4\n", "a|b / 1|2 / 3|4",
     "2:6 row: 4 cells, expected 2 as in the header; quote a cell that holds "
     "the delimiter ','",
     ','},
    {"table/wide_tabs", "a\tb\n1\t2\t3\n", "a|b / 1|2",
     "2:5 row: 3 cells, expected 2 as in the header; quote a cell that holds "
     "the delimiter 'TAB'",
     '\t'},
    {"table/quotes", "a,b\n\"x,\"\"y\"\"\",\"line\nbreak\"\n",
     "a|b / x,\"y\"|line\nbreak", "", ','},
    {"table/blanks_around", "a,b\n  x  ,\"  y  \"\n", "a|b / x|  y  ", "", ','},
    {"table/stray_quote", "a,b\n1,2\n3,\"4\" 5\n6,7\n", "a|b / 1|2",
     "3:3 cell: a stray quote, expected the cell in quotes and each quote "
     "inside it doubled",
     ','},
    {"table/quote_inside", "a,b\n1,2\"3\n", "a|b",
     "2:3 cell: a stray quote, expected the cell in quotes and each quote "
     "inside it doubled",
     ','},
    {"table/open_quote", "a,b\n1,2\n3,\"4\n5,6\n", "a|b / 1|2",
     "3:3 cell: a quote that is opened here and never closed", ','},
    {"table/empty", "", "", "1:1 file: empty, expected a header and rows", ','},
    {"table/only_blanks", "\n,,\n \n", "",
     "1:1 file: empty, expected a header and rows", ','},
    {"table/header_alone", "a,b\n", "a|b", "", ','},
    {"table/unicode", "n\xC3\xA9,b\n\xE6\x9E\x97,2\n",
     "n\xC3\xA9|b / \xE6\x9E\x97|2", "", ','},
};

static void describe(const rp_table *table, rp_buffer *out) {
    rp_text cells[RP_MAX_COLUMNS];

    assert_true(rp_buffer_puts(out, ""));
    for (uint32_t row = 0; table->columns > 0 && row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        assert_true(rp_buffer_puts(out, row ? " / " : ""));
        for (uint32_t c = 0; c < table->columns; c++)
            assert_true(rp_buffer_puts(out, c ? "|" : "") &&
                        rp_buffer_put(out, cells[c].bytes, cells[c].length));
    }
}

static void describe_findings(const rp_findings *findings, rp_buffer *out) {
    char text[512];

    assert_true(rp_buffer_puts(out, ""));
    for (size_t i = 0; i < findings->count; i++) {
        const rp_found *f = &findings->items[i];
        snprintf(text, sizeof text, "%s%d:%d %s", i ? "\n" : "", (int)f->line,
                 (int)f->column, f->message);
        assert_true(rp_buffer_puts(out, text));
    }
}

static void test_table(void **state) {
    const table_row *row = *state;
    rp_findings findings = {0};
    rp_table table;
    rp_buffer cells = {0}, said = {0};

    rp_status status = rp_table_parse(&table, "x.csv", row->text,
                                      strlen(row->text), &findings);
    assert_int_equal(status, *row->findings ? RP_ERR_DATA : RP_OK);
    rp_table_locate(&table, &findings);
    describe(&table, &cells);
    describe_findings(&findings, &said);
    assert_string_equal(cells.bytes, row->cells);
    assert_string_equal(said.bytes, row->findings);
    assert_int_equal(table.delimiter, row->delimiter);
    rp_buffer_clear(&cells);
    rp_buffer_clear(&said);
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

/* Text in which the cells x and y of each row are looked for. */
typedef struct place_row {
    const char *name, *text;
    uint32_t row, column, line, at;
} place_row;

static const place_row places[] = {
    {"place/header", "a,b\n1,2\n", 0, 1, 1, 3},
    {"place/row", "a,b\n1,2\n", 1, 1, 2, 3},
    {"place/letters_of_two_bytes", "\xC3\xA9,b\n\xC3\xA9,2\n", 1, 1, 2, 4},
    {"place/quote_included", "a,b\n\"1\",\"2\"\n", 1, 1, 2, 5},
    {"place/line_break_inside", "a,b\n\"1\n1\",2\n", 1, 1, 3, 4},
    {"place/behind_line_break", "a,b\n\"1\n1\",2\n3,4\n", 2, 0, 4, 1},
    {"place/blank_rows", "\n\na,b\n\n,\n1,2\n", 1, 0, 6, 1},
    {"place/crlf", "a,b\r\n\r\n1,2\r\n", 1, 0, 3, 1},
    {"place/cr", "a,b\r\r1,2\r", 1, 1, 3, 3},
    {"place/crlf_inside_quotes", "a,b\r\n\"1\r\n1\",2\r\n", 1, 1, 3, 4},
    {"place/sep", "sep=;\na;b\n1;2\n", 1, 1, 3, 3},
    {"place/sep_crlf", "sep=;\r\na;b\r\n1;2\r\n", 0, 0, 2, 1},
    {"place/mark_not_counted",
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     0, 0, 1, 1},
    {"place/padded_cell", "a,b,c\n1\n2,3,4\n", 1, 2, 2, 1},
    {"place/padded_last_row", "a,b,c\n1,2", 1, 2, 2, 3},
    {"place/blank_cell", "a,b,c\n1,,3\n", 1, 1, 2, 3},
};

static void test_place(void **state) {
    const place_row *row = *state;
    rp_findings findings = {0};
    rp_table table;

    assert_int_equal(rp_table_parse(&table, "x.csv", row->text,
                                    strlen(row->text), &findings),
                     RP_OK);
    /* the same place twice, and another file's finding between */
    rp_place place = rp_table_place(&table, row->row, row->column);
    rp_place elsewhere = {rp_findings_source(&findings, "y.csv"), 1, 0};
    rp_findings_add(&findings, RP_ERROR, place, "x");
    rp_findings_add(&findings, RP_ERROR, elsewhere, "y");
    rp_findings_add(&findings, RP_ERROR, elsewhere, "y");
    rp_findings_relate(&findings, place);
    rp_table_locate(&table, &findings);
    assert_int_equal(findings.items[0].line, row->line);
    assert_int_equal(findings.items[0].column, row->at);
    assert_int_equal(findings.items[1].line, 1);
    assert_int_equal(findings.items[1].column, 1);
    assert_int_equal(findings.items[2].related_line, row->line);
    rp_table_forget_text(&table);
    rp_table_locate(&table, &findings); /* nothing more, no crash */
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

static void test_nul(void **state) {
    rp_findings findings = {0};
    rp_table table;

    (void)state;
    assert_int_equal(
        rp_table_parse(&table, "x.csv", "a,b\n1,2\n3,\0\n", 12, &findings),
        RP_ERR_DATA);
    rp_table_locate(&table, &findings);
    assert_int_equal(table.rows, 1);
    assert_string_equal(findings.items[0].message,
                        "cell: a NUL byte, expected text");
    assert_int_equal(findings.items[0].line, 3);
    rp_table_clear(&table);
    rp_findings_clear(&findings);
}

typedef struct limit_row {
    const char *name;
    size_t columns, cell;
    const char *finding; /* its beginning, NULL for none */
} limit_row;

static const limit_row limits[] = {
    {"limit/columns", 256, 1, NULL},
    {"limit/columns_over", 257, 1, "header: more than 256 columns"},
    {"limit/cell", 2, RP_MAX_CELL, NULL},
    {"limit/cell_over", 2, RP_MAX_CELL + 1, "cell: longer than 1 MiB"},
    {"limit/cell_far_over", 2, 4 * RP_MAX_CELL, "cell: longer than 1 MiB"},
};

static void test_limit(void **state) {
    const limit_row *row = *state;
    rp_buffer text = {0};
    rp_findings findings = {0};
    rp_table table;

    for (size_t c = 0; c < row->columns; c++)
        assert_true(rp_buffer_puts(&text, c ? ",h" : "h"));
    assert_true(rp_buffer_puts(&text, "\n1,\""));
    for (size_t i = 0; i < row->cell; i++)
        assert_true(rp_buffer_puts(&text, "x"));
    assert_true(rp_buffer_puts(&text, "\"\n"));
    rp_status status =
        rp_table_parse(&table, "x.csv", text.bytes, text.length, &findings);
    assert_int_equal(status, row->finding ? RP_ERR_DATA : RP_OK);
    assert_int_equal(findings.count, row->finding ? 1 : 0);
    if (row->finding)
        assert_memory_equal(findings.items[0].message, row->finding,
                            strlen(row->finding));
    else
        assert_int_equal(table.columns, row->columns);
    rp_table_clear(&table);
    rp_buffer_clear(&text);
    rp_findings_clear(&findings);
}

/* One row more than the most; about a second and 300 MB. */
static void test_rows(void **state) {
    size_t lines = (size_t)RP_MAX_ROWS + 2;
    char *text = malloc(2 * lines);
    rp_findings findings = {0};
    rp_table table;

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < lines; i++)
        memcpy(text + 2 * i, "1\n", 2);
    assert_int_equal(
        rp_table_parse(&table, "x.csv", text, 2 * lines, &findings),
        RP_ERR_DATA);
    rp_table_locate(&table, &findings);
    assert_int_equal(table.rows, RP_MAX_ROWS);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].message,
                        "row: more than 16777216 rows, the most that are "
                        "read");
    assert_int_equal(findings.items[0].line, lines);
    rp_table_clear(&table);
    free(text);
    rp_findings_clear(&findings);
}

/* Cells that lie across the pieces in which the parser is fed. */
static void test_long_file(void **state) {
    rp_buffer text = {0};
    rp_findings findings = {0};
    rp_table table;
    rp_text cells[3];
    char line[64];
    enum { ROWS = 20000 };

    (void)state;
    assert_true(rp_buffer_puts(&text, "id,note,sum\n"));
    for (int i = 1; i <= ROWS; i++) {
        snprintf(line, sizeof line, "%d,\"%0*d\",%d\n", i, i % 31 + 1, i,
                 i * 2);
        assert_true(rp_buffer_puts(&text, line));
    }
    assert_int_equal(
        rp_table_parse(&table, "x.csv", text.bytes, text.length, &findings),
        RP_OK);
    assert_int_equal(table.rows, ROWS);
    for (uint32_t i = 1; i <= ROWS; i++) {
        rp_table_row(&table, i, cells);
        snprintf(line, sizeof line, "%0*d", (int)i % 31 + 1, (int)i);
        assert_true(rp_text_equals(cells[1], line));
        snprintf(line, sizeof line, "%d", (int)i * 2);
        assert_true(rp_text_equals(cells[2], line));
    }
    rp_findings_add(&findings, RP_ERROR, rp_table_place(&table, 777, 2), "x");
    rp_table_locate(&table, &findings);
    assert_int_equal(findings.items[0].line, 778);
    rp_table_clear(&table);
    rp_buffer_clear(&text);
    rp_findings_clear(&findings);
}

/* ---- blank lines --------------------------------------------------------- */

typedef struct blank_row {
    const char *name, *text;
    bool follows;
} blank_row;

static const blank_row blanks[] = {
    {"blank/before", "x\n\nSum", true},
    {"blank/none", "x\nSum", false},
    {"blank/separators", "x\n,;\t \nSum,3\n", true},
    {"blank/crlf", "x\r\n\r\nSum\r\n", true},
    {"blank/crlf_none", "x\r\nSum\r\n", false},
    {"blank/cr", "x\r\rSum\r", true},
    {"blank/cr_none", "x\rSum\r", false},
    {"blank/behind", "x\n\nSum\n\n,,\n", true},
    {"blank/behind_none", "x\nSum\n\n,,\n", false},
    {"blank/one_line", "Sum", false},
    {"blank/nothing", "", false},
};

static void test_blank(void **state) {
    const blank_row *row = *state;

    assert_int_equal(rp_csv_follows_blank(row->text, strlen(row->text)),
                     row->follows);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, tables, test_table);
    SUITE_TABLE(&s, places, test_place);
    suite_add(&s, "table/nul", test_nul, NULL);
    SUITE_TABLE(&s, limits, test_limit);
    SUITE_TABLE(&s, blanks, test_blank);
    suite_add(&s, "table/long_file", test_long_file, NULL);
    suite_add(&s, "limit/rows", test_rows, NULL);
    return suite_run(&s, "table");
}

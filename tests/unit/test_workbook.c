#include "unit/suite.h"
#include "unit/zipped.h"

#include "input/sheet/locate.h"
#include "input/sheet/table.h"
#include "input/workbook/workbook.h"

#include <stdio.h>

/* What is in a workbook of one sheet; what is NULL is as below. */
typedef struct book_row {
    const char *name;
    const char *sheet; /* inside <worksheet> */
    const char *cells; /* "header|of|cells / row|of|cells" */
    const char *findings;
    const char *shared, *styles, *properties, *workbook, *rels;
} book_row;

#define ROWS(inside) "<sheetData>" inside "</sheetData>"
#define TEXT(at, inside)                                                       \
    "<c r=\"" at "\" t=\"inlineStr\"><is><t>" inside "</t></is></c>"
#define HEAD "<row r=\"1\">" TEXT("A1", "a") TEXT("B1", "b") "</row>"
#define ROW2(inside) ROWS(HEAD "<row r=\"2\">" inside "</row>")
#define STYLES(formats, xfs)                                                   \
    "<styleSheet><numFmts>" formats                                            \
    "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>"    \
    "<xf numFmtId=\"0\"/>" xfs "</cellXfs></styleSheet>"
#define CODE(code) "<numFmt numFmtId=\"164\" formatCode=\"" code "\"/>"
#define OWN "<xf numFmtId=\"164\"/>"

static const book_row books[] = {
    {"book/inline", ROW2(TEXT("A2", "1") TEXT("B2", "x, \"y\"")),
     "a|b / 1|x, \"y\"", .findings = ""},
    {"book/rich_runs_and_phonetics",
     ROW2("<c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c>"),
     "a|b / one two|kanji", .findings = "",
     .shared = "<sst><si><r><t>one </t></r><r><t>two</t></r></si><si><t>kanji"
               "</t><rPh sb=\"0\" eb=\"1\"><t>spoken</t></rPh></si></sst>"},
    {"book/inline_rich",
     ROW2("<c r=\"A2\" t=\"inlineStr\"><is><r><t>x</t></r><r><rPr><b/></rPr>"
          "<t>y</t></r></is></c>"),
     "a|b / xy|", .findings = ""},
    {"book/escapes", ROW2(TEXT("A2", "1_x000A_2") TEXT("B2", "_x005F_x0041_")),
     "a|b / 1\n2|_x0041_", .findings = ""},
    {"book/no_places",
     ROWS("<row><c><v>1</v></c><c><v>2</v></c></row>"
          "<row><c><v>3</v></c></row>"),
     "1|2 / 3|", .findings = ""},
    {"book/prefixes",
     "<x:sheetData><x:row r=\"1\"><x:c r=\"A1\"><x:v>5</x:v></x:c></x:row>"
     "</x:sheetData>",
     "5", .findings = ""},
    {"book/numbers",
     ROW2("<c r=\"A2\"><v>0.30000000000000004</v></c>"
          "<c r=\"B2\"><v>1.2345678901234567E+16</v></c>"),
     "a|b / 0.3|12345678901234600", .findings = ""},
    {"book/booleans",
     ROW2("<c r=\"A2\" t=\"b\"><v>1</v></c><c r=\"B2\" t=\"b\"><v>0</v></c>"),
     "a|b / TRUE|FALSE", .findings = ""},
    {"book/formula_values",
     ROW2("<c r=\"A2\" t=\"str\"><f>B2</f><v>x</v></c>"
          "<c r=\"B2\"><f>1+1</f><v>2</v></c>"),
     "a|b / x|2", .findings = ""},
    {"book/formula_of_nothing",
     ROW2("<c r=\"A2\" t=\"str\"><f>B2</f><v></v></c><c r=\"B2\"><v>2</v></c>"),
     "a|b / |2", .findings = ""},
    {"book/formula_without_value",
     ROW2("<c r=\"A2\"><v>1</v></c><c r=\"B2\"><f>1+1</f></c>"), "a|b / 1|",
     .findings = "B2 cell: a formula without a value; open the workbook in a "
                 "spreadsheet "
                 "program and save it, or put the value there"},
    {"book/error",
     ROW2("<c r=\"A2\" t=\"e\"><v>#N/A</v></c><c r=\"B2\"><v>2</v></c>"),
     "a|b / |2",
     .findings = "A2 cell: an error of the spreadsheet, such as #N/A, is read "
                 "as blank"},
    {"book/iso_date",
     ROW2("<c r=\"A2\" t=\"d\"><v>2026-11-03T00:00:00</v></c>"
          "<c r=\"B2\" t=\"d\"><v>2026-11-03T09:30:00</v></c>"),
     "a|b / 2026-11-03|2026-11-03 09:30:00", .findings = ""},
    {"book/date_by_number",
     ROW2("<c r=\"A2\" s=\"1\"><v>46329</v></c><c r=\"B2\"><v>46329</v></c>"),
     "a|b / 2026-11-03|46329", .findings = "",
     .styles = STYLES("", "<xf numFmtId=\"14\"/>")},
    {"book/date_by_code",
     ROW2("<c r=\"A2\" s=\"1\"><v>46329.395833333</v></c>"),
     "a|b / 2026-11-03 09:30|", .findings = "",
     .styles = STYLES(CODE("d/m/yy h:mm"), OWN)},
    {"book/first_style", /* of a cell that has none of its own */
     ROW2("<c r=\"A2\"><v>46329</v></c>"), "a|b / 2026-11-03|", .findings = "",
     .styles = "<styleSheet><cellXfs><xf numFmtId=\"14\"/></cellXfs>"
               "</styleSheet>"},
    {"book/date_1904", ROW2("<c r=\"A2\" s=\"1\"><v>44867</v></c>"),
     "a|b / 2026-11-03|", .findings = "",
     .styles = STYLES(CODE("yyyy\\-mm\\-dd"), OWN),
     .properties = "<workbookPr date1904=\"1\"/>"},
    {"book/blank_rows_count",
     ROWS("<row r=\"3\">" TEXT("B3", "a")
              TEXT("C3", "b") "</row><row r=\"7\">" TEXT(
                  "B7", "1") "<c r=\"C7\" t=\"e\"><v>#REF!</v></c></row>"),
     "|a|b / |1|",
     .findings = "C7 cell: an error of the spreadsheet, such as #N/A, is read "
                 "as blank"},
    {"book/hidden_row",
     ROWS(HEAD "<row r=\"2\" hidden=\"1\">" TEXT("A2", "1") "</row>"),
     "a|b / 1|",
     .findings = "A2 row: hidden in the spreadsheet, and read all the same"},
    {"book/merged",
     ROWS(HEAD "<row r=\"2\">" TEXT("A2", "1") TEXT(
         "B2", "2") "</row>"
                    "<row r=\"3\">" TEXT("A3", "3") TEXT(
                        "B3", "4") "</row>") "<mergeCells><mergeCell "
                                             "ref=\"A2:A3\"/></mergeCells>",
     "a|b / 1|2 / |4",
     .findings = "A2 cell: merged with others, which are read as blank"},
    {"book/out_of_order",
     ROWS("<row r=\"2\">" TEXT("B2", "2") TEXT("A2", "1") "</row>" HEAD),
     "a|b / 1|2", .findings = ""},
    {"book/wide_row", ROW2(TEXT("A2", "1") TEXT("D2", "x")), "a|b / 1|",
     .findings = "D2 row: 4 cells, expected 2 as in the header; give the "
                 "column a header, "
                 "or empty the cell"},
    {"book/empty", ROWS(""), "",
     .findings = "file: empty, expected a header and rows"},
    {"book/twice", ROW2(TEXT("A2", "1") TEXT("A2", "2")), "",
     .findings =
         "text: this workbook is damaged: a cell stands twice; open it in a "
         "spreadsheet program and save it again"},
    {"book/outside", ROW2(TEXT("XFE2", "1")), "",
     .findings = "text: this workbook is damaged: a cell stands outside the "
                 "sheet; open it "
                 "in a spreadsheet program and save it again"},
    {"book/no_such_text", ROW2("<c r=\"A2\" t=\"s\"><v>7</v></c>"), "",
     .findings =
         "text: this workbook is damaged: a cell refers to a text that is not "
         "there; open it in a spreadsheet program and save it again"},
    {"book/no_xml", "<sheetData>", "",
     .findings =
         "text: this workbook is damaged: a part of it is no XML; open it in a "
         "spreadsheet program and save it again"},
    {"book/type", .sheet = ROWS(""), .cells = "",
     .findings = "text: this workbook declares a document type, which no "
                 "spreadsheet program does; it is not read",
     .shared = "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
               "\"&a;&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>"},
    {"book/no_sheets", ROWS(""), "",
     .findings = "text: this file holds no sheet of cells; expected a workbook "
                 "(.xlsx) or "
                 "CSV",
     .workbook = "<workbook><sheets/></workbook>"},
    {"book/hidden_sheet", ROW2(TEXT("A2", "1")), "a|b / 1|",
     .findings = "sheet: hidden in the workbook, and read all the same",
     .workbook = "<workbook><sheets><sheet name=\"S\" state=\"hidden\" "
                 "r:id=\"r1\"/></sheets></workbook>"},
};

static rp_text as(const char *text, const char *otherwise) {
    return rp_text_of(text ? text : otherwise);
}

static void make_book(const book_row *row, rp_buffer *out) {
    rp_buffer sheet = {0}, book = {0};

    assert_true(rp_buffer_puts(&sheet, "<worksheet>") &&
                rp_buffer_puts(&sheet, row->sheet) &&
                rp_buffer_puts(&sheet, "</worksheet>") &&
                rp_buffer_puts(&book, "<workbook>") &&
                rp_buffer_puts(&book, row->properties ? row->properties : "") &&
                rp_buffer_puts(&book, "<sheets><sheet name=\"S\" r:id=\"r1\"/>"
                                      "</sheets></workbook>"));
    const zipped_part parts[] = {
        {"_rels/.rels", rp_text_of(zipped_top)},
        {"xl/workbook.xml", as(row->workbook, book.bytes)},
        {"xl/_rels/workbook.xml.rels", rp_text_of(zipped_rels)},
        {"xl/worksheets/sheet1.xml", {sheet.bytes, sheet.length}},
        {"xl/styles.xml", as(row->styles, "<styleSheet/>")},
        {"xl/sharedStrings.xml", as(row->shared, "<sst/>")}};
    zipped_make(out, parts, sizeof parts / sizeof *parts, 0);
    rp_buffer_clear(&sheet);
    rp_buffer_clear(&book);
}

static void describe(const rp_table *table, rp_buffer *out) {
    rp_text cells[RP_MAX_COLUMNS];

    assert_true(rp_buffer_puts(out, ""));
    for (uint32_t row = 0; table->columns > 0 && row <= table->rows; row++) {
        rp_table_row(table, row, cells);
        assert_true(rp_buffer_puts(out, row ? " / " : ""));
        for (uint32_t c = 0; c < table->columns; c++)
            assert_true(rp_buffer_puts(out, c ? "|" : "") &&
                        (cells[c].length == 0 ||
                         rp_buffer_put(out, cells[c].bytes, cells[c].length)));
    }
}

static void describe_findings(const rp_findings *findings, rp_buffer *out) {
    char place[32];

    assert_true(rp_buffer_puts(out, ""));
    for (size_t i = 0; i < findings->count; i++) {
        const rp_found *f = &findings->items[i];
        snprintf(place, sizeof place, "%c%d ", (char)('A' + f->column - 1),
                 (int)f->line);
        assert_true(
            rp_buffer_puts(out, i ? "\n" : "") &&
            (f->place.record == RP_NO_RECORD || rp_buffer_puts(out, place)) &&
            rp_buffer_puts(out, f->message));
    }
}

static void test_book(void **state) {
    const book_row *row = *state;
    rp_buffer bytes = {0}, cells = {0}, said = {0};
    rp_findings findings = {0};
    rp_table table;

    make_book(row, &bytes);
    rp_status status =
        rp_table_parse(&table, "x.xlsx", bytes.bytes, bytes.length, &findings);
    rp_table_locate(&table, &findings);
    describe(&table, &cells);
    describe_findings(&findings, &said);
    assert_string_equal(said.bytes, row->findings);
    assert_string_equal(cells.bytes, row->cells);
    assert_int_equal(status, findings.errors > 0 ? RP_ERR_DATA : RP_OK);
    rp_table_clear(&table);
    rp_findings_clear(&findings);
    rp_buffer_clear(&bytes);
    rp_buffer_clear(&cells);
    rp_buffer_clear(&said);
}

/* Cut anywhere, or with a byte changed, a workbook is refused or read: never
 * more. The sanitizers look on. */
static void test_damage(void **state) {
    rp_buffer bytes = {0};

    (void)state;
    make_book(&books[1], &bytes);
    for (size_t k = 0; k < bytes.length * 2; k++) {
        rp_findings findings = {0};
        rp_table table;
        size_t at = k / 2;
        char kept = bytes.bytes[at];
        bytes.bytes[at] = (char)(kept ^ (k % 2 ? 0x20 : 0xFF));
        rp_status status = rp_table_parse(&table, "x.xlsx", bytes.bytes,
                                          k % 3 ? bytes.length : at, &findings);
        assert_true(status == RP_OK || status == RP_ERR_DATA);
        bytes.bytes[at] = kept;
        rp_table_clear(&table);
        rp_findings_clear(&findings);
    }
    rp_buffer_clear(&bytes);
}

/* Files that are no .xlsx, each with an error of its own. */
typedef struct other_row {
    const char *name;
    zipped_part parts[2];
    size_t count;
    uint32_t flags;
    const char *bytes; /* instead of parts */
    size_t length;
    const char *trouble;
} other_row;

#define OLD "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
static const char encrypted[] = OLD "..E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0";

static const other_row others[] = {
    {.name = "other/ods",
     .parts = {{"mimetype", {"x", 1}}, {"content.xml", {"<x/>", 4}}},
     .count = 2,
     .trouble = "this is an OpenDocument file (.ods); save it as .xlsx or as "
                "CSV UTF-8"},
    {.name = "other/xlsb",
     .parts = {{"xl/workbook.bin", {"x", 1}}},
     .count = 1,
     .trouble = "this is a binary workbook (.xlsb); save it as .xlsx or as CSV "
                "UTF-8"},
    {.name = "other/zip",
     .parts = {{"readme.txt", {"x", 1}}},
     .count = 1,
     .trouble =
         "this is a zip file, and no workbook (.xlsx) is in it; expected "
         "CSV or .xlsx"},
    {.name = "other/empty_zip",
     .count = 0,
     .trouble = "this workbook is damaged: it cannot be unpacked; open it in a "
                "spreadsheet program and save it again"},
    {.name = "other/password",
     .parts = {{"_rels/.rels", {"<x/>", 4}}},
     .count = 1,
     .flags = 1,
     .trouble = "this workbook is encrypted; save it without a password"},
    {.name = "other/xls",
     .bytes = OLD "Workbook",
     .length = 16,
     .trouble = "this is a workbook of Excel before 2007 (.xls); save it as "
                ".xlsx or as CSV UTF-8"},
    {.name = "other/encrypted",
     .bytes = encrypted,
     .length = sizeof encrypted - 1,
     .trouble = "this workbook is encrypted; save it without a password"},
    {.name = "other/cut",
     .bytes = "PK\3\4....",
     .length = 8,
     .trouble = "this workbook is damaged: it cannot be unpacked; open it in a "
                "spreadsheet program and save it again"},
};

static void test_other(void **state) {
    const other_row *row = *state;
    rp_buffer bytes = {0};
    rp_workbook book;

    if (row->bytes)
        zipped_put(&bytes, row->bytes, row->length);
    else
        zipped_make(&bytes, row->parts, row->count, row->flags);
    assert_true(rp_workbook_is(bytes.bytes, bytes.length));
    assert_int_equal(rp_workbook_open(&book, bytes.bytes, bytes.length),
                     RP_ERR_DATA);
    assert_string_equal(book.trouble, row->trouble);
    rp_workbook_clear(&book);
    rp_buffer_clear(&bytes);
}

/* Many cells that share one long text come to more than may be. */
static void test_bomb(void **state) {
    rp_buffer sheet = {0}, shared = {0}, bytes = {0};
    book_row row = {.name = "bomb"};
    rp_findings findings = {0};
    rp_table table;

    (void)state;
    assert_true(rp_buffer_puts(&shared, "<sst><si><t>"));
    for (int k = 0; k < 1000; k++)
        assert_true(rp_buffer_puts(&shared,
                                   "one hundred bytes of a text that "
                                   "is shared by ever so many cells of "
                                   "a single sheet, again and again."));
    assert_true(rp_buffer_puts(&shared, "</t></si></sst>") &&
                rp_buffer_puts(&sheet, "<sheetData>"));
    for (int k = 0; k < 3000; k++)
        assert_true(
            rp_buffer_puts(&sheet, "<row><c t=\"s\"><v>0</v></c></row>"));
    assert_true(rp_buffer_puts(&sheet, "</sheetData>"));
    row.sheet = sheet.bytes;
    row.shared = shared.bytes;
    make_book(&row, &bytes);
    assert_int_equal(
        rp_table_parse(&table, "x.xlsx", bytes.bytes, bytes.length, &findings),
        RP_ERR_DATA);
    assert_string_equal(findings.items[0].message,
                        "text: this workbook unpacks to far more than a sheet "
                        "of people can hold; save the sheet as CSV UTF-8");
    rp_table_clear(&table);
    rp_findings_clear(&findings);
    rp_buffer_clear(&sheet);
    rp_buffer_clear(&shared);
    rp_buffer_clear(&bytes);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, books, test_book);
    SUITE_TABLE(&s, others, test_other);
    suite_add(&s, "damage", test_damage, NULL);
    suite_add(&s, "bomb", test_bomb, NULL);
    return suite_run(&s, "workbook");
}

/* Any bytes as a workbook, or as one part of a sound one: no crash, no more
 * memory than the limits allow, a known status.
 *
 * The first byte of an input, 0 to 7, says which part the rest is, or that it
 * is the whole file. Parts are not compressed here, so that the mutations of
 * libFuzzer meet XML; whole files start from what zipped.h makes, and find the
 * zip. */
#include "fuzz/clinic.h"
#include "unit/zipped.h"

#include "input/sheet/locate.h"
#include "input/sheet/table.h"

enum { SHEET, SHARED, STYLES, BOOK, RELS, TOP, PARTS, WHOLE = PARTS, KINDS };

static const char *const names[PARTS] = {
    "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",       "xl/styles.xml",
    "xl/workbook.xml",          "xl/_rels/workbook.xml.rels", "_rels/.rels"};

static const char *const sound[PARTS] = {
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
    "<c r=\"B1\" t=\"s\"><v>1</v></c><c r=\"C1\" t=\"inlineStr\"><is><r><t>a"
    "</t></r><r><t>ge</t></r></is></c></row><row r=\"3\" hidden=\"1\">"
    "<c r=\"A3\"><v>46329.5</v></c><c r=\"B3\" s=\"1\"><v>46329</v></c>"
    "<c r=\"C3\" t=\"b\"><v>1</v></c></row><row r=\"4\"><c r=\"A4\"><f>1</f>"
    "</c><c r=\"B4\" t=\"e\"><v>#N/A</v></c><c r=\"C4\" t=\"d\"><v>2026-11-03"
    "T00:00:00</v></c></row></sheetData><mergeCells><mergeCell "
    "ref=\"A3:A4\"/></mergeCells></worksheet>",
    "<sst><si><t>therapist_id</t></si><si><r><t>open</t></r><r><t>ings</t></r>"
    "<rPh><t>x</t></rPh></si></sst>",
    "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[h]:mm;@\"/>"
    "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
    "<xf numFmtId=\"164\"/></cellXfs></styleSheet>",
    "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"S\" "
    "r:id=\"r1\"/><sheet name=\"T\" state=\"hidden\" r:id=\"r2\"/></sheets>"
    "</workbook>",
    zipped_rels,
    zipped_top};

static void make_whole(rp_buffer *out, int changed, rp_text bytes) {
    zipped_part parts[PARTS + 1];

    for (int k = 0; k < PARTS; k++)
        parts[k] = (zipped_part){names[k],
                                 k == changed ? bytes : rp_text_of(sound[k])};
    /* what the second tab leads to */
    parts[PARTS] =
        (zipped_part){"xl/worksheets/sheet2.xml", rp_text_of("<worksheet/>")};
    zipped_make(out, parts, PARTS + 1, 0);
}

static bool is_name(void *payload, rp_text cell) {
    (void)payload;
    return rp_text_equals(cell, "therapist_id") ||
           rp_text_equals(cell, "openings");
}

void fuzz_workbook(rp_text input) {
    const rp_known_names known = {.is_name = is_name, .is_roster = true};
    rp_buffer book = {0};
    rp_findings findings = {0};
    rp_table table, second;

    if (input.length == 0)
        return;
    int part = (input.bytes[0] - '0') & 7;
    rp_text bytes = {input.bytes + 1, input.length - 1};
    if (part >= WHOLE)
        zipped_put(&book, bytes.bytes, bytes.length);
    else
        make_whole(&book, part, bytes);
    rp_status status =
        rp_table_parse(&table, "fuzz.xlsx", book.bytes ? book.bytes : "",
                       book.length, &findings);
    if (table.sheet) {
        rp_status beside =
            rp_table_read_beside(&second, &table, &known, &findings);
        FUZZ_EXPECT(beside == RP_OK || beside == RP_ERR_DATA);
        status = rp_status_graver(status, beside);
        rp_table_locate(&second, &findings);
        rp_table_clear(&second);
    }
    rp_table_locate(&table, &findings);
    fuzz_findings_end(&findings, status);
    rp_table_clear(&table);
    rp_buffer_clear(&book);
}

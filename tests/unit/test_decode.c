#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/sheet/decode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct decode_row {
    const char *name, *bytes;
    size_t length;
    rp_status status;
    const char *text, *finding; /* "" for none */
} decode_row;

#define BYTES(literal) literal, sizeof(literal) - 1
#define LATIN                                                                  \
    "text: this line is not UTF-8, read as Windows-1252; save it as CSV "      \
    "UTF-8 to be sure of every letter"
static const decode_row files[] = {
    {"decode/ascii", BYTES("a,b\n"), RP_OK, "a,b\n", ""},
    {"decode/empty", BYTES(""), RP_OK, "", ""},
    {"decode/utf8", BYTES("\xC3\xA9"), RP_OK, "\xC3\xA9", ""},
    {"decode/utf8_mark", BYTES("\xEF\xBB\xBF\xC3\xA9"), RP_OK, "\xC3\xA9", ""},
    {"decode/mark_alone", BYTES("\xEF\xBB\xBF"), RP_OK, "", ""},
    {"decode/utf16_little",
     BYTES("\xFF\xFE"
           "a\0\xE9\0\x3D\xD8\x00\xDE"),
     RP_OK, "a\xC3\xA9\xF0\x9F\x98\x80", ""},
    {"decode/utf16_big", BYTES("\xFE\xFF\0a\0\xE9\xD8\x3D\xDE\x00"), RP_OK,
     "a\xC3\xA9\xF0\x9F\x98\x80", ""},
    {"decode/windows_1252", BYTES("caf\xE9 \x80 \x93x\x94"), RP_OK,
     "caf\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D", LATIN},
    {"decode/utf8_cut", BYTES("\xC3"), RP_OK, "\xC3\x83", LATIN},
    {"decode/marked_but_not",
     BYTES("\xEF\xBB\xBF"
           "caf\xE9"),
     RP_OK, "caf\xC3\xA9", LATIN},
    {"decode/one_line", BYTES("\xC3\xA9\r\ncaf\xE9\n\xC3\xA9"), RP_OK,
     "\xC3\xA9\r\ncaf\xC3\xA9\n\xC3\xA9", LATIN},
    {"decode/several_lines", BYTES("\xE9\ra\r\xE8"), RP_OK,
     "\xC3\xA9\ra\r\xC3\xA8",
     "text: this line and others are not UTF-8, read as Windows-1252; save it "
     "as CSV UTF-8 to be sure of every letter"},
    {"decode/starts_with_pk", BYTES("PK,x\n"), RP_OK, "PK,x\n", ""},
    {"decode/utf16_half",
     BYTES("\xFF\xFE"
           "a\0\n\0b"),
     RP_ERR_DATA, NULL,
     "text: byte that is not UTF-16LE at line 2, byte 1; save the sheet as "
     "CSV UTF-8"},
};

static void test_decode(void **state) {
    const decode_row *row = *state;
    rp_findings findings = {0};
    rp_document document;
    uint32_t source = rp_findings_source(&findings, "x.csv");

    assert_int_equal(rp_document_decode(&document, row->bytes, row->length,
                                        source, &findings),
                     row->status);
    if (*row->finding) {
        assert_int_equal(findings.count, 1);
        assert_string_equal(findings.items[0].message, row->finding);
        assert_int_equal(findings.items[0].severity,
                         row->status == RP_OK ? RP_WARNING : RP_ERROR);
    } else {
        assert_int_equal(findings.count, 0);
    }
    if (row->text) {
        assert_int_equal(document.length, strlen(row->text));
        assert_memory_equal(document.text, row->text, document.length + 1);
    } else {
        assert_null(document.text);
    }
    rp_document_clear(&document);
    rp_findings_clear(&findings);
}

/* A workbook is kept as it is: its sheets are for others to read. */
static void test_workbook(void **state) {
    static const char *const books[] = {"PK\x03\x04....",
                                        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"};

    (void)state;
    for (size_t k = 0; k < 2; k++) {
        rp_findings findings = {0};
        rp_document document;
        assert_int_equal(
            rp_document_decode(&document, books[k], 8, 0, &findings), RP_OK);
        assert_null(document.text);
        assert_int_equal(document.book_length, 8);
        assert_memory_equal(document.book, books[k], 8);
        rp_document_clear(&document);
        rp_findings_clear(&findings);
    }
}

/* A byte that Windows-1252 does not have. */
static void test_undefined(void **state) {
    rp_findings findings = {0};
    rp_document document;
    uint32_t source = rp_findings_source(&findings, "x.csv");

    (void)state;
    assert_int_equal(
        rp_document_decode(&document, "a\r\nb\x81", 5, source, &findings),
        RP_ERR_DATA);
    assert_int_equal(findings.errors, 1);
    assert_non_null(strstr(findings.items[0].message, "line 2, byte 2"));
    rp_findings_clear(&findings);
}

static void test_read(void **state) {
    char *folder = scratch_new();
    const char *path = scratch_path(folder, "long.csv");
    size_t length = 1000000;
    char *bytes = malloc(length);
    rp_findings findings = {0};
    rp_document document;
    char digest[RP_DIGEST_SIZE];

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)('a' + i % 26);
    scratch_write(path, bytes, length);
    assert_int_equal(rp_document_read(&document, path, 0, &findings), RP_OK);
    assert_int_equal(document.length, length);
    assert_memory_equal(document.text, bytes, length);
    rp_digest(digest, bytes, length);
    assert_string_equal(document.sha256, digest);
    rp_document_clear(&document);
    rp_document_clear(&document);
    errno = 0;
    assert_int_equal(rp_document_read(&document,
                                      scratch_path(folder, "none.csv"), 0,
                                      &findings),
                     RP_ERR_IO);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(rp_document_read(&document, folder, 0, &findings),
                     RP_ERR_IO);
    assert_int_equal(errno, EISDIR);
    assert_int_equal(findings.count, 0);
    free(bytes);
    scratch_remove(folder);
}

/* A byte more than is read; a hole, so that no disk is filled. */
static void test_too_large(void **state) {
    char *folder = scratch_new();
    const char *path = scratch_path(folder, "long.csv");
    rp_findings findings = {0};
    rp_document document;
    uint32_t source = rp_findings_source(&findings, "long.csv");

    (void)state;
    scratch_write(path, "", 0);
    int holes = truncate(path, ((off_t)4 << 30) + 1);
    rp_status status =
        holes == 0 ? rp_document_read(&document, path, source, &findings)
                   : RP_ERR_DATA;
    scratch_remove(folder);
    if (holes != 0)
        skip(); /* a file system that has no such files */
    assert_int_equal(status, RP_ERR_DATA);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].message,
                        "text: larger than 4 GiB, the most that is read");
    rp_findings_clear(&findings);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, files, test_decode);
    suite_add(&s, "decode/workbook", test_workbook, NULL);
    suite_add(&s, "decode/undefined_byte", test_undefined, NULL);
    suite_add(&s, "decode/read", test_read, NULL);
    suite_add(&s, "decode/too_large", test_too_large, NULL);
    return suite_run(&s, "decode");
}

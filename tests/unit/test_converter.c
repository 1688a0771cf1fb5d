/* A system whose iconv lacks an encoding, or the memory for it. The function
 * below takes the place of the library's in this program. */
#include "unit/suite.h"

#include "input/sheet/decode.h"

#include <errno.h>
#include <iconv.h>

static int reason;

iconv_t iconv_open(const char *to, const char *from) {
    (void)to;
    (void)from;
    errno = reason;
    return (iconv_t)-1;
}

typedef struct lack_row {
    const char *name, *bytes;
    size_t length;
    int reason;
    rp_status status;
    const char *finding; /* the last one; NULL: none */
} lack_row;

#define BYTES(literal) literal, sizeof(literal) - 1
#define ADVICE "; save the sheet as CSV UTF-8"

static const lack_row lacks[] = {
    {"lack/utf16_little",
     BYTES("\xFF\xFE"
           "a\0"),
     EINVAL, RP_ERR_DATA, "text: this system cannot convert UTF-16LE" ADVICE},
    {"lack/utf16_big", BYTES("\xFE\xFF\0a"), EINVAL, RP_ERR_DATA,
     "text: this system cannot convert UTF-16BE" ADVICE},
    {"lack/windows_1252", BYTES("caf\xE9"), EINVAL, RP_ERR_DATA,
     "text: this system cannot convert WINDOWS-1252" ADVICE},
    {"lack/memory", BYTES("\xFE\xFF\0a"), ENOMEM, RP_ERR_MEMORY, NULL},
    {"lack/not_needed", BYTES("caf\xC3\xA9"), EINVAL, RP_OK, NULL},
};

static void test_lack(void **state) {
    const lack_row *row = *state;
    rp_findings findings = {0};
    rp_document document;
    uint32_t source = rp_findings_source(&findings, "x.csv");

    reason = row->reason;
    assert_int_equal(rp_document_decode(&document, row->bytes, row->length,
                                        source, &findings),
                     row->status);
    assert_int_equal(findings.errors, row->finding ? 1 : 0);
    if (row->finding)
        assert_string_equal(findings.items[findings.count - 1].message,
                            row->finding);
    if (row->status == RP_OK)
        assert_string_equal(document.text, row->bytes);
    else
        assert_null(document.text);
    rp_document_clear(&document);
    rp_findings_clear(&findings);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, lacks, test_lack);
    return suite_run(&s, "converter");
}

/* The small modules of base: tags, digest, finding, status. */
#include "unit/suite.h"

#include "base/digest.h"
#include "base/finding.h"
#include "base/tags.h"
#include "rapport/status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_tags(void **state) {
    rp_tags *tags = rp_tags_new();
    char name[32];

    (void)state;
    assert_non_null(tags);
    assert_int_equal(rp_tags_find(tags, rp_text_of("0")), RP_NONE);
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "%u", (unsigned)i);
        assert_int_equal(rp_tags_intern(tags, rp_text_of(name)), i);
    }
    for (uint32_t i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "%u", (unsigned)i);
        assert_int_equal(rp_tags_find(tags, rp_text_of(name)), i);
        assert_int_equal(rp_tags_intern(tags, rp_text_of(name)), i);
        assert_string_equal(rp_tags_name(tags, i), name);
    }
    assert_int_equal(rp_tags_count(tags), 5000);
    assert_int_equal(rp_tags_find(tags, rp_text_of("5000")), RP_NONE);
    rp_tags_free(tags);
    rp_tags_free(NULL);
}

/* A key may be any bytes: of rules they are no text at all. */
static void test_tags_of_bytes(void **state) {
    rp_tags *tags = rp_tags_new();

    (void)state;
    assert_int_equal(rp_tags_intern(tags, (rp_text){"a\0b", 3}), 0);
    assert_int_equal(rp_tags_intern(tags, (rp_text){"a\0c", 3}), 1);
    assert_int_equal(rp_tags_intern(tags, (rp_text){"a", 1}), 2);
    assert_int_equal(rp_tags_intern(tags, (rp_text){"", 0}), 3);
    assert_int_equal(rp_tags_intern(tags, (rp_text){"a\0b", 3}), 0);
    rp_tags_free(tags);
}

typedef struct digest_row {
    const char *name, *text, *digest;
} digest_row;

/* The examples of FIPS 180-2. */
static const digest_row digests[] = {
    {"digest/empty", "",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"digest/abc", "abc",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"digest/two_blocks",
     "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
};

static void test_digest(void **state) {
    const digest_row *row = *state;
    char whole[RP_DIGEST_SIZE], pieces[RP_DIGEST_SIZE];
    rp_digester *digester = rp_digester_new();

    rp_digest(whole, row->text, strlen(row->text));
    assert_string_equal(whole, row->digest);
    for (const char *at = row->text; *at; at++)
        rp_digester_add(digester, at, 1);
    rp_digester_end(digester, pieces);
    assert_string_equal(pieces, row->digest);
    rp_digester_free(digester);
}

static char *printed(const rp_findings *findings, bool errors_only) {
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    assert_non_null(to);
    rp_findings_print(findings, to, errors_only ? RP_PRINT_ERRORS : 0);
    assert_int_equal(fclose(to), 0);
    return text;
}

static void test_findings(void **state) {
    rp_findings f = {0};
    uint32_t first = rp_findings_source(&f, "first.csv");
    uint32_t second = rp_findings_source(&f, "second.csv");

    (void)state;
    assert_int_equal(first, 0);
    assert_int_equal(second, 1);
    rp_findings_add(&f, RP_ERROR, (rp_place){second, 1, 0}, "later %d", 7);
    rp_findings_add(&f, RP_WARNING, (rp_place){first, 3, 0}, "line 9");
    f.items[1].line = 9;
    rp_findings_add(&f, RP_ERROR, (rp_place){first, 1, 2}, "column 20");
    f.items[2].line = 2;
    f.items[2].column = 20;
    rp_findings_add(&f, RP_ERROR, (rp_place){first, 1, 1}, "column 5");
    f.items[3].line = 2;
    f.items[3].column = 5;
    rp_findings_add(&f, RP_WARNING, (rp_place){first, 1, 1}, "same place");
    f.items[4].line = 2;
    f.items[4].column = 5;
    rp_findings_relate(&f, (rp_place){first, 0, 0});
    f.items[4].related_line = 1;
    rp_findings_add(&f, RP_ERROR, (rp_place){first, RP_NO_RECORD, 0}, "file");
    assert_int_equal(f.count, 6);
    assert_int_equal(f.errors, 4);
    rp_findings_sort(&f);
    char *all = printed(&f, false), *errors = printed(&f, true);
    assert_string_equal(all,
                        "first.csv:1:1: error: file\n"
                        "first.csv:2:5: error: column 5\n"
                        "first.csv:2:20: error: column 20\n"
                        "second.csv:1:1: error: later 7\n"
                        "first.csv:2:5: warning: same place, first in line 1\n"
                        "first.csv:9:1: warning: line 9\n");
    assert_string_equal(errors, "first.csv:1:1: error: file\n"
                                "first.csv:2:5: error: column 5\n"
                                "first.csv:2:20: error: column 20\n"
                                "second.csv:1:1: error: later 7\n");
    free(all);
    free(errors);
    rp_findings_clear(&f);
    assert_int_equal(f.count, 0);
}

/* Each thing is said once, in the order of what it does. */
static void test_gather(void **state) {
    rp_findings f = {0};
    uint32_t file = rp_findings_source(&f, "a.csv");

    (void)state;
    for (uint32_t row = 1; row <= 5; row++) {
        rp_findings_add(&f, RP_ERROR, (rp_place){file, row, 1}, "no date");
        f.items[f.count - 1].line = row + 1;
        rp_findings_add(&f, RP_WARNING, (rp_place){file, row, 2},
                        "'%u' is blank", (unsigned)row);
        rp_findings_kind(&f, "blank");
        f.items[f.count - 1].line = row + 1;
    }
    rp_findings_add(&f, RP_CAUTION, (rp_place){file, 1, 3}, "all may come");
    rp_findings_add(&f, RP_CAUTION, (rp_place){file, 1, 3}, "all may come");
    rp_findings_add(&f, RP_ERROR, (rp_place){file, 1, 4}, "no date");
    rp_findings_add(&f, RP_ALARM, (rp_place){file, 9, 0}, "a person");
    rp_findings_add(&f, RP_DANGER, (rp_place){file, 0, 0}, "what is this");
    assert_int_equal(f.errors, 7);
    rp_findings_sort(&f);
    rp_findings_gather(&f);
    assert_int_equal(f.errors, 3);
    char *all = printed(&f, false), *errors = printed(&f, true);
    assert_string_equal(
        all, "a.csv:1:1: danger: a person\n"
             "a.csv:1:1: error: what is this\n"
             "a.csv:1:1: error: no date\n"
             "a.csv:2:1: error: no date (5 cells, lines 2, 3, 4 \xE2\x80\xA6)\n"
             "a.csv:1:1: warning: all may come (2 cells, line 1)\n"
             "a.csv:2:1: warning: '1' is blank (5 cells, lines 2, 3, 4 "
             "\xE2\x80\xA6)\n");
    assert_non_null(strstr(errors, "danger: a person"));
    assert_null(strstr(errors, "warning"));
    free(all);
    free(errors);
    rp_findings_clear(&f);
}

typedef struct quote_row {
    const char *name, *in, *out;
} quote_row;

static const quote_row quotes[] = {
    {"quote/short", "six", "six"},
    {"quote/empty", "", ""},
    {"quote/forty", "0123456789012345678901234567890123456789",
     "0123456789012345678901234567890123456789"},
    {"quote/longer", "01234567890123456789012345678901234567891",
     "0123456789012345678901234567890123456789"},
    {"quote/whole_letters", "012345678901234567890123456789012345678\xC3\xA9",
     "012345678901234567890123456789012345678"},
    {"quote/control", "a\tb\nc\x1B[31m\x7F", "a?b?c?[31m?"},
    {"quote/c1",
     "a\xC2\x9B"
     "b",
     "a??b"},
    {"quote/not_c1", "\xC2\xA0\xC3\x9B", "\xC2\xA0\xC3\x9B"},
};

static void test_quote(void **state) {
    const quote_row *row = *state;

    assert_string_equal(rp_quote(rp_text_of(row->in)).bytes, row->out);
}

static void test_status_words(void **state) {
    (void)state;
    for (int status = RP_OK; status <= RP_ERR_SIZE; status++)
        for (int other = RP_OK; other < status; other++)
            assert_string_not_equal(rp_status_words((rp_status)status),
                                    rp_status_words((rp_status)other));
    assert_string_equal(rp_status_words((rp_status)99), "unknown status");
}

int main(void) {
    suite s = {0};

    suite_add(&s, "tags", test_tags, NULL);
    suite_add(&s, "tags/bytes", test_tags_of_bytes, NULL);
    SUITE_TABLE(&s, digests, test_digest);
    suite_add(&s, "findings", test_findings, NULL);
    suite_add(&s, "findings/once", test_gather, NULL);
    SUITE_TABLE(&s, quotes, test_quote);
    suite_add(&s, "status_words", test_status_words, NULL);
    return suite_run(&s, "base");
}

#include "unit/suite.h"

#include "base/digest.h"
#include "input/safety/pseudonyms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char key[] = "bXkgdmVyeSBvd24ga2V5LCBvZiBubyB1c2UgZWxz";

static rp_pseudonyms *open_key(const char *bytes, mode_t mode,
                               rp_findings *findings) {
    char path[] = "/tmp/pseudonyms_XXXXXX";
    rp_pseudonyms *made;
    int file = mkstemp(path);

    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, strlen(bytes)), strlen(bytes));
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
    rp_pseudonyms_read(&made, path, findings);
    remove(path);
    return made;
}

/* RFC 4231, test cases 2 and 6 (a key longer than a block). */
static void test_hmac(void **state) {
    char digest[RP_DIGEST_SIZE];
    unsigned char long_key[131];

    (void)state;
    rp_digest_keyed(digest, "Jefe", 4, "what do ya want for nothing?", 28);
    assert_string_equal(digest, "5bdcc146bf60754e6a042426089575c7"
                                "5a003f089d2739839dec58b964ec3843");
    memset(long_key, 0xaa, sizeof long_key);
    rp_digest_keyed(digest, long_key, sizeof long_key,
                    "Test Using Larger Than Block-Size Key - Hash Key First",
                    54);
    assert_string_equal(digest, "60e431591ee0b67f0d8a26aacbf5b77f"
                                "8e0bc6213728c5140546040f0ee37f54");
}

/* Worked out apart: base32 of HMAC(key, kind, zero byte, id), 16 letters. */
static void test_names(void **state) {
    rp_findings findings = {0};
    rp_pseudonyms *p = open_key(key, 0600, &findings);
    char shown[RP_PSEUDONYM_SIZE];

    (void)state;
    assert_non_null(p);
    assert_true(rp_pseudonyms_make(shown, p, RP_CLIENTS, rp_text_of("C1")));
    assert_string_equal(shown, "C-HIPGYFH3TKGBTDPC");
    assert_true(rp_pseudonyms_is(rp_text_of(shown)));
    assert_true(rp_pseudonyms_make(shown, p, RP_THERAPISTS, rp_text_of("C1")));
    assert_string_equal(shown, "T-ZP5GLEPF4Y5B2TIN");
    assert_true(rp_pseudonyms_make(shown, p, RP_GROUPS, rp_text_of("C1")));
    assert_string_equal(shown, "G-YBPEOVFEDDNVK2Z7");
    assert_false(rp_pseudonyms_is(rp_text_of("C-K7QF2M5XABCDEFG")));
    assert_false(rp_pseudonyms_is(rp_text_of("C-K7QF2M5XABCDEFG1")));
    assert_false(rp_pseudonyms_is(rp_text_of("X-K7QF2M5XABCDEFGH")));
    rp_pseudonyms_free(p);
    rp_findings_clear(&findings);
}

/* An end of line behind the key is none of it. */
static void test_line_ends(void **state) {
    rp_findings findings = {0};
    char with[80], shown[2][RP_PSEUDONYM_SIZE];

    (void)state;
    snprintf(with, sizeof with, "%s\r\n", key);
    for (int k = 0; k < 2; k++) {
        rp_pseudonyms *p = open_key(k ? with : key, 0600, &findings);
        assert_true(
            rp_pseudonyms_make(shown[k], p, RP_CLIENTS, rp_text_of("C1")));
        rp_pseudonyms_free(p);
    }
    assert_string_equal(shown[0], shown[1]);
    rp_findings_clear(&findings);
}

typedef struct bad {
    const char *name, *key;
    mode_t mode;
    const char *message;
} bad;

static const bad bads[] = {
    {"key/31 bytes", "0123456789012345678901234567890", 0600,
     "key: expected at least 32 bytes, got 31"},
    {"key/seven bytes", "01234560123456012345601234560123456", 0600,
     "key: anybody could guess it"},
    {"key/group", "01234567890123456789012345678901", 0640,
     "key: others can read this file"},
    {"key/others", "01234567890123456789012345678901", 0604,
     "key: others can read this file"},
};

static void test_bad(void **state) {
    const bad *b = *state;
    rp_findings findings = {0};

    assert_null(open_key(b->key, b->mode, &findings));
    assert_int_equal(findings.count, 1);
    assert_memory_equal(findings.items[0].message, b->message,
                        strlen(b->message));
    rp_findings_clear(&findings);
}

/* '#' stands for the pseudonym of c1, '~' for that of 7, '^' for Ana Ruiz. */
typedef struct hidden {
    const char *name, *text, *told;
} hidden;

static const hidden hiddens[] = {
    {"hide/an id", "pin: 'c1' is twice", "pin: '#' is twice"},
    {"hide/at both ends", "c1", "#"},
    {"hide/within words", "c10 ac1 c1a", "c10 ac1 c1a"},
    {"hide/beside signs", "c1;c1, (c1)", "#;#, (#)"},
    {"hide/a number stays", "7 of 7 rows", "7 of 7 rows"},
    {"hide/a number in quotes", "got '7'; 7", "got '~'; 7"},
    {"hide/a number that is said", "client 7, therapist 7",
     "client ~, therapist ~"},
    {"hide/a name", "read as 'Ana Ruiz' (c1)", "read as '^' (#)"},
    {"hide/the longest", "c1-b and c1", "$ and #"},
    {"hide/nothing", "", ""},
};

static void test_hidden(void **state) {
    const hidden *h = *state;
    rp_findings findings = {0};
    rp_pseudonyms *p = open_key(key, 0600, &findings);
    rp_buffer told = {0}, wanted = {0};

    const char *one = rp_pseudonyms_note(p, RP_CLIENTS, "c1", NULL);
    const char *seven = rp_pseudonyms_note(p, RP_CLIENTS, "7", NULL);
    const char *long_one = rp_pseudonyms_note(p, RP_CLIENTS, "c1-b", "");
    const char *ana = rp_pseudonyms_note(p, RP_THERAPISTS, "t1", "Ana Ruiz");
    assert_true(rp_buffer_puts(&told, "") && rp_buffer_puts(&wanted, ""));
    for (const char *at = h->told; *at; at++)
        if (*at == '#' || *at == '~' || *at == '$' || *at == '^')
            rp_buffer_puts(&wanted, *at == '#'   ? one
                                    : *at == '~' ? seven
                                    : *at == '$' ? long_one
                                                 : ana);
        else
            rp_buffer_put(&wanted, at, 1);
    assert_true(rp_pseudonyms_put_hidden(&told, p, rp_text_of(h->text)));
    assert_string_equal(told.bytes, wanted.bytes);
    assert_ptr_equal(rp_pseudonyms_note(p, RP_CLIENTS, "c1", NULL),
                     rp_pseudonyms_find(p, rp_text_of(one))->shown);
    assert_string_equal(rp_pseudonyms_find(p, rp_text_of(ana))->name,
                        "Ana Ruiz");
    assert_null(rp_pseudonyms_find(p, rp_text_of("C-AAAAAAAAAAAAAAAA")));
    rp_buffer_clear(&told);
    rp_buffer_clear(&wanted);
    rp_pseudonyms_free(p);
    rp_findings_clear(&findings);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "hmac", test_hmac, NULL);
    suite_add(&s, "names", test_names, NULL);
    suite_add(&s, "line ends", test_line_ends, NULL);
    SUITE_TABLE(&s, bads, test_bad);
    SUITE_TABLE(&s, hiddens, test_hidden);
    return suite_run(&s, "pseudonyms");
}

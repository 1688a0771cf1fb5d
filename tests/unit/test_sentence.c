/* Sentences are what snprintf() makes of the same words. */
#include "unit/suite.h"

#include "base/digits.h"
#include "base/sentence.h"

#include <stdio.h>
#include <string.h>

/* With as much room as there is, and with too little. */
#define CHECK(...)                                                             \
    do {                                                                       \
        char own[64], other[64];                                               \
        for (size_t size = 1; size <= sizeof own; size++) {                    \
            rp_sentence_set(own, size, __VA_ARGS__);                           \
            snprintf(other, size, __VA_ARGS__);                                \
            assert_string_equal(own, other);                                   \
        }                                                                      \
    } while (0)

static void test_words(void **state) {
    (void)state;
    CHECK("as requested");
    CHECK("%s: %s for %s", "EMDR", "strong evidence", "PTSD");
    CHECK("%s%s", "", "");
    CHECK("100%% of %s", "all");
    CHECK("%d client%s, %d and %u", 1, "", -2147483647 - 1, 4294967295u);
}

static void test_reals(void **state) {
    static const double reals[] = {
        0.0,    -0.0,   0.1,     0.3,     0.5,   0.99,    1.0,     1.05,
        2.5,    24.9,   80.0,    120.25,  1e5,   99999.9, 99999.5, 123456.7,
        1e6,    1e7,    1234567, -1.0,    -2.5,  1.0 / 3, 1e-9,    1e300,
        168.04, 0.0999, 0.19999, 1000000, 999999};

    (void)state;
    for (size_t k = 0; k < sizeof reals / sizeof *reals; k++)
        CHECK("%g h", reals[k]);
    for (int tenths = 0; tenths < 20000; tenths++)
        CHECK("%g", tenths / 10.0);
}

typedef struct digits_row {
    const char *name;
    int64_t number;
    const char *whole, *tenths, *cents;
} digits_row;

static const digits_row numbers[] = {
    {"digits/none", 0, "0", "0.0", "0.00"},
    {"digits/one", 7, "7", "0.7", "0.07"},
    {"digits/two", 40, "40", "4.0", "0.40"},
    {"digits/many", 1205, "1205", "120.5", "12.05"},
    {"digits/below", -305, "-305", "-30.5", "-3.05"},
    {"digits/little_below", -5, "-5", "-0.5", "-0.05"},
    {"digits/most", INT64_MAX, "9223372036854775807", "922337203685477580.7",
     "92233720368547758.07"},
    {"digits/least", INT64_MIN, "-9223372036854775808", "-922337203685477580.8",
     "-92233720368547758.08"},
};

static void check(const char *got, size_t length, const char *expected) {
    assert_int_equal(length, strlen(expected));
    assert_memory_equal(got, expected, length);
}

static void test_digits(void **state) {
    const digits_row *row = *state;
    char text[RP_DIGITS_MOST + 1];

    check(text, rp_digits_put_signed(text, row->number), row->whole);
    check(text, rp_digits_put_decimal(text, row->number, 1), row->tenths);
    check(text, rp_digits_put_decimal(text, row->number, 2), row->cents);
    if (row->number >= 0)
        check(text, rp_digits_put(text, (uint64_t)row->number), row->whole);
}

static void test_largest(void **state) {
    char text[RP_DIGITS_MOST];

    (void)state;
    check(text, rp_digits_put(text, UINT64_MAX), "18446744073709551615");
}

int main(void) {
    suite s = {0};

    suite_add(&s, "words", test_words, NULL);
    suite_add(&s, "reals", test_reals, NULL);
    SUITE_TABLE(&s, numbers, test_digits);
    suite_add(&s, "digits/largest", test_largest, NULL);
    return suite_run(&s, "sentence");
}

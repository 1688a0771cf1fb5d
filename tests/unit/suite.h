/**
 * @file suite.h
 * Tables of tests for cmocka: each row is a test with a name of its own.
 */
#ifndef RP_UNIT_SUITE_H
#define RP_UNIT_SUITE_H

/* These four go before cmocka.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>

enum { SUITE_MOST = 512 };

typedef struct suite {
    struct CMUnitTest tests[SUITE_MOST];
    size_t count;
} suite;

/** Add one test; `row` becomes its *state. */
void suite_add(suite *s, const char *name, CMUnitTestFunction test,
               const void *row);

/** Add a test for each row of an array whose first member is the name. */
#define SUITE_TABLE(s, rows, test)                                             \
    suite_table(s, rows, sizeof(rows) / sizeof *(rows), sizeof *(rows), test)
void suite_table(suite *s, const void *rows, size_t count, size_t size,
                 CMUnitTestFunction test);

/** Run all; what main() returns. cmocka's own answer is a count, and 256
 *  failures would look like none. */
int suite_run(suite *s, const char *name);

/** Doubles to the last digit: assert_int_equal(0.9, 0.1) would pass. */
#define assert_exactly(got, expected)                                          \
    check_double(got, expected, 0.0, __FILE__, __LINE__)
#define assert_nearly(got, expected)                                           \
    check_double(got, expected, 1e-12, __FILE__, __LINE__)
void check_double(double got, double expected, double within, const char *file,
                  int line);

#endif

#include "unit/suite.h"

#include <math.h>

void suite_add(suite *s, const char *name, CMUnitTestFunction test,
               const void *row) {
    if (s->count == SUITE_MOST)
        fail_msg("more than %d tests in a suite", SUITE_MOST);
    s->tests[s->count++] =
        (struct CMUnitTest){name, test, NULL, NULL, (void *)(uintptr_t)row};
}

void suite_table(suite *s, const void *rows, size_t count, size_t size,
                 CMUnitTestFunction test) {
    for (size_t i = 0; i < count; i++) {
        const char *row = (const char *)rows + i * size;
        const char *name = *(const char *const *)(const void *)row;
        suite_add(s, name, test, row);
    }
}

int suite_run(suite *s, const char *name) {
    return _cmocka_run_group_tests(name, s->tests, s->count, NULL, NULL) != 0;
}

void check_double(double got, double expected, double within, const char *file,
                  int line) {
    if (!(fabs(got - expected) <= within) && !(isnan(got) && isnan(expected))) {
        print_error("%.17g is not %.17g\n", got, expected);
        _fail(file, line);
    }
}

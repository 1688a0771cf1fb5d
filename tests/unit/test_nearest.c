/* The index of nearest names finds what trying each name finds. */
#include "unit/suite.h"

#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

static const char *const names[] = {
    "anxiety", "depression", "grief", "insomnia",        "ptsd",
    "ocd",     "cbt",        "act",   "eating_problems", "generalised_anxiety",
    NULL};

typedef struct near_row {
    const char *name, *wanted, *found; /* "" for none */
} near_row;

static const near_row rows[] = {
    {"near/same", "grief", "grief"},
    {"near/replaced", "anxiely", "anxiety"},
    {"near/missing", "depresion", "depression"},
    {"near/swapped", "insomnai", "insomnia"},
    {"near/short", "cbtt", "cbt"},
    {"near/first_letter", "xbt", "cbt"},
    {"near/begins", "generalised", "generalised_anxiety"},
    {"near/none", "zzzzzz", ""},
    {"near/empty", "", ""},
};

static void test_near(void **state) {
    const near_row *row = *state;
    rp_nearest_index *index = rp_nearest_new();
    rp_nearest tried = {rp_text_of(row->wanted), NULL, 0};

    assert_non_null(index);
    for (size_t k = 0; names[k]; k++) {
        assert_true(rp_nearest_add(index, names[k]));
        rp_nearest_try(&tried, names[k]);
    }
    for (int again = 0; again < 2; again++) { /* as remembered, too */
        const char *found = rp_nearest_find(index, rp_text_of(row->wanted));
        assert_string_equal(found ? found : "", row->found);
    }
    assert_string_equal(tried.best && *row->wanted ? tried.best : "",
                        row->found);
    rp_nearest_free(index);
}

/* An index without a name, and one of many names. */
static void test_many(void **state) {
    rp_nearest_index *index = rp_nearest_new();
    static char many[1000][16];

    (void)state;
    assert_null(rp_nearest_find(index, rp_text_of("anxiety")));
    for (int k = 0; k < 1000; k++) {
        snprintf(many[k], sizeof many[k], "name %d x", k);
        assert_true(rp_nearest_add(index, many[k]));
    }
    assert_string_equal(rp_nearest_find(index, rp_text_of("nome 417 x")),
                        "name 417 x");
    rp_nearest_free(index);
    rp_nearest_free(NULL);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_near);
    suite_add(&s, "near/many", test_many, NULL);
    return suite_run(&s, "nearest");
}

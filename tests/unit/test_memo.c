/* Cells that were read before. */
#include "unit/suite.h"

#include "input/cell/memo.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 40, MANY = 50000 };

static uint32_t value_of(const rp_memo *memo, uint32_t column,
                         const char *bytes, size_t length) {
    const void *found = rp_memo_find(memo, column, (rp_text){bytes, length});
    uint32_t value = UINT32_MAX;

    if (found)
        memcpy(&value, found, sizeof value);
    return value;
}

/* One cell of each length is found, and none that differs in one byte. */
static void test_exact(void **state) {
    char cell[LONGEST];
    rp_memo *memo = rp_memo_new(2, LONGEST);

    (void)state;
    assert_non_null(memo);
    memset(cell, 'a', sizeof cell);
    for (uint32_t length = 1; length <= LONGEST; length++) {
        assert_int_equal(value_of(memo, 1, cell, length), UINT32_MAX);
        rp_memo_keep(memo, 1, (rp_text){cell, length}, &length, sizeof length);
        assert_int_equal(value_of(memo, 1, cell, length), length);
        assert_int_equal(value_of(memo, 0, cell, length), UINT32_MAX);
        for (uint32_t at = 0; at < length; at++)
            for (char byte = 1; byte < 'a'; byte++) {
                char other[LONGEST];
                memcpy(other, cell, length);
                other[at] = byte;
                assert_int_equal(value_of(memo, 1, other, length), UINT32_MAX);
            }
    }
    rp_memo_free(memo);
}

/* Whatever is kept, what is found is right; the newest is found, and some
 * thousands are at the most. */
static void test_bounded(void **state) {
    static char cells[MANY][8];
    uint32_t found = 0;
    rp_memo *memo = rp_memo_new(1, MANY);

    (void)state;
    assert_non_null(memo);
    for (uint32_t k = 0; k < MANY; k++) {
        size_t length = (size_t)snprintf(cells[k], sizeof *cells, "%u", k);
        rp_memo_keep(memo, 0, (rp_text){cells[k], length}, &k, sizeof k);
        assert_int_equal(value_of(memo, 0, cells[k], length), k);
    }
    for (uint32_t k = 0; k < MANY; k++) {
        uint32_t value = value_of(memo, 0, cells[k], strlen(cells[k]));
        assert_true(value == k || value == UINT32_MAX);
        found += value == k;
    }
    assert_in_range(found, 4000, 4096);
    rp_memo_free(memo);
}

/* A file of few rows takes little room and remembers nearly all of them. */
static void test_small(void **state) {
    rp_memo *memo = rp_memo_new(1, 1);
    uint32_t one = 1;

    (void)state;
    assert_non_null(memo);
    rp_memo_keep(memo, 0, (rp_text){"x", 1}, &one, sizeof one);
    assert_int_equal(value_of(memo, 0, "x", 1), 1);
    assert_int_equal(value_of(memo, 0, "y", 1), UINT32_MAX);
    rp_memo_free(memo);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "memo/exact", test_exact, NULL);
    suite_add(&s, "memo/bounded", test_bounded, NULL);
    suite_add(&s, "memo/small", test_small, NULL);
    return suite_run(&s, "memo");
}

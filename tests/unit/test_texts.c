/* Several texts, each of them whole. */
#include "unit/suite.h"

#include "base/texts.h"

typedef struct join_row {
    const char *name, *texts[4], *between, *joined;
    size_t count;
} join_row;

static const join_row joins[] = {
    {"join/none", {NULL}, "; ", "", 0},
    {"join/one", {"a; b"}, "; ", "a; b", 1},
    {"join/three", {"a", "b; c", "d"}, "; ", "a; b; c; d", 3},
    {"join/empty", {"", "", "x"}, ";", ";;x", 3},
};

static void test_join(void **state) {
    const join_row *row = *state;
    rp_texts texts = {0};
    rp_buffer joined = {0};

    /* twice: what was emptied takes others */
    for (int round = 0; round < 2; round++) {
        const char *text = NULL;
        size_t k = 0;
        rp_texts_empty(&texts);
        joined.length = 0;
        for (; row->texts[k]; k++)
            assert_true(rp_texts_add(&texts, row->texts[k]));
        assert_int_equal(texts.count, row->count);
        for (k = 0; (text = rp_texts_next(&texts, text)) != NULL; k++)
            assert_string_equal(text, row->texts[k]);
        assert_int_equal(k, row->count);
        assert_true(rp_texts_join(&joined, &texts, row->between));
        assert_string_equal(joined.bytes, row->joined);
    }
    rp_texts_clear(&texts);
    rp_buffer_clear(&joined);
}

static void test_has(void **state) {
    rp_texts texts = {0};

    (void)state;
    assert_false(rp_texts_has(&texts, ""));
    assert_true(rp_texts_add(&texts, "Anxiety: x"));
    assert_true(rp_texts_has(&texts, "Anxiety: x"));
    assert_false(rp_texts_has(&texts, "xiety: x"));
    assert_false(rp_texts_has(&texts, "Anxiety"));
    rp_texts_clear(&texts);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, joins, test_join);
    suite_add(&s, "has", test_has, NULL);
    return suite_run(&s, "texts");
}

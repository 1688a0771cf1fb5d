/* The containers of base: heap, places, gap lists. */
#include "unit/suite.h"

#include "base/gap_lists.h"
#include "base/heap.h"
#include "base/places.h"

#include <stdlib.h>

enum { COUNT = 400 };

/* Any numbers, the same on every machine. */
static uint32_t draw(uint32_t *state, uint32_t below) {
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

/* ---- heap -------------------------------------------------------------- */

static inline bool is_less(const int *a, const int *b) { return *a < *b; }

RP_HEAP(number, int, is_less)

static int ascending(const void *left, const void *right) {
    return *(const int *)left - *(const int *)right;
}

static void test_heap_sorts(void **state) {
    int heap[COUNT], sorted[COUNT];
    uint32_t seed = 7;

    (void)state;
    for (size_t most = 1; most <= COUNT; most++) {
        for (size_t k = 0; k < most; k++) {
            sorted[k] = (int)draw(&seed, 300); /* some are equal */
            number_rise(heap, k, sorted[k]);
        }
        qsort(sorted, most, sizeof *sorted, ascending);
        for (size_t k = 0, count = most; count > 0; k++) {
            assert_int_equal(heap[0], sorted[k]);
            count--;
            number_sink(heap, count, heap[count]);
        }
    }
}

/* The largest ten of all, when each new number may drop the least of them. */
static void test_heap_keeps_the_best(void **state) {
    enum { TOP = 10 };
    int heap[TOP], sorted[COUNT];
    uint32_t seed = 11;

    (void)state;
    for (size_t k = 0; k < COUNT; k++) {
        sorted[k] = (int)draw(&seed, 1000);
        if (k < TOP)
            number_rise(heap, k, sorted[k]);
        else if (sorted[k] > heap[0])
            number_sink(heap, TOP, sorted[k]);
    }
    qsort(sorted, COUNT, sizeof *sorted, ascending);
    qsort(heap, TOP, sizeof *heap, ascending);
    for (size_t k = 0; k < TOP; k++)
        assert_int_equal(heap[k], sorted[COUNT - TOP + k]);
}

/* ---- places ------------------------------------------------------------ */

static void assert_at(const rp_places *p, const uint32_t *at) {
    uint32_t seen = 0;

    for (uint32_t place = 0; place < p->places; place++)
        for (uint32_t k = p->first[place]; k != RP_NONE; k = p->next[k]) {
            assert_int_equal(at[k], place);
            assert_int_equal(p->at[k], place);
            seen++;
        }
    for (uint32_t k = 0; k < p->items; k++)
        seen -= at[k] != RP_NONE;
    assert_int_equal(seen, 0);
}

static void test_places(void **state) {
    enum { ITEMS = 20, PLACES = 4 };
    rp_places places, copy;
    uint32_t at[ITEMS], seed = 3;

    (void)state;
    assert_true(rp_places_init(&places, ITEMS, PLACES));
    assert_true(rp_places_init(&copy, ITEMS, PLACES));
    for (uint32_t k = 0; k < ITEMS; k++) {
        assert_int_equal(places.at[k], RP_NONE);
        at[k] = RP_NONE;
    }
    for (int round = 0; round < COUNT; round++) {
        uint32_t k = draw(&seed, ITEMS), to = draw(&seed, PLACES + 1);
        if (to == PLACES && at[k] != RP_NONE) {
            rp_places_take(&places, k);
            assert_int_equal(places.at[k], at[k]);
            at[k] = RP_NONE;
        } else if (to < PLACES && at[k] != RP_NONE) {
            rp_places_move(&places, k, to);
            at[k] = to;
        } else if (to < PLACES) {
            rp_places_put(&places, k, to);
            at[k] = to;
            assert_int_equal(places.first[to], k);
        }
        assert_at(&places, at);
    }
    rp_places_copy(&copy, &places);
    rp_places_clear(&places);
    assert_at(&copy, at);
    rp_places_clear(&copy);
    rp_places_clear(&copy); /* empty now */
}

/* ---- gap lists --------------------------------------------------------- */

/* Gaps of one byte up to all five. */
static const uint32_t lists[][5] = {
    {0, 1, 127, RP_NONE},     {RP_NONE},
    {127, 255, 384, RP_NONE}, {128, 20000, 3000000, 400000000, RP_NONE},
    {4294967290u, RP_NONE},
};

static void test_gap_lists(void **state) {
    enum { LISTS = sizeof lists / sizeof *lists };
    size_t start[LISTS + 1] = {0};
    rp_gap_writer to = {0};

    (void)state;
    for (uint32_t k = 0; k < LISTS; k++) {
        to.next = 0;
        for (uint32_t i = 0; lists[k][i] != RP_NONE; i++)
            assert_true(rp_gap_writer_put(&to, lists[k][i]));
        start[k + 1] = to.used;
    }
    assert_int_equal(start[1], 3);
    rp_gap_lists all = {start, to.bytes};
    for (uint32_t k = 0; k < LISTS; k++) {
        rp_gap_cursor c = rp_gap_lists_open(&all, k);
        for (uint32_t i = 0; lists[k][i] != RP_NONE; i++)
            assert_int_equal(rp_gap_cursor_next(&c), lists[k][i]);
        assert_int_equal(rp_gap_cursor_next(&c), RP_NONE);
    }
    free(to.bytes);
}

/* What is turned round twice is as it was. */
static void test_gap_lists_turn(void **state) {
    enum { ROWS = 300, COLUMNS = 700 };
    rp_gap_lists rows = {0}, columns, again;
    rp_gap_writer to = {0};
    uint32_t seed = 5;

    (void)state;
    rows.start = calloc(ROWS + 1, sizeof *rows.start);
    assert_non_null(rows.start);
    for (uint32_t r = 0; r < ROWS; r++) {
        to.next = 0;
        for (uint32_t c = r % 7; c < COLUMNS; c += 1 + draw(&seed, 200))
            assert_true(rp_gap_writer_put(&to, c));
        rows.start[r + 1] = to.used;
    }
    rows.bytes = to.bytes;
    assert_true(rp_gap_lists_turn(&columns, COLUMNS, &rows, ROWS));
    assert_true(rp_gap_lists_turn(&again, ROWS, &columns, COLUMNS));
    for (uint32_t r = 0; r <= ROWS; r++)
        assert_int_equal(again.start[r], rows.start[r]);
    assert_memory_equal(again.bytes, rows.bytes, to.used);
    rp_gap_lists_clear(&rows);
    rp_gap_lists_clear(&columns);
    rp_gap_lists_clear(&again);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "heap/sorts", test_heap_sorts, NULL);
    suite_add(&s, "heap/keeps_the_best", test_heap_keeps_the_best, NULL);
    suite_add(&s, "places", test_places, NULL);
    suite_add(&s, "gap_lists", test_gap_lists, NULL);
    suite_add(&s, "gap_lists/turn", test_gap_lists_turn, NULL);
    return suite_run(&s, "containers");
}

#include "unit/suite.h"

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* Small, exactly a quarter of a block, large: each piece keeps its bytes. */
static void test_pieces_stay(void **state) {
    static const size_t sizes[] = {1,     7,     16,    4000,   16384,
                                   16385, 65536, 65537, 200000, 3};
    enum { COUNT = sizeof sizes / sizeof *sizes };
    unsigned char *pieces[20][COUNT];
    rp_arena arena = {0};

    (void)state;
    for (size_t round = 0; round < 20; round++)
        for (size_t i = 0; i < COUNT; i++) {
            unsigned char *piece = rp_arena_array(&arena, sizes[i], 1);
            assert_non_null(piece);
            assert_int_equal((uintptr_t)piece % alignof(double), 0);
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(piece[k], 0);
            memset(piece, (int)(round * COUNT + i) & 0xFF, sizes[i]);
            pieces[round][i] = piece;
        }
    for (size_t round = 0; round < 20; round++)
        for (size_t i = 0; i < COUNT; i++)
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(pieces[round][i][k],
                                 (round * COUNT + i) & 0xFF);
    rp_arena_clear(&arena);
    assert_null(arena.first);
}

static void test_text(void **state) {
    rp_arena arena = {0};

    (void)state;
    char *first = rp_arena_text(&arena, "abcdef", 3);
    char *second = rp_arena_text(&arena, "", 0);
    char *third = rp_arena_text(&arena, "a\0b", 3);
    assert_string_equal(first, "abc");
    assert_string_equal(second, "");
    assert_memory_equal(third, "a\0b", 4);
    /* aligned again behind a text of odd length */
    double *number = rp_arena_array(&arena, 3, sizeof *number);
    assert_int_equal((uintptr_t)number % alignof(double), 0);
    rp_arena_clear(&arena);
    assert_non_null(rp_arena_text(&arena, "again", 5));
    rp_arena_clear(&arena);
    rp_arena_clear(&arena);
}

static void test_overflow(void **state) {
    rp_arena arena = {0};

    (void)state;
    assert_null(rp_arena_array(&arena, SIZE_MAX, 2));
    assert_null(rp_arena_array(&arena, SIZE_MAX / 4, 8));
    assert_null(rp_arena_array(&arena, (size_t)PTRDIFF_MAX + 1, 1));
    assert_non_null(rp_arena_array(&arena, 0, 8));
    assert_non_null(rp_arena_array(&arena, 8, 0));
    rp_arena_clear(&arena);
}

static void test_array_new(void **state) {
    (void)state;
    assert_null(rp_new_array(SIZE_MAX, 2));
    assert_null(rp_new_array((size_t)PTRDIFF_MAX / 2 + 1, 2));
    int *none = rp_new_array(0, sizeof *none);
    assert_non_null(none);
    free(none);
    int *some = rp_new_array(1000, sizeof *some);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(some[i], 0);
    int *more = rp_resize_array(some, 2000, sizeof *more);
    assert_non_null(more);
    assert_null(rp_resize_array(more, SIZE_MAX, 4));
    more[1999] = 1; /* still there */
    int *least = rp_resize_array(more, 0, sizeof *least);
    assert_non_null(least);
    free(least);
}

static void test_array_grow(void **state) {
    size_t room = 0, grown = 0;
    int *array = NULL;

    (void)state;
    for (size_t i = 0; i < 10000; i++) {
        size_t before = room;
        array = rp_grow_array(array, i, &room, sizeof *array);
        assert_non_null(array);
        assert_true(room > i);
        grown += room != before;
        array[i] = (int)i;
    }
    for (size_t i = 0; i < 10000; i++)
        assert_int_equal(array[i], (int)i);
    assert_in_range(grown, 2, 40); /* by half, not one by one */
    free(array);
}

/* What AddressSanitizer is told, where it is there: whoever reads beyond a
 * piece or a text is stopped, though more memory is behind it. */
static void test_fences(void **state) {
    rp_arena arena = {0};
    rp_buffer buffer = {0};

    (void)state;
    char *text = rp_arena_text(&arena, "abc", 3);
    unsigned char *piece = rp_arena_array(&arena, 13, 1);
    assert_false(rp_fence_is_around(text + 3));
    assert_int_equal(rp_fence_is_around(text + 4), RP_FENCED);
    assert_false(rp_fence_is_around(piece + 12));
    assert_int_equal(rp_fence_is_around(piece + 13), RP_FENCED);
    assert_int_equal(rp_fence_is_around(piece - 1), RP_FENCED);
    rp_arena_clear(&arena);
    assert_true(rp_buffer_puts(&buffer, "a text of some length"));
    assert_int_equal(rp_fence_is_around(buffer.bytes + 22), RP_FENCED);
    buffer.length = 0;
    assert_true(rp_buffer_puts(&buffer, "ab"));
    assert_false(rp_fence_is_around(buffer.bytes + 2));
    assert_int_equal(rp_fence_is_around(buffer.bytes + 3), RP_FENCED);
    char *room = rp_buffer_room(&buffer, 5);
    assert_non_null(room);
    assert_false(rp_fence_is_around(room + 5));
    assert_int_equal(rp_fence_is_around(room + 6), RP_FENCED);
    rp_buffer_clear(&buffer);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "arena/pieces_stay", test_pieces_stay, NULL);
    suite_add(&s, "arena/text", test_text, NULL);
    suite_add(&s, "arena/overflow", test_overflow, NULL);
    suite_add(&s, "arena/fences", test_fences, NULL);
    suite_add(&s, "array/new", test_array_new, NULL);
    suite_add(&s, "array/grow", test_array_grow, NULL);
    return suite_run(&s, "arena");
}

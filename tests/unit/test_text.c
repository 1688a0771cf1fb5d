#include "unit/suite.h"

#include "base/formula.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

typedef struct form {
    const char *name, *in, *out;
} form;

static const form folds[] = {
    {"fold/plain", "Anxiety", "anxiety"},
    {"fold/blank", "", ""},
    {"fold/ends", "  \t OCD \r\n", "ocd"},
    {"fold/run", "a - _ / b", "a_b"},
    {"fold/each", "a-b_c/d e", "a_b_c_d_e"},
    {"fold/dashes",
     "a\xE2\x80\x90"
     "b\xE2\x80\x93"
     "c\xE2\x80\x94"
     "d\xE2\x88\x92"
     "e",
     "a_b_c_d_e"},
    {"fold/no_break_space",
     "\xC2\xA0"
     "a\xC2\xA0"
     "b\xE2\x80\xAF"
     "c\xC2\xA0",
     "a_b_c"},
    {"fold/mixed_run", "a \xE2\x80\x94 b", "a_b"},
    {"fold/sharp_s",
     "Stra\xC3\x9F"
     "e",
     "strasse"},
    {"fold/capital_accent",
     "\xC3\x89"
     "COLE",
     "\xC3\xA9"
     "cole"},
    {"fold/nfc",
     "e\xCC\x81"
     "cole",
     "\xC3\xA9"
     "cole"},
    {"fold/final_sigma", "\xCE\xA3\xCE\x9F\xCE\xA3",
     "\xCF\x83\xCE\xBF\xCF\x83"},
    {"fold/chinese", "\xE6\x9E\x97\xE8\x8B\xA5", "\xE6\x9E\x97\xE8\x8B\xA5"},
    {"fold/edges_kept", "-a-", "_a_"},
    {"fold/comma_kept", "Pregnancy, Prenatal", "pregnancy,_prenatal"},
};

static void test_fold(void **state) {
    const form *row = *state;
    rp_buffer out = {0};

    assert_true(rp_text_fold(&out, rp_text_of("something longer before it")));
    assert_true(rp_text_fold(&out, rp_text_of(row->in)));
    assert_string_equal(out.bytes, row->out);
    assert_int_equal(out.length, strlen(row->out));
    /* folding what is folded changes nothing */
    rp_buffer again = {0};
    assert_true(rp_text_fold(&again, (rp_text){out.bytes, out.length}));
    assert_string_equal(again.bytes, row->out);
    rp_buffer_clear(&again);
    rp_buffer_clear(&out);
}

static const form trims[] = {
    {"trim/none", "a b", "a b"},
    {"trim/blanks", " \t\r\n\v\f a \t", "a"},
    {"trim/unicode",
     "\xC2\xA0\xE2\x80\x83\xE3\x80\x80"
     "a\xE2\x80\xA8\xE2\x80\xA9\xC2\x85",
     "a"},
    {"trim/all", " \xC2\xA0 ", ""},
    {"trim/zero_width_kept",
     "\xE2\x80\x8B"
     "a",
     "\xE2\x80\x8B"
     "a"},
    {"trim/letter_of_two_bytes", " \xC3\xA9 ", "\xC3\xA9"},
};

static void test_trim(void **state) {
    const form *row = *state;
    rp_text text = rp_text_trim(rp_text_of(row->in));

    assert_int_equal(text.length, strlen(row->out));
    assert_memory_equal(text.bytes, row->out, text.length);
}

static const form bares[] = {
    {"bare/ascii", "Dr. Ana LEE-1", "dr. ana lee-1"},
    {"bare/marks", "Nu\303\261ez \303\211", "nunez e"},
    {"bare/decomposed", "Nun\314\203ez", "nunez"},
    {"bare/wide", "\357\274\263\357\274\251", "si"},
    {"bare/apostrophes", "a\342\200\231b\302\264c\312\274d`e", "a'b'c'd'e"},
    {"bare/backtick", "O`Neil", "o'neil"},
    {"bare/invisible", "a\342\200\213b\302\255c\357\273\277d", "abcd"},
    {"bare/signs", "a\342\200\224b\302\240c\360\237\230\200d", "a b c d"},
    {"bare/ellipsis", "a\342\200\246", "a..."},
    {"bare/letters", "\320\226\330\247", "\320\266\330\247"},
    {"bare/longest", "\357\267\272",
     "\330\265\331\204\331\211 "
     "\330\247\331\204\331\204\331\207 "
     "\330\271\331\204\331\212\331\207 "
     "\331\210\330\263\331\204\331\205"},
    {"bare/empty", "", ""},
};

static void test_bare(void **state) {
    const form *row = *state;
    rp_buffer out = {0};

    assert_true(rp_text_bare(&out, rp_text_of(row->in)));
    assert_string_equal(out.bytes, row->out);
    rp_buffer_clear(&out);
}

static const form plains[] = {
    {"plain/same", "mon 09:00-12:00", "mon 09:00-12:00"},
    {"plain/dashes",
     "\xE2\x88\x92"
     "1\xE2\x80\x93"
     "2",
     "-1-2"},
    {"plain/blanks",
     "1\xC2\xA0"
     "000\xE2\x80\xAF"
     "000\t0",
     "1 000 000 0"},
    {"plain/letters", "\xC3\xA9", "\xC3\xA9"},
    {"plain/empty", "", ""},
};

static void test_plain(void **state) {
    const form *row = *state;
    rp_buffer out = {0};

    assert_true(rp_text_plain(&out, rp_text_of(row->in)));
    assert_string_equal(out.bytes, row->out);
    rp_buffer_clear(&out);
}

typedef struct bytes_row {
    const char *name, *bytes;
    size_t length;
    bool valid;
} bytes_row;

static const bytes_row encoded[] = {
    {"utf8/ascii", "abc", 3, true},
    {"utf8/empty", "", 0, true},
    {"utf8/nul", "a\0b", 3, true},
    {"utf8/two", "\xC3\xA9", 2, true},
    {"utf8/four", "\xF0\x9F\x98\x80", 4, true},
    {"utf8/cut", "a\xC3", 2, false},
    {"utf8/lone", "\x80", 1, false},
    {"utf8/overlong", "\xC0\xAF", 2, false},
    {"utf8/surrogate", "\xED\xA0\x80", 3, false},
    {"utf8/beyond", "\xF4\x90\x80\x80", 4, false},
    {"utf8/latin", "caf\xE9", 4, false},
};

static void test_utf8(void **state) {
    const bytes_row *row = *state;

    assert_int_equal(rp_text_is_utf8((rp_text){row->bytes, row->length}),
                     row->valid);
}

typedef struct cut_row {
    const char *name, *in;
    size_t limit, length;
} cut_row;

static const cut_row cuts[] = {
    {"cut/short", "abc", 5, 3},
    {"cut/exact", "abc", 3, 3},
    {"cut/long", "abcd", 3, 3},
    {"cut/inside_letter",
     "a\xC3\xA9"
     "b",
     2, 1},
    {"cut/behind_letter",
     "a\xC3\xA9"
     "b",
     3, 3},
    {"cut/inside_four", "\xF0\x9F\x98\x80x", 3, 0},
    {"cut/nothing", "abc", 0, 0},
};

static void test_cut(void **state) {
    const cut_row *row = *state;

    assert_int_equal(rp_text_cut(rp_text_of(row->in), row->limit).length,
                     row->length);
}

typedef struct tame_row {
    const char *name, *text, *expected;
} tame_row;

static const tame_row tames[] = {
    {"tame/plain", "a\xC3\xA9 z", "a\xC3\xA9 z"},
    {"tame/escape", "a\x1B[2J\n\tz\x7F", "a?[2J??z?"},
    {"tame/c1",
     "a\xC2\x9B"
     "2J",
     "a??2J"},
    {"tame/no_control", "\xC2\xA0\xE2\x80\x94", "\xC2\xA0\xE2\x80\x94"},
    {"tame/cut", "a\xC2", "a\xC2"},
    {"tame/nothing", "", ""},
};

static void test_tame(void **state) {
    const tame_row *row = *state;
    char text[32];

    snprintf(text, sizeof text, "%s", row->text);
    rp_text_tame(text, strlen(text));
    assert_string_equal(text, row->expected);
}

typedef struct mend_row {
    const char *name, *in, *out;
} mend_row;

static const mend_row mends[] = {
    {"mend/whole", "a\xC3\xA9z", "a\xC3\xA9z"},
    {"mend/cut_at_the_end", "a\xC3", "a"},
    {"mend/cut_inside", "a\xC3 (\xF0\x9F\x98) z", "a () z"},
    {"mend/nothing_left", "\xF0\x9F", ""},
};

static void test_mend(void **state) {
    const mend_row *row = *state;
    char text[20];

    memcpy(text, row->in, strlen(row->in) + 1);
    rp_text mended = rp_text_mend(text);
    assert_string_equal(text, row->out);
    assert_ptr_equal(mended.bytes, text);
    assert_int_equal(mended.length, strlen(row->out));
}

typedef struct distance_row {
    const char *name, *a, *b;
    size_t limit, distance;
} distance_row;

static const distance_row distances[] = {
    {"distance/same", "ocd", "ocd", 3, 0},
    {"distance/insert", "depresion", "depression", 3, 1},
    {"distance/delete", "anxietyy", "anxiety", 3, 1},
    {"distance/replace", "anxiely", "anxiety", 3, 1},
    {"distance/swap", "spanihs", "spanish", 3, 1},
    {"distance/two", "depresin", "depression", 3, 2},
    {"distance/empty", "", "abc", 3, 3},
    {"distance/beyond", "abcdef", "uvwxyz", 3, 4},
    {"distance/at_limit", "abc", "xyz", 3, 3},
    {"distance/limit_0", "a", "b", 0, 1},
    {"distance/too_long",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a",
     3, 4},
};

static void test_distance(void **state) {
    const distance_row *row = *state;
    rp_text a = rp_text_of(row->a), b = rp_text_of(row->b);

    assert_int_equal(rp_text_distance(a, b, row->limit), row->distance);
    assert_int_equal(rp_text_distance(b, a, row->limit), row->distance);
}

typedef struct nearest_row {
    const char *name, *wanted, *nearest;
    const char *candidates[4];
} nearest_row;

static const nearest_row nearest[] = {
    {"nearest/one", "depresion", "depression", {"anxiety", "depression"}},
    {"nearest/none", "xyzzy", NULL, {"anxiety", "depression", "ocd"}},
    {"nearest/closest", "bat", "bat", {"cat", "bat", "hat"}},
    {"nearest/tie_is_bytewise", "bat", "cat", {"hat", "cat", "rat"}},
    {"nearest/prefix", "emotion", "emotion_focused", {"emotion_focused"}},
    {"nearest/prefix_of_three", "emo", "emotion", {"emotion"}},
    {"nearest/prefix_too_short", "em", NULL, {"emotion"}},
    {"nearest/third_of_length", "abcdef", "abcdxy", {"abcdxy"}},
    {"nearest/over_a_third", "abcdef", NULL, {"abcxyz"}},
    {"nearest/short_one_edit", "pl", "p", {"p"}},
};

static void test_nearest(void **state) {
    const nearest_row *row = *state;
    rp_nearest near = {rp_text_of(row->wanted), NULL, 0};

    for (size_t k = 0; k < 4 && row->candidates[k]; k++)
        rp_nearest_try(&near, row->candidates[k]);
    if (row->nearest)
        assert_string_equal(near.best, row->nearest);
    else
        assert_null(near.best);
}

typedef struct formula_row {
    const char *name, *text;
    bool is_formula;
} formula_row;

static const formula_row formulas[] = {
    {"formula/equals", "=1+1", true},
    {"formula/plus", "+49 151", true},
    {"formula/minus", "-5.5x", true},
    {"formula/at", "@home", true},
    {"formula/tab", "\tx", true},
    {"formula/return", "\rx", true},
    {"formula/line_feed", "\nx", true},
    {"formula/sign_alone", "-", true},
    {"formula/point_alone", "-.5", true},
    {"formula/point_at_end", "+5.", true},
    {"formula/whole_number", "-5", false},
    {"formula/number", "+5.25", false},
    {"formula/inside", "a=b", false},
    {"formula/blank", "", false},
    {"formula/apostrophe", "'=1", false},
};

static void test_formula(void **state) {
    const formula_row *row = *state;

    assert_int_equal(rp_text_is_formula(rp_text_of(row->text)),
                     row->is_formula);
}

/* Whatever a text is made of, the guard comes off again, and nothing that it
 * left would run. */
static void test_guard(void **state) {
    static const char bytes[] = "=+-@;,\t\r\n x7.";
    rp_buffer guarded = {0}, room = {0};
    uint32_t seed = 1;
    size_t changed = 0;

    (void)state;
    for (int turn = 0; turn < 20000; turn++) {
        char text[9];
        size_t length = (seed = seed * 1664525u + 1013904223u) >> 24 & 7u;
        for (size_t i = 0; i < length; i++)
            text[i] = bytes[((seed = seed * 1664525u + 1013904223u) >> 16) %
                            (sizeof bytes - 1)];
        guarded.length = 0;
        assert_true(rp_formula_guard(&guarded, (rp_text){text, length}, ','));
        rp_text safe = {guarded.bytes, guarded.length};
        for (size_t i = 0; i < safe.length; i++)
            assert_false(rp_formula_is_behind(safe, i, ','));
        assert_false(rp_text_is_formula(safe));
        rp_text plain = rp_formula_unguard(&room, safe);
        assert_int_equal(plain.length, length);
        assert_memory_equal(plain.bytes, text, length);
        changed += safe.length != length;
    }
    assert_in_range(changed, 1000, 19000);
    rp_buffer_clear(&guarded);
    rp_buffer_clear(&room);
}

static void test_compare(void **state) {
    (void)state;
    assert_true(rp_text_compare(rp_text_of("a"), rp_text_of("b")) < 0);
    assert_true(rp_text_compare(rp_text_of("b"), rp_text_of("a")) > 0);
    assert_int_equal(rp_text_compare(rp_text_of("a"), rp_text_of("a")), 0);
    assert_true(rp_text_compare(rp_text_of("a"), rp_text_of("aa")) < 0);
    assert_true(rp_text_compare(rp_text_of(""), rp_text_of("a")) < 0);
    assert_int_equal(rp_text_compare((rp_text){NULL, 0}, rp_text_of("")), 0);
    /* bytes, not letters and not signed */
    assert_true(rp_text_compare(rp_text_of("B10"), rp_text_of("B9")) < 0);
    assert_true(rp_text_compare(rp_text_of("Z"), rp_text_of("a")) < 0);
    assert_true(rp_text_compare(rp_text_of("z"), rp_text_of("\xC3\xA9")) < 0);
    assert_true(rp_text_equals((rp_text){"abc", 2}, "ab"));
    assert_false(rp_text_equals((rp_text){"abc", 2}, "abc"));
    assert_false(rp_text_equals(rp_text_of("ab"), "ax"));
}

static void test_buffer(void **state) {
    rp_buffer buffer = {0};
    char expected[3001] = "";

    (void)state;
    for (int i = 0; i < 1000; i++) {
        assert_true(rp_buffer_put(&buffer, "abcd", 3));
        memcpy(expected + 3 * i, "abc", 4);
    }
    assert_int_equal(buffer.length, 3000);
    assert_string_equal(buffer.bytes, expected);
    buffer.length = 2;
    assert_true(rp_buffer_puts(&buffer, "x"));
    assert_string_equal(buffer.bytes, "abx");
    assert_true(rp_buffer_put(&buffer, NULL, 0));
    assert_false(rp_buffer_put(&buffer, "x", SIZE_MAX - 1));
    assert_string_equal(buffer.bytes, "abx");
    rp_buffer_clear(&buffer);
    assert_null(buffer.bytes);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, folds, test_fold);
    SUITE_TABLE(&s, trims, test_trim);
    SUITE_TABLE(&s, bares, test_bare);
    SUITE_TABLE(&s, plains, test_plain);
    SUITE_TABLE(&s, encoded, test_utf8);
    SUITE_TABLE(&s, cuts, test_cut);
    SUITE_TABLE(&s, tames, test_tame);
    SUITE_TABLE(&s, mends, test_mend);
    SUITE_TABLE(&s, distances, test_distance);
    SUITE_TABLE(&s, nearest, test_nearest);
    SUITE_TABLE(&s, formulas, test_formula);
    suite_add(&s, "guard", test_guard, NULL);
    suite_add(&s, "compare", test_compare, NULL);
    suite_add(&s, "buffer", test_buffer, NULL);
    return suite_run(&s, "text");
}

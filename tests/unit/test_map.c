/* Maps: lines, pieces of lists, the words of questions. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "input/map/placed_values.h"
#include "input/map/question.h"

#include <stdlib.h>
#include <string.h>

/* ---- questions ----------------------------------------------------------- */

typedef struct question_row {
    const char *name;
    rp_side side;
    const char *header;
    const char *column; /* of the first row; NULL: none */
} question_row;

static const question_row questions[] = {
    {"question/timestamp", RP_CLIENTS, "Timestamp", "referred_on"},
    {"question/concerns", RP_CLIENTS, "What brings you to therapy?",
     "concerns"},
    {"question/stem", RP_CLIENTS, "Your difficulties", "concerns"},
    {"question/whole_words", RP_CLIENTS, "Helpless", NULL},
    {"question/gender_of_therapist", RP_CLIENTS,
     "Do you prefer a man or a woman as your therapist?", "want_gender"},
    {"question/own_gender", RP_CLIENTS, "Your gender", ""},
    {"question/without", RP_CLIENTS, "Insurance phone number", ""},
    {"question/in_order", RP_CLIENTS, "Preferred date of birth",
     "date_of_birth"},
    {"question/not_neighbours", RP_CLIENTS, "member of an id club",
     "client_id"},
    {"question/neighbours", RP_CLIENTS, "Member ID", ""},
    {"question/case_and_marks", RP_CLIENTS, "\xC3\x80VAILABILITY?", "slots"},
    {"question/therapists", RP_THERAPISTS, "Areas they treat", "specialties"},
    {"question/side", RP_THERAPISTS, "What brings you here", NULL},
    {"question/nothing", RP_CLIENTS, "...", NULL},
};

static void test_question(void **state) {
    const question_row *row = *state;
    bool no_memory = false;
    size_t at = 0;
    const rp_question *found =
        rp_question_next(row->side, rp_text_of(row->header), &at, &no_memory);

    assert_false(no_memory);
    if (!row->column) {
        assert_null(found);
        return;
    }
    assert_non_null(found);
    assert_string_equal(found->column, row->column);
}

/* Every column of the tables is one of ours, or it is said why it is not used.
 */
static void test_question_columns(void **state) {
    const rp_question *row;

    (void)state;
    for (int side = 0; side < RP_SIDES; side++)
        for (size_t k = 0; (row = rp_question_at((rp_side)side, k)); k++) {
            bool is_ours =
                rp_schema_find((rp_side)side, rp_text_of(row->column)) != NULL;
            assert_true(*row->column ? is_ours : row->why != NULL);
        }
}

typedef struct negation_row {
    const char *name, *text;
    bool negates;
} negation_row;

static const negation_row negations[] = {
    {"negation/plain", "prefer a woman", false},
    {"negation/not", "not a man", true},
    {"negation/apostrophe", "I don\xE2\x80\x99t want a man", true},
    {"negation/whole_word", "nothing", false},
};

static void test_negation(void **state) {
    const negation_row *row = *state;
    bool no_memory = false;

    assert_int_equal(rp_question_negates(rp_text_of(row->text), &no_memory),
                     row->negates);
}

/* ---- pieces -------------------------------------------------------------- */

typedef struct piece_row {
    const char *name, *cell, *pieces; /* each in < > */
} piece_row;

static const piece_row pieces[] = {
    {"pieces/commas", "a, b,c", "<a><b><c>"},
    {"pieces/semicolons", "a, b; c", "<a, b><c>"},
    {"pieces/brackets", "a (b, c), d", "<a (b, c)><d>"},
    {"pieces/open_bracket", "a (b, c", "<a (b><c>"},
    {"pieces/line_breaks", "a\nb", "<a><b>"},
    {"pieces/json", "[\"a\",\"b c\"]", "<a><b c>"},
    {"pieces/blank", " ; a;;", "<><a><>"},
};

static void test_pieces(void **state) {
    const piece_row *row = *state;
    rp_pieces p = rp_pieces_of(rp_text_of(row->cell));
    rp_buffer out = {0};

    for (size_t at = 0, end; at < p.cell.length; at = end + 1) {
        end = rp_pieces_end(&p, at);
        rp_text text = rp_pieces_text(&p, at, end);
        assert_true(rp_buffer_puts(&out, "<"));
        assert_true(text.length == 0 ||
                    rp_buffer_put(&out, text.bytes, text.length));
        assert_true(rp_buffer_puts(&out, ">"));
    }
    assert_string_equal(out.bytes, row->pieces);
    rp_buffer_clear(&out);
}

/* ---- maps ---------------------------------------------------------------- */

typedef struct line_row {
    const char *name, *header, *line, *bare;
} line_row;

static const line_row lines[] = {
    {"line/plain", "Open to new?", "Open to new?", "Open to new"},
    {"line/comma", "Who, when", "\"Who, when\"", "Who, when"},
    {"line/quote", "A \"b\"", "\"A \"\"b\"\"\"", "A \"b\""},
    {"line/form_marks", "Name: *", "Name: *", "Name"},
    {"line/marks_alone", "?", "?", "?"},
};

static void test_line(void **state) {
    const line_row *row = *state;
    rp_buffer out = {0};
    rp_text bare = rp_map_bare(rp_text_of(row->header));

    assert_true(rp_map_put_header(&out, rp_text_of(row->header)));
    assert_string_equal(out.bytes, row->line);
    assert_int_equal(rp_text_compare(bare, rp_text_of(row->bare)), 0);
    rp_buffer_clear(&out);
}

static void add(rp_map *map, int side, const char *column, const char *value,
                const char *to, bool is_twice) {
    rp_map_row row = {.side = side,
                      .column = column,
                      .value = value,
                      .to = to,
                      .is_open = strcmp(to, "?") == 0};
    bool twice;

    assert_true(rp_map_add(map, &row, &twice));
    assert_int_equal(twice, is_twice);
}

static void expect(rp_map *map, rp_side side, const char *value,
                   const char *to) {
    bool no_memory = false;
    const char *found = rp_map_placed(map, side, rp_text_of("Wish?"),
                                      rp_text_of(value), &no_memory);

    assert_false(no_memory);
    if (to)
        assert_string_equal(found, to);
    else
        assert_null(found);
}

/* A row of one sheet goes before one of both; an open row says nothing. */
static void test_rows(void **state) {
    rp_map *map = rp_map_new();
    rp_map_values values;
    bool no_memory = false, silent;

    (void)state;
    assert_non_null(map);
    add(map, RP_BOTH_SIDES, "wish", "A Woman", "female", false);
    add(map, RP_CLIENTS, "Wish ", "a woman", "female!", false);
    add(map, RP_CLIENTS, "wish?", "A  woman", "male", true);
    add(map, RP_CLIENTS, "wish", "a, b; c", "x", false);
    add(map, RP_CLIENTS, "wish", "later", "?", false);
    add(map, RP_CLIENTS, "wish", "nobody", "", false);
    add(map, RP_CLIENTS, "wish", NULL, "?", false);
    expect(map, RP_CLIENTS, "a_WOMAN", "female!");
    expect(map, RP_THERAPISTS, "a woman", "female");
    expect(map, RP_CLIENTS, "later", NULL);
    expect(map, RP_CLIENTS, "nobody", "");
    assert_false(rp_map_names(map, RP_CLIENTS, rp_text_of("wish")));
    rp_text name = rp_map_renamed(map, RP_CLIENTS, rp_text_of("wish"), &silent,
                                  &no_memory);
    assert_string_equal(name.bytes, "wish");
    assert_true(rp_map_values_of(map, RP_CLIENTS, rp_text_of("WISH"), &values,
                                 &no_memory));
    assert_int_equal(values.most_breaks, 2);
    assert_false(values.is_scale);
    add(map, RP_CLIENTS, "wish", "scale 1-5", "", false);
    assert_true(rp_map_is_scale(map, RP_CLIENTS, rp_text_of("wish")));
    rp_map_free(map);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, questions, test_question);
    SUITE_TABLE(&s, negations, test_negation);
    SUITE_TABLE(&s, pieces, test_pieces);
    SUITE_TABLE(&s, lines, test_line);
    suite_add(&s, "question/columns", test_question_columns, NULL);
    suite_add(&s, "map/rows", test_rows, NULL);
    return suite_run(&s, "map");
}

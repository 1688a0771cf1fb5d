/* Where a table begins, and what divides its cells. */
#include "unit/suite.h"

#include "input/heading.h"

#include <string.h>

typedef struct heading_row {
    const char *name, *text;
    char delimiter;
    uint32_t record;
} heading_row;

static const heading_row rows[] = {
    {"heading/first", "id,name,openings\n1,a,2\n", ',', 0},
    {"heading/title", "Roster 2026,,\n\nid,name,openings\n1,a,2\n", ',', 1},
    {"heading/blank_cells", ",,\nof the clinic\nid,name\n", ',', 2},
    {"heading/most_names", "id,name\nid,name,openings\n", ',', 1},
    {"heading/one_name", "x,y\nid,y\n", ',', 0},
    {"heading/names_tell", "id;a, b, c, d;name\n1;x;2\n", ';', 0},
    {"heading/even_rows", "x;y,z\n1;2\n3;4\n5,5;6\n", ';', 0},
    {"heading/quoted", "\"id\",\"na\"\"me\",\"name\"\n1,2,3\n", ',', 0},
    {"heading/break_in_quotes", "\"two\nlines\",x\nid,name\n", ',', 1},
    {"heading/tabs", "title\nid\tname\n1\t2\n", '\t', 1},
    {"heading/too_far",
     "a\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\na\nid,name\n",
     ',', 0},
    {"heading/empty", "", ',', UINT32_MAX},
};

static bool is_name(void *payload, rp_text cell) {
    const char *const *names = payload;

    for (; *names; names++)
        if (rp_text_equals(cell, *names))
            return true;
    return false;
}

static void test_heading(void **state) {
    static const char *const names[] = {"id", "name", "openings", NULL};
    const heading_row *row = *state;
    rp_known_names known = {.is_name = is_name,
                            .payload = (void *)(uintptr_t)names};
    rp_heading found;

    assert_true(rp_heading_find(&found, rp_text_of(row->text), '\0', &known));
    assert_int_equal(found.delimiter, row->delimiter);
    assert_int_equal(found.record, row->record);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_heading);
    return suite_run(&s, "heading");
}

#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/directory/filename.h"

#include <stdio.h>
#include <string.h>

typedef struct name_row {
    const char *name, *id, *file; /* a file that ends with '~' begins so */
} name_row;

static const name_row rows[] = {
    {"filename/plain", "C01", "C01.html"},
    {"filename/dots_within", "a.b-c_d", "a.b-c_d.html"},
    {"filename/parent", "..", "id~"},
    {"filename/traversal", "../../etc/passwd", "etcpasswd~"},
    {"filename/absolute", "/root", "root~"},
    {"filename/backslash", "a\\b", "ab~"},
    {"filename/hidden", ".ssh", "ssh~"},
    {"filename/ends_with_dot", "a.", "a~"},
    {"filename/two_dots", "a..b", "ab~"},
    {"filename/option", "-rf", "rf~"},
    {"filename/blank", "a b", "ab~"},
    {"filename/device", "con", "con~"},
    {"filename/device_with_dot", "Aux.1", "Aux1~"},
    {"filename/port", "COM1", "COM1~"},
    {"filename/no_device", "cone", "cone.html"},
    {"filename/tilde", "a~b", "ab~"},
    {"filename/accent", "\xC3\xA9", "id~"},
    {"filename/markup", "<b>", "b~"},
    {"filename/long",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa~"},
};

static void read_clients(clinic *c, const char *clients) {
    clinic_open(c,
                &(clinic_files){.therapists = "therapist_id,openings\nT1,1\n",
                                .clients = clients});
}

static void test_name(void **state) {
    const name_row *row = *state;
    char text[256], got[RP_FILENAME_SIZE];
    size_t length = strlen(row->file);
    rp_filenames *names;
    clinic c;

    snprintf(text, sizeof text, "client_id\n\"%s\"\n", row->id);
    read_clients(&c, text);
    assert_int_equal(rp_filenames_new(&names, &c.roster), RP_OK);
    rp_filenames_page(names, 0, got);
    if (row->file[length - 1] == '~') {
        assert_memory_equal(got, row->file, length);
        assert_int_equal(strlen(got), length + 16 + 5);
    } else {
        assert_string_equal(got, row->file);
    }
    assert_null(strchr(got, '/'));
    rp_filenames_free(names);
    clinic_close(&c);
}

/* Ids that some file system, or shortening, takes for the same. */
static void test_alike(void **state) {
    char got[6][RP_FILENAME_SIZE], code[6][10];
    rp_filenames *names;
    clinic c;

    (void)state;
    read_clients(&c, "client_id\nc1\nC1\na/b\nab\na b\nC2\n");
    assert_int_equal(rp_filenames_new(&names, &c.roster), RP_OK);
    for (uint32_t i = 0; i < 6; i++) {
        rp_filenames_page(names, i, got[i]);
        rp_filenames_code(&c.roster, i, code[i]);
        assert_int_equal(strlen(code[i]), 9);
        assert_int_equal(code[i][4], '-');
        for (char *at = got[i]; *at; at++)
            *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
        for (uint32_t k = 0; k < i; k++) {
            assert_string_not_equal(got[i], got[k]);
            assert_string_not_equal(code[i], code[k]);
        }
    }
    rp_filenames_free(names);
    clinic_close(&c);
}

int main(void) {
    static suite s;

    SUITE_TABLE(&s, rows, test_name);
    suite_add(&s, "filename/alike", test_alike, NULL);
    return suite_run(&s, "filename");
}

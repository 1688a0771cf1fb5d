/* Cells that hold lists, read as part of a clinic. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A cell of a column, what it is read as, and the findings in short. */
typedef struct list_row {
    const char *name, *column, *cell, *list;
    const char *said; /* part of what is said, "" for nothing */
} list_row;

static const list_row of_therapists[] = {
    {"list/one", "specialties", "gad", "gad", ""},
    {"list/semicolons", "specialties", "gad; ocd ;panic", "gad; ocd; panic",
     ""},
    {"list/bars", "specialties", "gad|ocd", "gad; ocd", ""},
    {"list/lines", "specialties", "gad\nocd\r\npanic", "gad; ocd; panic", ""},
    {"list/empty_pieces", "specialties", ";gad;; ocd;", "gad; ocd", ""},
    {"list/numbers", "specialties", "gad:12; ocd : 3", "gad:12; ocd:3", ""},
    {"list/number_0", "specialties", "gad:0", "gad:0", ""},
    {"list/repeat_number_wins", "specialties", "gad; GAD:5; gad:3", "gad:5",
     ""},
    {"list/repeat_by_alias", "specialties", "ocd; gad:2; F41.1:7", "ocd; gad:7",
     ""},
    {"list/commas", "specialties", "gad, ocd,panic", "gad; ocd; panic", ""},
    {"list/longest_name", "specialties", "gad, Pregnancy, Prenatal, Postpartum",
     "gad; perinatal", ""},
    {"list/longest_with_number", "specialties",
     "Pregnancy, Prenatal, Postpartum:30, ocd:2", "perinatal:30; ocd:2", ""},
    {"list/part_of_longest", "specialties", "Pregnancy, gad", "perinatal; gad",
     ""},
    {"list/comma_with_semicolon", "specialties",
     "Pregnancy, Prenatal, Postpartum; gad", "perinatal; gad", ""},
    {"list/literal", "specialties", "Blue Funk; gad", "blue_funk; gad",
     "'Blue Funk' is not a known name"},
    {"list/literal_number", "specialties", "Blue Funk:4", "blue_funk:4",
     "'Blue Funk' is not a known name"},
    {"list/nearest", "specialties", "depresion", "depresion",
     "nearest: depression"},
    {"list/wrong_column", "specialties", "emdr", "emdr",
     "one of modalities: is this the right column?"},
    {"list/colon_in_name", "specialties", "trauma:informed", "trauma:informed",
     "not a known name"},
    {"list/negative", "specialties", "gad:-1", "", "error"},
    {"list/fraction", "specialties", "gad:1.5; ocd", "ocd",
     "expected a whole number of cases"},
    {"list/mark_alone", "specialties", ":4", "", "a mark without a name"},
    {"list/no_marks", "specialties", "gad!", "",
     "no '!' or '?' has a meaning here"},
    {"list/none", "specialties", "None", "", ""},
    {"list/none_and_more", "specialties", "none; gad", "",
     "'none' beside other values"},
    {"list/none_twice", "specialties", "none, none", "",
     "'none' beside other values"},
    {"list/no_numbers", "modalities", "cbt:3", "",
     "no number has a meaning here"},
    {"list/type_1_1", "client_types", "1:1; couples", "individual; couple", ""},
    {"list/hybrid", "formats", "hybrid", "in_person; video", ""},
    {"list/hybrid_order", "formats", "phone; video; both",
     "phone; video; in_person", ""},
    {"list/closed", "formats", "video; fax", "video",
     "expected in_person, video, phone or hybrid"},
    {"list/closed_nearest", "client_types", "cuple", "", "nearest: couple"},
    {"list/icd_is_no_comma_name", "specialties", "F41.1, F42", "gad; ocd", ""},
    {"list/guarded", "sites", "'=x; b", "=x; b", ""},
    {"list/free_folds", "sites", "North-Street; NORTH  street", "north_street",
     ""},
};

static const list_row of_clients[] = {
    {"marks/must", "want_gender", "female!", "female!", ""},
    {"marks/mild", "want_gender", "female?; male", "female?; male", ""},
    {"marks/blank_before", "want_gender", "female !", "female!", ""},
    {"marks/both", "want_gender", "female!?", "", "not both"},
    {"marks/doubled", "want_gender", "female!!", "female!", ""},
    {"marks/stronger_wins", "want_gender", "f?; woman!; female", "female!", ""},
    {"marks/in_commas", "want_modalities", "emdr!, cbt?, act",
     "emdr!; cbt?; act", ""},
    {"marks/identity_is_strong", "want_faith", "jewish!; quaker?",
     "jewish; quaker?", "'jewish!' is read as a strong wish"},
    {"marks/ethnicity", "want_ethnicity", "latina!", "latina",
     "is read as a strong wish"},
    {"marks/values", "want_values", "feminist!", "feminist",
     "is read as a strong wish"},
    {"marks/populations", "want_populations", "lgbtq!", "lgbtq!", ""},
    {"marks/none_here", "avoid_modalities", "cbt?", "",
     "no '!' or '?' has a meaning here"},
    {"weights/whole", "concerns", "gad:9; ocd:1; panic", "gad:9; ocd:1; panic",
     ""},
    {"weights/zero", "concerns", "gad:0", "",
     "expected a whole weight from 1 to 9"},
    {"weights/ten", "concerns", "gad:10", "",
     "expected a whole weight from 1 to 9"},
    {"weights/first_position", "concerns", "gad; ocd; gad:3", "gad:3; ocd", ""},
    {"regions/alias", "lives_in", "New York; ontario", "ny; on", ""},
    {"regions/other", "lives_in", "Bavaria", "bavaria", ""},
    {"languages/codes", "languages", "spa, English", "es; en", ""},
    {"languages/unknown", "languages", "qqx", "qqx", "not a known name"},
};

static void check(const list_row *row, bool is_client) {
    const rp_side side = is_client ? RP_CLIENTS : RP_THERAPISTS;
    const rp_column *column = rp_schema_find(side, rp_text_of(row->column));
    char text[512];
    clinic c;
    clinic_files files = {
        "id,openings\nt,1\n", "id\nc\n", NULL, NULL, NULL, false, false};

    assert_non_null(column);
    snprintf(text, sizeof text, "id,openings,%s\nx,1,\"%s\"\n", row->column,
             row->cell);
    *(is_client ? &files.clients : &files.therapists) = text;
    clinic_try(&c, &files);
    const char *record = is_client ? (const char *)c.roster.clients
                                   : (const char *)c.roster.therapists;
    const rp_list *list = rp_list_at(record, column->offset);
    char *got = clinic_list(&c, column->names, list);
    assert_string_equal(got, row->list);
    assert_true(list->known);
    if (*row->said)
        assert_non_null(strstr(c.said, row->said));
    else
        assert_null(strstr(c.said, row->column));
    free(got);
    clinic_close(&c);
}

static void test_therapist(void **state) { check(*state, false); }

static void test_client(void **state) { check(*state, true); }

static void test_blank(void **state) {
    clinic c;

    (void)state;
    clinic_open(&c, &(clinic_files){"id,openings,languages\nt,1, \n", "id\nc\n",
                                    NULL, NULL, NULL, true, false});
    assert_false(c.roster.therapists[0].languages->known);
    assert_int_equal(c.roster.therapists[0].languages->count, 0);
    assert_false(c.roster.therapists[0].specialties->known);
    clinic_close(&c);
}

/* A long list of names that no column knows: no two of them the same. */
static void test_long(void **state) {
    rp_buffer text = {0};
    char name[32];
    clinic c;

    (void)state;
    assert_true(rp_buffer_puts(&text, "id,openings,sites\nt,1,"));
    for (int i = 0; i < 3000; i++) {
        snprintf(name, sizeof name, "%ssite %d", i ? ";" : "", i % 1500);
        assert_true(rp_buffer_puts(&text, name));
    }
    clinic_open(&c, &(clinic_files){text.bytes, "id\nc\n", NULL, NULL, NULL,
                                    false, false});
    assert_int_equal(c.roster.therapists[0].sites->count, 1500);
    clinic_close(&c);
    rp_buffer_clear(&text);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, of_therapists, test_therapist);
    SUITE_TABLE(&s, of_clients, test_client);
    suite_add(&s, "list/blank", test_blank, NULL);
    suite_add(&s, "list/long", test_long, NULL);
    return suite_run(&s, "list");
}

#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/criteria.h"
#include "output/csv/files.h"
#include "output/report/people.h"
#include "output/report/terms.h"

#include <string.h>

/* -- sentences ------------------------------------------------------------ */

static const char therapists[] = "therapist_id,name,openings\n"
                                 "T1,Ana,1\n"
                                 "B2,Both,1\n";
static const char clients[] = "client_id,name\n"
                              "C1,Zoe Quinn\n"
                              "C2,\n"
                              "B2,Nobody\n"
                              "5,Five\n"
                              "10234,Long Number\n"
                              "anna,Anna\n";

static const struct sentence_row {
    const char *name, *about, *words, *expected;
} sentences[] = {
    {"report/capital", NULL, "if it holds", "If it holds"},
    {"report/empty", NULL, "", ""},
    {"report/name", NULL, "T1 (Ana) serves C1",
     "T1 (Ana) serves C1 (Zoe Quinn)"},
    {"report/once", NULL, "if C1 pays 5, C1 gets a place",
     "If C1 (Zoe Quinn) pays 5, C1 gets a place"},
    {"report/about", "C1", "C1 gets a place", "C1 gets a place"},
    {"report/tier", NULL, "serves C1 (soon)", "Serves C1 Zoe Quinn (soon)"},
    {"report/nameless", NULL, "serves C2", "Serves C2"},
    {"report/within", NULL, "C12, XC1 and C1x", "C12, XC1 and C1x"},
    {"report/full_stop", NULL, "not C1.", "Not C1 (Zoe Quinn)."},
    {"report/number", NULL, "5 therapists fit", "5 therapists fit"},
    {"report/long_number", NULL, "serves 10234", "Serves 10234 (Long Number)"},
    {"report/word", NULL, "ask anna", "Ask anna"},
    {"report/therapist", NULL, "B2 serves C2", "B2 serves C2"},
    {"report/accents", NULL, "é C1 é", "é C1 (Zoe Quinn) é"},
};

static void test_sentence(void **state) {
    const struct sentence_row *row = *state;
    clinic c;

    clinic_open(&c,
                &(clinic_files){.therapists = therapists, .clients = clients});
    json_t *got = rp_people_sentence(
        &c.roster, row->about ? clinic_client(&c, row->about) : RP_NONE,
        rp_text_of(row->words));
    assert_non_null(got);
    assert_string_equal(json_string_value(got), row->expected);
    json_decref(got);
    clinic_close(&c);
}

/* -- words of staff ------------------------------------------------------- */

/* No sheet on the report shows a column by the name that a program reads. */
static void test_columns(void **state) {
    (void)state;
    for (size_t k = 0; k < rp_result_count; k++) {
        const rp_result_file *file = &rp_result_files[k];
        const char *at = file->header;
        while (file->title && at && *at) {
            size_t length = strcspn(at, ",");
            const rp_term_column *term =
                rp_terms_column(file->name, (rp_text){at, length});
            if (memchr(at, '_', length) && !term &&
                strcmp(file->name, "assignments.csv") != 0 &&
                strcmp(file->name, "waitlist.csv") != 0 &&
                strcmp(file->name, "options.csv") != 0 &&
                strcmp(file->name, "envy.csv") != 0)
                fail_msg("%s: %.*s", file->name, (int)length, at);
            at += length + (at[length] == ',');
        }
    }
}

/* Whatever a rule or a criterion may find blank has words for people. */
static void test_blanks(void **state) {
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];

    (void)state;
    for (uint32_t k = 0; k < schema->count; k++) {
        const rp_column *column = &schema->columns[k];
        const rp_blank_row *blank = rp_rules_blank(column);
        if (!blank)
            blank = rp_criteria_blank(column);
        if (!blank)
            continue;
        assert_non_null(rp_terms_blank(rp_text_of(column->name)));
        assert_string_equal(rp_terms_blank(rp_text_of(column->name)),
                            blank->words);
    }
    assert_null(rp_terms_blank(rp_text_of("no such column")));
}

static void test_values(void **state) {
    (void)state;
    assert_string_equal(rp_terms_value("reason", rp_text_of("lower_tier")),
                        "sees somebody less urgent");
    assert_null(rp_terms_value("reason", rp_text_of("of no kind")));
}

int main(void) {
    suite s = {.count = 0};

    SUITE_TABLE(&s, sentences, test_sentence);
    suite_add(&s, "report/columns", test_columns, NULL);
    suite_add(&s, "report/blanks", test_blanks, NULL);
    suite_add(&s, "report/values", test_values, NULL);
    return suite_run(&s, "report");
}

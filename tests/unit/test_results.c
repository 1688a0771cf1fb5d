/* run.json against the files beside it, and sums in the sheets. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "base/digest.h"
#include "rapport/rapport.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char therapists[] =
    "id,name,openings,specialties,modalities,languages,fee,slots,age_min\n"
    "t1,Ana,2,ptsd:42;gad,emdr,es;en,100,mon 09:00-12:00,18\n"
    "t2,\"Ben, the 2nd\",2,gad:7,cbt,en,80,,\nt3,=Cy,0,,,,,tue,\n";
static const char clients[] =
    "id,referred_on,urgency,concerns,languages,max_fee,slots,want_gender,pin\n"
    "c1,2026-01-05,,ptsd;gad,es,120,mon,f,\n"
    "c2,2026-03-02,urgent,gad:3;ocd:1,en,90,fri,,\n"
    "c3,2026-02-02,soon,gad,en,80,,,t2\nc4,,crisis,,,,,,\nc5,,,xx,fr,,,,\n";

/* Run match into folder/out. */
static void match(const char *folder) {
    char paths[3][700],
        words[6][16] = {"rapport", "match", "--quiet", "--out", "--top", "0"};
    char *arguments[] = {words[0], words[1], paths[0], paths[1], words[2],
                         words[3], paths[2], words[4], words[5], NULL};
    FILE *err = tmpfile();

    assert_non_null(err);
    scratch_write(scratch_path(folder, "t.csv"), therapists,
                  strlen(therapists));
    scratch_write(scratch_path(folder, "c.csv"), clients, strlen(clients));
    snprintf(paths[0], sizeof paths[0], "%s/t.csv", folder);
    snprintf(paths[1], sizeof paths[1], "%s/c.csv", folder);
    snprintf(paths[2], sizeof paths[2], "%s/out", folder);
    assert_int_equal(rp_cli_run(9, arguments, err, err), RP_EXIT_OK);
    fclose(err);
}

static json_t *member(const json_t *object, const char *name) {
    json_t *value = json_object_get(object, name);

    if (!value)
        fail_msg("run.json has no %s", name);
    return value;
}

static json_int_t count_of(const json_t *run, const char *group,
                           const char *name) {
    return json_integer_value(member(member(run, group), name));
}

static void check_digest(const char *path, const char *expected) {
    char digest[RP_DIGEST_SIZE];
    size_t length = 0;
    char *bytes = scratch_read(path, &length);

    assert_non_null(bytes);
    rp_digest(digest, bytes, length);
    assert_string_equal(digest, expected);
    free(bytes);
}

static void test_run(void **state) {
    char *folder = scratch_new(), path[700];
    json_error_t error;
    const char *name;
    json_t *value;

    (void)state;
    match(folder);
    snprintf(path, sizeof path, "%s/out/run.json", folder);
    json_t *run = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    assert_non_null(run);
    assert_string_equal(json_string_value(member(run, "rapport")),
                        rp_version());
    assert_string_equal(json_string_value(member(run, "as_of")), "2026-03-02");
    rp_findings findings = {0};
    rp_policy policy;
    size_t settings = 0;
    assert_int_equal(rp_policy_load(&policy, NULL, NULL, NULL, &findings),
                     RP_OK);
    rp_findings_clear(&findings);
    for (size_t k = 0; k < rp_policy_count(); k++)
        settings += rp_policy_matters(&policy, k, 0);
    assert_int_equal(json_object_size(member(run, "policy")), settings);
    assert_int_equal(json_array_size(member(run, "command")), 6);
    assert_int_equal(json_array_size(member(run, "inputs")), 2);
    for (size_t k = 0; k < 2; k++) {
        json_t *input = json_array_get(member(run, "inputs"), k);
        check_digest(json_string_value(member(input, "path")),
                     json_string_value(member(input, "sha256")));
        assert_int_equal(json_integer_value(member(input, "rows")),
                         k == 0 ? 3 : 5);
    }
    assert_int_equal(json_object_size(member(run, "files")), 10);
    json_object_foreach(member(run, "files"), name, value) {
        snprintf(path, sizeof path, "%s/out/%s", folder, name);
        check_digest(path, json_string_value(value));
    }
    assert_int_equal(json_array_size(member(run, "sensitive_columns")), 2);
    assert_int_equal(count_of(run, "counts", "clients"), 5);
    assert_int_equal(count_of(run, "counts", "therapists"), 3);
    assert_int_equal(count_of(run, "counts", "openings"), 4);
    assert_int_equal(count_of(run, "counts", "human"), 1);
    assert_int_equal(count_of(run, "counts", "assigned"), 2);
    assert_int_equal(count_of(run, "counts", "pinned"), 1);
    assert_int_equal(count_of(run, "counts", "waitlist"), 1);
    assert_int_equal(count_of(run, "counts", "ineligible"), 0);
    assert_true(json_is_true(member(member(run, "proof"), "optimal")));
    assert_int_equal(count_of(run, "objective", "wait"), 25 * (8 + 4));
    /* points are S-units of two decimals, and both totals agree */
    double total = json_real_value(member(member(run, "score"), "total"));
    assert_nearly(total * 100.0, (double)count_of(run, "objective", "fit"));
    json_decref(run);
    scratch_remove(folder);
}

static int tenths_of(rp_text cell) {
    double value;

    if (!rp_number_parse(&value, cell, false))
        return 0;
    return (int)(value * 10.0 + 0.5);
}

static uint32_t column_of(const rp_table *table, const char *name) {
    rp_text cells[RP_MAX_COLUMNS];
    uint32_t c = 0;

    rp_table_row(table, 0, cells);
    while (!rp_text_equals(cells[c], name))
        assert_true(++c < table->columns);
    return c;
}

/* The printed points of each row add up to its printed score. */
static void test_points(void **state) {
    char *folder = scratch_new();
    rp_findings findings = {0};
    rp_text cells[RP_MAX_COLUMNS];
    rp_table table;

    (void)state;
    match(folder);
    assert_int_equal(rp_table_read(&table,
                                   scratch_path(folder, "out/ranked.csv"),
                                   &findings),
                     RP_OK);
    uint32_t score = column_of(&table, "score");
    assert_true(table.rows >= 5);
    for (uint32_t row = 1; row <= table.rows; row++) {
        int sum = 0;
        rp_table_row(&table, row, cells);
        for (uint32_t c = score + 1; c <= score + RP_CRITERION_COUNT; c++)
            sum += tenths_of(cells[c]);
        assert_int_equal(sum, tenths_of(cells[score]));
    }
    rp_table_clear(&table);
    rp_findings_clear(&findings);
    scratch_remove(folder);
}

/* Human first, then assigned and pinned, then the others; each by id. */
static void test_order(void **state) {
    static const char *const order[] = {"c4", "c1", "c2", "c3", "c5"};
    static const char *const statuses[] = {"human", "assigned", "assigned",
                                           "pinned", "waitlist"};
    char *folder = scratch_new();
    rp_findings findings = {0};
    rp_text cells[RP_MAX_COLUMNS];
    rp_table table;

    (void)state;
    match(folder);
    assert_int_equal(rp_table_read(&table,
                                   scratch_path(folder, "out/assignments.csv"),
                                   &findings),
                     RP_OK);
    assert_int_equal(table.rows, 5);
    for (uint32_t row = 1; row <= 5; row++) {
        rp_table_row(&table, row, cells);
        assert_true(rp_text_equals(cells[0], order[row - 1]));
        assert_true(rp_text_equals(cells[1], statuses[row - 1]));
    }
    rp_table_clear(&table);
    rp_findings_clear(&findings);
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "run", test_run, NULL);
    suite_add(&s, "points", test_points, NULL);
    suite_add(&s, "order", test_order, NULL);
    return suite_run(&s, "results");
}

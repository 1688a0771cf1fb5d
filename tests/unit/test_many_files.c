#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/csv/files.h"
#include "output/directory/commit.h"
#include "output/directory/results.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANY = 300 };

static void write_one(rp_commit *commit, const char *name, const char *text) {
    rp_file *file = rp_commit_file(commit, name);

    assert_non_null(file);
    rp_file_put(file, text, strlen(text));
    assert_int_equal(rp_file_close(file), RP_OK);
}

static bool is_there(const char *folder, const char *name) {
    return access(scratch_path(folder, name), F_OK) == 0;
}

static rp_commit *open_commit(rp_hold **hold, const char *folder) {
    rp_commit *commit;

    assert_int_equal(rp_hold_take(hold, folder, &rp_results_purpose), RP_OK);
    assert_int_equal(rp_commit_begin(&commit, *hold), RP_OK);
    return commit;
}

/* What run.json has to say for the next run to know these files as results. */
static void write_record(rp_commit *commit) {
    rp_buffer text = {0};

    assert_true(rp_buffer_puts(&text, "{\"rapport\": \"1\", \"files\": {"));
    for (size_t k = 0; k < rp_commit_count(commit); k++)
        assert_true(rp_buffer_puts(&text, k ? ", \"" : "\"") &&
                    rp_buffer_puts(&text, rp_commit_name(commit, k)) &&
                    rp_buffer_puts(&text, "\": \"") &&
                    rp_buffer_puts(&text, rp_commit_digest(commit, k)) &&
                    rp_buffer_puts(&text, "\""));
    assert_true(rp_buffer_puts(&text, "}}"));
    write_one(commit, "run.json", text.bytes);
    rp_buffer_clear(&text);
}

static void write_run(const char *folder, int pages) {
    rp_hold *hold;
    rp_commit *commit;
    char name[64];

    commit = open_commit(&hold, folder);
    write_one(commit, "assignments.csv", "a");
    for (int k = 0; k < pages; k++) {
        snprintf(name, sizeof name, RP_COMMIT_FOLDER "/C%d.html", k);
        write_one(commit, name, name);
    }
    write_record(commit);
    assert_int_equal(rp_commit_count(commit), pages + 2);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    rp_hold_release(hold);
}

static void test_many(void **state) {
    char *folder = scratch_new();
    struct stat there;

    (void)state;
    write_run(folder, MANY);
    assert_true(is_there(folder, "run.json"));
    assert_true(is_there(folder, "shortlists/C0.html"));
    assert_true(is_there(folder, "shortlists/C299.html"));
    assert_int_equal(stat(scratch_path(folder, "shortlists"), &there), 0);
    assert_int_equal(there.st_mode & 0777, 0700);
    assert_int_equal(stat(scratch_path(folder, "shortlists/C0.html"), &there),
                     0);
    assert_int_equal(there.st_mode & 0777, 0600);
    scratch_remove(folder);
}

static void test_stale_pages_go(void **state) {
    char *folder = scratch_new();

    (void)state;
    write_run(folder, 5);
    scratch_write(scratch_path(folder, "shortlists/own.txt"), "x", 1);
    write_run(folder, 2);
    assert_true(is_there(folder, "shortlists/C1.html"));
    assert_false(is_there(folder, "shortlists/C2.html"));
    assert_true(is_there(folder, "shortlists/own.txt"));
    write_run(folder, 0);
    assert_false(is_there(folder, "shortlists/C1.html"));
    assert_true(is_there(folder, "shortlists/own.txt"));
    unlink(scratch_path(folder, "shortlists/own.txt"));
    write_run(folder, 3);
    write_run(folder, 0);
    assert_false(is_there(folder, "shortlists"));
    scratch_remove(folder);
}

static void test_abandoned(void **state) {
    char *folder = scratch_new();
    rp_hold *hold;
    rp_commit *commit;

    (void)state;
    write_run(folder, 2);
    commit = open_commit(&hold, folder);
    write_one(commit, RP_COMMIT_FOLDER "/C7.html", "x");
    assert_true(is_there(folder, "shortlists/C7.html.part"));
    rp_commit_free(commit);
    rp_hold_release(hold);
    assert_false(is_there(folder, "shortlists/C7.html.part"));
    assert_false(is_there(folder, "shortlists/C7.html"));
    assert_true(is_there(folder, "shortlists/C1.html"));
    assert_true(is_there(folder, "run.json"));
    scratch_remove(folder);
}

static void test_emergency(void **state) {
    char *folder = scratch_new();
    rp_hold *hold;
    rp_commit *commit;

    (void)state;
    commit = open_commit(&hold, folder);
    for (int k = 0; k < 40; k++) {
        char name[64];
        snprintf(name, sizeof name, RP_COMMIT_FOLDER "/C%d.html", k);
        write_one(commit, name, name);
    }
    rp_commit_emergency();
    assert_false(is_there(folder, "shortlists/C0.html.part"));
    assert_false(is_there(folder, "shortlists/C39.html.part"));
    rp_commit_free(commit);
    rp_hold_release(hold);
    scratch_remove(folder);
}

static void test_kept(void **state) {
    char *folder = scratch_new();
    char digest[RP_DIGEST_SIZE];
    rp_hold *hold;
    rp_commit *commit;

    (void)state;
    write_run(folder, 2);
    rp_digest(digest, "a", 1);
    commit = open_commit(&hold, folder);
    assert_int_equal(rp_commit_keep(commit, "assignments.csv", digest), RP_OK);
    assert_string_equal(rp_commit_path(commit, "assignments.csv"),
                        scratch_path(folder, "assignments.csv"));
    assert_null(rp_commit_path(commit, "ranked.csv"));
    write_one(commit, "report.html", "r");
    assert_string_equal(rp_commit_path(commit, "report.html"),
                        scratch_path(folder, "report.html.part"));
    write_record(commit);
    assert_string_equal(rp_commit_digest(commit, 0), digest);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    rp_hold_release(hold);
    assert_true(is_there(folder, "assignments.csv"));
    assert_true(is_there(folder, "report.html"));
    assert_false(is_there(folder, "shortlists"));
    scratch_remove(folder);
}

/* Where the folder should be stands a file: nothing of the run is changed. */
static void test_no_folder(void **state) {
    char *folder = scratch_new();
    rp_hold *hold;
    rp_commit *commit;

    (void)state;
    write_run(folder, 0);
    scratch_write(scratch_path(folder, "shortlists"), "x", 1);
    commit = open_commit(&hold, folder);
    assert_null(rp_commit_file(commit, RP_COMMIT_FOLDER "/C1.html"));
    assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    rp_commit_free(commit);
    rp_hold_release(hold);
    assert_true(is_there(folder, "run.json"));
    scratch_remove(folder);
}

int main(void) {
    static suite s;

    suite_add(&s, "commit/many", test_many, NULL);
    suite_add(&s, "commit/stale_pages_go", test_stale_pages_go, NULL);
    suite_add(&s, "commit/abandoned", test_abandoned, NULL);
    suite_add(&s, "commit/emergency", test_emergency, NULL);
    suite_add(&s, "commit/kept", test_kept, NULL);
    suite_add(&s, "commit/no_folder", test_no_folder, NULL);
    return suite_run(&s, "many_files");
}

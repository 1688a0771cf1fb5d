/* A result directory: a whole run, or plainly none. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/csv/files.h"
#include "output/directory/commit.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int mode_of(const char *path) {
    struct stat there;

    return stat(path, &there) == 0 ? (int)(there.st_mode & 07777) : -1;
}

static bool exists(const char *folder, const char *name) {
    struct stat there;

    return lstat(scratch_path(folder, name), &there) == 0;
}

static void check_text(const char *folder, const char *name,
                       const char *expected) {
    char *text = scratch_read(scratch_path(folder, name), NULL);

    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static void put(rp_commit *commit, const char *name, const char *text) {
    rp_file *file = rp_commit_file(commit, name);

    assert_non_null(file);
    rp_file_put(file, text, strlen(text));
    assert_int_equal(rp_file_close(file), RP_OK);
}

static void test_whole(void **state) {
    char *folder = scratch_new();
    char out[600], digest[RP_DIGEST_SIZE];
    rp_commit *commit;
    mode_t before = umask(0);

    (void)state;
    memcpy(out, scratch_path(folder, "deep/results"), sizeof out);
    assert_int_equal(rp_commit_begin(&commit, out, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "ranked");
    /* nothing has its name yet */
    assert_false(exists(out, "ranked.csv"));
    put(commit, "run.json", "{}");
    assert_int_equal(rp_commit_count(commit), 2);
    assert_string_equal(rp_commit_name(commit, 0), "ranked.csv");
    rp_digest(digest, "ranked", 6);
    assert_string_equal(rp_commit_digest(commit, 0), digest);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    umask(before);
    check_text(out, "ranked.csv", "ranked");
    check_text(out, "run.json", "{}");
    assert_false(exists(out, "ranked.csv.part"));
    assert_int_equal(mode_of(out), 0700);
    assert_int_equal(mode_of(scratch_path(folder, "deep")), 0700);
    assert_int_equal(mode_of(scratch_path(out, "ranked.csv")), 0600);
    assert_int_equal(mode_of(scratch_path(out, "run.json")), 0600);
    scratch_remove(folder);
}

/* An old run: what was not written again goes, what is not ours stays. */
static void test_replaces(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    scratch_write(scratch_path(folder, "run.json"), "old", 3);
    scratch_write(scratch_path(folder, "waitlist.csv"), "old", 3);
    scratch_write(scratch_path(folder, "ranked.csv"), "old", 3);
    scratch_write(scratch_path(folder, "notes.txt"), "mine", 4);
    scratch_write(scratch_path(folder, "ranked.csv.part"), "killed", 6);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    check_text(folder, "ranked.csv", "old");
    check_text(folder, "run.json", "old");
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    check_text(folder, "ranked.csv", "new");
    check_text(folder, "notes.txt", "mine");
    assert_false(exists(folder, "waitlist.csv"));
    assert_false(exists(folder, "run.json"));
    assert_false(exists(folder, "ranked.csv.part"));
    assert_false(exists(folder, "ranked.csv.old"));
    scratch_remove(folder);
}

/* Left by a run that was killed: gone with the next. */
static void test_leftovers(void **state) {
    static const char *const left[] = {
        "run.json.old",          "ranked.csv.old",
        "waitlist.csv.part",     "shortlists/C1.html.old",
        "shortlists/C2.html",    "shortlists/C2.html.part",
        "shortlists/map.csv.old"};
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    assert_int_equal(mkdir(scratch_path(folder, "shortlists"), 0700), 0);
    for (size_t k = 0; k < sizeof left / sizeof *left; k++)
        scratch_write(scratch_path(folder, left[k]), "old", 3);
    scratch_write(scratch_path(folder, "shortlists/own.old"), "mine", 4);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    put(commit, "run.json", "new");
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    for (size_t k = 0; k < sizeof left / sizeof *left; k++)
        assert_false(exists(folder, left[k]));
    check_text(folder, "shortlists/own.old", "mine");
    check_text(folder, "run.json", "new");
    scratch_remove(folder);
}

/* Given up before the end: the old run is still whole. */
static void test_given_up(void **state) {
    char *folder = scratch_new();
    char out[600];
    rp_commit *commit;

    (void)state;
    scratch_write(scratch_path(folder, "run.json"), "old", 3);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    assert_true(exists(folder, "ranked.csv.part"));
    rp_commit_free(commit);
    check_text(folder, "run.json", "old");
    assert_false(exists(folder, "ranked.csv"));
    assert_false(exists(folder, "ranked.csv.part"));
    /* a folder that we made goes too, unless there is something in it */
    memcpy(out, scratch_path(folder, "new"), sizeof out);
    assert_int_equal(rp_commit_begin(&commit, out, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    rp_commit_free(commit);
    assert_false(exists(folder, "new"));
    assert_int_equal(rp_commit_begin(&commit, out, rp_result_name), RP_OK);
    scratch_write(scratch_path(out, "notes.txt"), "mine", 4);
    rp_commit_free(commit);
    check_text(out, "notes.txt", "mine");
    rp_commit_free(NULL);
    scratch_remove(folder);
}

static void test_large(void **state) {
    char *folder = scratch_new();
    enum { LENGTH = 3000000 };
    char *bytes = malloc(LENGTH), digest[RP_DIGEST_SIZE];
    rp_commit *commit;
    size_t length = 0;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 31 % 251 + 1);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    rp_file *file = rp_commit_file(commit, "ranked.csv");
    assert_non_null(file);
    for (size_t at = 0, piece = 1; at < LENGTH; at += piece, piece += 977) {
        if (piece > LENGTH - at)
            piece = LENGTH - at;
        rp_file_put(file, bytes + at, piece);
    }
    assert_int_equal(rp_file_close(file), RP_OK);
    rp_digest(digest, bytes, LENGTH);
    assert_string_equal(rp_commit_digest(commit, 0), digest);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    char *written = scratch_read(scratch_path(folder, "ranked.csv"), &length);
    assert_int_equal(length, LENGTH);
    assert_memory_equal(written, bytes, LENGTH);
    free(written);
    free(bytes);
    scratch_remove(folder);
}

/* A disk that is full, as a limit on the length of a file. */
static void test_full(void **state) {
    char *folder = scratch_new();
    static char bytes[300000];
    struct rlimit before, small;
    rp_commit *commit;

    (void)state;
    scratch_write(scratch_path(folder, "run.json"), "old", 3);
    scratch_write(scratch_path(folder, "ranked.csv"), "old", 3);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    rp_file *file = rp_commit_file(commit, "ranked.csv");
    assert_non_null(file);
    rp_file_put(file, bytes, sizeof bytes);
    rp_file_put(file, bytes, sizeof bytes);
    rp_status closed = rp_file_close(file);
    rp_file *next = rp_commit_file(commit, "run.json");
    rp_status finished = rp_commit_finish(commit);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    assert_int_equal(closed, RP_ERR_IO);
    assert_int_equal(finished, RP_ERR_IO);
    assert_null(next);
    assert_int_equal(rp_commit_errno(commit), EFBIG);
    assert_non_null(strstr(rp_commit_culprit(commit), "/ranked.csv"));
    assert_null(strstr(rp_commit_culprit(commit), ".part"));
    rp_commit_free(commit);
    check_text(folder, "run.json", "old");
    check_text(folder, "ranked.csv", "old");
    assert_false(exists(folder, "ranked.csv.part"));
    scratch_remove(folder);
}

typedef struct place_row {
    const char *name, *below; /* of a folder with a file `file` in it */
    int reason;
} place_row;

static const place_row places[] = {
    {"place/is_a_file", "file", ENOTDIR},
    {"place/below_a_file", "file/results", ENOTDIR},
    {"place/far_below_a_file", "file/a/b", ENOTDIR},
};

static void test_place(void **state) {
    const place_row *row = *state;
    char *folder = scratch_new();
    rp_commit *commit;

    scratch_write(scratch_path(folder, "file"), "mine", 4);
    assert_int_equal(rp_commit_begin(&commit, scratch_path(folder, row->below),
                                     rp_result_name),
                     RP_ERR_IO);
    assert_int_equal(rp_commit_errno(commit), row->reason);
    assert_null(rp_commit_file(commit, "ranked.csv"));
    rp_commit_free(commit);
    check_text(folder, "file", "mine");
    scratch_remove(folder);
}

/* A folder without the right to write: root writes all the same. */
static void test_forbidden(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    assert_int_equal(chmod(folder, 0500), 0);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    rp_file *file = rp_commit_file(commit, "ranked.csv");
    if (geteuid() != 0) {
        assert_null(file);
        assert_int_equal(rp_commit_errno(commit), EACCES);
        assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    }
    rp_commit_free(commit);
    assert_int_equal(chmod(folder, 0700), 0);
    scratch_remove(folder);
}

/* A folder stands where a file has to go: nothing has changed. */
static void test_name_taken(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    assert_int_equal(mkdir(scratch_path(folder, "workload.csv"), 0700), 0);
    scratch_write(scratch_path(folder, "workload.csv/x"), "mine", 4);
    scratch_write(scratch_path(folder, "run.json"), "old", 3);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "workload.csv", "new");
    put(commit, "run.json", "new");
    assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    rp_commit_free(commit);
    check_text(folder, "run.json", "old");
    assert_false(exists(folder, "run.json.old"));
    assert_false(exists(folder, "run.json.part"));
    assert_false(exists(folder, "workload.csv.part"));
    check_text(folder, "workload.csv/x", "mine");
    scratch_remove(folder);
}

/* A link left under the name of a part must not be written through. */
static void test_link(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    scratch_write(scratch_path(folder, "other"), "mine", 4);
    assert_int_equal(symlink("other", scratch_path(folder, "ranked.csv.part")),
                     0);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_free(commit);
    check_text(folder, "other", "mine");
    check_text(folder, "ranked.csv", "new");
    scratch_remove(folder);
}

/* What a signal handler calls: half-written files go, whole ones stay. */
static void test_emergency(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    rp_file *file = rp_commit_file(commit, "workload.csv");
    assert_non_null(file);
    rp_commit_emergency();
    assert_false(exists(folder, "ranked.csv.part"));
    assert_false(exists(folder, "workload.csv.part"));
    rp_commit_free(commit);
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_emergency();
    check_text(folder, "ranked.csv", "new");
    rp_commit_free(commit);
    rp_commit_emergency();
    scratch_remove(folder);
}

static void test_unclosed(void **state) {
    char *folder = scratch_new();
    rp_commit *commit;

    (void)state;
    assert_int_equal(rp_commit_begin(&commit, folder, rp_result_name), RP_OK);
    put(commit, "ranked.csv", "new");
    assert_non_null(rp_commit_file(commit, "workload.csv"));
    assert_int_equal(rp_commit_count(commit), 1);
    assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    rp_commit_free(commit);
    assert_false(exists(folder, "workload.csv"));
    assert_false(exists(folder, "workload.csv.part"));
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "whole", test_whole, NULL);
    suite_add(&s, "replaces", test_replaces, NULL);
    suite_add(&s, "leftovers", test_leftovers, NULL);
    suite_add(&s, "given_up", test_given_up, NULL);
    suite_add(&s, "large", test_large, NULL);
    suite_add(&s, "full", test_full, NULL);
    SUITE_TABLE(&s, places, test_place);
    suite_add(&s, "forbidden", test_forbidden, NULL);
    suite_add(&s, "name_taken", test_name_taken, NULL);
    suite_add(&s, "link", test_link, NULL);
    suite_add(&s, "emergency", test_emergency, NULL);
    suite_add(&s, "unclosed", test_unclosed, NULL);
    return suite_run(&s, "commit");
}

/* A result directory: a whole run, or plainly none. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "output/csv/files.h"
#include "output/directory/commit.h"
#include "output/directory/results.h"

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

/* A directory that is held, and a commit to it. */
typedef struct desk {
    rp_hold *hold;
    rp_commit *commit;
} desk;

static rp_commit *open_desk(desk *d, const char *folder) {
    assert_int_equal(rp_hold_take(&d->hold, folder, &rp_results_purpose),
                     RP_OK);
    assert_int_equal(rp_commit_begin(&d->commit, d->hold), RP_OK);
    return d->commit;
}

static void close_desk(desk *d) {
    rp_commit_free(d->commit);
    rp_hold_release(d->hold);
}

/* An earlier run of some files, each with the text "old". */
static void write_run(const char *folder, const char *const *names) {
    rp_buffer text = {0};

    assert_true(rp_buffer_puts(&text, "{\"rapport\": \"1\", \"files\": {"));
    for (size_t k = 0; names[k]; k++) {
        scratch_write(scratch_path(folder, names[k]), "old", 3);
        assert_true(rp_buffer_puts(&text, k ? ", \"" : "\"") &&
                    rp_buffer_puts(&text, names[k]) &&
                    rp_buffer_puts(&text, "\": \"-\""));
    }
    assert_true(rp_buffer_puts(&text, "}}"));
    scratch_write(scratch_path(folder, "run.json"), text.bytes, text.length);
    rp_buffer_clear(&text);
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
    desk d;
    rp_commit *commit;
    mode_t before = umask(0);

    (void)state;
    memcpy(out, scratch_path(folder, "deep/results"), sizeof out);
    commit = open_desk(&d, out);
    put(commit, "ranked.csv", "ranked");
    /* nothing has its name yet */
    assert_false(exists(out, "ranked.csv"));
    put(commit, "run.json", "{}");
    assert_int_equal(rp_commit_count(commit), 2);
    assert_string_equal(rp_commit_name(commit, 0), "ranked.csv");
    rp_digest(digest, "ranked", 6);
    assert_string_equal(rp_commit_digest(commit, 0), digest);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    close_desk(&d);
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

/* The earlier run is as write_run() left it. */
static void check_run(const char *folder) {
    char *text = scratch_read(scratch_path(folder, "run.json"), NULL);

    assert_non_null(text);
    assert_non_null(strstr(text, "\"rapport\": \"1\""));
    free(text);
}

/* An old run: what was not written again goes, what is not ours stays. */
static void test_replaces(void **state) {
    static const char *const old[] = {"ranked.csv", "waitlist.csv", NULL};
    char *folder = scratch_new();
    desk d;
    rp_commit *commit;

    (void)state;
    write_run(folder, old);
    scratch_write(scratch_path(folder, "notes.txt"), "mine", 4);
    commit = open_desk(&d, folder);
    put(commit, "ranked.csv", "new");
    check_text(folder, "ranked.csv", "old");
    check_run(folder);
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    close_desk(&d);
    check_text(folder, "ranked.csv", "new");
    check_text(folder, "notes.txt", "mine");
    assert_false(exists(folder, "waitlist.csv"));
    assert_false(exists(folder, "run.json"));
    assert_false(exists(folder, "ranked.csv.part"));
    assert_false(exists(folder, "ranked.csv.old"));
    assert_false(exists(folder, ".rapport.lock"));
    scratch_remove(folder);
}

/* Given up before the end: the old run is still whole. */
static void test_given_up(void **state) {
    static const char *const none[] = {NULL};
    char *folder = scratch_new();
    char out[600];
    desk d;
    rp_commit *commit;

    (void)state;
    write_run(folder, none);
    commit = open_desk(&d, folder);
    put(commit, "ranked.csv", "new");
    assert_true(exists(folder, "ranked.csv.part"));
    close_desk(&d);
    check_run(folder);
    assert_false(exists(folder, "ranked.csv"));
    assert_false(exists(folder, "ranked.csv.part"));
    /* a folder that we made goes too, unless there is something in it */
    memcpy(out, scratch_path(folder, "new"), sizeof out);
    commit = open_desk(&d, out);
    put(commit, "ranked.csv", "new");
    close_desk(&d);
    assert_false(exists(folder, "new"));
    commit = open_desk(&d, out);
    scratch_write(scratch_path(out, "notes.txt"), "mine", 4);
    close_desk(&d);
    check_text(out, "notes.txt", "mine");
    rp_commit_free(NULL);
    scratch_remove(folder);
}

static void test_large(void **state) {
    char *folder = scratch_new();
    enum { LENGTH = 3000000 };
    char *bytes = malloc(LENGTH), digest[RP_DIGEST_SIZE];
    desk d;
    rp_commit *commit;
    size_t length = 0;

    (void)state;
    assert_non_null(bytes);
    for (size_t i = 0; i < LENGTH; i++)
        bytes[i] = (char)(i * 31 % 251 + 1);
    commit = open_desk(&d, folder);
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
    close_desk(&d);
    char *written = scratch_read(scratch_path(folder, "ranked.csv"), &length);
    assert_int_equal(length, LENGTH);
    assert_memory_equal(written, bytes, LENGTH);
    free(written);
    free(bytes);
    scratch_remove(folder);
}

/* A disk that is full, as a limit on the length of a file. */
static void test_full(void **state) {
    static const char *const old[] = {"ranked.csv", NULL};
    char *folder = scratch_new();
    static char bytes[300000];
    struct rlimit before, small;
    desk d;
    rp_commit *commit;

    (void)state;
    write_run(folder, old);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    commit = open_desk(&d, folder);
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
    close_desk(&d);
    check_run(folder);
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
    rp_hold *hold;

    scratch_write(scratch_path(folder, "file"), "mine", 4);
    assert_int_equal(rp_hold_take(&hold, scratch_path(folder, row->below),
                                  &rp_results_purpose),
                     RP_ERR_IO);
    assert_non_null(strstr(rp_hold_trouble(hold), strerror(row->reason)));
    rp_hold_release(hold);
    check_text(folder, "file", "mine");
    scratch_remove(folder);
}

/* A folder without the right to write: root writes all the same. */
static void test_forbidden(void **state) {
    char *folder = scratch_new();
    rp_hold *hold;

    (void)state;
    assert_int_equal(chmod(folder, 0500), 0);
    rp_status status = rp_hold_take(&hold, folder, &rp_results_purpose);
    if (geteuid() != 0) {
        assert_int_equal(status, RP_ERR_IO);
        assert_non_null(strstr(rp_hold_trouble(hold), strerror(EACCES)));
    }
    rp_hold_release(hold);
    assert_int_equal(chmod(folder, 0700), 0);
    scratch_remove(folder);
}

/* What stands in the way of a new file, and what is said of it. */
typedef struct obstacle_row {
    const char *name, *at; /* where it stands */
    char kind;             /* 'f'ile, 'd'irectory or symbolic 'l'ink */
    const char *words;
} obstacle_row;

static const obstacle_row obstacles[] = {
    {"obstacle/folder", "workload.csv", 'd', "it is a folder"},
    {"obstacle/file", "workload.csv", 'f', "no result of an earlier run"},
    {"obstacle/link", "workload.csv", 'l', "is a symbolic link"},
    {"obstacle/part", "workload.csv.part", 'f', "no result of an earlier run"},
    {"obstacle/link_of_part", "workload.csv.part", 'l', "workload.csv.part"},
    {"obstacle/old", "run.json.old", 'f', "run.json.old: is in the way"},
    {"obstacle/listed_link", "ranked.csv", 'l', "is a symbolic link"},
    {"obstacle/page", "shortlists/C1.html", 'f', "C1.html: is in the way"},
    {"obstacle/no_folder", "shortlists", 'f', "a folder has to be there"},
    {"obstacle/linked_folder", "shortlists", 'l', "is a symbolic link"},
};

static void make_obstacle(const char *folder, const obstacle_row *row) {
    const char *path = scratch_path(folder, row->at);

    if (strncmp(row->at, "shortlists/", 11) == 0)
        assert_int_equal(mkdir(scratch_path(folder, "shortlists"), 0700), 0);
    unlink(path);
    if (row->kind == 'f')
        scratch_write(path, "mine", 4);
    else if (row->kind == 'd')
        assert_int_equal(mkdir(path, 0700), 0);
    else
        assert_int_equal(symlink(scratch_path(folder, "other"), path), 0);
}

/* Nothing is changed, and nothing written through a link. */
static void test_obstacle(void **state) {
    static const char *const old[] = {"ranked.csv", NULL};
    static const char *const names[] = {"workload.csv", "shortlists/C1.html",
                                        "run.json"};
    const obstacle_row *row = *state;
    char *folder = scratch_new();
    desk d;
    rp_commit *commit;

    scratch_write(scratch_path(folder, "other"), "mine", 4);
    write_run(folder, old);
    make_obstacle(folder, row);
    commit = open_desk(&d, folder);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        rp_file *file = rp_commit_file(commit, names[k]);
        rp_file_put(file, "new", 3);
        rp_file_close(file);
    }
    assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    assert_non_null(rp_hold_trouble(d.hold));
    assert_non_null(strstr(rp_hold_trouble(d.hold), row->words));
    close_desk(&d);
    check_run(folder);
    check_text(folder, "other", "mine");
    if (row->kind == 'f')
        check_text(folder, row->at, "mine");
    assert_true(exists(folder, row->at));
    assert_false(exists(folder, "run.json.part"));
    assert_false(exists(folder, ".rapport.lock"));
    scratch_remove(folder);
}

/* An input stays, by whatever name it is read. */
static void test_spared(void **state) {
    static const char *const old[] = {"ranked.csv", NULL};
    char *folder = scratch_new();
    desk d;
    rp_commit *commit;

    (void)state;
    write_run(folder, old);
    assert_int_equal(
        link(scratch_path(folder, "ranked.csv"), scratch_path(folder, "hard")),
        0);
    assert_int_equal(symlink("hard", scratch_path(folder, "soft")), 0);
    commit = open_desk(&d, folder);
    assert_int_equal(rp_hold_spare(d.hold, scratch_path(folder, "missing")),
                     RP_OK);
    assert_int_equal(rp_hold_check(d.hold, "ranked.csv"), RP_OK);
    assert_int_equal(rp_hold_spare(d.hold, scratch_path(folder, "soft")),
                     RP_OK);
    assert_int_equal(rp_hold_check_all(d.hold), RP_ERR_IO);
    assert_non_null(strstr(rp_hold_trouble(d.hold), "an input of this run"));
    assert_null(rp_commit_file(commit, "ranked.csv"));
    close_desk(&d);
    check_text(folder, "hard", "old");
    check_text(folder, "ranked.csv", "old");
    scratch_remove(folder);
}

/* What a signal handler calls: half-written files go, whole ones stay. */
static void test_emergency(void **state) {
    char *folder = scratch_new();
    desk d;
    rp_commit *commit;

    (void)state;
    commit = open_desk(&d, folder);
    put(commit, "ranked.csv", "new");
    rp_file *file = rp_commit_file(commit, "workload.csv");
    assert_non_null(file);
    rp_commit_emergency();
    assert_false(exists(folder, "ranked.csv.part"));
    assert_false(exists(folder, "workload.csv.part"));
    close_desk(&d);
    commit = open_desk(&d, folder);
    put(commit, "ranked.csv", "new");
    assert_int_equal(rp_commit_finish(commit), RP_OK);
    rp_commit_emergency();
    check_text(folder, "ranked.csv", "new");
    close_desk(&d);
    rp_commit_emergency();
    scratch_remove(folder);
}

static void test_unclosed(void **state) {
    char *folder = scratch_new();
    desk d;
    rp_commit *commit;

    (void)state;
    commit = open_desk(&d, folder);
    put(commit, "ranked.csv", "new");
    assert_non_null(rp_commit_file(commit, "workload.csv"));
    assert_int_equal(rp_commit_count(commit), 1);
    assert_int_equal(rp_commit_finish(commit), RP_ERR_IO);
    close_desk(&d);
    assert_false(exists(folder, "workload.csv"));
    assert_false(exists(folder, "workload.csv.part"));
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "whole", test_whole, NULL);
    suite_add(&s, "replaces", test_replaces, NULL);
    suite_add(&s, "given_up", test_given_up, NULL);
    suite_add(&s, "large", test_large, NULL);
    suite_add(&s, "full", test_full, NULL);
    SUITE_TABLE(&s, places, test_place);
    suite_add(&s, "forbidden", test_forbidden, NULL);
    SUITE_TABLE(&s, obstacles, test_obstacle);
    suite_add(&s, "spared", test_spared, NULL);
    suite_add(&s, "emergency", test_emergency, NULL);
    suite_add(&s, "unclosed", test_unclosed, NULL);
    return suite_run(&s, "commit");
}

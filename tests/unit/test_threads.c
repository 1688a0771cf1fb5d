/* Several threads at once: each reads, matches, explains and writes, on a
 * clinic of its own and on one that all share, and runs command lines. What
 * comes out is what one thread alone would have made. */
#include "rapport/rapport.h"

#include "unit/clinic.h"
#include "unit/suite.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4 };

#define THERAPISTS "datasets/demo/therapists.csv"
#define CLIENTS "datasets/demo/clients.csv"

/* One thread's share of the work; checked by the main thread. */
typedef struct job {
    const rp_clinic *shared;
    char library[300], program[300]; /* where it writes */
    int fair;
    rp_status status;
    unsigned reasons, findings;
    int exit, wrong_exit;
} job;

static void count_reason(void *payload, const rp_reason *reason) {
    (void)reason;
    ++*(unsigned *)payload;
}

static void count_finding(void *payload, const rp_finding *finding) {
    (void)finding;
    ++*(unsigned *)payload;
}

/* The shared clinic: match, explain, write. */
static rp_status match(job *j) {
    rp_match_options how = RP_MATCH_OPTIONS_INIT;
    rp_write_options to = RP_WRITE_OPTIONS_INIT;
    rp_match *m;

    how.fair = j->fair;
    how.threads = 2;
    how.analyses = "margins,prices";
    to.pages = 1;
    rp_status status = rp_match_make(&m, j->shared, &how);
    for (uint32_t c = 0; c < 8 && status == RP_OK; c++)
        status = rp_match_explain(m, c, RP_NONE, count_reason, &j->reasons);
    if (status == RP_OK)
        status = rp_match_write(m, j->library, &to);
    rp_match_free(m);
    return status;
}

/* A clinic of its own, and one with errors. */
static rp_status read_both(job *j) {
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    const rp_judgement *pair;
    rp_clinic *own;

    from.therapists.name = THERAPISTS;
    from.clients.name = CLIENTS;
    rp_status status = rp_clinic_read(&own, &from);
    if (status == RP_OK)
        status = rp_pair_judge(&pair, own, 1, 1);
    if (status == RP_OK)
        rp_judgement_free(pair);
    rp_clinic_free(own);
    from.clients = (rp_csv){"broken", "id,age\na,six\nb,seven\n", 21};
    from.finding = count_finding;
    from.payload = &j->findings;
    return status != RP_OK                              ? status
           : rp_clinic_read(&own, &from) == RP_ERR_DATA ? RP_OK
                                                        : RP_ERR_USAGE;
}

/* Command lines: one that is right, one that is not. */
static void run_program(job *j) {
    char *right[] = {"rapport",
                     "match",
                     "--out",
                     j->program,
                     "--pages",
                     "--analyses",
                     "margins,prices",
                     "--objective",
                     "total",
                     THERAPISTS,
                     CLIENTS,
                     NULL};
    char *wrong[] = {"rapport",  "match", "--nonsense",
                     THERAPISTS, CLIENTS, NULL};
    FILE *talk = tmpfile();

    if (!talk)
        return;
    if (j->fair)
        right[8] = "fair";
    j->exit = rp_cli_run(11, right, talk, talk);
    j->wrong_exit = rp_cli_run(5, wrong, talk, talk);
    fclose(talk);
}

static void *work(void *payload) {
    job *j = payload;

    j->status = read_both(j);
    if (j->status == RP_OK)
        j->status = match(j);
    run_program(j);
    return NULL;
}

static rp_clinic *read_demo(void) {
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    rp_clinic *out;

    from.therapists.name = THERAPISTS;
    from.clients.name = CLIENTS;
    assert_int_equal(rp_clinic_read(&out, &from), RP_OK);
    return out;
}

static void prepare(job *j, const rp_clinic *shared, const char *folder,
                    int number) {
    *j = (job){.shared = shared, .fair = number % 2};
    snprintf(j->library, sizeof j->library, "%s/library-%d", folder, number);
    snprintf(j->program, sizeof j->program, "%s/program-%d", folder, number);
}

static void same_file(const char *one, const char *other, const char *name) {
    char *a = scratch_read(scratch_path(one, name), NULL);
    char *b = scratch_read(scratch_path(other, name), NULL);

    assert_non_null(a);
    assert_non_null(b);
    assert_string_equal(a, b);
    free(a);
    free(b);
}

static void check(const job *j, const job *alone) {
    static const char *const files[] = {
        "assignments.csv", "ranked.csv",  "waitlist.csv",      "workload.csv",
        "prices.csv", "report.html", "shortlists/map.csv"};

    assert_int_equal(j->status, RP_OK);
    assert_int_equal(j->exit, RP_EXIT_OK);
    assert_int_equal(j->wrong_exit, RP_EXIT_USAGE);
    assert_int_equal(j->reasons, alone->reasons);
    assert_int_equal(j->findings, alone->findings);
    assert_true(j->findings >= 2);
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        same_file(j->library, alone->library, files[k]);
        same_file(j->program, alone->program, files[k]);
    }
    same_file(j->library, j->program, "assignments.csv");
}

static void test_threads(void **state) {
    char *folder = scratch_new();
    rp_clinic *shared = read_demo();
    pthread_t threads[THREADS];
    job jobs[THREADS], alone[2];

    (void)state;
    for (int k = 0; k < THREADS; k++) {
        prepare(&jobs[k], shared, folder, k);
        assert_int_equal(pthread_create(&threads[k], NULL, work, &jobs[k]), 0);
    }
    for (int k = 0; k < THREADS; k++)
        assert_int_equal(pthread_join(threads[k], NULL), 0);
    for (int k = 0; k < 2; k++) {
        prepare(&alone[k], shared, folder, THREADS + k);
        work(&alone[k]);
    }
    for (int k = 0; k < THREADS; k++)
        check(&jobs[k], &alone[k % 2]);
    rp_clinic_free(shared);
    scratch_remove(folder);
}

/* ---- one directory for all ---------------------------------------------- */

enum { ROUNDS = 6 };

/* One thread's turns at a directory that all of them write to. */
typedef struct rival {
    const rp_clinic *shared;
    const char *out;
    unsigned top; /* rows per client in ranked.csv, a mark of this thread */
    bool by_program;
    int written, refused, wrong;
} rival;

static void count(rival *r, bool is_written, bool is_refused) {
    r->written += is_written;
    r->refused += is_refused;
    r->wrong += !is_written && !is_refused;
}

static void write_library(rival *r, const rp_match *m) {
    rp_write_options to = RP_WRITE_OPTIONS_INIT;

    to.top = r->top;
    rp_status status = rp_match_write(m, r->out, &to);
    count(r, status == RP_OK, status == RP_ERR_IO && errno == EAGAIN);
}

static void write_program(rival *r) {
    char top[16], out[600], said[2000] = "";
    char *words[] = {"rapport", "match",    "--analyses", "none",      "--out",
                     out,       "--top",    top,          "--threads", "1",
                     "--quiet", THERAPISTS, CLIENTS,      NULL};
    FILE *talk = tmpfile();

    snprintf(top, sizeof top, "%u", r->top);
    snprintf(out, sizeof out, "%s", r->out);
    int exit = talk ? rp_cli_run(13, words, talk, talk) : -1;
    if (talk) {
        rewind(talk);
        said[fread(said, 1, sizeof said - 1, talk)] = '\0';
        fclose(talk);
    }
    count(r, exit == RP_EXIT_OK,
          exit == RP_EXIT_FAILURE && strstr(said, "another run is writing"));
}

static void *press(void *payload) {
    rival *r = payload;
    rp_match_options how = RP_MATCH_OPTIONS_INIT;
    rp_match *m = NULL;

    how.threads = 1;
    how.analyses = "none";
    r->wrong = rp_match_make(&m, r->shared, &how) != RP_OK;
    for (int k = 0; k < ROUNDS && m; k++)
        if (r->by_program)
            write_program(r);
        else
            write_library(r, m);
    rp_match_free(m);
    return NULL;
}

/* However they meet, what stands there in the end is one whole run. */
static void test_one_place(void **state) {
    char *folder = scratch_new();
    rp_clinic *shared = read_demo();
    pthread_t threads[THREADS];
    rival rivals[THREADS];
    char out[600], diff[600];
    char *words[] = {"rapport", "diff", "--out", diff, out, out, NULL};
    FILE *talk = tmpfile();
    int written = 0;

    (void)state;
    snprintf(out, sizeof out, "%s/out", folder);
    snprintf(diff, sizeof diff, "%s", folder);
    for (int k = 0; k < THREADS; k++) {
        rivals[k] = (rival){.shared = shared,
                            .out = out,
                            .top = 1 + (unsigned)k,
                            .by_program = k % 2 == 1};
        assert_int_equal(pthread_create(&threads[k], NULL, press, &rivals[k]),
                         0);
    }
    for (int k = 0; k < THREADS; k++) {
        assert_int_equal(pthread_join(threads[k], NULL), 0);
        assert_int_equal(rivals[k].wrong, 0);
        written += rivals[k].written;
    }
    assert_true(written > 0);
    assert_non_null(talk);
    /* which refuses a directory whose hashes disagree */
    assert_int_equal(rp_cli_run(6, words, talk, talk), RP_EXIT_OK);
    fclose(talk);
    rp_clinic_free(shared);
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "threads", test_threads, NULL);
    suite_add(&s, "one_place", test_one_place, NULL);
    return suite_run(&s, "threads");
}

/* The public face: everything here goes through the headers of rapport/. */
#include "rapport/rapport.h"

#include "base/digest.h"
#include "unit/clinic.h"
#include "unit/suite.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THERAPISTS                                                             \
    "id,name,openings,languages,concerns\n"                                    \
    "s,Sam,1,en,gad:40\nt,Tess,1,es,ptsd:20\nu,Uma,0,en,\n"
#define CLIENTS                                                                \
    "id,concerns,languages,urgency\n"                                          \
    "a,gad,en,\nb,gad,en,\nc,,fr,\nd,ptsd,es,crisis\n"

/* What the callbacks heard, a line each. */
typedef struct heard {
    char text[2000];
    int count;
} heard;

static void hear(heard *h, const char *line) {
    strncat(h->text, line, sizeof h->text - strlen(h->text) - 1);
    strncat(h->text, "\n", sizeof h->text - strlen(h->text) - 1);
    h->count++;
}

static void hear_finding(void *payload, const rp_finding *f) {
    char line[300];

    snprintf(line, sizeof line, "%s:%u:%u: %s: %s (%u)", f->source,
             (unsigned)f->line, (unsigned)f->column,
             f->severity == RP_ERROR ? "error" : "warning", f->message,
             (unsigned)f->first_line);
    hear(payload, line);
}

static void hear_alert(void *payload, rp_alert alert, const char *id,
                       const char *source, uint32_t row, const char *words) {
    char line[300];

    snprintf(line, sizeof line, "%s %s of %s, row %u%s%s",
             alert == RP_ALERT_CRISIS ? "crisis" : "concern", id ? id : "?",
             source, (unsigned)row, *words ? ": " : "", words);
    hear(payload, line);
}

static void hear_reason(void *payload, const rp_reason *r) {
    char line[400];

    snprintf(line, sizeof line, "%s|%s|%s|%s", r->kind, r->therapist, r->name,
             r->words);
    hear(payload, line);
}

static rp_csv text(const char *name, const char *bytes) {
    return (rp_csv){name, bytes, strlen(bytes)};
}

static rp_clinic_options in_memory(const char *therapists, const char *clients,
                                   heard *h) {
    rp_clinic_options o = RP_CLINIC_OPTIONS_INIT;

    o.therapists = text("therapists", therapists);
    o.clients = text("clients", clients);
    o.finding = hear_finding;
    o.alert = hear_alert;
    o.payload = h;
    return o;
}

static rp_clinic *small_clinic(void) {
    heard h = {{0}, 0};
    rp_clinic_options o = in_memory(THERAPISTS, CLIENTS, &h);
    rp_clinic *out;

    assert_int_equal(rp_clinic_read(&out, &o), RP_OK);
    return out;
}

/* ---- reading ------------------------------------------------------------ */

static void test_clinic(void **state) {
    rp_clinic *c = small_clinic();

    (void)state;
    assert_int_equal(rp_clinic_client_count(c), 4);
    assert_int_equal(rp_clinic_therapist_count(c), 3);
    assert_string_equal(rp_clinic_client_id(c, 2), "c");
    assert_string_equal(rp_clinic_therapist_id(c, 1), "t");
    assert_string_equal(rp_clinic_therapist_name(c, 1), "Tess");
    assert_int_equal(rp_clinic_therapist_openings(c, 1), 1);
    assert_int_equal(rp_clinic_find_client(c, "d"), 3);
    assert_int_equal(rp_clinic_find_client(c, "x"), RP_NONE);
    assert_int_equal(rp_clinic_find_therapist(c, "u"), 2);
    assert_int_equal(rp_clinic_alert(c, 0), RP_ALERT_NONE);
    assert_int_equal(rp_clinic_alert(c, 3), RP_ALERT_CRISIS);
    rp_clinic_free(c);
    rp_clinic_free(NULL);
}

/* One call reports every problem, and who needs a person comes first. */
static void test_findings(void **state) {
    heard h = {{0}, 0};
    rp_clinic_options o = in_memory("id,openings\ns,six\n",
                                    "id,urgency\na,crisis\na,\n,crisis\n", &h);
    rp_clinic *c;

    (void)state;
    assert_int_equal(rp_clinic_read(&c, &o), RP_ERR_DATA);
    assert_null(c);
    assert_ptr_equal(strstr(h.text, "crisis a of clients, row 1\n"
                                    "crisis ? of clients, row 3\n"),
                     h.text);
    assert_non_null(strstr(h.text, "therapists:2:3: error: openings: "));
    assert_non_null(strstr(h.text, "clients:3:1: error: "));
    assert_non_null(strstr(h.text, "(2)\n")); /* the first of the two */
}

typedef struct usage_row {
    const char *name;
    size_t size;
    const char *therapists, *today;
    size_t maps;
    int frozen;
    rp_status status;
} usage_row;

#define SIZE sizeof(rp_clinic_options)

static const usage_row usages[] = {
    {"usage/good", SIZE, "t", "2026-06-01", 0, 0, RP_OK},
    {"usage/another_size", SIZE - 8, "t", NULL, 0, 0, RP_ERR_USAGE},
    {"usage/no_name", SIZE, NULL, NULL, 0, 0, RP_ERR_USAGE},
    {"usage/no_such_day", SIZE, "t", "2026-02-30", 0, 0, RP_ERR_USAGE},
    {"usage/too_many_maps", SIZE, "t", NULL, RP_MAX_MAPS + 1, 0, RP_ERR_USAGE},
    {"usage/frozen_alone", SIZE, "t", NULL, 0, 1, RP_ERR_USAGE},
};

static void test_usage(void **state) {
    const usage_row *row = *state;
    heard h = {{0}, 0};
    rp_clinic_options o = in_memory(THERAPISTS, CLIENTS, &h);
    rp_clinic *c;

    o.size = row->size;
    o.therapists.name = row->therapists;
    o.today = row->today;
    o.map_count = row->maps;
    o.frozen = row->frozen;
    assert_int_equal(rp_clinic_read(&c, &o), row->status);
    rp_clinic_free(c);
}

/* A file that is not there, and an earlier run that is none. */
static void test_no_file(void **state) {
    heard h = {{0}, 0};
    rp_clinic_options o = in_memory(THERAPISTS, CLIENTS, &h);
    rp_clinic *c;

    (void)state;
    o.clients = (rp_csv){"nowhere/clients.csv", NULL, 0};
    assert_int_equal(rp_clinic_read(&c, &o), RP_ERR_IO);
    assert_non_null(strstr(h.text, "nowhere/clients.csv:1:1: error: "));
    h = (heard){{0}, 0};
    o = in_memory(THERAPISTS, CLIENTS, &h);
    o.keep = "nowhere";
    assert_int_equal(rp_clinic_read(&c, &o), RP_ERR_IO);
    assert_non_null(strstr(h.text, "nowhere:1:1: error: nowhere/run.json"));
}

/* ---- pairs -------------------------------------------------------------- */

static void test_pair(void **state) {
    rp_clinic *c = small_clinic();
    const rp_judgement *j;
    double sum = 0.0;

    (void)state;
    assert_int_equal(rp_pair_judge(&j, c, 0, 0), RP_OK);
    assert_true(j->score > 50.0 && j->score <= 100.0);
    assert_int_equal(j->part_count, RP_CRITERION_COUNT);
    assert_string_equal(j->parts[0].name, "expertise");
    for (size_t k = 0; k < j->part_count; k++) {
        assert_true(j->parts[k].value <= 1.0 && j->parts[k].value >= -1.0);
        sum += j->parts[k].points;
    }
    assert_true(fabs(sum - j->score) < 1e-9);
    assert_int_equal(j->forbidden_count, 0);
    assert_true(j->because_count > 0 && j->because_count <= 4);
    assert_non_null(strstr(j->because[0], "40 clients treated"));
    assert_true(j->confirm_count > 0);
    rp_judgement_free(j);
    assert_int_equal(rp_pair_judge(&j, c, 0, 1), RP_OK);
    assert_int_equal(j->forbidden_count, 1);
    assert_string_equal(j->forbidden_by[0], "language");
    rp_judgement_free(j);
    rp_judgement_free(NULL);
    assert_int_equal(rp_pair_judge(&j, c, 4, 0), RP_ERR_USAGE);
    assert_int_equal(rp_pair_judge(&j, c, 0, 3), RP_ERR_USAGE);
    assert_null(j);
    rp_clinic_free(c);
}

static void test_eligible(void **state) {
    rp_clinic *c = small_clinic();
    uint32_t therapists[3], count;
    double scores[3];

    (void)state;
    assert_int_equal(rp_pair_eligible(c, 0, therapists, scores, &count), RP_OK);
    assert_int_equal(count, 2);
    assert_int_equal(therapists[0], 0);
    assert_int_equal(therapists[1], 2);
    assert_true(scores[0] > scores[1]);
    assert_int_equal(rp_pair_eligible(c, 2, therapists, NULL, &count), RP_OK);
    assert_int_equal(count, 0);
    assert_int_equal(rp_pair_eligible(c, 4, therapists, NULL, &count),
                     RP_ERR_USAGE);
    rp_clinic_free(c);
}

/* ---- matching ----------------------------------------------------------- */

static void test_match(void **state) {
    static const rp_decision decisions[] = {
        RP_DECISION_ASSIGNED, RP_DECISION_WAITLIST, RP_DECISION_INELIGIBLE,
        RP_DECISION_HUMAN};
    rp_clinic *c = small_clinic();
    rp_match *m;

    (void)state;
    assert_int_equal(rp_match_make(&m, c, NULL), RP_OK);
    for (uint32_t k = 0; k < 4; k++)
        assert_int_equal(rp_match_result(m, k)->decision, decisions[k]);
    assert_int_equal(rp_match_result(m, 0)->therapist, 0);
    assert_true(rp_match_result(m, 0)->score > 50.0);
    assert_int_equal(rp_match_result(m, 1)->therapist, RP_NONE);
    assert_int_equal(rp_match_result(m, 1)->eligible, 2);
    assert_string_equal(rp_match_result(m, 1)->tier, "routine");
    assert_int_equal(rp_match_result(m, 1)->weeks, -1);
    assert_int_equal(rp_match_left(m, 0), 0);
    assert_int_equal(rp_match_left(m, 1), 1);
    assert_string_equal(rp_decision_name(RP_DECISION_WAITLIST), "waitlist");
    rp_match_free(m);
    rp_match_free(NULL);
    rp_clinic_free(c);
}

static void test_match_usage(void **state) {
    rp_clinic *c = small_clinic();
    rp_match_options o = RP_MATCH_OPTIONS_INIT;
    rp_match *m;

    (void)state;
    o.size++;
    assert_int_equal(rp_match_make(&m, c, &o), RP_ERR_USAGE);
    assert_null(m);
    o.size--;
    o.threads = -1;
    assert_int_equal(rp_match_make(&m, c, &o), RP_ERR_USAGE);
    o.threads = 1;
    o.analyses = "margins,nonsense";
    assert_int_equal(rp_match_make(&m, c, &o), RP_ERR_USAGE);
    rp_clinic_free(c);
}

/* Reasons are the same whether or not an analysis was asked for. */
static void test_explain(void **state) {
    static const char *const analyses[] = {"none", "all"};
    rp_clinic *c = small_clinic();
    heard first = {{0}, 0};

    (void)state;
    for (int k = 0; k < 2; k++) {
        rp_match_options o = RP_MATCH_OPTIONS_INIT;
        heard h = {{0}, 0};
        rp_match *m;
        o.analyses = analyses[k];
        assert_int_equal(rp_match_make(&m, c, &o), RP_OK);
        assert_int_equal(rp_match_explain(m, 1, RP_NONE, hear_reason, &h),
                         RP_OK);
        assert_ptr_equal(strstr(h.text, "place|"), h.text);
        assert_non_null(strstr(h.text, "b waits"));
        assert_non_null(strstr(h.text, "other|s|s|"));
        if (k > 0)
            assert_string_equal(h.text, first.text);
        first = h;
        assert_int_equal(rp_match_explain(m, 4, RP_NONE, hear_reason, &h),
                         RP_ERR_USAGE);
        assert_int_equal(rp_match_explain(m, 1, 3, hear_reason, &h),
                         RP_ERR_USAGE);
        rp_match_free(m);
    }
    rp_clinic_free(c);
}

/* ---- writing ------------------------------------------------------------ */

static void tell_no_more(void *payload, const char *stage, double share) {
    (void)stage;
    assert_true(share >= 0.0 && share <= 1.0);
    ++*(int *)payload;
}

/* The same bytes as the program writes for the same files; and the program
 * can make pages of what the library wrote. */
static void test_write(void **state) {
    char *folder = scratch_new();
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    rp_match_options how = RP_MATCH_OPTIONS_INIT;
    rp_write_options o = RP_WRITE_OPTIONS_INIT;
    FILE *talk = tmpfile();
    rp_clinic *c;
    rp_match *m;
    int told = 0;
    char therapists[300], clients[300], out[300], by_program[300];

    (void)state;
    snprintf(therapists, sizeof therapists, "%s/therapists.csv", folder);
    snprintf(clients, sizeof clients, "%s/clients.csv", folder);
    snprintf(out, sizeof out, "%s/library", folder);
    snprintf(by_program, sizeof by_program, "%s/program", folder);
    scratch_write(therapists, THERAPISTS, strlen(THERAPISTS));
    scratch_write(clients, CLIENTS, strlen(CLIENTS));
    from.therapists.name = therapists;
    from.clients.name = clients;
    from.unknown_forbids = 1;
    from.today = "2026-06-01";
    how.fair = 1;
    how.progress = tell_no_more;
    how.payload = &told;
    o.top = 2;
    o.delimiter = ';';
    o.bom = 0;
    assert_int_equal(rp_clinic_read(&c, &from), RP_OK);
    assert_int_equal(rp_match_make(&m, c, &how), RP_OK);
    assert_int_equal(rp_match_write(m, out, &o), RP_OK);
    assert_true(told > 0);
    char *words[] = {"rapport",  "match",      "--unknown",   "forbid",
                     "--today",  "2026-06-01", "--objective", "fair",
                     "--top",    "2",          "--delimiter", ";",
                     "--no-bom", "--out",      by_program,    therapists,
                     clients,    NULL};
    assert_int_equal(rp_cli_run(17, words, talk, talk), RP_EXIT_OK);
    static const char *const files[] = {"run.json", "assignments.csv",
                                        "ranked.csv", "bottlenecks.csv"};
    for (size_t k = 0; k < sizeof files / sizeof *files; k++) {
        size_t length, other;
        char *one = scratch_read(scratch_path(out, files[k]), &length);
        char *two = scratch_read(scratch_path(by_program, files[k]), &other);
        assert_non_null(one);
        assert_non_null(two);
        assert_string_equal(one, two);
        free(one);
        free(two);
    }
    char *pages[] = {"rapport",  "pages", "--results", out,
                     therapists, clients, NULL};
    assert_int_equal(rp_cli_run(6, pages, talk, talk), RP_EXIT_OK);
    rp_match_free(m);
    rp_clinic_free(c);
    fclose(talk);
    scratch_remove(folder);
}

static void test_write_trouble(void **state) {
    rp_clinic *c = small_clinic();
    rp_write_options o = RP_WRITE_OPTIONS_INIT;
    char trouble[100] = "";
    rp_match *m;

    (void)state;
    assert_int_equal(rp_match_make(&m, c, NULL), RP_OK);
    o.trouble = trouble;
    o.trouble_size = sizeof trouble;
    assert_int_equal(rp_match_write(m, "/dev/null/results", &o), RP_ERR_IO);
    assert_string_equal(
        trouble, "/dev/null/results: cannot be written: Not a directory");
    o.delimiter = '|';
    assert_int_equal(rp_match_write(m, "nowhere", &o), RP_ERR_USAGE);
    rp_match_free(m);
    rp_clinic_free(c);
}

/* run.json says which bytes were read, also where they were in memory. */
static void test_hash_of_memory(void **state) {
    char *folder = scratch_new(), digest[RP_DIGEST_SIZE];
    rp_clinic *c = small_clinic();
    rp_match *m;
    size_t length;

    (void)state;
    assert_int_equal(rp_match_make(&m, c, NULL), RP_OK);
    assert_int_equal(rp_match_write(m, folder, NULL), RP_OK);
    char *run = scratch_read(scratch_path(folder, "run.json"), &length);
    assert_non_null(run);
    rp_digest(digest, CLIENTS, strlen(CLIENTS));
    assert_non_null(strstr(run, digest));
    rp_digest(digest, THERAPISTS, strlen(THERAPISTS));
    assert_non_null(strstr(run, digest));
    free(run);
    rp_match_free(m);
    rp_clinic_free(c);
    scratch_remove(folder);
}

static rp_match *match_files(rp_clinic **read, const char *therapists,
                             const char *clients) {
    rp_clinic_options from = RP_CLINIC_OPTIONS_INIT;
    rp_match *m;

    from.therapists.name = therapists;
    from.clients.name = clients;
    assert_int_equal(rp_clinic_read(read, &from), RP_OK);
    assert_int_equal(rp_match_make(&m, *read, NULL), RP_OK);
    return m;
}

/* What no run has written stays, and what the clinic was read from. */
static void test_write_spares(void **state) {
    char *folder = scratch_new(), *read;
    char therapists[300], clients[300];
    rp_write_options o = RP_WRITE_OPTIONS_INIT;
    char trouble[600] = "";
    rp_clinic *c;

    (void)state;
    o.trouble = trouble;
    o.trouble_size = sizeof trouble;
    snprintf(therapists, sizeof therapists, "%s/therapists.csv", folder);
    snprintf(clients, sizeof clients, "%s/waitlist.csv", folder);
    scratch_write(therapists, THERAPISTS, strlen(THERAPISTS));
    scratch_write(clients, CLIENTS, strlen(CLIENTS));
    rp_match *m = match_files(&c, therapists, clients);
    errno = 0;
    assert_int_equal(rp_match_write(m, folder, &o), RP_ERR_IO);
    assert_int_equal(errno, EEXIST);
    assert_non_null(strstr(trouble, "/waitlist.csv: is an input of this run"));
    rp_match_free(m);
    rp_clinic_free(c);
    /* bytes in memory are no file, whatever they are called */
    scratch_write(clients, "mine", 4);
    c = small_clinic();
    assert_int_equal(rp_match_make(&m, c, NULL), RP_OK);
    assert_int_equal(rp_match_write(m, folder, &o), RP_ERR_IO);
    assert_non_null(strstr(trouble, "/waitlist.csv: is in the way"));
    read = scratch_read(clients, NULL);
    assert_string_equal(read, "mine");
    free(read);
    unlink(clients);
    assert_int_equal(rp_match_write(m, folder, NULL), RP_OK);
    assert_int_equal(rp_match_write(m, folder, &o), RP_OK);
    rp_match_free(m);
    rp_clinic_free(c);
    scratch_remove(folder);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "clinic", test_clinic, NULL);
    suite_add(&s, "findings", test_findings, NULL);
    SUITE_TABLE(&s, usages, test_usage);
    suite_add(&s, "no_file", test_no_file, NULL);
    suite_add(&s, "pair", test_pair, NULL);
    suite_add(&s, "eligible", test_eligible, NULL);
    suite_add(&s, "match", test_match, NULL);
    suite_add(&s, "match_usage", test_match_usage, NULL);
    suite_add(&s, "explain", test_explain, NULL);
    suite_add(&s, "write", test_write, NULL);
    suite_add(&s, "write_trouble", test_write_trouble, NULL);
    suite_add(&s, "hash_of_memory", test_hash_of_memory, NULL);
    suite_add(&s, "write_spares", test_write_spares, NULL);
    return suite_run(&s, "library");
}

/* Whole commands, with streams in memory: exit statuses, and bytes that do not
 * depend on threads, rows or the directory. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "cli/progress.h"
#include "cli/reading.h"
#include "rapport/rapport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Run `rapport` with words by blanks, in which % stands for the folder. */
typedef struct ran {
    int status;
    char *out, *err;
} ran;

static ran run(const char *folder, const char *line) {
    static char words[32][700];
    char *arguments[33] = {words[0]};
    int count = 1;
    size_t lengths[2];
    ran r = {0};
    FILE *out = open_memstream(&r.out, &lengths[0]);
    FILE *err = open_memstream(&r.err, &lengths[1]);

    assert_non_null(out);
    assert_non_null(err);
    snprintf(words[0], sizeof words[0], "rapport");
    for (const char *at = line; *at; count++) {
        size_t length = strcspn(at, " ");
        if (*at == '%')
            snprintf(words[count], sizeof words[0], "%s%.*s", folder,
                     (int)length - 1, at + 1);
        else
            snprintf(words[count], sizeof words[0], "%.*s", (int)length, at);
        arguments[count] = words[count];
        at += length + (at[length] == ' ');
    }
    arguments[count] = NULL;
    r.status = rp_cli_run(count, arguments, out, err);
    assert_int_equal(fclose(out), 0);
    assert_int_equal(fclose(err), 0);
    return r;
}

static void forget(ran *r) {
    free(r->out);
    free(r->err);
}

typedef struct exit_row {
    const char *name, *line;
    int status;
} exit_row;

static const exit_row exits[] = {
    {"exit/match", "match %/t.csv %/c.csv --out %/out", RP_EXIT_OK},
    {"exit/rank", "rank %/t.csv %/c.csv", RP_EXIT_OK},
    {"exit/check", "check %/t.csv %/c.csv", RP_EXIT_OK},
    {"exit/policy", "policy", RP_EXIT_OK},
    {"exit/template", "template therapists", RP_EXIT_OK},
    {"exit/columns", "columns clients", RP_EXIT_OK},
    {"exit/version", "--version", RP_EXIT_OK},
    {"exit/help", "help match", RP_EXIT_OK},
    {"exit/help_option", "match --help", RP_EXIT_OK},
    {"exit/match_errors", "match %/bad.csv %/c.csv --out %/out", RP_EXIT_INPUT},
    {"exit/rank_errors", "rank %/bad.csv %/c.csv", RP_EXIT_INPUT},
    {"exit/check_errors", "check %/bad.csv %/c.csv", RP_EXIT_INPUT},
    {"exit/bad_policy", "rank %/t.csv %/c.csv --policy %/c.csv", RP_EXIT_INPUT},
    {"exit/bad_taxonomy", "rank %/t.csv %/c.csv --taxonomy %/own",
     RP_EXIT_INPUT},
    {"exit/nothing", "", RP_EXIT_USAGE},
    {"exit/command", "mach", RP_EXIT_USAGE},
    {"exit/option", "match --top x %/t.csv %/c.csv", RP_EXIT_USAGE},
    {"exit/too_few", "match %/t.csv", RP_EXIT_USAGE},
    {"exit/too_many", "match %/t.csv %/c.csv %/c.csv", RP_EXIT_USAGE},
    {"exit/side", "template people", RP_EXIT_USAGE},
    {"exit/help_of_nothing", "help nothing", RP_EXIT_USAGE},
    {"exit/stdin_twice", "check - -", RP_EXIT_USAGE},
    {"exit/pins", "match %/t.csv %/pins.csv --out %/out", RP_EXIT_PINS},
    {"exit/pins_checked", "check %/t.csv %/pins.csv", RP_EXIT_INPUT},
    {"exit/missing", "match %/none.csv %/c.csv --out %/out", RP_EXIT_FAILURE},
    {"exit/missing_policy", "check %/t.csv %/c.csv --policy %/none",
     RP_EXIT_FAILURE},
    {"exit/cannot_write", "match %/t.csv %/c.csv --out %/t.csv",
     RP_EXIT_FAILURE},
};

static void write_all(const char *folder) {
    static const struct {
        const char *name, *text;
    } files[] = {
        {"t.csv", "id,openings\nt1,1\nt2,1\n"},
        {"c.csv", "id\nc1\nc2\nc3\n"},
        {"bad.csv", "id,openings\nt1,x\n"},
        {"pins.csv", "id,pin\nc1,t1\nc2,t1\n"},
    };

    for (size_t k = 0; k < sizeof files / sizeof *files; k++)
        scratch_write(scratch_path(folder, files[k].name), files[k].text,
                      strlen(files[k].text));
}

static void test_exit(void **state) {
    const exit_row *row = *state;
    char *folder = scratch_new();

    write_all(folder);
    if (strstr(row->name, "taxonomy")) {
        char command[3000];
        snprintf(command, sizeof command,
                 "mkdir '%s/own' && printf 'concern,label\\na,A\\na,B\\n' "
                 ">'%s/own/concerns.csv' && echo modality,label "
                 ">'%s/own/modalities.csv' && echo concern,modality,rating "
                 ">'%s/own/evidence.csv'",
                 folder, folder, folder, folder);
        assert_int_equal(system(command), 0);
    }
    ran r = run(folder, row->line);
    assert_int_equal(r.status, row->status);
    /* results and talk are kept apart, and a failure says why */
    if (row->status != RP_EXIT_OK) {
        assert_string_equal(r.out, "");
        assert_string_not_equal(r.err, "");
        assert_null(scratch_read(scratch_path(folder, "out/run.json"), NULL));
    }
    forget(&r);
    scratch_remove(folder);
}

static void test_exit_of_status(void **state) {
    static const int expected[] = {[RP_OK] = RP_EXIT_OK,
                                   [RP_ERR_DATA] = RP_EXIT_INPUT,
                                   [RP_ERR_USAGE] = RP_EXIT_USAGE,
                                   [RP_ERR_PINS] = RP_EXIT_PINS,
                                   [RP_ERR_IO] = RP_EXIT_FAILURE,
                                   [RP_ERR_MEMORY] = RP_EXIT_FAILURE,
                                   [RP_ERR_SOLVER] = RP_EXIT_FAILURE,
                                   [RP_ERR_SIZE] = RP_EXIT_FAILURE};

    (void)state;
    for (int status = RP_OK; status <= RP_ERR_SIZE; status++)
        assert_int_equal(rp_reading_exit((rp_status)status), expected[status]);
}

/* A clinic of more clients than the rows of one block, its rows shuffled in
 * the second pair of files. */
static void write_large(const char *folder) {
    enum { CLIENTS = 700, THERAPISTS = 90 };
    static const char *const languages[] = {"en", "es", "en;es", ""};
    static const char *const concerns[] = {"gad:12", "ptsd", "gad:3;ocd", ""};
    const char *const names[2][2] = {{"t1.csv", "c1.csv"},
                                     {"t2.csv", "c2.csv"}};

    for (int turn = 0; turn < 2; turn++) {
        FILE *t = fopen(scratch_path(folder, names[turn][0]), "w");
        FILE *c = fopen(scratch_path(folder, names[turn][1]), "w");
        assert_non_null(t);
        assert_non_null(c);
        fputs("id,openings,specialties,languages,fee\n", t);
        for (unsigned k = 0; k < THERAPISTS; k++) {
            unsigned i = turn ? (k * 37 + 5) % THERAPISTS : k;
            fprintf(t, "t%u,%u,%s,%s,%u\n", i, i * 7 % 13, concerns[i % 4],
                    languages[i * 5 % 7 % 4], 60 + i * 11 % 70);
        }
        fputs("id,referred_on,urgency,concerns,languages,max_fee\n", c);
        for (unsigned k = 0; k < CLIENTS; k++) {
            unsigned i = turn ? (k * 333 + 11) % CLIENTS : k;
            fprintf(c, "c%u,2026-%02u-%02u,%s,%s,%s,%u\n", i, i % 6 + 1,
                    i % 28 + 1,
                    i % 50 == 0 ? "crisis"
                    : i % 9     ? ""
                                : "urgent",
                    i % 3 ? "gad;ocd" : "ptsd", languages[i % 5 % 4],
                    70 + i * 13 % 50);
        }
        assert_int_equal(fclose(t), 0);
        assert_int_equal(fclose(c), 0);
    }
}

static void check_same(const char *folder, const char *one, const char *two,
                       bool with_run) {
    static const char *const names[] = {"assignments.csv", "ranked.csv",
                                        "waitlist.csv", "workload.csv",
                                        "run.json"};
    char path[64];

    for (int k = 0; k < (with_run ? 5 : 4); k++) {
        snprintf(path, sizeof path, "%s/%s", one, names[k]);
        char *a = scratch_read(scratch_path(folder, path), NULL);
        snprintf(path, sizeof path, "%s/%s", two, names[k]);
        char *b = scratch_read(scratch_path(folder, path), NULL);
        assert_non_null(a);
        assert_non_null(b);
        if (strcmp(a, b) != 0)
            fail_msg("%s differs between %s and %s", names[k], one, two);
        free(a);
        free(b);
    }
}

static void test_same_bytes(void **state) {
    char *folder = scratch_new();
    static const char *const lines[] = {
        "match %/t1.csv %/c1.csv --out %/a --threads 1 --top 0",
        "match %/t1.csv %/c1.csv --out %/b --threads 4 --top 0",
        "match %/t1.csv %/c1.csv --out %/c --threads 7 --top 0",
        "match %/t2.csv %/c2.csv --out %/d --threads 3 --top 0"};

    (void)state;
    write_large(folder);
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        ran r = run(folder, lines[k]);
        assert_int_equal(r.status, RP_EXIT_OK);
        assert_string_equal(r.out, "");
        forget(&r);
    }
    check_same(folder, "a", "b", true);
    check_same(folder, "a", "c", true);
    check_same(folder, "a", "d", false);
    scratch_remove(folder);
}

/* `rank` prints the rows of ranked.csv, but for status and price. */
static void test_rank_is_ranked(void **state) {
    char *folder = scratch_new();

    (void)state;
    write_large(folder);
    ran match =
        run(folder, "match %/t1.csv %/c1.csv --out %/a --no-bom --quiet");
    ran rank = run(folder, "rank %/t1.csv %/c1.csv");
    assert_int_equal(match.status, RP_EXIT_OK);
    assert_int_equal(rank.status, RP_EXIT_OK);
    char *ranked = scratch_read(scratch_path(folder, "a/ranked.csv"), NULL);
    /* take the fifth and sixth cells away; no cell before it is quoted here */
    char *in = strstr(ranked, "\r\n") + 2, *out = in;
    for (int cell = 0; *in; in++) {
        if (*in == '\n')
            cell = -1;
        if (*in == ',' || *in == '\n')
            cell++;
        if ((cell != 4 && cell != 5) || *in == ',')
            *out++ = *in;
    }
    *out = '\0';
    assert_string_equal(rank.out, ranked);
    free(ranked);
    forget(&match);
    forget(&rank);
    scratch_remove(folder);
}

/* The same command twice into one directory: equal bytes, nothing left. */
static void test_twice(void **state) {
    char *folder = scratch_new();

    (void)state;
    write_all(folder);
    for (int turn = 0; turn < 2; turn++) {
        ran r = run(folder, "match %/t.csv %/c.csv --out %/out");
        assert_int_equal(r.status, RP_EXIT_OK);
        forget(&r);
        r = run(folder, "match %/t.csv %/c.csv --out %/again");
        forget(&r);
    }
    check_same(folder, "out", "again", true);
    scratch_remove(folder);
}

static void test_version(void **state) {
    ran r = run("", "--version");

    (void)state;
    char line[64];
    snprintf(line, sizeof line, "rapport %s\n", rp_version());
    assert_string_equal(r.out, line);
    assert_string_equal(r.err, "");
    forget(&r);
}

typedef struct progress_row {
    const char *name;
    rp_progress_mode mode;
    bool shown;
} progress_row;

static const progress_row modes[] = {
    {"progress/always", RP_PROGRESS_ALWAYS, true},
    {"progress/never", RP_PROGRESS_NEVER, false},
    {"progress/no_terminal", RP_PROGRESS_AUTO, false},
};

static void test_progress(void **state) {
    const progress_row *row = *state;
    rp_options options = {.progress = (int)row->mode};
    rp_progress progress;
    char text[256] = "";
    FILE *to = tmpfile();

    assert_non_null(to);
    rp_progress_begin(&progress, &options, to);
    rp_progress_tell(&progress, "solve", 0.5);
    rp_progress_end(&progress);
    rp_progress_end(&progress);
    rewind(to);
    size_t length = fread(text, 1, sizeof text - 1, to);
    assert_int_equal(length > 0, row->shown);
    if (row->shown) {
        assert_non_null(strstr(text, "solve"));
        assert_non_null(strstr(text, " 50 %"));
        assert_int_equal(text[length - 1], '\r'); /* the line is wiped */
    }
    fclose(to);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, exits, test_exit);
    suite_add(&s, "exit/of_status", test_exit_of_status, NULL);
    suite_add(&s, "same_bytes", test_same_bytes, NULL);
    suite_add(&s, "rank_is_ranked", test_rank_is_ranked, NULL);
    suite_add(&s, "twice", test_twice, NULL);
    suite_add(&s, "version", test_version, NULL);
    SUITE_TABLE(&s, modes, test_progress);
    return suite_run(&s, "cli");
}

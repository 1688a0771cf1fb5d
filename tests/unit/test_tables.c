/* Tables of commands, options, analyses and result files: each against itself,
 * against the others, and against the manual. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "cli/command.h"
#include "output/csv/files.h"
#include "output/html/shortlist.h"

#include <stdlib.h>
#include <string.h>

/* The manual; to be freed. */
static char *read_manual(void) {
    size_t length;
    char *manual = scratch_read("tools/man/rapport.1", &length);

    assert_non_null(manual);
    return manual;
}

/* Is it in the manual as a word of its own, behind a macro? */
static void expect_in(const char *manual, const char *macro, const char *word) {
    size_t length = strlen(word);
    char lead[64];

    snprintf(lead, sizeof lead, "%s ", macro);
    for (const char *line = manual; (line = strstr(line, lead)) != NULL;) {
        line += strlen(lead);
        const char *end = line + strcspn(line, "\n");
        for (const char *at = line; at < end; at += strcspn(at, " \n"))
            if (strncmp(at += strspn(at, " "), word, length) == 0 &&
                strchr(" \n", at[length]))
                return;
    }
    fail_msg("the manual has no '%s %s'", macro, word);
}

static void test_commands(void **state) {
    static const char *const names[] = {
#define NAME(name, ...) #name,
        RP_COMMANDS(NAME)
#undef NAME
    };
    char *manual = read_manual();

    (void)state;
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        expect_in(manual, "\n.It Cm", names[k]);
    free(manual);
}

/* Each line of help that begins with "--". */
static void test_options(void **state) {
    char *manual = read_manual(), *help = NULL;
    size_t length, seen = 0;
    FILE *to = open_memstream(&help, &length);

    (void)state;
    assert_non_null(to);
    fputc('\n', to);
    rp_options_help(~0u, to);
    assert_int_equal(fclose(to), 0);
    for (const char *at = help; (at = strstr(at, "\n  --")) != NULL; seen++) {
        char name[32] = "-";
        at += strlen("\n  --");
        size_t size = strcspn(at, " \n");
        assert_in_range(size, 1, sizeof name - 2);
        memcpy(name + 1, at, size);
        if (strcmp(name, "-help") != 0)
            expect_in(manual, "\n.It Fl", name);
    }
    assert_in_range(seen, 30, 100);
    free(help);
    free(manual);
}

static void test_analyses(void **state) {
    char *manual = read_manual(), *help = NULL, names[200] = "";
    size_t length;
    FILE *to = open_memstream(&help, &length);
    unsigned bits;
    rp_text wrong;

    (void)state;
    assert_non_null(to);
    rp_options_help(RP_TAKES_DIRECTORY, to);
    assert_int_equal(fclose(to), 0);
    for (int k = 0; k < RP_ANALYSES; k++) {
        assert_true(rp_analyses_parse(&bits, &wrong, rp_analysis_names[k]));
        assert_int_equal(bits, 1u << k);
        expect_in(manual, "\n.Cm", rp_analysis_names[k]);
        snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s",
                 k ? "," : "", rp_analysis_names[k]);
    }
    assert_non_null(strstr(help, names));
    free(help);
    free(manual);
}

static void test_files(void **state) {
    char *manual = read_manual();

    (void)state;
    assert_string_equal(rp_result_name(0), RP_FILE_RUN);
    for (size_t k = 0; k < rp_result_count; k++) {
        const rp_result_file *file = &rp_result_files[k];
        assert_string_equal(rp_result_name(k), file->name);
        assert_ptr_equal(rp_result_find(file->name), file);
        assert_true((file->put == NULL) == (file->header == NULL));
        assert_true((file->title == NULL) == (file->words == NULL));
        assert_true(!file->title || file->put);
        expect_in(manual, "\n.It Pa", file->name);
        /* one analysis, or one other thing, at most */
        assert_int_equal(file->needs & (file->needs - 1), 0);
    }
    assert_null(rp_result_name(rp_result_count));
    assert_null(rp_result_find("diff.csv"));
    free(manual);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "commands", test_commands, NULL);
    suite_add(&s, "options", test_options, NULL);
    suite_add(&s, "analyses", test_analyses, NULL);
    suite_add(&s, "files", test_files, NULL);
    return suite_run(&s, "tables");
}

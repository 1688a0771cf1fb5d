#include "unit/suite.h"

#include "cli/option.h"
#include "input/cell/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ALL = RP_TAKES_INPUT | RP_TAKES_OUTPUT | RP_TAKES_DIRECTORY | RP_TAKES_OUT |
          RP_TAKES_OBJECTIVE
};

/* Words by blanks; ~ stands for an empty one. */
static int split(char *line, char **words) {
    int count = 0;

    for (char *at = line; *at;) {
        size_t length = strcspn(at, " ");
        bool last = at[length] == '\0';
        at[length] = '\0';
        words[count++] = strcmp(at, "~") == 0 ? at + 1 : at;
        at += length + !last;
    }
    words[count] = NULL;
    return count;
}

/* Parse a line; what is said, to be freed. The options stay valid as long as
 * `line`. */
static char *parse(rp_options *o, char *line, unsigned groups, bool *parsed) {
    char *words[64], *said = NULL;
    size_t length;
    FILE *err = open_memstream(&said, &length);

    assert_non_null(err);
    *parsed = rp_options_parse(o, split(line, words), words, groups, err);
    assert_int_equal(fclose(err), 0);
    return said;
}

static void test_defaults(void **state) {
    char line[] = "match t c";
    rp_options o;
    bool parsed;

    (void)state;
    char *said = parse(&o, line, ALL, &parsed);
    assert_true(parsed);
    assert_string_equal(said, "");
    assert_string_equal(o.out, "results");
    assert_int_equal(o.top, 5);
    assert_int_equal(o.today, RP_NO_DAY);
    assert_in_range(o.threads, 1, 4096);
    assert_int_equal(o.delimiter, ',');
    assert_int_equal(o.progress, RP_PROGRESS_AUTO);
    assert_false(o.unknown_forbids || o.strict || o.no_bom || o.quiet ||
                 o.help);
    assert_null(o.policy);
    assert_null(o.scores);
    assert_null(o.taxonomy);
    assert_int_equal(o.map_count, 0);
    assert_int_equal(o.argument_count, 2);
    assert_string_equal(o.arguments[1], "c");
    free(said);
    rp_options_clear(&o);
}

static void test_everything(void **state) {
    char line[] = "match --out d --top 0 --policy p --scores s --map m --map=n "
                  "--taxonomy x --unknown forbid --today 1970-01-02 --strict "
                  "--no-bom --delimiter ; --threads 3 --quiet --progress never "
                  "--objective total t -";
    rp_options o;
    bool parsed;

    (void)state;
    char *said = parse(&o, line, ALL, &parsed);
    assert_true(parsed);
    assert_string_equal(o.out, "d");
    assert_int_equal(o.top, 0);
    assert_string_equal(o.policy, "p");
    assert_string_equal(o.scores, "s");
    assert_int_equal(o.map_count, 2);
    assert_string_equal(o.maps[1], "n");
    assert_string_equal(o.taxonomy, "x");
    assert_true(o.unknown_forbids && o.strict && o.no_bom && o.quiet);
    assert_int_equal(o.today, 1);
    assert_int_equal(o.delimiter, ';');
    assert_int_equal(o.threads, 3);
    assert_int_equal(o.progress, RP_PROGRESS_NEVER);
    assert_string_equal(o.arguments[0], "t");
    assert_string_equal(o.arguments[1], "-");
    free(said);
    rp_options_clear(&o);
}

/* How run.json tells the command: in full, without what changes no result. */
typedef struct told_row {
    const char *name, *line, *told;
} told_row;

static const told_row told[] = {
    {"told/plain", "match t c", "match t c"},
    {"told/order", "match t --top 3 c", "match --top 3 t c"},
    {"told/equals", "match --top=3 t c", "match --top 3 t c"},
    {"told/abbreviated", "match --st --po p t c",
     "match --strict --policy p t c"},
    {"told/left_out", "match --out x --threads 2 --progress never t c",
     "match t c"},
    {"told/repeated", "match --top 3 --top 4 t c", "match --top 3 --top 4 t c"},
    {"told/behind_dashes", "match -- t --top", "match t --top"},
};

static void test_told(void **state) {
    const told_row *row = *state;
    char line[256], got[256] = "";
    rp_options o;
    bool parsed;

    snprintf(line, sizeof line, "%s", row->line);
    char *said = parse(&o, line, ALL, &parsed);
    assert_true(parsed);
    for (size_t k = 0; k < o.command_count; k++)
        snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s",
                 k ? " " : "", o.command[k]);
    assert_string_equal(got, row->told);
    free(said);
    rp_options_clear(&o);
}

typedef struct wrong_row {
    const char *name, *line;
    unsigned groups;
    const char *said;
} wrong_row;

static const wrong_row wrong[] = {
    {"wrong/unknown", "match --outt x", ALL,
     "rapport: unknown option '--outt', nearest: --out\n"},
    {"wrong/far", "match --xyzzy", ALL, "rapport: unknown option '--xyzzy'\n"},
    {"wrong/ambiguous", "match --p x", ALL,
     "rapport: option '--p' is ambiguous:\n"},
    {"wrong/no_value", "match t --top", ALL,
     "rapport: option '--top' needs a value\n"},
    {"wrong/value_of_flag", "match --strict=1", ALL,
     "rapport: option '--strict' takes no value\n"},
    {"wrong/single_dash", "match t -top 3", ALL,
     "rapport: unknown option '-top', nearest: --top\n"},
    {"wrong/single_letter", "match -q", ALL, "rapport: unknown option '-q'\n"},
    {"wrong/top_negative", "match --top -1", ALL,
     "rapport: option '--top' cannot be '-1', expected a whole number "
     "from 0 to 2147483647\n"},
    {"wrong/top_letters", "match --top 3x", ALL,
     "rapport: option '--top' cannot be '3x', expected a whole number "
     "from 0 to 2147483647\n"},
    {"wrong/top_huge", "match --top 9999999999999999999", ALL,
     "rapport: option '--top' cannot be '9999999999999999999', expected a "
     "whole number "
     "from 0 to 2147483647\n"},
    {"wrong/top_above_int", "match --top 2147483648", ALL,
     "rapport: option '--top' cannot be '2147483648', expected a whole number "
     "from 0 to 2147483647\n"},
    {"wrong/threads_0", "match --threads 0", ALL,
     "rapport: option '--threads' cannot be '0', expected a whole number "
     "from 1 to 1024\n"},
    {"wrong/threads_1025", "match --threads 1025", ALL,
     "rapport: option '--threads' cannot be '1025', expected a whole number "
     "from 1 to 1024\n"},
    {"wrong/date", "match --today 2026-02-30", ALL,
     "rapport: option '--today' cannot be '2026-02-30', expected DATE\n"},
    {"wrong/delimiter", "match --delimiter |", ALL,
     "rapport: option '--delimiter' cannot be '|', expected C\n"},
    {"wrong/delimiter_two", "match --delimiter ,,", ALL,
     "rapport: option '--delimiter' cannot be ',,', expected C\n"},
    {"wrong/delimiter_empty", "match --delimiter ~", ALL,
     "rapport: option '--delimiter' cannot be '', expected C\n"},
    {"wrong/word", "match --unknown maybe", ALL,
     "rapport: option '--unknown' cannot be 'maybe', expected allow|forbid\n"},
    {"wrong/part_of_word", "match --unknown forb", ALL,
     "rapport: option '--unknown' cannot be 'forb', expected allow|forbid\n"},
    {"wrong/analysis", "match --analyses margin", ALL,
     "rapport: option '--analyses' cannot be 'margin', expected "
     "all|none|LIST, nearest: margins\n"},
    {"wrong/analysis_in_list", "match --analyses envy,optoins,prices", ALL,
     "rapport: option '--analyses' cannot be 'optoins', expected "
     "all|none|LIST, nearest: options\n"},
    {"wrong/analysis_far", "match --analyses envy,,prices", ALL,
     "rapport: option '--analyses' cannot be '', expected all|none|LIST\n"},
    {"wrong/empty_path", "match --policy ~", ALL,
     "rapport: option '--policy' cannot be '', expected FILE\n"},
    {"wrong/not_of_rank", "rank --out x", RP_TAKES_INPUT | RP_TAKES_OUTPUT,
     "rapport: unknown option '--out'\n"},
    {"wrong/not_of_check", "check --top 3", RP_TAKES_INPUT,
     "rapport: unknown option '--top'\n"},
};

static void test_wrong(void **state) {
    const wrong_row *row = *state;
    char line[256];
    rp_options o;
    bool parsed;

    snprintf(line, sizeof line, "%s", row->line);
    char *said = parse(&o, line, row->groups, &parsed);
    assert_false(parsed);
    /* what is offered at the end may grow with the options */
    assert_memory_equal(said, row->said, strlen(row->said) - 1);
    free(said);
    rp_options_clear(&o);
}

typedef struct delimiter_row {
    const char *name, *text;
    char delimiter;
} delimiter_row;

static const delimiter_row delimiters[] = {
    {"delimiter/comma", ",", ','},     {"delimiter/semicolon", ";", ';'},
    {"delimiter/tab", "\t", '\t'},     {"delimiter/word", "TAB", '\t'},
    {"delimiter/escape", "\\t", '\t'},
};

static void test_delimiter(void **state) {
    const delimiter_row *row = *state;
    char line[64];
    rp_options o;
    bool parsed;

    snprintf(line, sizeof line, "match --delimiter %s t c", row->text);
    free(parse(&o, line, ALL, &parsed));
    assert_true(parsed);
    assert_int_equal(o.delimiter, row->delimiter);
    rp_options_clear(&o);
}

/* Seventeen maps are one too many. */
static void test_maps(void **state) {
    char line[512] = "match";
    rp_options o;
    bool parsed;

    (void)state;
    for (int k = 0; k < RP_MAX_MAPS; k++)
        snprintf(line + strlen(line), sizeof line - strlen(line), " --map m");
    char more[600];
    snprintf(more, sizeof more, "%s --map m", line);
    char *words[64], *said = NULL;
    size_t length;
    FILE *err = open_memstream(&said, &length);
    int count = split(line, words);
    parsed = rp_options_parse(&o, count, words, ALL, err);
    assert_true(parsed);
    assert_int_equal(o.map_count, RP_MAX_MAPS);
    rp_options_clear(&o);
    count = split(more, words);
    assert_false(rp_options_parse(&o, count, words, ALL, err));
    rp_options_clear(&o);
    assert_int_equal(fclose(err), 0);
    free(said);
}

static void test_help(void **state) {
    char *text = NULL;
    size_t length;
    FILE *to = open_memstream(&text, &length);

    (void)state;
    rp_options_help(RP_TAKES_INPUT, to);
    assert_int_equal(fclose(to), 0);
    assert_non_null(strstr(text, "  --policy FILE "));
    assert_non_null(strstr(text, "  --quiet "));
    assert_null(strstr(text, "--out"));
    assert_null(strstr(text, "--top"));
    free(text);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "defaults", test_defaults, NULL);
    suite_add(&s, "everything", test_everything, NULL);
    SUITE_TABLE(&s, told, test_told);
    SUITE_TABLE(&s, wrong, test_wrong);
    SUITE_TABLE(&s, delimiters, test_delimiter);
    suite_add(&s, "maps", test_maps, NULL);
    suite_add(&s, "help", test_help, NULL);
    return suite_run(&s, "option");
}

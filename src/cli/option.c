#include "cli/option.h"

#include "base/array.h"
#include "base/text.h"
#include "cli/choice.h"
#include "cli/fail_on.h"
#include "cli/say.h"
#include "cli/typed.h"
#include "input/cell/number.h"
#include "why/analyses.h"
#include "why/edit/whatif.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* How a value is read, and what its member is. */
typedef enum kind {
    FLAG,      /* bool, and no value */
    TEXT,      /* const char *; any text but none */
    INPUT,     /* the same: a file to be read */
    TEXTS,     /* an array of them, one for each time it is given */
    INPUTS,    /* the same: files to be read */
    EDIT,      /* one more rp_typed_edit of the kind `least` */
    WHOLE,     /* int64_t from `least` to `most` */
    WORD,      /* int; the number of a word of `value` */
    EITHER,    /* bool: the second of two words */
    DATE,      /* int32_t */
    DELIMITER, /* char */
    ANALYSES,  /* unsigned; bits of rp_analysis */
    STATUSES   /* unsigned; bits of rp_client_status */
} kind;

#define AT(member) offsetof(rp_options, member)

/* All that an option is. */
static const struct row {
    const char *name;
    unsigned groups;   /* 0: every command */
    bool in_command;   /* told by run.json */
    const char *value; /* as help shows it; words by '|'; NULL for a flag */
    const char *help;  /* '%' stands for the names of the analyses */
    kind kind;
    size_t member;
    int64_t least, most; /* most: of an array, how many it can hold */
    size_t given;        /* a bool that it was given; 0: none */
    size_t count;        /* of an array: the size_t behind it */
    size_t needs;        /* a text without which it means nothing; 0: none */
    const char *needs_words;
} rows[] = {
    {"--out", RP_TAKES_OUT, false, "DIR",
     "output directory (results; diff: the current one)", TEXT,
     .member = AT(out), .given = AT(has_out)},
    {"--out", RP_TAKES_NAMING, false, "FILE",
     "write the map to this file (standard output)", TEXT, .member = AT(out),
     .given = AT(has_out)},
    {"--out", RP_TAKES_TEMPLATE, false, "FILE",
     "with --xlsx: the workbook to write (clinic.xlsx)", TEXT,
     .member = AT(out), .given = AT(has_out)},
    {"--out", RP_TAKES_REVIEW, false, "FILE",
     "write the review to this file (standard output)", TEXT, .member = AT(out),
     .given = AT(has_out)},
    {"--client", RP_TAKES_CLIENT, true, "ID", "the client to look at", TEXT,
     .member = AT(client)},
    {"--where", RP_TAKES_FILTERS, true, "FILTER",
     "keep therapists who pass: gender=female, fee<=80, languages!=en, "
     "formats=video,"
     "\n                          slots=mon 17:00-20:00, score>=60, "
     "status=open; may be repeated",
     TEXTS, .member = AT(wheres), .count = AT(where_count),
     .most = RP_MAX_WHERES},
    {"--known", RP_TAKES_FILTERS, true, NULL, "filters refuse blank cells",
     FLAG, .member = AT(known)},
    {"--sort", RP_TAKES_FILTERS, true, "COLUMN",
     "sort by a column; -COLUMN in reverse order (best first)", TEXT,
     .member = AT(sort)},
    {"--format", RP_TAKES_FILTERS, true, "table|csv|json",
     "format of the list (table)", WORD, .member = AT(format)},
    {"--top", RP_TAKES_TOP, true, "N",
     "therapists listed per client, 0 = all (5; suggest: all)", WHOLE,
     .member = AT(top), .least = 0, .most = INT32_MAX,
     .given = AT(top_is_given)},
    {"--objective", RP_TAKES_OBJECTIVE, true, "total|fair",
     "fair: fewest poor matches first, then points (total)", EITHER,
     .member = AT(fair)},
    {"--queue", RP_TAKES_OBJECTIVE, true, "points|strict",
     "strict: within a tier, the earlier referral is placed first (points)",
     EITHER, .member = AT(strict_queue)},
    {"--use-reserve", RP_TAKES_OBJECTIVE, true, NULL,
     "openings that therapists reserve for urgent clients are anybody's", FLAG,
     .member = AT(use_reserve)},
    {"--effort", RP_TAKES_OBJECTIVE, true, "N",
     "steps of search a part where limits or links make it hard (10000)", WHOLE,
     .member = AT(effort), .least = 1, .most = INT32_MAX},
    {"--analyses", RP_TAKES_DIRECTORY, true, "all|none|LIST",
     "what to ask about the plan: % (all, up to 5000 clients)", ANALYSES,
     .member = AT(analyses), .given = AT(analyses_given)},
    {"--bottlenecks", RP_TAKES_DIRECTORY, true, "N",
     "rows of bottlenecks.csv (25)", WHOLE, .member = AT(bottlenecks),
     .least = 0, .most = 100000},
    {"--audit", RP_TAKES_DIRECTORY, true, "COLUMN[,COLUMN]",
     "who is placed, by group of a client column: equity.csv, a rough guide",
     TEXT, .member = AT(audit)},
    {"--small-cell", RP_TAKES_DIRECTORY, true, "N",
     "hide groups with fewer clients, placed or not placed (10)", WHOLE,
     .member = AT(small_cell), .least = 0, .most = 1000000,
     .given = AT(small_cell_given), .needs = AT(audit),
     .needs_words = "--audit COLUMN: which groups?"},
    {"--therapist", RP_TAKES_ANSWER, true, "ID",
     "explain the pair with this therapist", TEXT, .member = AT(therapist)},
    {"--format", RP_TAKES_ANSWER, true, "text|csv|json",
     "format of the answer: for a person or a program (text)", WORD,
     .member = AT(answer)},
    {"--format", RP_TAKES_ROWS, false, "csv|json",
     "format of the rows: CSV, or a JSON object a line (csv)", EITHER,
     .member = AT(as_json)},
    {"--format", RP_TAKES_OBJECT, false, "text|json",
     "json: what came of it as one JSON object on standard output (text)",
     EITHER, .member = AT(as_json)},
    {"--set", RP_TAKES_EDITS, true, "ID.COLUMN=VALUE",
     "set a cell; += adds to a list; may be repeated", EDIT,
     .member = AT(edits), .least = RP_WISH_SET, .most = RP_MAX_EDITS,
     .count = AT(edit_count)},
    {"--remove", RP_TAKES_EDITS, true, "ID", "remove a row; may be repeated",
     EDIT, .member = AT(edits), .least = RP_WISH_REMOVE, .most = RP_MAX_EDITS,
     .count = AT(edit_count)},
    {"--copy", RP_TAKES_EDITS, true, "ID",
     "add a therapist with one opening, otherwise like this one", EDIT,
     .member = AT(edits), .least = RP_WISH_COPY, .most = RP_MAX_EDITS,
     .count = AT(edit_count)},
    {"--write", RP_TAKES_EDITS, true, "DIR", "save the edited files in DIR",
     TEXT, .member = AT(write)},
    {"--fail-on", RP_TAKES_DIRECTORY, false, "human,waitlist,ineligible",
     "end with status 5 where a client is one of these, or of some of them",
     STATUSES, .member = AT(fail_on)},
    {"--write", RP_TAKES_REVIEW, true, "DIR",
     "save the clients' sheet in DIR, with the steps as taken", TEXT,
     .member = AT(write)},
    {"--results", RP_TAKES_RESULTS, false, "DIR",
     "result directory of the run (results)", TEXT, .member = AT(results)},
    {"--keep", RP_TAKES_KEEP, true, "DIR",
     "an earlier run: keep its pairs unless moving gains more than keep_points",
     TEXT, .member = AT(keep)},
    {"--frozen", RP_TAKES_KEEP, true, NULL,
     "with --keep: treat its pairs as pinned", FLAG, .member = AT(frozen),
     .needs = AT(keep), .needs_words = "--keep DIR: which run's pairs?"},
    {"--frozen", RP_TAKES_WEEK, true, NULL,
     "treat the pairs of the newest run as pinned", FLAG, .member = AT(frozen)},
    {"--offer", RP_TAKES_WEEK, true, "N",
     "rows of to_offer.csv, who comes first (all)", WHOLE, .member = AT(offer),
     .least = 0, .most = INT32_MAX},
    {"--pages", RP_TAKES_DIRECTORY, true, NULL,
     "write a web page for each client and one for staff", FLAG,
     .member = AT(pages)},
    {"--ics", RP_TAKES_DIRECTORY, true, NULL,
     "write a calendar for each therapist with hours in the plan", FLAG,
     .member = AT(ics)},
    {"--xlsx", RP_TAKES_DIRECTORY, true, NULL,
     "write all of it also as one workbook, results.xlsx", FLAG,
     .member = AT(xlsx)},
    {"--xlsx", RP_TAKES_TEMPLATE, true, NULL,
     "a workbook with both rosters, drop-downs and notes", FLAG,
     .member = AT(xlsx)},
    {"--page-top", RP_TAKES_PAGES, true, "N",
     "therapists on a client's page, 0 = all (12)", WHOLE,
     .member = AT(page_top), .least = 0, .most = INT32_MAX},
    {"--page-full", RP_TAKES_PAGES, true, NULL,
     "pages also list full therapists, marked as full", FLAG,
     .member = AT(page_full)},
    {"--page-scores", RP_TAKES_PAGES, true, NULL,
     "pages show points beside strong, good and possible", FLAG,
     .member = AT(page_scores)},
    {"--outcomes", RP_TAKES_OUTCOMES, true, "FILE",
     "what came of earlier therapies: records of therapists, who is at risk",
     INPUT, .member = AT(outcomes)},
    {"--clients", RP_TAKES_TRACK, true, "FILE",
     "clients, whose first concern is that of a course that names none", INPUT,
     .member = AT(clients)},
    {"--free", RP_TAKES_HISTORY, true, NULL,
     "shares may be anything, not only half to twice the default's", FLAG,
     .member = AT(free_shares)},
    {"--report", RP_TAKES_HISTORY, true, "FILE",
     "write ranges, losses and concordance to this file, as JSON", TEXT,
     .member = AT(report)},
    {"--policy", RP_TAKES_FILES | RP_LEARNS, true, "FILE",
     "settings to replace the defaults", INPUT, .member = AT(policy)},
    {"--scores", RP_TAKES_FILES, true, "FILE",
     "scores from elsewhere; pairs that are not listed are not eligible", INPUT,
     .member = AT(scores)},
    {"--map", RP_TAKES_FILES | RP_TAKES_NAMING | RP_LEARNS, true, "FILE",
     "what columns and values are, as rapport map says; may be repeated",
     INPUTS, .member = AT(maps), .count = AT(map_count), .most = RP_MAX_MAPS},
    {"--sheet", RP_TAKES_FILES | RP_TAKES_NAMING | RP_TAKES_HISTORY, true,
     "NAME[,NAME]",
     "sheet of a workbook, or those of therapists and clients (what fits)",
     TEXT, .member = AT(sheet)},
    {"--clinic", RP_TAKES_FILES, true, "FILE",
     "how to reach the clinic, for pages", INPUT, .member = AT(clinic)},
    {"--taxonomy", RP_TAKES_FILES | RP_TAKES_NAMING | RP_LEARNS, true, "DIR",
     "concerns, modalities and evidence instead of the built-in ones", TEXT,
     .member = AT(taxonomy)},
    {"--answers", RP_TAKES_FILES, true, "FILE",
     "what clients were told and said: CSV client_id,answer,therapist_id,"
     "\n                          answered_on,until",
     INPUT, .member = AT(answers)},
    {"--limits", RP_TAKES_FILES, true, "FILE",
     "how many of some clients some therapists take; rapport template limits",
     INPUT, .member = AT(limits)},
    {"--groups", RP_TAKES_FILES, true, "FILE",
     "groups that clients may have a seat in; rapport template groups", INPUT,
     .member = AT(groups)},
    {"--cleared", RP_TAKES_FILES | RP_TAKES_HISTORY, true, "FILE",
     "clients at whom a person has looked: CSV client_id,on,by", INPUT,
     .member = AT(cleared)},
    {"--pseudonyms", RP_TAKES_PSEUDONYMS, true, "KEYFILE",
     "call everybody by a pseudonym made with this key; no names", INPUT,
     .member = AT(pseudonyms)},
    {"--unknown", RP_TAKES_READING | RP_TAKES_REVIEW, true, "allow|forbid",
     "whether rules allow a therapist's blank cells (allow)", EITHER,
     .member = AT(unknown_forbids)},
    {"--today", RP_TAKES_READING | RP_TAKES_HISTORY, true, "DATE",
     "count waits as of this day (latest referred_on)", DATE,
     .member = AT(today)},
    {"--today", RP_TAKES_REVIEW, true, "DATE",
     "look back from this day (the newest date of the outcomes)", DATE,
     .member = AT(today)},
    {"--dates", RP_TAKES_READING | RP_TAKES_REVIEW | RP_LEARNS, true, "mdy|dmy",
     "what 11/3/2026 means in a column that does not decide by itself", WORD,
     .member = AT(dates), .given = AT(dates_given)},
    {"--each", RP_TAKES_READING | RP_TAKES_REVIEW | RP_LEARNS, false, NULL,
     "print each finding, not one line for all of its kind", FLAG,
     .member = AT(each)},
    {"--strict", RP_TAKES_READING | RP_TAKES_REVIEW | RP_LEARNS, true, NULL,
     "unknown concerns, modalities and languages are errors", FLAG,
     .member = AT(strict)},
    {"--no-bom", RP_TAKES_MARK, true, NULL,
     "no byte-order mark at the start of result files", FLAG,
     .member = AT(no_bom)},
    {"--delimiter", RP_TAKES_CELLS, true, "C",
     "cell separator in results: , ; or TAB (,)", DELIMITER,
     .member = AT(delimiter)},
    {"--threads", RP_TAKES_WORK, false, "N", "number of threads (all cores)",
     WHOLE, .member = AT(threads), .least = 1, .most = 1024},
    {"--timings", RP_TAKES_DIRECTORY, false, NULL,
     "print the time of each stage to standard error", FLAG,
     .member = AT(timings)},
    {"--progress", RP_TAKES_WORK, false, "auto|always|never",
     "show progress (auto: on a terminal, for work of more than a second)",
     WORD, .member = AT(progress)},
    {"--quiet", RP_TALKS, true, NULL,
     "print errors only, and who needs a person", FLAG, .member = AT(quiet)},
    {"--help", 0, false, NULL, "this help; -h does the same", FLAG,
     .member = AT(help)},
};

enum { ROWS = sizeof rows / sizeof *rows };

static bool is_taken(const struct row *row, unsigned groups) {
    return row->groups == 0 || (row->groups & groups) != 0;
}

static void *member_of(rp_options *o, size_t offset) {
    return (char *)o + offset;
}

static const void *member_in(const rp_options *o, size_t offset) {
    return (const char *)o + offset;
}

static void put_help(const char *help, FILE *to) {
    for (; *help; help++) {
        if (*help != '%')
            fputc(*help, to);
        for (int k = 0; *help == '%' && k < RP_ANALYSES; k++)
            fprintf(to, "%s%s", k ? "," : "", rp_analysis_names[k]);
    }
    fputc('\n', to);
}

void rp_options_help(unsigned groups, FILE *to) {
    for (int k = 0; k < ROWS; k++) {
        char left[64];
        if (!is_taken(&rows[k], groups))
            continue;
        snprintf(left, sizeof left, "%s%s%s", rows[k].name,
                 rows[k].value ? " " : "", rows[k].value ? rows[k].value : "");
        fprintf(to, strlen(left) > 22 ? "  %s\n%26s" : "  %-24s%s", left, "");
        put_help(rows[k].help, to);
    }
}

static bool take_whole(int64_t *out, const struct row *row, const char *text) {
    char *end;
    long long value;

    if (*text < '0' || *text > '9' || strlen(text) > 18)
        return false;
    value = strtoll(text, &end, 10);
    if (*end || value < row->least || value > row->most)
        return false;
    *out = value;
    return true;
}

static bool take_word(rp_options *o, const struct row *row, const char *text) {
    int word = rp_choice_index(text, row->value);

    if (word < 0)
        return false;
    if (row->kind == EITHER)
        *(bool *)member_of(o, row->member) = word == 1;
    else
        *(int *)member_of(o, row->member) = word;
    return true;
}

/* One more of an option that may be repeated. */
static bool take_another(rp_options *o, const struct row *row,
                         const char *text) {
    size_t *count = member_of(o, row->count);

    if (*count == (size_t)row->most)
        return false;
    if (row->kind == EDIT) {
        rp_typed_edit *edits = member_of(o, row->member);
        edits[(*count)++] = (rp_typed_edit){(int)row->least, text};
    } else {
        const char **texts = member_of(o, row->member);
        texts[(*count)++] = text;
    }
    return *text != '\0';
}

static bool take_delimiter(char *out, const char *text) {
    if (strcmp(text, "TAB") == 0 || strcmp(text, "\\t") == 0)
        text = "\t";
    *out = *text;
    return *text && strchr(",;\t", *text) && !text[1];
}

static bool take_value(rp_options *o, const struct row *row, const char *text) {
    void *member = member_of(o, row->member);
    rp_text wrong;

    if (row->given)
        *(bool *)member_of(o, row->given) = true;
    switch (row->kind) {
    case FLAG:
        *(bool *)member = true;
        return true;
    case TEXT:
    case INPUT:
        *(const char **)member = text;
        return *text != '\0';
    case TEXTS:
    case INPUTS:
    case EDIT:
        return take_another(o, row, text);
    case WHOLE:
        return take_whole(member, row, text);
    case WORD:
    case EITHER:
        return take_word(o, row, text);
    case DATE:
        return rp_date_parse(member, rp_text_of(text));
    case DELIMITER:
        return take_delimiter(member, text);
    case ANALYSES:
        return rp_analyses_parse(member, &wrong, text);
    case STATUSES:
        return rp_fail_on_parse(member, &wrong, text);
    }
    return false;
}

/* The bytes of a member. */
static size_t size_of(const struct row *row) {
    switch (row->kind) {
    case FLAG:
    case EITHER:
        return sizeof(bool);
    case TEXT:
    case INPUT:
        return sizeof(const char *);
    case TEXTS:
    case INPUTS:
        return (size_t)row->most * sizeof(const char *);
    case EDIT:
        return (size_t)row->most * sizeof(rp_typed_edit);
    case WHOLE:
        return sizeof(int64_t);
    case WORD:
        return sizeof(int);
    case DATE:
        return sizeof(int32_t);
    case DELIMITER:
        return sizeof(char);
    case ANALYSES:
    case STATUSES:
        return sizeof(unsigned);
    }
    return 0;
}

static void copy_member(rp_options *to, const rp_options *from, size_t offset,
                        size_t size) {
    memcpy(member_of(to, offset), member_in(from, offset), size);
}

/* Does a file or a list hold anything? */
static bool holds_any(const rp_options *o, const struct row *row) {
    if (row->count)
        return *(const size_t *)member_in(o, row->count) > 0;
    return (row->kind == TEXT || row->kind == INPUT) &&
           *(const char *const *)member_in(o, row->member) != NULL;
}

void rp_options_copy(rp_options *to, const rp_options *from, unsigned groups,
                     bool only_given) {
    for (int k = 0; k < ROWS; k++) {
        const struct row *row = &rows[k];
        if (!(row->groups & groups) || (only_given && !holds_any(from, row)))
            continue;
        copy_member(to, from, row->member, size_of(row));
        if (row->count)
            copy_member(to, from, row->count, sizeof(size_t));
        if (row->given)
            copy_member(to, from, row->given, sizeof(bool));
    }
}

static bool is_stdin(const char *path) {
    return path && strcmp(path, "-") == 0;
}

static int stdin_times(const rp_options *o, const struct row *row) {
    int times = 0;

    if (row->kind == INPUT)
        return is_stdin(*(const char *const *)member_in(o, row->member));
    if (row->kind == INPUTS) {
        const char *const *texts = member_in(o, row->member);
        size_t count = *(const size_t *)member_in(o, row->count);
        for (size_t i = 0; i < count; i++)
            times += is_stdin(texts[i]);
    }
    return times;
}

bool rp_options_agree(const rp_options *o, FILE *err) {
    int times = 0;

    for (int k = 0; k < ROWS; k++) {
        const struct row *row = &rows[k];
        times += stdin_times(o, row);
        if (row->needs &&
            *(const bool *)member_in(o,
                                     row->given ? row->given : row->member) &&
            !*(const char *const *)member_in(o, row->needs)) {
            rp_say(err, "%s needs %s", row->name, row->needs_words);
            return false;
        }
    }
    for (size_t i = 0; i < o->argument_count && i < RP_MAX_ARGUMENTS; i++)
        times += is_stdin(o->arguments[i]);
    if (times > 1) /* it can be read once */
        rp_say(err,
               "standard input can be read only once, but '-' is given twice");
    return times <= 1;
}

/* Say what an option expects in place of a value. */
static void refuse(const struct row *row, const char *text, FILE *err) {
    rp_nearest nearest = {rp_text_of(text), NULL, 0};
    unsigned known;

    if (row->kind == ANALYSES) {
        rp_analyses_parse(&known, &nearest.wanted, text);
        for (int k = 0; k < RP_ANALYSES; k++)
            rp_nearest_try(&nearest, rp_analysis_names[k]);
    }
    if (row->kind == STATUSES)
        rp_fail_on_refuse(text, err);
    else if (row->kind == WHOLE)
        rp_say(err,
               "option '%s' cannot be '%s', expected a whole number from "
               "%lld to %lld",
               row->name, text, (long long)row->least, (long long)row->most);
    else
        rp_say(err, "option '%s' cannot be '%.*s', expected %s%s%s", row->name,
               (int)nearest.wanted.length, nearest.wanted.bytes, row->value,
               nearest.best ? ", nearest: " : "",
               nearest.best ? nearest.best : "");
}

/* Remember the option as run.json will tell it: `--name value`. */
static void tell(rp_options *o, const struct row *row, const char *value) {
    if (!row->in_command)
        return;
    o->command[o->command_count++] = row->name;
    if (row->value)
        o->command[o->command_count++] = value;
}

/* One option, whose value may be the next word. */
static bool take_option(rp_options *o, char **argv, int argc, int *at,
                        unsigned groups, FILE *err) {
    rp_option_name names[ROWS];
    rp_typed t = rp_typed_read(argv[*at]);

    for (int k = 0; k < ROWS; k++)
        names[k] = (rp_option_name){rows[k].name, is_taken(&rows[k], groups)};
    int which = rp_typed_find(&t, names, ROWS);
    if (which < 0) {
        rp_typed_refuse(&t, names, ROWS, err);
        return false;
    }
    const struct row *row = &rows[which];
    bool lacks = row->value && !t.value && *at + 1 == argc;
    if (lacks || (!row->value && t.value)) {
        if (rp_typed_is_whole(&t, row->name))
            rp_say(err, "option '%s' %s", row->name,
                   row->value ? "needs a value" : "takes no value");
        else
            rp_say(err, "option '%s' needs a value, or takes none", t.word);
        return false;
    }
    if (row->value && !t.value)
        t.value = argv[++*at];
    if (!take_value(o, row, t.value ? t.value : "")) {
        refuse(row, t.value ? t.value : "", err);
        return false;
    }
    tell(o, row, t.value);
    return true;
}

static void take_argument(rp_options *o, const char *word) {
    if (o->argument_count < RP_MAX_ARGUMENTS)
        o->arguments[o->argument_count] = word;
    o->argument_count++;
}

/* Options may stand before, between and after other arguments; after `--`
 * nothing is an option. */
static bool scan(rp_options *o, int argc, char **argv, const char **others,
                 unsigned groups, FILE *err) {
    bool is_over = false;

    for (int at = 1; at < argc; at++) {
        const char *word = argv[at];
        if (!is_over && strcmp(word, "-h") == 0) {
            o->help = true;
        } else if (is_over || word[0] != '-' || word[1] == '\0') {
            others[o->argument_count] = word;
            take_argument(o, word);
        } else if (strcmp(word, "--") == 0) {
            is_over = true;
        } else if (!take_option(o, argv, argc, &at, groups, err)) {
            return false;
        }
    }
    for (size_t k = 0; k < o->argument_count; k++)
        o->command[o->command_count++] = others[k];
    return true;
}

bool rp_options_parse(rp_options *out, int argc, char **argv, unsigned groups,
                      FILE *err) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const char **others = rp_new_array((size_t)argc + 1, sizeof *others);
    bool parsed = false;

    *out = (rp_options){.out = "results",
                        .results = "results",
                        .top = 5,
                        .bottlenecks = 25,
                        .small_cell = 10,
                        .page_top = 12,
                        .offer = INT32_MAX,
                        .today = RP_NO_DAY,
                        .threads = cores > 0 ? cores : 1,
                        .delimiter = ','};
    out->command = rp_new_array((size_t)argc * 2 + 1, sizeof *out->command);
    if (!others || !out->command) {
        free((void *)out->command);
        out->command = NULL;
        rp_say_status(err, RP_ERR_MEMORY);
    } else {
        out->command[out->command_count++] = argv[0];
        parsed = scan(out, argc, argv, others, groups, err);
    }
    free((void *)others);
    return parsed;
}

void rp_options_clear(rp_options *options) {
    free((void *)options->command);
    *options = (rp_options){0};
}

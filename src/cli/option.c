#include "cli/option.h"

#include "base/array.h"
#include "input/cell/number.h"
#include "why/analyses.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum option_id {
    OUT = 1,
    TOP,
    POLICY,
    SCORES,
    MAP,
    TAXONOMY,
    UNKNOWN,
    TODAY,
    DATES,
    EACH,
    STRICT,
    NO_BOM,
    DELIMITER,
    THREADS,
    CRASH,
    OBJECTIVE,
    ANALYSES,
    BOTTLENECKS,
    AUDIT,
    SMALL_CELL,
    THERAPIST,
    ANSWER,
    SET,
    REMOVE,
    COPY,
    WRITE,
    TIMINGS,
    CLIENT,
    WHERE,
    KNOWN,
    SORT,
    FORMAT,
    RESULTS,
    KEEP,
    FROZEN,
    PAGES,
    PAGE_TOP,
    PAGE_FULL,
    PAGE_SCORES,
    QUIET,
    PROGRESS,
    HELP
};

static const struct row {
    const char *name;
    enum option_id id;
    unsigned groups; /* 0: every command */
    bool in_command; /* told by run.json */
    const char *value, *help;
} rows[] = {
    {"out", OUT, RP_TAKES_DIRECTORY | RP_TAKES_OUT, false, "DIR",
     "directory to write (results; diff: the current one)"},
    {"client", CLIENT, RP_TAKES_CLIENT, true, "ID", "the client to look at"},
    {"where", WHERE, RP_TAKES_FILTERS, true, "FILTER",
     "keep who passes: gender=female, fee<=80, languages!=en, formats=video,"
     "\n                          slots=mon 17:00-20:00, score>=60, "
     "status=open; may be repeated"},
    {"known", KNOWN, RP_TAKES_FILTERS, true, NULL,
     "filters refuse what is blank"},
    {"sort", SORT, RP_TAKES_FILTERS, true, "COLUMN",
     "order by a column; -COLUMN from its other end (best first)"},
    {"format", FORMAT, RP_TAKES_FILTERS, true, "table|csv|json",
     "how the list is written (table)"},
    {"top", TOP, RP_TAKES_TOP, true, "N",
     "therapists for a client, 0 = all (5; suggest: all)"},
    {"objective", OBJECTIVE, RP_TAKES_OBJECTIVE, true, "total|fair",
     "fair: first as few poor matches as can be (total)"},
    {"analyses", ANALYSES, RP_TAKES_DIRECTORY, true, "all|none|LIST",
     "what to ask about the plan: margins,options,bottlenecks,unknowns,"
     "prices,envy (all, up to 1000 clients)"},
    {"bottlenecks", BOTTLENECKS, RP_TAKES_DIRECTORY, true, "N",
     "rows of bottlenecks.csv (25)"},
    {"audit", AUDIT, RP_TAKES_DIRECTORY, true, "COLUMN[,COLUMN]",
     "who is placed, by group of a client column: equity.csv, a rough guide"},
    {"small-cell", SMALL_CELL, RP_TAKES_DIRECTORY, true, "N",
     "groups with fewer clients, placed or not placed, are not told (10)"},
    {"therapist", THERAPIST, RP_TAKES_ANSWER, true, "ID",
     "ask about the pair with this therapist"},
    {"format", ANSWER, RP_TAKES_ANSWER, true, "text|csv|json",
     "for a person or for a program (text)"},
    {"set", SET, RP_TAKES_EDITS, true, "ID.COLUMN=VALUE",
     "a cell; += adds to a list; may be repeated"},
    {"remove", REMOVE, RP_TAKES_EDITS, true, "ID",
     "take a row out; may be repeated"},
    {"copy", COPY, RP_TAKES_EDITS, true, "ID",
     "a therapist more with one opening, otherwise as this one"},
    {"write", WRITE, RP_TAKES_EDITS, true, "DIR",
     "save the edited files there"},
    {"results", RESULTS, RP_TAKES_RESULTS, false, "DIR",
     "the result directory of the run to look at (results)"},
    {"keep", KEEP, RP_TAKES_KEEP, true, "DIR",
     "an earlier run: move nobody it placed but for a real gain"},
    {"frozen", FROZEN, RP_TAKES_KEEP, true, NULL,
     "with --keep: its pairs stand as if pinned"},
    {"pages", PAGES, RP_TAKES_DIRECTORY, true, NULL,
     "write a web page for each client and one for staff"},
    {"page-top", PAGE_TOP, RP_TAKES_PAGES, true, "N",
     "therapists on a client's page, 0 = all (12)"},
    {"page-full", PAGE_FULL, RP_TAKES_PAGES, true, NULL,
     "pages list full therapists, too, marked"},
    {"page-scores", PAGE_SCORES, RP_TAKES_PAGES, true, NULL,
     "pages show points beside strong, good and possible"},
    {"policy", POLICY, RP_TAKES_FILES, true, "FILE",
     "settings that replace the default ones"},
    {"scores", SCORES, RP_TAKES_FILES, true, "FILE",
     "scores from elsewhere; pairs that are not listed are not eligible"},
    {"map", MAP, RP_TAKES_FILES, true, "FILE",
     "rename headers: CSV from,to; may be repeated"},
    {"taxonomy", TAXONOMY, RP_TAKES_FILES, true, "DIR",
     "concerns, modalities and evidence in place of the built-in ones"},
    {"unknown", UNKNOWN, RP_TAKES_READING, true, "allow|forbid",
     "what a blank cell of a therapist does to a rule (allow)"},
    {"today", TODAY, RP_TAKES_READING, true, "DATE",
     "the day to which waits are counted (latest referred_on)"},
    {"dates", DATES, RP_TAKES_READING, true, "mdy|dmy",
     "what 11/3/2026 is in a column that does not tell by itself"},
    {"each", EACH, RP_TAKES_READING, false, NULL,
     "tell what is wrong cell by cell, not once a column"},
    {"strict", STRICT, RP_TAKES_READING, true, NULL,
     "unknown concerns, modalities and languages are errors"},
    {"no-bom", NO_BOM, RP_TAKES_MARK, true, NULL,
     "no byte-order mark at the start of result files"},
    {"delimiter", DELIMITER, RP_TAKES_CELLS, true, "C",
     "between cells of results: , ; or TAB (,)"},
    {"crash", CRASH, RP_TAKES_DIRECTORY, true, "none|greedy|auction|network",
     "the basis that the solver starts from (network); same plan, other speed"},
    {"threads", THREADS, RP_TAKES_WORK, false, "N",
     "threads to use (all cores)"},
    {"timings", TIMINGS, RP_TAKES_DIRECTORY, false, NULL,
     "tell on standard error what each stage took"},
    {"progress", PROGRESS, RP_TAKES_WORK, false, "auto|always|never",
     "show progress (auto: on a terminal, for work of more than a second)"},
    {"quiet", QUIET, RP_TAKES_WORK | RP_TAKES_OUT, true, NULL,
     "print errors only, and who needs a human"},
    {"help", HELP, 0, false, NULL, "this help"},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Of options whose value is a whole number; all others have 0 and 0. */
static const struct {
    int64_t least, most;
} ranges[HELP + 1] = {[TOP] = {0, INT32_MAX},
                      [BOTTLENECKS] = {0, 100000},
                      [SMALL_CELL] = {0, 1000000},
                      [PAGE_TOP] = {0, INT32_MAX},
                      [THREADS] = {1, 1024}};

static bool is_taken(const struct row *row, unsigned groups) {
    return row->groups == 0 || (row->groups & groups) != 0;
}

void rp_options_help(unsigned groups, FILE *to) {
    for (int k = 0; k < ROWS; k++) {
        char left[64];
        if (!is_taken(&rows[k], groups))
            continue;
        snprintf(left, sizeof left, "--%s%s%s", rows[k].name,
                 rows[k].value ? " " : "", rows[k].value ? rows[k].value : "");
        fprintf(to, strlen(left) > 22 ? "  %s\n%26s%s\n" : "  %-24s%s%s\n",
                left, "", rows[k].help);
    }
}

/* -- values --------------------------------------------------------------- */

static bool take_whole(int64_t *out, enum option_id id, const char *text) {
    char *end;
    long long value;

    if (*text < '0' || *text > '9' || strlen(text) > 18)
        return false;
    value = strtoll(text, &end, 10);
    if (*end || value < ranges[id].least || value > ranges[id].most)
        return false;
    *out = value;
    return true;
}

/* The index of a word in `a|b|c`, or -1. */
static int word_index(const char *text, const char *choices) {
    for (int index = 0; *choices; index++) {
        size_t length = strcspn(choices, "|");
        if (strlen(text) == length && strncmp(text, choices, length) == 0)
            return index;
        choices += length + (choices[length] == '|');
    }
    return -1;
}

static bool take_flag(rp_options *o, enum option_id flag) {
    o->strict |= flag == STRICT;
    o->each |= flag == EACH;
    o->no_bom |= flag == NO_BOM;
    o->timings |= flag == TIMINGS;
    o->quiet |= flag == QUIET;
    o->frozen |= flag == FROZEN;
    o->help |= flag == HELP;
    return true;
}

/* Which file or directory. */
static bool take_path(rp_options *o, enum option_id id, const char *text) {
    o->has_out |= id == OUT;
    if (id == OUT)
        o->out = text;
    else if (id == POLICY)
        o->policy = text;
    else if (id == SCORES)
        o->scores = text;
    else if (id == TAXONOMY)
        o->taxonomy = text;
    else if (id == KEEP)
        o->keep = text;
    else if (o->map_count == RP_MAX_MAPS)
        return false;
    else
        o->maps[o->map_count++] = text;
    return *text != '\0';
}

/* What `suggest` lists, and how. */
static bool take_listing(rp_options *o, enum option_id id, const char *text,
                         int word) {
    if (id == CLIENT)
        o->client = text;
    else if (id == SORT)
        o->sort = text;
    else if (id == KNOWN)
        o->known = true;
    else if (id == FORMAT)
        o->format = (rp_format_mode)(word < 0 ? 0 : word);
    else if (o->where_count == RP_MAX_WHERES)
        return false;
    else
        o->wheres[o->where_count++] = text;
    return id == FORMAT ? word >= 0 : id == KNOWN || *text != '\0';
}

/* What pages hold. */
static bool take_pages(rp_options *o, enum option_id id, const char *text) {
    if (id == PAGES)
        o->pages = true;
    else if (id == PAGE_FULL)
        o->page_full = true;
    else if (id == PAGE_SCORES)
        o->page_scores = true;
    else if (id == PAGE_TOP)
        return take_whole(&o->page_top, id, text);
    else
        o->results = text;
    return id != RESULTS || *text != '\0';
}

/* One of a few words; -1 is none of them. */
static bool take_word(rp_options *o, enum option_id id, int word) {
    int chosen = word < 0 ? 0 : word;

    if (id == UNKNOWN)
        o->unknown_forbids = word == 1;
    else if (id == DATES)
        o->dates = chosen == 0 ? RP_DATES_MDY : RP_DATES_DMY;
    else if (id == CRASH)
        o->crash = (rp_start)chosen;
    else
        o->progress = (rp_progress_mode)chosen;
    return word >= 0;
}

/* What is asked about a plan, and of what kind the plan is. */
static bool take_question(rp_options *o, enum option_id id, const char *text,
                          int word) {
    rp_text wrong;

    if (id == BOTTLENECKS)
        return take_whole(&o->bottlenecks, id, text);
    if (id == SMALL_CELL) {
        o->small_cell_given = true;
        return take_whole(&o->small_cell, id, text);
    }
    if (id == AUDIT) {
        o->audit = text;
        return *text != '\0';
    }
    if (id == ANALYSES) {
        o->analyses_given = true;
        return rp_analyses_parse(&o->analyses, &wrong, text);
    }
    o->fair = word == 1;
    return word >= 0;
}

/* What `explain` and `whatif` are asked. */
static bool take_trial(rp_options *o, enum option_id id, const char *text,
                       int word) {
    if (id == ANSWER) {
        o->answer = word;
        return word >= 0;
    }
    if (id == THERAPIST)
        o->therapist = text;
    else if (id == WRITE)
        o->write = text;
    else if (o->edit_count == RP_MAX_EDITS)
        return false;
    else
        o->edits[o->edit_count++] = (rp_typed_edit){id == SET      ? 0
                                                    : id == REMOVE ? 1
                                                                   : 2,
                                                    text};
    return *text != '\0';
}

static bool take_delimiter(rp_options *o, const char *text) {
    if (strcmp(text, "TAB") == 0 || strcmp(text, "\\t") == 0)
        text = "\t";
    o->delimiter = *text;
    return *text && strchr(",;\t", *text) && !text[1];
}

static bool take_value(rp_options *o, const struct row *row, const char *text) {
    int word = row->value ? word_index(text, row->value) : 0;
    switch (row->id) {
    case OUT:
    case POLICY:
    case SCORES:
    case TAXONOMY:
    case KEEP:
    case MAP:
        return take_path(o, row->id, text);
    case CLIENT:
    case WHERE:
    case KNOWN:
    case SORT:
    case FORMAT:
        return take_listing(o, row->id, text, word);
    case RESULTS:
    case PAGES:
    case PAGE_TOP:
    case PAGE_FULL:
    case PAGE_SCORES:
        return take_pages(o, row->id, text);
    case TOP:
        o->top_is_given = true;
        return take_whole(&o->top, row->id, text);
    case THREADS:
        return take_whole(&o->threads, row->id, text);
    case TODAY:
        return rp_date_parse(&o->today, rp_text_of(text));
    case DELIMITER:
        return take_delimiter(o, text);
    case UNKNOWN:
    case DATES:
    case CRASH:
    case PROGRESS:
        return take_word(o, row->id, word);
    case BOTTLENECKS:
    case ANALYSES:
    case AUDIT:
    case SMALL_CELL:
    case OBJECTIVE:
        return take_question(o, row->id, text, word);
    case THERAPIST:
    case ANSWER:
    case SET:
    case REMOVE:
    case COPY:
    case WRITE:
        return take_trial(o, row->id, text, word);
    case STRICT:
    case EACH:
    case NO_BOM:
    case TIMINGS:
    case QUIET:
    case FROZEN:
    case HELP:
        break;
    }
    return take_flag(o, row->id);
}

/* -- parsing -------------------------------------------------------------- */

/* The word that getopt stopped at: within `-top` it has not moved on. */
static const char *refused_word(int argc, char **argv) {
    const char *last = argv[optind - 1];
    bool is_short = optopt > 0 && optopt < 256;

    if (is_short && optind < argc && !(last[0] == '-' && last[1] == optopt))
        return argv[optind];
    return last;
}

/* What was wrong with an option that getopt refused. */
static void explain(const char *typed, unsigned groups, FILE *err) {
    const char *name = typed + strspn(typed, "-");
    bool is_long = typed[0] == '-' && typed[1] == '-';
    rp_text wanted = {name, strcspn(name, "=")};
    rp_nearest nearest = {wanted, NULL, 0};
    int candidates = 0;

    for (int k = 0; k < ROWS; k++) {
        if (!is_taken(&rows[k], groups))
            continue;
        if (is_long && wanted.length > 0 &&
            strncmp(rows[k].name, wanted.bytes, wanted.length) == 0) {
            if (rows[k].name[wanted.length] == '\0') {
                fprintf(err, "rapport: option '--%s' %s\n", rows[k].name,
                        rows[k].value ? "needs a value" : "takes no value");
                return;
            }
            candidates++;
        }
        rp_nearest_try(&nearest, rows[k].name);
    }
    if (candidates > 1) {
        fprintf(err, "rapport: option '%s' is ambiguous:", typed);
        for (int k = 0; k < ROWS; k++)
            if (is_taken(&rows[k], groups) &&
                strncmp(rows[k].name, wanted.bytes, wanted.length) == 0)
                fprintf(err, " --%s", rows[k].name);
        fputc('\n', err);
    } else if (candidates == 1) {
        fprintf(err, "rapport: option '%s' needs a value, or takes none\n",
                typed);
    } else {
        fprintf(err, "rapport: unknown option '%s'%s%s\n", typed,
                nearest.best ? ", nearest: --" : "",
                nearest.best ? nearest.best : "");
    }
}

static void restart_getopt(void) {
    opterr = 0;
#ifdef __GLIBC__
    optind = 0; /* forget a scan that was left in the middle of a word */
#else
    extern int optreset;
    optreset = 1;
    optind = 1;
#endif
}

/* Say what an option expects in place of a value. */
static void refuse(const struct row *row, const char *text, FILE *err) {
    rp_nearest nearest = {rp_text_of(text), NULL, 0};
    unsigned known;

    if (row->id == ANALYSES) {
        rp_analyses_parse(&known, &nearest.wanted, text);
        for (int k = 0; k < RP_ANALYSES; k++)
            rp_nearest_try(&nearest, rp_analysis_names[k]);
    }
    fprintf(err, "rapport: option '--%s' cannot be '%.*s', expected ",
            row->name, (int)nearest.wanted.length, nearest.wanted.bytes);
    if (ranges[row->id].most > 0)
        fprintf(err, "a whole number from %lld to %lld\n",
                (long long)ranges[row->id].least,
                (long long)ranges[row->id].most);
    else
        fprintf(err, "%s%s%s\n", row->value, nearest.best ? ", nearest: " : "",
                nearest.best ? nearest.best : "");
}

/* Remember the option as run.json will tell it: `--name value`. */
static void tell(rp_options *o, const struct row *row, const char *value,
                 char *const *names) {
    if (!row->in_command)
        return;
    o->command[o->command_count++] = names[row - rows];
    if (row->value)
        o->command[o->command_count++] = value;
}

static bool scan(rp_options *o, int argc, char **argv, unsigned groups,
                 char *const *names, FILE *err) {
    struct option table[ROWS + 1] = {{0}};
    int count = 0, got;

    for (int k = 0; k < ROWS; k++)
        if (is_taken(&rows[k], groups))
            table[count++] = (struct option){
                rows[k].name, rows[k].value ? required_argument : no_argument,
                NULL, 256 + k};
    restart_getopt();
    while ((got = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (got < 256) {
            explain(refused_word(argc, argv), groups, err);
            return false;
        }
        const struct row *row = &rows[got - 256];
        if (!take_value(o, row, optarg ? optarg : "")) {
            refuse(row, optarg ? optarg : "", err);
            return false;
        }
        tell(o, row, optarg, names);
    }
    for (int i = optind; i < argc; i++) {
        if (o->argument_count < RP_MAX_ARGUMENTS)
            o->arguments[o->argument_count] = argv[i];
        o->argument_count++;
        o->command[o->command_count++] = argv[i];
    }
    return true;
}

/* "--top" and so on, for run.json. */
static char *const *dashed_names(void) {
    static char storage[ROWS][24];
    static char *names[ROWS];

    for (int k = 0; k < ROWS; k++) {
        snprintf(storage[k], sizeof storage[k], "--%s", rows[k].name);
        names[k] = storage[k];
    }
    return names;
}

bool rp_options_parse(rp_options *out, int argc, char **argv, unsigned groups,
                      FILE *err) {
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    char **scratch = rp_new_array((size_t)argc + 1, sizeof *scratch);

    *out = (rp_options){.out = "results",
                        .results = "results",
                        .top = 5,
                        .bottlenecks = 25,
                        .small_cell = 10,
                        .page_top = 12,
                        .today = RP_NO_DAY,
                        .threads = cores > 0 ? cores : 1,
                        .delimiter = ',',
                        .crash = RP_START_NETWORK};
    out->command = rp_new_array((size_t)argc * 2 + 1, sizeof *out->command);
    if (!scratch || !out->command) {
        free(scratch);
        free(out->command);
        out->command = NULL;
        fprintf(err, "rapport: %s\n", rp_status_words(RP_ERR_MEMORY));
        return false;
    }
    memcpy(scratch, argv, (size_t)argc * sizeof *scratch);
    out->command[out->command_count++] = argv[0];
    bool parsed = scan(out, argc, scratch, groups, dashed_names(), err);
    free(scratch);
    return parsed;
}

void rp_options_clear(rp_options *options) {
    free(options->command);
    *options = (rp_options){0};
}

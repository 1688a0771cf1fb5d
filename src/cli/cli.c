#include "rapport/rapport.h"

#include "base/digest.h"
#include "base/shortage.h"
#include "base/text.h"
#include "cli/command.h"
#include "output/watch.h"

#include <string.h>

static const rp_command commands[] = {
    {"match", rp_command_match, RP_MATCH_OPTIONS, 2, 2, "THERAPISTS CLIENTS",
     "assign every client; write ranked lists and reasons to a directory"},
    {"rank", rp_command_rank, RP_TAKES_INPUT | RP_TAKES_OUTPUT, 2, 2,
     "THERAPISTS CLIENTS", "ranked lists on standard output, no assignment"},
    {"explain", rp_command_explain,
     RP_TAKES_INPUT | RP_TAKES_CELLS | RP_TAKES_CLIENT | RP_TAKES_ANSWER |
         RP_TAKES_OBJECTIVE | RP_TAKES_KEEP,
     2, 2, "THERAPISTS CLIENTS --client ID [--therapist ID]",
     "why this therapist, and not each one ranked better"},
    {"whatif", rp_command_whatif,
     RP_TAKES_INPUT | RP_TAKES_EDITS | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP, 2, 2,
     "THERAPISTS CLIENTS --set ID.COLUMN=VALUE ...",
     "who would be placed, moved and displaced by some edits"},
    {"suggest", rp_command_suggest,
     RP_TAKES_INPUT | RP_TAKES_CELLS | RP_TAKES_TOP | RP_TAKES_CLIENT |
         RP_TAKES_FILTERS | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP,
     2, 2, "THERAPISTS CLIENTS --client ID",
     "one client's therapists, filtered and in order"},
    {"pages", rp_command_pages,
     RP_TAKES_FILES | RP_TAKES_WORK | RP_TAKES_RESULTS | RP_TAKES_PAGES, 2, 2,
     "THERAPISTS CLIENTS --results DIR",
     "web pages of a run: a shortlist for each client, a report for staff"},
    {"diff", rp_command_diff, RP_TAKES_CELLS | RP_TAKES_MARK | RP_TAKES_OUT, 2,
     2, "OLD NEW", "what changed between two result directories: diff.csv"},
    {"check", rp_command_check, RP_TAKES_INPUT, 2, 2, "THERAPISTS CLIENTS",
     "report every problem of the files; write nothing"},
    {"split", rp_command_split,
     RP_TAKES_INPUT | RP_TAKES_OUT | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP, 2, 2,
     "THERAPISTS CLIENTS",
     "write the independent parts as clinics of their own, for many machines"},
    {"merge", rp_command_merge,
     RP_TAKES_OUTPUT | RP_TAKES_DIRECTORY | RP_TAKES_WORK | RP_TAKES_PAGES, 1,
     1, "DIR", "the results of all parts as one run, proven over the whole"},
    {"policy", rp_command_policy, RP_TAKES_CELLS, 0, 0, "",
     "the default policy as CSV, every number with its source"},
    {"template", rp_command_template, RP_TAKES_CELLS, 1, 1,
     "therapists|clients", "an empty CSV with an example row"},
    {"columns", rp_command_columns, RP_TAKES_CELLS, 1, 1,
     "therapists|clients|rules|criteria", "the data dictionary as CSV"},
};

enum { COMMANDS = sizeof commands / sizeof *commands };

const char *rp_version(void) { return RP_VERSION; }

void rp_command_put(void *stream, const void *bytes, size_t length) {
    fwrite(bytes, 1, length, stream);
}

rp_status rp_command_commit(rp_commit *commit, rp_status status,
                            rp_progress *progress, FILE *err) {
    if (status == RP_OK)
        status = rp_commit_finish(commit);
    rp_progress_end(progress);
    if (status == RP_ERR_IO)
        fprintf(err, "rapport: %s: cannot be written: %s\n",
                rp_commit_culprit(commit), strerror(rp_commit_errno(commit)));
    else if (status != RP_OK)
        fprintf(err, "rapport: %s\n", rp_status_words(status));
    rp_commit_free(commit);
    return status;
}

static const char *id_of(const rp_roster *roster, rp_side side, uint32_t k) {
    return side == RP_CLIENTS ? roster->clients[k].id
                              : roster->therapists[k].id;
}

uint32_t rp_command_person(const rp_roster *roster, rp_side side,
                           const char *typed, FILE *err) {
    const char *what = side == RP_CLIENTS ? "client" : "therapist";
    uint32_t count =
        side == RP_CLIENTS ? roster->client_count : roster->therapist_count;
    rp_text id = rp_text_trim(rp_text_of(typed));
    rp_nearest nearest = {id, NULL, 0};
    uint32_t found = rp_roster_find_typed(roster, side, id);
    if (found != RP_NONE)
        return found;
    for (uint32_t k = 0; k < count; k++)
        rp_nearest_try(&nearest, id_of(roster, side, k));
    fprintf(err, "rapport: --%s: no %s '%s' in the file%s%s\n", what, what,
            rp_quote(id).bytes, nearest.best ? ", nearest: " : "",
            rp_quote(rp_text_of(nearest.best ? nearest.best : "")).bytes);
    return RP_NONE;
}

static void print_overview(FILE *to) {
    fputs("rapport gives each therapy client the right therapist.\n"
          "It suggests; a person decides.\n\n"
          "  rapport match therapists.csv clients.csv --out results\n\n"
          "Commands:\n",
          to);
    for (int k = 0; k < COMMANDS; k++)
        fprintf(to, "  %-10s%s\n", commands[k].name, commands[k].summary);
    fputs("  help      this text, or more about a command: help match\n\n"
          "Exit statuses: 0 done; 1 errors in the input; 2 wrong usage; "
          "3 contradictory\npins; 4 a file, the memory or the solver failed. "
          "The manual: man rapport.\n",
          to);
}

static void print_help(const rp_command *command, FILE *to) {
    fprintf(to, "rapport %s [options]%s%s\n  %s\n\nOptions:\n", command->name,
            *command->arguments ? " " : "", command->arguments,
            command->summary);
    rp_options_help(command->groups, to);
}

static const rp_command *find(const char *name) {
    for (int k = 0; k < COMMANDS; k++)
        if (strcmp(commands[k].name, name) == 0)
            return &commands[k];
    return NULL;
}

static int unknown_command(const char *name, FILE *err) {
    rp_nearest nearest = {rp_text_of(name), NULL, 0};

    for (int k = 0; k < COMMANDS; k++)
        rp_nearest_try(&nearest, commands[k].name);
    rp_nearest_try(&nearest, "help");
    fprintf(err, "rapport: unknown command '%s'%s%s\n", name,
            nearest.best ? ", nearest: " : "; see rapport help",
            nearest.best ? nearest.best : "");
    return RP_EXIT_USAGE;
}

static int help(int argc, char **argv, FILE *out, FILE *err) {
    if (argc < 2) {
        print_overview(out);
        return RP_EXIT_OK;
    }
    const rp_command *command = find(argv[1]);
    if (!command)
        return unknown_command(argv[1], err);
    print_help(command, out);
    return RP_EXIT_OK;
}

static bool is_stdin(const char *path) {
    return path && strcmp(path, "-") == 0;
}

/* Standard input can be read once. */
static bool reads_stdin_twice(const rp_options *o) {
    int times = is_stdin(o->policy) + is_stdin(o->scores);

    for (size_t i = 0; i < o->argument_count && i < RP_MAX_ARGUMENTS; i++)
        times += is_stdin(o->arguments[i]);
    for (size_t i = 0; i < o->map_count; i++)
        times += is_stdin(o->maps[i]);
    return times > 1;
}

static int run(const rp_command *command, int argc, char **argv,
               const rp_streams *to) {
    rp_options options;
    int exit = RP_EXIT_USAGE;

    rp_watch_json();
    rp_shortage_begin();
    if (!rp_digest_begin()) {
        fprintf(to->err, "rapport: %s\n", rp_status_words(RP_ERR_MEMORY));
        return RP_EXIT_FAILURE;
    }
    if (!rp_options_parse(&options, argc, argv, command->groups, to->err)) {
        if (!options.command)
            return RP_EXIT_FAILURE; /* out of memory, which was told */
        fprintf(to->err, "rapport: see rapport help %s\n", command->name);
    } else if (options.help) {
        print_help(command, to->out);
        exit = RP_EXIT_OK;
    } else if (options.argument_count < command->least ||
               options.argument_count > command->most) {
        fprintf(to->err, "rapport: usage: rapport %s [options] %s\n",
                command->name, command->arguments);
    } else if (options.frozen && !options.keep) {
        fprintf(to->err, "rapport: --frozen needs --keep DIR: which run's "
                         "pairs?\n");
    } else if (options.small_cell_given && !options.audit) {
        fprintf(to->err, "rapport: --small-cell needs --audit COLUMN: which "
                         "groups?\n");
    } else if (reads_stdin_twice(&options)) {
        fprintf(to->err, "rapport: standard input can be read once, "
                         "but '-' is given twice\n");
    } else {
        exit = command->run(&options, to);
    }
    rp_options_clear(&options);
    if (exit == RP_EXIT_OK && rp_shortage_seen()) {
        fprintf(to->err, "rapport: %s\n", rp_status_words(RP_ERR_MEMORY));
        exit = RP_EXIT_FAILURE;
    }
    return exit;
}

int rp_cli_run(int argc, char **argv, FILE *out, FILE *err) {
    rp_streams to = {out, err};

    if (argc < 2) {
        print_overview(err);
        return RP_EXIT_USAGE;
    }
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-h") == 0)
        return help(argc - 1, argv + 1, out, err);
    if (strcmp(argv[1], "--version") == 0) {
        fprintf(out, "rapport %s\n", rp_version());
        return RP_EXIT_OK;
    }
    const rp_command *command = find(argv[1]);
    return command ? run(command, argc - 1, argv + 1, &to)
                   : unknown_command(argv[1], err);
}

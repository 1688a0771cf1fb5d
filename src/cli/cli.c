#include "rapport/cli.h"

#include "base/shortage.h"
#include "base/text.h"
#include "cli/clinic_folder.h"
#include "cli/command.h"
#include "cli/say.h"
#include "input/workbook/workbook.h"
#include "rapport/version.h"

#include <errno.h>
#include <string.h>

#define ROW(name, groups, least, most, arguments, summary, example)            \
    {#name, rp_command_##name, groups,  least,                                 \
     most,  arguments,         summary, example},

static const rp_command commands[] = {RP_COMMANDS(ROW)};

enum { COMMANDS = sizeof commands / sizeof *commands };

void rp_command_put(void *stream, const void *bytes, size_t length) {
    fwrite(bytes, 1, length, stream);
}

rp_status rp_command_held(rp_hold *hold, rp_status status, rp_status held,
                          bool quiet, FILE *err) {
    if (held == RP_OK && status == RP_OK)
        held = rp_hold_check_all(hold);
    if (rp_hold_trouble(hold))
        rp_say(err, "%s", rp_hold_trouble(hold));
    else if (held != status)
        rp_say_status(err, held);
    if (held == RP_OK && !quiet && rp_hold_is_open_to_others(hold))
        rp_say(err,
               "%s: warning: others can read this folder, and these are health "
               "records: chmod go-rwx closes it",
               rp_hold_path(hold));
    return rp_status_graver(status, held);
}

rp_status rp_command_commit(rp_commit *commit, rp_hold *hold, rp_status status,
                            FILE *err) {
    if (status == RP_OK)
        status = rp_commit_finish(commit);
    errno = rp_commit_errno(commit);
    if (status == RP_ERR_IO && rp_hold_trouble(hold))
        rp_say(err, "%s", rp_hold_trouble(hold));
    else if (status == RP_ERR_IO)
        rp_say_unwritten(err, rp_commit_culprit(commit));
    else
        rp_say_status(err, status);
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
    rp_say(err, "--%s: no %s '%s' in the file%s%s", what, what,
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
        fprintf(to, "  %-11s%s\n", commands[k].name, commands[k].summary);
    fputs("  help       this text, or more about a command: help match\n\n"
          "Exit statuses: 0 done; 1 errors in the input; 2 wrong usage; "
          "3 contradictory\npins; 4 a file, memory or the solver failed; "
          "5 done, and what --fail-on names\nis there. "
          "The manual: man rapport.\n",
          to);
}

static void print_help(const rp_command *command, FILE *to) {
    fprintf(to, "  rapport %s%s%s\n\n", command->name,
            *command->example ? " " : "", command->example);
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
    rp_say(err, "unknown command '%s'%s%s", name,
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

/* Without files a command that may lack them asks about this folder. */
static int run_here(const rp_command *command, const rp_options *typed,
                    const rp_streams *to) {
    rp_clinic_folder folder = {0};
    rp_options chosen, then;
    rp_status status =
        rp_clinic_folder_choose(&chosen, &then, &folder, typed, to->err);
    int exit = status == RP_ERR_USAGE  ? RP_EXIT_USAGE
               : status == RP_ERR_DATA ? RP_EXIT_INPUT
                                       : RP_EXIT_FAILURE;

    if (status == RP_OK)
        exit = command->run(&chosen, to);
    if (exit == RP_EXIT_OK && !typed->quiet)
        rp_clinic_folder_tell_changes(&folder, &chosen, to->err);
    rp_options_clear(&then);
    rp_clinic_folder_clear(&folder);
    return exit;
}

/* Two files, or none where a command may lack them. */
static bool is_count(const rp_command *command, size_t count) {
    bool lacks = command->least == 0 && command->most == 2;

    return count >= command->least && count <= command->most &&
           !(lacks && count == 1);
}

/* Does a file begin as a workbook does? Of standard input the first byte must
 * do: what follows is for who reads it. */
static bool is_workbook(const char *path) {
    unsigned char begin[8] = {0};

    if (strcmp(path, "-") == 0) {
        int first = getc(stdin);
        return ungetc(first, stdin) == 'P';
    }
    FILE *in = fopen(path, "rb");
    size_t length = in ? fread(begin, 1, sizeof begin, in) : 0;
    if (in)
        fclose(in);
    return rp_workbook_is(begin, length);
}

/* A workbook in place of THERAPISTS CLIENTS holds both. */
static void take_both(const rp_command *command, rp_options *options) {
    const char **arguments = options->arguments;
    size_t count = options->argument_count;

    if (!strstr(command->arguments, "THERAPISTS CLIENTS") || count == 0 ||
        count + 1 != command->most || !is_workbook(arguments[0]))
        return;
    for (size_t k = count; k > 0; k--)
        arguments[k] = arguments[k - 1];
    options->argument_count++;
}

/* @return whether there are as many files as the command needs */
static bool take_files(const rp_command *command, rp_options *options) {
    take_both(command, options);
    return is_count(command, options->argument_count);
}

static int run(const rp_command *command, int argc, char **argv,
               const rp_streams *to) {
    rp_options options;
    unsigned shortages = rp_shortage_count();
    int exit = RP_EXIT_USAGE;

    if (!rp_options_parse(&options, argc, argv, command->groups, to->err)) {
        if (!options.command)
            return RP_EXIT_FAILURE; /* out of memory, which was told */
        rp_say(to->err, "see rapport help %s", command->name);
    } else if (options.help) {
        print_help(command, to->out);
        exit = RP_EXIT_OK;
    } else if (!rp_options_agree(&options, to->err)) {
        exit = RP_EXIT_USAGE;
    } else if (!take_files(command, &options)) {
        rp_say(to->err, "usage: rapport %s [options] %s", command->name,
               command->arguments);
    } else {
        exit = command->most == 2 && options.argument_count == 0
                   ? run_here(command, &options, to)
                   : command->run(&options, to);
    }
    rp_options_clear(&options);
    if ((exit == RP_EXIT_OK || exit == RP_EXIT_FOUND) &&
        rp_shortage_count() != shortages) {
        rp_say_status(to->err, RP_ERR_MEMORY);
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

/**
 * @file command.h
 * The commands of the program, one a file.
 */
#ifndef RP_CLI_COMMAND_H
#define RP_CLI_COMMAND_H

#include "cli/option.h"
#include "cli/progress.h"
#include "input/roster.h"
#include "output/csv/sheet.h"
#include "output/directory/commit.h"

#include <stdio.h>

typedef struct rp_streams {
    FILE *out, *err;
} rp_streams;

/** Run a command with its parsed options; returns an rp_exit. */
typedef int rp_command_run(const rp_options *options, const rp_streams *to);

typedef struct rp_command {
    const char *name;
    rp_command_run *run;
    unsigned groups;    /* of options */
    size_t least, most; /* arguments that are no options */
    const char *arguments, *summary;
} rp_command;

rp_command_run rp_command_match;
rp_command_run rp_command_rank;
rp_command_run rp_command_explain;
rp_command_run rp_command_whatif;
rp_command_run rp_command_diff;
rp_command_run rp_command_split;
rp_command_run rp_command_merge;
rp_command_run rp_command_suggest;
rp_command_run rp_command_pages;
rp_command_run rp_command_check;
rp_command_run rp_command_policy;
rp_command_run rp_command_template;
rp_command_run rp_command_columns;

/** The index of whom --client or --therapist names; RP_NONE with a message
 *  that names the nearest id. */
uint32_t rp_command_person(const rp_roster *roster, rp_side side,
                           const char *typed, FILE *err);

/** The options of `match`, which run.json tells. */
enum {
    RP_MATCH_OPTIONS = RP_TAKES_INPUT | RP_TAKES_OUTPUT | RP_TAKES_DIRECTORY |
                       RP_TAKES_PAGES | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP
};

/** Put bytes on a stream; the `put` of sheets. */
void rp_command_put(void *stream, const void *bytes, size_t length);

/** Put the files of a commit in place if all went well, and free it; what did
 *  not is told.
 *  @return `status`, or why they could not be put in place */
rp_status rp_command_commit(rp_commit *commit, rp_status status,
                            rp_progress *progress, FILE *err);

/** End a sheet on standard output; an rp_exit, with a message. */
int rp_command_sheet_end(rp_sheet *sheet, FILE *err);

/** The roster named by the first argument ("clients"); -1 with a message. */
int rp_command_side(const rp_options *options, const rp_streams *to);

#endif

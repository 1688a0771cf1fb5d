/**
 * @file command.h
 * The commands of the program, one per file.
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
    const char *example; /* what stands behind the name, of files as people
                            have them */
} rp_command;

/**
 * Every command: its name, the options it takes, the least and the most
 * arguments that are no options, how these are written, what it does, and an
 * example.
 * rp_command_NAME runs it. Help, the nearest command and the check of the
 * manual are made from these rows.
 */
#define RP_COMMANDS(X)                                                         \
    X(match, RP_MATCH_OPTIONS, 2, 2, "THERAPISTS CLIENTS",                     \
      "assign every client; write ranked lists and reasons to a directory",    \
      "therapists.csv clients.csv --out results --pages")                      \
    X(week, RP_WEEK_OPTIONS, 1, 1, "DIR",                                      \
      "this week's run of the clinic in a folder, and whom to tell of it",     \
      "clinic --pages")                                                        \
    X(rank,                                                                    \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_OUTPUT | RP_TAKES_ROWS |   \
          RP_TAKES_PSEUDONYMS,                                                 \
      2, 2, "THERAPISTS CLIENTS",                                              \
      "ranked lists on standard output, no assignment",                        \
      "therapists.csv clients.csv --top 3")                                    \
    X(explain,                                                                 \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_CELLS | RP_TAKES_CLIENT |  \
          RP_TAKES_ANSWER | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP |               \
          RP_TAKES_PSEUDONYMS,                                                 \
      0, 2, "[THERAPISTS CLIENTS] --client ID [--therapist ID]",               \
      "why this therapist, and not each one ranked better",                    \
      "therapists.csv clients.csv --client C12")                               \
    X(whatif,                                                                  \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_EDITS |                    \
          RP_TAKES_OBJECTIVE | RP_TAKES_KEEP | RP_TAKES_OBJECT,                \
      0, 2, "[THERAPISTS CLIENTS] --set ID.COLUMN=VALUE ...",                  \
      "who would be placed, moved and displaced by some edits",                \
      "therapists.csv clients.csv --set T05.openings=3")                       \
    X(suggest,                                                                 \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_CELLS | RP_TAKES_TOP |     \
          RP_TAKES_CLIENT | RP_TAKES_FILTERS | RP_TAKES_OBJECTIVE |            \
          RP_TAKES_KEEP | RP_TAKES_PSEUDONYMS,                                 \
      0, 2, "[THERAPISTS CLIENTS] --client ID",                                \
      "one client's therapists, filtered and in order",                        \
      "therapists.csv clients.csv --client C12 --where languages=es")          \
    X(pages,                                                                   \
      RP_TAKES_FILES | RP_TAKES_OUTCOMES | RP_TAKES_WORK | RP_TAKES_RESULTS |  \
          RP_TAKES_PAGES | RP_TAKES_PSEUDONYMS,                                \
      2, 2, "THERAPISTS CLIENTS --results DIR",                                \
      "web pages of a run: a shortlist for each client, a report for staff",   \
      "therapists.csv clients.csv --results results")                          \
    X(diff, RP_TAKES_CELLS | RP_TAKES_MARK | RP_TAKES_OUT | RP_TAKES_OBJECT,   \
      2, 2, "OLD NEW",                                                         \
      "what changed between two result directories: diff.csv",                 \
      "last-week this-week")                                                   \
    X(check,                                                                   \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_OBJECT |                   \
          RP_TAKES_PSEUDONYMS,                                                 \
      2, 2, "THERAPISTS CLIENTS",                                              \
      "report every problem in the files; write nothing",                      \
      "therapists.csv clients.csv")                                            \
    X(map, RP_TAKES_NAMING | RP_TAKES_CELLS | RP_TAKES_MARK, 2, 2,             \
      "THERAPISTS CLIENTS",                                                    \
      "propose how to read any two sheets, as a CSV to correct and keep",      \
      "therapists.csv clients.csv --out map.csv")                              \
    X(track, RP_TAKES_TRACK | RP_TAKES_CELLS, 1, 1, "OUTCOMES",                \
      "records of therapists from a clinic's own questionnaires, shrunken",    \
      "outcomes.csv")                                                          \
    X(review,                                                                  \
      RP_TAKES_FILES | RP_TAKES_OUTCOMES | RP_TAKES_REVIEW | RP_TAKES_WORK |   \
          RP_TAKES_CELLS | RP_TAKES_MARK,                                      \
      2, 2, "THERAPISTS CLIENTS --outcomes FILE",                              \
      "therapies to look at, and what to try next where one is not helping",   \
      "therapists.csv clients.csv --outcomes outcomes.csv")                    \
    X(calibrate, RP_TAKES_HISTORY | RP_TAKES_CELLS, 3, 3,                      \
      "THERAPISTS CLIENTS HISTORY",                                            \
      "a policy whose weights a clinic's own results suggest, if they do",     \
      "therapists.csv clients.csv history.csv")                                \
    X(split,                                                                   \
      RP_TAKES_INPUT | RP_TAKES_OUT | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP, 2,   \
      2, "THERAPISTS CLIENTS",                                                 \
      "write each independent part as its own clinic, for many machines",      \
      "therapists.csv clients.csv --out parts")                                \
    X(merge,                                                                   \
      RP_TAKES_OUTPUT | RP_TAKES_DIRECTORY | RP_TAKES_OUT | RP_TAKES_WORK |    \
          RP_TAKES_PAGES | RP_TAKES_OBJECT,                                    \
      1, 1, "DIR",                                                             \
      "combine the results of all parts into one run, proven as a whole",      \
      "parts --out results")                                                   \
    X(reidentify,                                                              \
      RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_KEEP |                     \
          RP_TAKES_PSEUDONYMS,                                                 \
      3, 3, "THERAPISTS CLIENTS FILE --pseudonyms KEYFILE",                    \
      "a file that has pseudonyms with ids again, on standard output",         \
      "therapists.csv clients.csv ranked.csv --pseudonyms key")                \
    X(policy, RP_TAKES_CELLS, 0, 0, "",                                        \
      "the default policy as CSV, every number with its source",               \
      ">policy.csv")                                                           \
    X(template, RP_TAKES_CELLS | RP_TAKES_TEMPLATE, 0, 1,                      \
      "therapists|clients|answers|outcomes|history|groups|limits, or --xlsx",  \
      "an empty CSV with an example row; or a workbook of both rosters",       \
      "--xlsx --out clinic.xlsx")                                              \
    X(columns, RP_TAKES_CELLS | RP_TAKES_ROWS, 1, 1,                           \
      "therapists|clients|answers|outcomes|history|groups|limits|rules|"       \
      "criteria|reasons",                                                      \
      "the data dictionary as CSV", "clients")

#define RP_COMMAND_DECLARE(name, ...) rp_command_run rp_command_##name;
RP_COMMANDS(RP_COMMAND_DECLARE)
#undef RP_COMMAND_DECLARE

/** The index of whom --client or --therapist names; RP_NONE with a message
 *  that names the nearest id. */
uint32_t rp_command_person(const rp_roster *roster, rp_side side,
                           const char *typed, FILE *err);

/** The options of `match` and of `week`, and all that run.json may record of a
 *  run. */
enum {
    RP_MATCH_OPTIONS = RP_TAKES_INPUT | RP_TAKES_OUTCOMES | RP_TAKES_OUTPUT |
                       RP_TAKES_DIRECTORY | RP_TAKES_OUT | RP_TAKES_PAGES |
                       RP_TAKES_OBJECTIVE | RP_TAKES_KEEP | RP_TAKES_OBJECT |
                       RP_TAKES_PSEUDONYMS,
    /* a week goes on from the last one's results, by ids */
    RP_WEEK_OPTIONS = (RP_MATCH_OPTIONS &
                       ~(RP_TAKES_OUT | RP_TAKES_KEEP | RP_TAKES_PSEUDONYMS)) |
                      RP_TAKES_WEEK,
    RP_RUN_OPTIONS = RP_MATCH_OPTIONS | RP_TAKES_WEEK
};

/** Put bytes on a stream; the `put` of sheets. */
void rp_command_put(void *stream, const void *bytes, size_t length);

/**
 * Report what came of taking a hold on a directory, after the people who need
 * a person have been named: what is in the way, and a warning where others can
 * read the directory.
 *
 * @param status  of the command so far
 * @param held    of rp_hold_take()
 * @return the graver of both, or RP_ERR_IO where a file is in the way
 */
rp_status rp_command_held(rp_hold *hold, rp_status status, rp_status held,
                          bool quiet, FILE *err);

/** Put the files of a commit in place if all went well, and free it; what did
 *  not is reported.
 *  @return `status`, or why they could not be put in place */
rp_status rp_command_commit(rp_commit *commit, rp_hold *hold, rp_status status,
                            FILE *err);

/** End a sheet on standard output; an rp_exit, with a message. */
int rp_command_sheet_end(rp_sheet *sheet, FILE *err);

/** The sheet named by the first argument ("clients"); NULL with a message. */
const rp_schema *rp_command_sheet(const rp_options *options,
                                  const rp_streams *to);

#endif

/**
 * @file option.h
 * Command lines: one table of options, from which parsing and help are made.
 */
#ifndef RP_CLI_OPTION_H
#define RP_CLI_OPTION_H

#include "input/cell/dates.h"
#include "solve/plan.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { RP_MAX_MAPS = 16, RP_MAX_WHERES = 64, RP_MAX_ARGUMENTS = 4 };

typedef enum rp_progress_mode {
    RP_PROGRESS_AUTO,
    RP_PROGRESS_ALWAYS,
    RP_PROGRESS_NEVER
} rp_progress_mode;

enum { RP_MAX_EDITS = 256 };

/** --set, --remove or --copy, in the order typed. */
typedef struct rp_typed_edit {
    int kind; /* 0 set, 1 remove, 2 copy */
    const char *text;
} rp_typed_edit;
/** How a suggestion is written; in the order of rp_listing_format. */
typedef enum rp_format_mode {
    RP_WRITE_TABLE,
    RP_WRITE_CSV,
    RP_WRITE_JSON
} rp_format_mode;

/** What a command line said. Strings are borrowed from argv. */
typedef struct rp_options {
    const char *out, *policy, *scores, *taxonomy;
    const char *therapist;             /* id; NULL when not given */
    const char *write;                 /* a folder, or NULL */
    rp_typed_edit edits[RP_MAX_EDITS]; /* [edit_count] */
    size_t edit_count;
    int answer; /* how explain answers: 0 text, 1 csv, 2 json */
    const char *maps[RP_MAX_MAPS];
    size_t map_count;
    int64_t top;
    int64_t bottlenecks; /* rows */
    const char *audit;   /* columns by ','; NULL: no audit */
    int64_t small_cell;  /* the fewest clients that an audit tells of */
    int32_t today;       /* RP_NO_DAY when not given */
    int64_t threads;
    char delimiter;
    rp_date_order dates; /* of columns that cannot decide */
    bool each;           /* findings one by one */
    bool unknown_forbids, strict, no_bom, quiet, help, timings;
    bool has_out; /* given, not the default */
    bool small_cell_given;
    unsigned analyses;   /* bits of rp_analysis */
    bool fair;           /* --objective fair */
    bool analyses_given; /* else all of them, up to RP_ANALYSED_CLIENTS */
    rp_progress_mode progress;
    rp_start crash;
    const char *client, *sort;
    const char *wheres[RP_MAX_WHERES];
    size_t where_count;
    bool known, top_is_given;
    rp_format_mode format;
    const char *results;
    const char *keep;  /* directory of an earlier run, or NULL */
    bool frozen;       /* its pairs are pins */
    bool keeps_pinned; /* only those that were; never typed */
    bool pages, page_full, page_scores;
    int64_t page_top;
    const char *arguments[RP_MAX_ARGUMENTS]; /* what is no option */
    size_t argument_count;
    /* the command as run.json tells it: without what cannot change a result */
    const char **command; /* [command_count] borrowed but for the array */
    size_t command_count;
} rp_options;

/** Which options a command takes: bits. */
enum rp_option_groups {
    RP_TAKES_FILES = 1,     /* policy, scores, map, taxonomy */
    RP_TAKES_CELLS = 2,     /* delimiter: it writes CSV */
    RP_TAKES_DIRECTORY = 4, /* out, crash, pages */
    RP_TAKES_OUT = 8,       /* out alone */
    RP_TAKES_WORK = 16,     /* threads and progress alone */
    RP_TAKES_FILTERS = 32,  /* where, known, sort, format */
    RP_TAKES_CLIENT = 64,
    RP_TAKES_PAGES = 128,    /* page-top, page-full, page-scores */
    RP_TAKES_RESULTS = 256,  /* results: of an earlier run */
    RP_TAKES_ANSWER = 512,   /* therapist, format of explain */
    RP_TAKES_EDITS = 1024,   /* set, remove, copy, write */
    RP_TAKES_READING = 2048, /* unknown, today, strict */
    RP_TAKES_TOP = 4096,
    RP_TAKES_MARK = 8192, /* no-bom */
    RP_TAKES_OBJECTIVE = 16384,
    RP_TAKES_KEEP = 32768, /* keep, frozen */
    /* all that reading and judging a clinic takes */
    RP_TAKES_INPUT = RP_TAKES_FILES | RP_TAKES_READING | RP_TAKES_WORK,
    RP_TAKES_OUTPUT = RP_TAKES_CELLS | RP_TAKES_TOP | RP_TAKES_MARK
};

/**
 * Parse a command line behind the command's name.
 *
 * @param argv    argv[0] is the command's name
 * @param groups  the options that the command takes; --help always
 * @param err     gets what is wrong, with the nearest option
 * @return false on wrong usage, or without memory: then out->command is NULL;
 *         clear the options in any case
 */
bool rp_options_parse(rp_options *out, int argc, char **argv, unsigned groups,
                      FILE *err);
void rp_options_clear(rp_options *options);

/** Print the options of some groups, a line each. */
void rp_options_help(unsigned groups, FILE *to);

#endif

/**
 * @file option.h
 * Command lines: one table of options, from which parsing and help are made.
 */
#ifndef RP_CLI_OPTION_H
#define RP_CLI_OPTION_H

#include "rapport/clinic.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { RP_MAX_WHERES = 64, RP_MAX_EDITS = 256, RP_MAX_ARGUMENTS = 4 };

/* In the order of the words of --progress. */
typedef enum rp_progress_mode {
    RP_PROGRESS_AUTO,
    RP_PROGRESS_ALWAYS,
    RP_PROGRESS_NEVER
} rp_progress_mode;

/** --set, --remove or --copy, in the order typed. */
typedef struct rp_typed_edit {
    int kind; /* rp_wish_kind */
    const char *text;
} rp_typed_edit;

/**
 * What a command line said; each member but the last few is what one row of
 * the table in option.c writes. Strings are borrowed from argv. (What could
 * place a client who waits is called an option too: why/options.h.)
 */
typedef struct rp_options {
    /* what is read, and how */
    /* NULL when not given */
    const char *policy, *scores, *taxonomy, *answers, *cleared, *outcomes;
    const char *groups, *limits;
    const char *clients;    /* of `track`, for their first concerns */
    const char *report;     /* of `calibrate`: a file for all that was found */
    bool free_shares;       /* of `calibrate`: no bounds on shares */
    const char *clinic;     /* how to reach it; NULL: beside the rosters */
    const char *pseudonyms; /* a file with a key; NULL: ids are shown */
    const char *sheet;      /* of workbooks; NULL: those that fit */
    const char *maps[RP_MAX_MAPS]; /* [map_count] */
    size_t map_count;
    int32_t today; /* RP_NO_DAY when not given */
    int dates;     /* 0 mdy, 1 dmy: of columns that do not decide */
    bool dates_given, each;
    bool unknown_forbids, strict;
    const char *keep; /* directory of an earlier run, or NULL */
    bool frozen;      /* its pairs are pins */
    /* what is asked */
    bool use_reserve;  /* openings kept for urgent clients are anybody's */
    int64_t effort;    /* nodes of branching a part; 0: as usual */
    bool fair;         /* --objective fair */
    bool strict_queue; /* --queue strict */
    const char *client, *therapist;    /* ids, or NULL */
    rp_typed_edit edits[RP_MAX_EDITS]; /* [edit_count] */
    size_t edit_count;
    const char *wheres[RP_MAX_WHERES]; /* [where_count] */
    size_t where_count;
    bool known;
    const char *sort;
    int64_t top;
    bool top_is_given;
    unsigned analyses;   /* bits of rp_analysis */
    bool analyses_given; /* else all of them, up to RP_ANALYSED_CLIENTS */
    int64_t bottlenecks; /* rows */
    const char *audit;   /* columns by ','; NULL: no audit */
    int64_t small_cell;  /* the fewest clients that an audit shows */
    bool small_cell_given;
    /* what is written, and where */
    const char *out;
    bool has_out;        /* given, not the default */
    const char *results; /* of an earlier run, for its pages */
    const char *write;   /* a folder for edited files, or NULL */
    int format;          /* rp_listing_format of `suggest` */
    int answer;          /* rp_account_format of `explain` */
    bool as_json;        /* --format json of the others */
    unsigned fail_on;    /* bits of rp_client_status: status 5 with one */
    char delimiter;
    bool no_bom;
    bool xlsx; /* results.xlsx, or a template as a workbook */
    bool pages, page_full, page_scores;
    bool ics; /* calendars of therapists */
    int64_t page_top;
    /* the work itself */
    int64_t threads;
    int progress; /* rp_progress_mode */
    bool quiet, timings, help;

    bool offers;         /* week: to_offer.csv is written; never typed */
    int64_t offer;       /* of so many clients */
    const char *history; /* of `calibrate`: its third argument; never typed */
    bool keeps_pinned;   /* of `keep`, only pairs that were pins; never typed */
    const char *arguments[RP_MAX_ARGUMENTS]; /* what is no option */
    size_t argument_count;
    /* the command as run.json records it: without what cannot change a result
     */
    const char **command; /* [command_count] borrowed but for the array */
    size_t command_count;
} rp_options;

/** Which options a command takes: bits. */
enum rp_option_groups {
    RP_TAKES_FILES = 1,     /* policy, scores, map, taxonomy */
    RP_TAKES_CELLS = 2,     /* delimiter: it writes CSV */
    RP_TAKES_DIRECTORY = 4, /* analyses, pages, … */
    RP_TAKES_OUT = 8,       /* out */
    RP_TAKES_WORK = 16,     /* threads and progress alone */
    RP_TAKES_FILTERS = 32,  /* where, known, sort, format */
    RP_TAKES_CLIENT = 64,
    RP_TAKES_PAGES = 128,    /* page-top, page-full, page-scores */
    RP_TAKES_RESULTS = 256,  /* results: of an earlier run */
    RP_TAKES_ANSWER = 512,   /* therapist, format of explain */
    RP_TAKES_EDITS = 1024,   /* set, remove, copy, write */
    RP_TAKES_READING = 2048, /* unknown, today, dates, … */
    RP_TAKES_TOP = 4096,
    RP_TAKES_MARK = 8192, /* no-bom */
    RP_TAKES_OBJECTIVE = 16384,
    RP_TAKES_KEEP = 32768, /* keep, frozen */
    RP_TAKES_WEEK = 65536, /* offer, frozen without keep */
    RP_TAKES_PSEUDONYMS = 1 << 17,
    RP_TAKES_NAMING = 1 << 20, /* out: a file, map, taxonomy */
    RP_TAKES_OUTCOMES = 1 << 21,
    RP_TAKES_TRACK = 1 << 22, /* clients, and how a sheet of outcomes is read */
    RP_TAKES_HISTORY = 1 << 23,  /* what calibrating takes, but for CELLS */
    RP_TAKES_TEMPLATE = 1 << 25, /* xlsx, and where to */
    RP_TAKES_ROWS = 1 << 27,     /* format: rows as CSV, or a JSON line each */
    RP_TAKES_OBJECT = 1 << 28,   /* format: one JSON object about it all */
    RP_LEARNS = RP_TAKES_TRACK | RP_TAKES_HISTORY,
    RP_TAKES_REVIEW = 1 << 24, /* what a review takes of READING, out: a file,
                                  write */
    RP_TALKS = RP_TAKES_WORK | RP_TAKES_OUT | RP_TAKES_NAMING | RP_LEARNS,
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

/**
 * Copy what the options of some groups say.
 *
 * @param only_given  leave what `from` was not given: files and lists alone
 *                    can tell
 */
void rp_options_copy(rp_options *to, const rp_options *from, unsigned groups,
                     bool only_given);

/** Do they fit each other? Says what does not: an option without the one that
 *  it needs, or two files that are both standard input. */
bool rp_options_agree(const rp_options *options, FILE *err);

/** Print the options of some groups, a line each. */
void rp_options_help(unsigned groups, FILE *to);

#endif

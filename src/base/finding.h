/**
 * @file finding.h
 * Everything that is wrong with the user's data, each with its place.
 *
 * Findings are collected while reading continues and printed together, so
 * that one run reports every problem in every file.
 */
#ifndef RP_BASE_FINDING_H
#define RP_BASE_FINDING_H

#include "base/arena.h"
#include "base/text.h"
#include "rapport/finding.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** A cell of a source: record 0 is the first one the CSV parser delivers (the
 *  header). RP_NO_RECORD stands for the source as a whole, printed as 1:1. */
typedef struct rp_place {
    uint32_t source, record, cell;
} rp_place;

#define RP_NO_RECORD UINT32_MAX

/** A finding as it is collected; rp_finding is what a caller is shown. */
typedef struct rp_found {
    rp_place place;
    rp_severity severity;
    uint64_t line, column; /* from 1; set when the source is located */
    uint64_t row;          /* of a spreadsheet, likewise; 0: none */
    rp_text person;        /* whose row it is, borrowed; empty: not known */
    const char *message;
    const char *kind;  /* NULL: equal messages are one kind; else all of this
                          kind are, whatever cell they quote */
    uint64_t cells;    /* that it was found in */
    uint64_t lines[3]; /* of the first ones */
    rp_place related;  /* "first in line …"; record RP_NO_RECORD: none */
    uint64_t related_line;
    uint32_t serial; /* order of arrival, the last tie-breaker */
} rp_found;

/** Where findings are: a file, or a sheet of a workbook. */
typedef struct rp_origin {
    const char *name; /* as messages show it */
    bool is_sheet;    /* cells have names, and lines are rows */
} rp_origin;

typedef struct rp_findings {
    rp_arena arena;
    rp_found *items; /* [count] */
    size_t count, room;
    size_t errors; /* how many of them are errors */
    rp_origin *sources; /* [source_count] */
    size_t source_count, source_room;
    bool out_of_memory; /* a finding was lost; the run must not continue */
} rp_findings;

void rp_findings_clear(rp_findings *findings);

/** Register a file by the name that messages show; its number is returned. */
uint32_t rp_findings_source(rp_findings *findings, const char *name);

/** Register all that others have, under the same numbers.
 *  @return false when out of memory */
bool rp_findings_take_sources(rp_findings *to, const rp_findings *from);

/** Register a sheet of a workbook that is registered already. */
uint32_t rp_findings_sheet(rp_findings *findings, uint32_t workbook,
                           const char *sheet);

/**
 * Add a finding. The message says what is wrong and what was expected, lower
 * case, no final full stop. On lack of memory out_of_memory is set.
 */
void rp_findings_add(rp_findings *findings, rp_severity severity,
                     rp_place place, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 4, 5)))
#endif
    ;

/** The kind of those about a person who is called by a name. */
#define RP_KIND_NAMED "people by their names"

/** Let all findings of a kind in one column be one: the finding added last is
 *  of that kind. @param kind  a constant */
void rp_findings_kind(rp_findings *findings, const char *kind);

/** Let the finding added last name another line of its source as the first. */
void rp_findings_relate(rp_findings *findings, rp_place first);

/**
 * A value as it may be shown: at most 40 bytes of whole characters, control
 * characters as '?'. A health record shows the offending cell and no more.
 */
typedef struct rp_quoted {
    char bytes[44];
} rp_quoted;
rp_quoted rp_quote(rp_text value);

/** Sort by severity, danger first, then source, line, column, arrival. */
void rp_findings_sort(rp_findings *findings);

/** A finding as callers see it; borrowed from the findings. */
rp_finding rp_findings_show(const rp_findings *findings, size_t which);

/**
 * Say each thing once: findings of one kind, or with one message, in one
 * column of one file become the first of them, which counts them.
 *
 * @param findings  sorted; `count` and `errors` count what is left
 */
void rp_findings_gather(rp_findings *findings);

/** "error", "warning", or "danger" of an alarm. */
const char *rp_findings_severity(rp_severity severity);

enum { RP_FINDING_CELL = 32 };

/** The place of a finding as a spreadsheet names it: "N3".
 *  @return false where it is no cell */
bool rp_findings_cell(const rp_findings *findings, size_t which,
                      char out[RP_FINDING_CELL]);

/** How findings are printed: bits. */
enum {
    RP_PRINT_ERRORS = 1, /* errors and alarms alone */
    RP_PRINT_PEOPLE = 2  /* the place also as a spreadsheet has it, and whose
                            row it is: for the eyes of staff alone */
};

/** Print `file:line:column: severity: message` lines. */
void rp_findings_print(const rp_findings *findings, FILE *to, unsigned how);

/** Print `1 error, 2 warnings`, without a line end. */
void rp_findings_count(const rp_findings *findings, FILE *to);

#endif

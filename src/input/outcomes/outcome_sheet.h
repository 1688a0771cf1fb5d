/**
 * @file outcome_sheet.h
 * The rows of a sheet of outcomes, cell by cell, in the order of the file.
 */
#ifndef RP_INPUT_OUTCOMES_OUTCOME_SHEET_H
#define RP_INPUT_OUTCOMES_OUTCOME_SHEET_H

#include "input/roster.h"

typedef enum rp_outcome_form {
    RP_FORM_NONE,     /* no sheet was read */
    RP_FORM_SESSIONS, /* a row for every questionnaire */
    RP_FORM_COURSES   /* a row for every course */
} rp_outcome_form;

/** A measure of the sheet: one of the taxonomy, or a name that nobody knows,
 *  which is read as symptoms without bands, where higher is worse. */
typedef struct rp_outcome_measure {
    const char *name;        /* "phq9"; an unknown one folded, as written */
    const rp_measure *known; /* NULL: it has no bands */
} rp_outcome_measure;

/** How the sheet is read. */
typedef struct rp_outcome_options {
    const rp_taxonomy *taxonomy; /* borrowed as long as what is read */
    rp_map *map;                 /* may be NULL */
    rp_date_order dates;         /* as of rp_intake */
    bool strict;                 /* unknown concerns are errors */
    double open_days; /* a questionnaire alone leaves its course open for so
                         many days, counted to the newest date */
} rp_outcome_options;

/** A row that has all it must have. */
typedef struct rp_outcome_line {
    uint32_t client, therapist; /* of the sheet's tags */
    uint32_t measure;           /* of its measures; RP_NONE: a session alone */
    uint32_t concern;           /* tag of names; RP_NONE: blank */
    uint32_t row;
    int32_t date, session;
    double score; /* or pre */
    double post;
    int8_t attended, homework_done, risk, ended;
} rp_outcome_line;

typedef struct rp_outcome_sheet {
    rp_outcome_form form;
    rp_outcome_line *lines; /* [count] */
    size_t count;
    rp_tags *clients, *therapists;
    rp_tags *measures;           /* their names */
    rp_outcome_measure *measure; /* [measures] */
    size_t measure_room;
    rp_table table; /* for the places of findings */
} rp_outcome_sheet;

/**
 * Read the rows.
 *
 * @param[out] out  close with rp_outcome_sheet_close() in any case
 * @param names     of concerns; gets those that nobody knows
 * @param arena     keeps the names of measures
 * @return RP_OK, RP_ERR_DATA, RP_ERR_IO (findings tell), RP_ERR_MEMORY
 */
rp_status rp_outcome_sheet_read(rp_outcome_sheet *out, const char *path,
                                const rp_outcome_options *options,
                                rp_names *names, rp_arena *arena,
                                rp_findings *findings);

/** Give the findings their places and let go of everything. */
void rp_outcome_sheet_close(rp_outcome_sheet *sheet, rp_findings *findings);

/** Tell that a line repeats another: the same client, therapist and measure,
 *  and in the form of sessions the same date. */
void rp_outcome_sheet_tell_twice(const rp_outcome_sheet *sheet, uint32_t row,
                                 uint32_t first_row, rp_findings *findings);

#endif

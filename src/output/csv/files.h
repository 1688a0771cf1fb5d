/**
 * @file files.h
 * Every file of a run: one table, from which are made what is written and
 * when, what an earlier run left and has to go, and what the report shows.
 * The manual is held to it by a test.
 */
#ifndef RP_OUTPUT_CSV_FILES_H
#define RP_OUTPUT_CSV_FILES_H

#include "output/csv/source.h"

/** What a run has to have for a file to be written: bits of rp_analysis, and
 *  above them these. */
enum rp_file_needs {
    RP_NEEDS_AUDIT = 1 << RP_ANALYSES,        /* --audit */
    RP_NEEDS_KEEP = 2 << RP_ANALYSES,         /* --keep */
    RP_NEEDS_PAGES = 4 << RP_ANALYSES,        /* --pages */
    RP_NEEDS_WEEK = 8 << RP_ANALYSES,         /* the run of a week */
    RP_NEEDS_HOURS = 16 << RP_ANALYSES,       /* hours are promised */
    RP_NEEDS_GROUPS = 32 << RP_ANALYSES,      /* --groups */
    RP_NEEDS_PRESCRIBERS = 64 << RP_ANALYSES, /* filled openings of them */
    RP_NEEDS_XLSX = 128 << RP_ANALYSES,       /* --xlsx */
    RP_NEEDS_LIMITS = 256 << RP_ANALYSES      /* --limits */
};

typedef struct rp_result_file {
    const char *name;    /* "ranked.csv" */
    unsigned needs;      /* rp_file_needs; 0: every run has it */
    const char *header;  /* names by ',' */
    rp_rows_writer *put; /* NULL: it is no sheet */
    const char *title;   /* on the report; NULL: it is not shown there */
    const char *words;   /* below the title */
    const char *hours;   /* a last column where hours are promised; NULL: none
                          */
} rp_result_file;

/** [rp_result_count] run.json first; the sheets in the order in which they are
 *  written and shown. */
extern const rp_result_file rp_result_files[];
extern const size_t rp_result_count;

/** The row of a name; NULL when there is none. */
const rp_result_file *rp_result_find(const char *name);

/** The names one after the other, NULL behind the last: a rp_name_of. */
const char *rp_result_name(size_t k);

/** What of all this a run has: bits of rp_file_needs. */
unsigned rp_result_has(const rp_source *source, bool has_pages, bool has_xlsx);

/**
 * Begin a sheet and put the header and the rows of a file.
 *
 * @param[out] rows  how many, without the header; may be NULL
 * @return false when out of memory
 */
bool rp_result_put(const rp_result_file *file, const rp_source *source,
                   rp_put *put, void *payload, char delimiter, bool bom,
                   uint64_t *rows);

/** Give the same cells to a taker. @return false when out of memory */
bool rp_result_give(const rp_result_file *file, const rp_source *source,
                    const rp_cell_taker *taker, void *payload);

#endif

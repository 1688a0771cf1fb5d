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
    RP_NEEDS_AUDIT = 1 << RP_ANALYSES, /* --audit */
    RP_NEEDS_KEEP = 2 << RP_ANALYSES,  /* --keep */
    RP_NEEDS_PAGES = 4 << RP_ANALYSES, /* --pages */
    RP_NEEDS_WEEK = 8 << RP_ANALYSES   /* the run of a week */
};

typedef struct rp_result_file {
    const char *name;    /* "ranked.csv" */
    unsigned needs;      /* rp_file_needs; 0: every run has it */
    const char *header;  /* names by ',' */
    rp_rows_writer *put; /* NULL: it is no sheet */
    const char *title;   /* on the report; NULL: it is not shown there */
    const char *words;   /* below the title */
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
unsigned rp_result_has(const rp_source *source, bool has_pages);

/**
 * Begin a sheet and put the header and the rows of a file.
 *
 * @param[out] rows  how many, without the header; may be NULL
 * @return false when out of memory
 */
bool rp_result_put(const rp_result_file *file, const rp_source *source,
                   rp_put *put, void *payload, char delimiter, bool bom,
                   uint64_t *rows);

#endif

/**
 * @file results.h
 * A run as a directory of result files.
 */
#ifndef RP_OUTPUT_DIRECTORY_RESULTS_H
#define RP_OUTPUT_DIRECTORY_RESULTS_H

#include "output/csv/files.h"
#include "output/html/pages.h"
#include "output/run.h"

typedef struct rp_results_options {
    size_t top;   /* rows of a client in ranked.csv, 0 = all */
    bool as_json; /* rp_results_ranked(): objects, one a line, not CSV */
    const rp_shortlist_options *pages; /* NULL: no pages */
    bool calendars;                    /* of therapists; needs hours, a day */
    bool xlsx;                         /* write results.xlsx */
    const rp_analyses *analyses;       /* NULL: nothing was asked */
    const rp_equity *equity;           /* NULL: no audit */
    bool offers;                       /* write to_offer.csv, */
    uint64_t offer_most;               /* of so many clients */
    /* how many rows a file has got; may be NULL */
    void (*counted)(void *payload, const char *file, uint64_t rows);
    void *payload; /* of `counted` */
} rp_results_options;

/** What a directory is held for: that a run may go to it, and that the pages
 *  of the run in it may. */
extern const rp_purpose rp_results_purpose, rp_pages_purpose;

/**
 * Write all files of a run into a directory.
 *
 * @param context  that of the outcome
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit names the culprit
 */
rp_status rp_results_write(rp_commit *commit, const rp_outcome *outcome,
                           const rp_record *record, const rp_context *context,
                           const rp_results_options *options);

/**
 * Write ranked.csv anywhere.
 *
 * @param blank_status  leave the status blank: nothing was assigned (`rank`)
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_results_ranked(const rp_outcome *outcome,
                            const rp_context *context,
                            const rp_results_options *options,
                            bool blank_status, rp_put *put, void *payload);

#endif

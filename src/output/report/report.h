/**
 * @file report.h
 * report.html: Monday's page, for staff. Who needs a person now, what would
 * help most, then everybody on a line, and the figures of the run.
 *
 * It is made from run.json and the sheets of the run, whichever there are; a
 * section that would be empty is left out. To add a section, write its row in
 * report.c.
 */
#ifndef RP_OUTPUT_REPORT_REPORT_H
#define RP_OUTPUT_REPORT_REPORT_H

#include "match/choices.h"
#include "outcomes/review/review.h"
#include "output/directory/commit.h"

#include <jansson.h>

/** The most rows of tables and lists that stand in the page at a time, but
 *  on paper. */
enum { RP_REPORT_ROWS = 200 };

/** What a report is made from; everything is borrowed. */
typedef struct rp_report_sources {
    const rp_outcome *outcome;   /* solved, or adopted from its sheets */
    const rp_choices *choices;   /* of the outcome; NULL: none were made */
    const rp_review *review;     /* of therapies; NULL: no sheet of outcomes */
    const rp_findings *findings; /* about the sheets; NULL: not known */
    const json_t *run; /* what run.json holds, with or without "files" */
} rp_report_sources;

/**
 * Write report.html.
 *
 * @return RP_OK, RP_ERR_IO, RP_ERR_DATA (a sheet cannot be read as CSV),
 *         RP_ERR_MEMORY
 */
rp_status rp_report_write(rp_commit *commit, const rp_report_sources *sources);

#endif

/**
 * @file report.h
 * report.html: a run at a glance, for staff.
 *
 * It is made from run.json and the sheets of the run, whichever there are; a
 * sheet that the run lacks is left out.
 */
#ifndef RP_OUTPUT_HTML_REPORT_H
#define RP_OUTPUT_HTML_REPORT_H

#include "output/directory/commit.h"

#include <jansson.h>

/** Rows that stand in the page without a script. */
enum { RP_REPORT_ROWS = 200 };

/**
 * Write report.html.
 *
 * @param run  what run.json holds, with or without "files"
 * @return RP_OK, RP_ERR_IO, RP_ERR_DATA (a sheet cannot be read as CSV),
 *         RP_ERR_MEMORY
 */
rp_status rp_report_write(rp_commit *commit, const json_t *run);

#endif

/**
 * @file pages.h
 * All pages of a run: one for each client, and the report for staff.
 */
#ifndef RP_OUTPUT_HTML_PAGES_H
#define RP_OUTPUT_HTML_PAGES_H

#include "output/html/shortlist.h"
#include "output/run.h"

/**
 * Write shortlists/ and report.html. The sheets of the run are in the commit
 * already: the report is made from them.
 *
 * @param values  of run.json
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit names the culprit
 */
rp_status rp_pages_write(rp_commit *commit, const rp_outcome *outcome,
                         const json_t *values, const rp_context *context,
                         const rp_shortlist_options *options);

/** Write run.json, the last file of a run; statuses as above. */
rp_status rp_pages_record(rp_commit *commit, json_t *values);

#endif

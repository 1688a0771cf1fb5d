/**
 * @file results_book.h
 * results.xlsx: a run as one workbook, for people who live in spreadsheets.
 */
#ifndef RP_OUTPUT_WORKBOOK_RESULTS_BOOK_H
#define RP_OUTPUT_WORKBOOK_RESULTS_BOOK_H

#include "output/csv/source.h"
#include "output/directory/commit.h"

#include <jansson.h>

/**
 * Write results.xlsx into a commit.
 *
 * @param has     bits of rp_file_needs: what this run has
 * @param values  as of rp_run_values()
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit names the culprit
 */
rp_status rp_results_book_write(rp_commit *commit, const rp_source *source,
                                unsigned has, const json_t *values);

#endif

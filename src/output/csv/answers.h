/**
 * @file answers.h
 * The result files that answer why, why not, and what would help most.
 */
#ifndef RP_OUTPUT_CSV_ANSWERS_H
#define RP_OUTPUT_CSV_ANSWERS_H

#include "output/csv/sheet.h"
#include "output/directory/commit.h"
#include "why/analyses.h"

/**
 * Write a file for each analysis that was made.
 *
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit tells the culprit
 */
rp_status rp_answers_write(rp_commit *commit, const rp_outcome *outcome,
                           const rp_analyses *analyses, char delimiter,
                           bool bom);

#endif

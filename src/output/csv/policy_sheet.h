/**
 * @file policy_sheet.h
 * A policy as CSV, every number with its source.
 */
#ifndef RP_OUTPUT_CSV_POLICY_SHEET_H
#define RP_OUTPUT_CSV_POLICY_SHEET_H

#include "input/policy.h"
#include "output/csv/sheet.h"

/** Weights that take the place of others. */
typedef struct rp_new_weights {
    const double *weight; /* [RP_CRITERION_COUNT] */
    const bool *is_new;   /* [RP_CRITERION_COUNT] the others stay */
    const char *source;
} rp_new_weights;

/**
 * Write the default policy, as a file changes it.
 *
 * Settings stand in the order of the default; those that only the file has
 * follow. Numbers and sources are those of whichever file says them.
 *
 * @param path     a file without errors, which is read again; NULL: none
 * @param weights  NULL: none change
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (the file is another one now),
 *         RP_ERR_MEMORY
 */
rp_status rp_policy_sheet_write(const char *path, const rp_new_weights *weights,
                                char delimiter, rp_put *put, void *payload);

#endif

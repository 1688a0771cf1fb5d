/**
 * @file run.h
 * run.json: what was run on what, what it came to, and its proof.
 *
 * No clock and no path beyond what the user typed, so that equal runs are
 * equal bytes.
 */
#ifndef RP_OUTPUT_RUN_H
#define RP_OUTPUT_RUN_H

#include "match/outcome.h"
#include "output/directory/commit.h"

#include <jansson.h>

/** What was run: goes into run.json. Everything is borrowed. */
typedef struct rp_record {
    const char *const *command; /* [command_count] the command's name first */
    size_t command_count;
    const rp_input *inputs; /* [input_count] therapists, clients, … */
    size_t input_count;
    const char *version;
} rp_record;

/** One input as run.json tells of it; NULL when out of memory. */
json_t *rp_run_input(const rp_input *input);

/** What run.json holds but for "files"; NULL when out of memory. */
json_t *rp_run_values(const rp_outcome *outcome, const rp_record *record);

/** Parts of it; NULL when out of memory. */
json_t *rp_run_counts(const rp_outcome *outcome);
json_t *rp_run_tiers(const rp_outcome *outcome);
json_t *rp_run_score(const rp_outcome *outcome);

/**
 * Write run.json.
 *
 * @param values  as of rp_run_values(), or of an earlier run.json; "files" is
 *                set to what the commit holds so far
 * @return RP_OK or RP_ERR_MEMORY; write errors are kept by the file
 */
rp_status rp_run_write(const rp_commit *commit, rp_file *file, json_t *values);

#endif

/**
 * @file merge.h
 * Reading back the results of a split: its own record, and the pairs of each
 * part.
 */
#ifndef RP_OUTPUT_SPLIT_MERGE_H
#define RP_OUTPUT_SPLIT_MERGE_H

#include "input/roster.h"
#include "output/directory/hold.h"

/** A split as recorded in its folder. */
typedef struct rp_merge {
    rp_arena arena;
    const char *directory; /* borrowed */
    char **words; /* [word_count] the command of the split, its name first */
    int word_count;
    const char **paths;   /* [inputs] of the originals */
    const char **digests; /* [inputs] SHA-256 */
    size_t inputs;
    const char **folders;           /* [parts] "part-0001" */
    const char **therapist_digests; /* [parts] of its therapists.csv */
    const char **client_digests;    /* [parts] */
    size_t parts;
} rp_merge;

/**
 * Read DIR/split.json.
 *
 * @param[out] out   clear with rp_merge_clear() in any case
 * @param directory  borrowed as long as `out`
 * @return RP_OK, RP_ERR_IO (not there), RP_ERR_DATA (not one of ours),
 *         RP_ERR_MEMORY; findings tell
 */
rp_status rp_merge_open(rp_merge *out, const char *directory,
                        rp_findings *findings);
void rp_merge_clear(rp_merge *merge);

/** What the merge reads stays as it is, also where its results go to one of
 *  these folders. @return as rp_hold_spare() */
rp_status rp_merge_spare(rp_merge *merge, rp_hold *hold);

/** Are these the files that were split? @return RP_OK or RP_ERR_DATA */
rp_status rp_merge_check_inputs(rp_merge *merge, const rp_input *inputs,
                                size_t count, rp_findings *findings);

/**
 * Collect the assigned pairs of every part's results; pinned clients and
 * those who need a person are decided by the originals.
 *
 * A results folder is read only when it is whole and comes from the very
 * files that the split wrote.
 *
 * @param[out] therapist  [clients of the roster] RP_NONE: none
 * @return RP_OK, RP_ERR_IO (a part has no results), RP_ERR_DATA,
 *         RP_ERR_MEMORY; findings tell
 */
rp_status rp_merge_collect(rp_merge *merge, const rp_roster *roster,
                           uint32_t *therapist, rp_findings *findings);

#endif

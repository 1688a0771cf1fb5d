/**
 * @file kept.h
 * A result directory that an earlier run left: read back, and refused where a
 * hash of run.json disagrees.
 */
#ifndef RP_OUTPUT_EARLIER_RUN_KEPT_H
#define RP_OUTPUT_EARLIER_RUN_KEPT_H

#include "match/outcome.h"
#include "output/directory/commit.h"

#include <jansson.h>

typedef struct rp_kept {
    const char *directory; /* borrowed */
    json_t *run;           /* run.json */
    char *pairs_path;      /* of assignments.csv, for its findings */
    rp_buffer trouble;     /* what is wrong, for a message */
} rp_kept;

/**
 * Read run.json and compare the digest of every file it names.
 *
 * @return RP_OK, RP_ERR_IO (a file is missing), RP_ERR_DATA (run.json is not
 *         the record of a run, or a digest differs), RP_ERR_MEMORY; `trouble`
 *         says which; clear it in any case
 */
rp_status rp_kept_open(rp_kept *out, const char *directory);
void rp_kept_clear(rp_kept *kept);

/** The command line of that run: [*count] borrowed words in a new array, free
 *  it with free(); NULL when out of memory. */
char **rp_kept_command(const rp_kept *kept, size_t *count);

/**
 * Are these the files that the run read?
 *
 * @param contact  which of them says how to reach the clinic, 0 for none: no
 *                 result hangs on it, so the run takes it up
 * @return RP_OK, or RP_ERR_DATA with `trouble`
 */
rp_status rp_kept_compare(rp_kept *kept, const rp_input *inputs, size_t count,
                          size_t contact);

/**
 * Give the places of assignments.csv to an outcome that was not solved.
 *
 * @return RP_OK, RP_ERR_DATA (ids or scores are not those of this clinic),
 *         RP_ERR_IO, RP_ERR_MEMORY
 */
rp_status rp_kept_adopt(rp_kept *kept, rp_outcome *outcome);

/** The day to which the run counted waits, YYYY-MM-DD; NULL without one.
 *  Borrowed. */
const char *rp_kept_day(const rp_kept *kept);

/** The SHA-256 of the input of this name, whatever folder it stood in; NULL:
 *  the run read none. Borrowed. */
const char *rp_kept_input(const rp_kept *kept, const char *name);

/** The pairs of assignments.csv. */
typedef struct rp_kept_pairs {
    rp_table table;
    rp_kept_pair *items; /* [count] ids belong to the table */
    size_t count;
} rp_kept_pairs;

/**
 * Read who has a therapist: assigned or pinned clients. A missing column, an
 * unknown status and a client who occurs twice are errors.
 *
 * @param pinned_only  pinned ones alone
 * @param findings     the source of the pairs' places
 * @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings tell), RP_ERR_MEMORY;
 *         clear the pairs in any case
 */
rp_status rp_kept_read(rp_kept_pairs *out, rp_kept *kept, bool pinned_only,
                       rp_findings *findings);
void rp_kept_pairs_clear(rp_kept_pairs *pairs);

/** Let a commit keep every file of the run but its pages and run.json. */
rp_status rp_kept_carry(const rp_kept *kept, rp_commit *commit);

#endif

/**
 * @file summary.h
 * How a command ends: with the status that --fail-on asks for, and with one
 * JSON object about it all where --format json does.
 *
 * The object says to a program what the messages on standard error say to a
 * person, who also gets those.
 */
#ifndef RP_CLI_SUMMARY_H
#define RP_CLI_SUMMARY_H

#include "cli/command.h"
#include "library/match.h"
#include "output/earlier_run/diff.h"
#include "why/edit/whatif.h"

#include "output/json.h"

typedef struct rp_summary {
    json_t *object; /* owned; NULL: none is asked for */
    unsigned fail_on;
    bool is_there; /* somebody of `fail_on` */
} rp_summary;

/** Begin a summary; end it in any case. */
void rp_summary_begin(rp_summary *out, const rp_options *options);

/** Add the people and the findings of a clinic that was read, or of what could
 *  be read of it. */
void rp_summary_clinic(rp_summary *summary, const rp_clinic *clinic);

/** Add what was matched, once its results are written: everybody's place,
 *  counts, and where the files are. Says who of --fail-on is there. */
void rp_summary_match(rp_summary *summary, const rp_match *match,
                      const char *directory, FILE *err);

/** Add one edit of `whatif` to `edits`. @param roster  the one before it */
void rp_summary_edit(rp_summary *summary, const rp_roster *roster,
                     const rp_edit *edit);

/** Add what edits change: `tiers_before`, `tiers_after`, `points` and
 *  `moves`, an object a client. */
void rp_summary_whatif(rp_summary *summary, const rp_outcome *before,
                       const rp_outcome *after, const rp_move *moves,
                       size_t count);

/** Add what differs between two runs as `changes`: an object a client. */
void rp_summary_changes(rp_summary *summary, const rp_diff *diff);

/**
 * Print the object, and clear it.
 *
 * @param status  of the command
 * @return the rp_exit of the command
 */
int rp_summary_end(rp_summary *summary, rp_status status, const rp_streams *to);

#endif

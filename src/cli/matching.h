/**
 * @file matching.h
 * From a clinic that was read to its results; shared by `match` and `merge`.
 */
#ifndef RP_CLI_MATCHING_H
#define RP_CLI_MATCHING_H

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/summary.h"

/**
 * Match, write all results, print the summary.
 *
 * @param given  [clients] a plan that was made elsewhere, to be proven and not
 *               solved; NULL: solve
 * @param hold   on the directory that they go to
 * @param summary  gets what came of it
 * @return RP_OK or why it stopped, which was reported
 */
rp_status rp_matching_run(const rp_options *options, const rp_clinic *clinic,
                          const uint32_t *given, rp_hold *hold,
                          rp_progress *progress, rp_summary *summary,
                          const rp_streams *to);

#endif

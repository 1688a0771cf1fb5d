/**
 * @file progress.h
 * One line on a terminal that shows what is going on.
 */
#ifndef RP_CLI_PROGRESS_H
#define RP_CLI_PROGRESS_H

#include "cli/option.h"
#include "cli/timings.h"

typedef struct rp_progress {
    FILE *to;
    bool enabled, shown;
    bool at_once; /* not only for work longer than a second */
    struct timespec start, last;
    bool timed; /* --timings */
    rp_timings timings;
} rp_progress;

void rp_progress_begin(rp_progress *out, const rp_options *options, FILE *to);

/** Say what is being done and how much of it; the callback of the stages. */
void rp_progress_tell(void *progress, const char *stage, double share);

/** Wipe the line. */
void rp_progress_end(rp_progress *progress);

#endif

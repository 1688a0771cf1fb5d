/**
 * @file timings.h
 * The time of each stage of a run: `--timings`.
 */
#ifndef RP_CLI_TIMINGS_H
#define RP_CLI_TIMINGS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

enum { RP_TIMINGS_STAGES = 32 };

typedef struct rp_timing {
    const char *stage; /* borrowed */
    double seconds;
    uint64_t rows; /* 0: not reported */
} rp_timing;

typedef struct rp_timings {
    rp_timing stages[RP_TIMINGS_STAGES]; /* [count] as they came */
    size_t count;
    struct timespec last; /* when something was last reported */
} rp_timings;

void rp_timings_begin(rp_timings *out);

/**
 * A stage reports how far it is. The time since the last report is its own,
 * or at a share of 0, when it only begins, that of "other".
 */
void rp_timings_tell(rp_timings *timings, const char *stage, double share);

/** How many rows (pairs, columns, …) a stage went over. */
void rp_timings_rows(rp_timings *timings, const char *stage, uint64_t rows);

/** Stage, seconds, rows: a line each, and the sum. */
void rp_timings_print(const rp_timings *timings, FILE *to);

#endif

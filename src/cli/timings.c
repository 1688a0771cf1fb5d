#include "cli/timings.h"

#include <inttypes.h>
#include <string.h>

static const char other[] = "other";

void rp_timings_begin(rp_timings *out) {
    *out = (rp_timings){0};
    clock_gettime(CLOCK_MONOTONIC, &out->last);
}

/* The last stage collects what there is no room for. */
static rp_timing *find(rp_timings *t, const char *stage) {
    for (size_t k = 0; k < t->count; k++)
        if (strcmp(t->stages[k].stage, stage) == 0)
            return &t->stages[k];
    if (t->count < RP_TIMINGS_STAGES)
        t->stages[t->count++].stage = stage;
    return &t->stages[t->count - 1];
}

void rp_timings_tell(rp_timings *timings, const char *stage, double share) {
    struct timespec now, *last = &timings->last;

    clock_gettime(CLOCK_MONOTONIC, &now);
    find(timings, share > 0.0 ? stage : other)->seconds +=
        (double)(now.tv_sec - last->tv_sec) +
        (double)(now.tv_nsec - last->tv_nsec) * 1e-9;
    *last = now;
}

void rp_timings_rows(rp_timings *timings, const char *stage, uint64_t rows) {
    find(timings, stage)->rows = rows;
}

static void put(FILE *to, const char *stage, double seconds, uint64_t rows) {
    fprintf(to, "%-16s%12.6f", stage, seconds);
    if (rows)
        fprintf(to, "%14" PRIu64, rows);
    fputc('\n', to);
}

void rp_timings_print(const rp_timings *timings, FILE *to) {
    double sum = 0.0;

    fprintf(to, "%-16s%12s%14s\n", "stage", "seconds", "rows");
    for (size_t k = 0; k < timings->count; k++) {
        put(to, timings->stages[k].stage, timings->stages[k].seconds,
            timings->stages[k].rows);
        sum += timings->stages[k].seconds;
    }
    put(to, "all", sum, 0);
}

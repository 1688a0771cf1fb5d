/*
 * What the analyses of a clinic take, and what solving every candidate afresh
 * would.
 *
 *     analyses WHICH [input options of rapport] THERAPISTS CLIENTS
 *
 * WHICH is all, or names by ',' as of --analyses. Prints "name value unit":
 *
 *     seconds     by the clock, of all of them together
 *     effort      of the processor, all threads
 *     candidates  edits, and pairs of edits, of options, bottlenecks and
 *                 unknowns (two answers a cell)
 *     afresh      of the processor, median of one fresh solve in this process:
 *                 every pair judged and scored, market, plan and proof of the
 *                 unchanged clinic; nothing is read or written
 *     ratio       candidates * afresh / effort
 */
#include "why/analyses.h"
#include "cli/reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 9 };

static double now(clockid_t clock) {
    struct timespec time;

    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static rp_status solve(rp_outcome *out, const rp_clinic *clinic, int threads) {
    rp_context how = {.crash = RP_START_NETWORK, .threads = threads};

    return rp_outcome_match(out, &clinic->fit, &clinic->triage, &how);
}

/* Seconds of the processor, on one thread: more would only cost more. */
static rp_status solve_afresh(const rp_clinic *clinic, double *seconds) {
    double taken[ROUNDS];
    rp_status status = RP_OK;

    for (int k = 0; k < ROUNDS && status == RP_OK; k++) {
        rp_outcome outcome;
        double begin = now(CLOCK_PROCESS_CPUTIME_ID);
        status = solve(&outcome, clinic, 1);
        rp_outcome_clear(&outcome);
        taken[k] = now(CLOCK_PROCESS_CPUTIME_ID) - begin;
    }
    if (status != RP_OK)
        return status;
    qsort(taken, ROUNDS, sizeof *taken, ascending);
    *seconds = taken[ROUNDS / 2];
    return RP_OK;
}

static rp_status measure(const rp_clinic *clinic, unsigned wanted,
                         int threads) {
    rp_context context = {.crash = RP_START_NETWORK, .threads = threads};
    rp_analyses_options how = {.wanted = wanted, .bottlenecks = 25};
    rp_outcome outcome;
    rp_analyses analyses = {0};
    double afresh = 0.0;
    rp_status status = solve(&outcome, clinic, threads);
    double clock = now(CLOCK_MONOTONIC);
    double effort = now(CLOCK_PROCESS_CPUTIME_ID);

    if (status == RP_OK)
        status = rp_analyses_make(&analyses, &outcome, &context, &how);
    clock = now(CLOCK_MONOTONIC) - clock;
    effort = now(CLOCK_PROCESS_CPUTIME_ID) - effort;
    if (status == RP_OK)
        status = solve_afresh(clinic, &afresh);
    double candidates =
        (double)(analyses.options.tried + analyses.bottlenecks.tried +
                 2 * analyses.unknowns.count);
    if (status == RP_OK)
        printf("seconds %.3f s\neffort %.3f s\ncandidates %.0f edits\n"
               "afresh %.6f s\nratio %.1f times\n",
               clock, effort, candidates, afresh, candidates * afresh / effort);
    rp_analyses_clear(&analyses);
    rp_outcome_clear(&outcome);
    return status;
}

int main(int argc, char **argv) {
    rp_options options;
    rp_clinic clinic;
    unsigned wanted;
    rp_text wrong;

    if (argc < 4 || !rp_analyses_parse(&wanted, &wrong, argv[1]) ||
        !rp_options_parse(&options, argc - 1, argv + 1, RP_TAKES_INPUT,
                          stderr)) {
        fputs("usage: analyses WHICH [options] THERAPISTS CLIENTS\n", stderr);
        return 2;
    }
    options.quiet = true;
    rp_status status = rp_reading_open(&clinic, &options, stderr);
    if (status == RP_OK)
        status = measure(&clinic, wanted, (int)options.threads);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

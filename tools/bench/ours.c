/*
 * Our own solver on a file of pairs, in process.
 *
 *     ours [--crash NAME] [--threads N] [--stages] FILE
 *
 * Prints the seconds of building the market and solving it to the proof,
 * those of all processors together, and the objective.
 */
#include "base/array.h"
#include "pairfile.h"
#include "solve/planner.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct settings {
    rp_start crash;
    int threads;
    bool stages;
    const char *path;
} settings;

static double begun, effort;

static void tell_stage(void *payload, const char *name, double share) {
    (void)payload;
    fprintf(stderr, "%10.4f  %s %.2f\n", pairfile_clock() - begun, name, share);
}

static int64_t total_of(const pairfile *in, const rp_plan *plan) {
    int64_t total = 0;

    for (int64_t i = 0; i < in->clients; i++)
        for (int64_t k = in->start[i]; k < in->start[i + 1]; k++)
            if ((uint32_t)in->therapist[k] == plan->therapist[i])
                total += pairfile_worth(in, i, k);
    return total;
}

/* The market's own types for what the file holds; pairs stay where they
 * are. */
static int solve(const pairfile *in, const settings *set) {
    uint8_t *tier = rp_new_array((size_t)in->clients, sizeof *tier);
    size_t *start = rp_new_array((size_t)in->clients + 1, sizeof *start);
    rp_pair_table table = {start, (const uint32_t *)in->therapist, in->score};
    rp_context options = {.crash = set->crash,
                          .threads = set->threads,
                          .progress = set->stages ? tell_stage : NULL};
    rp_market *market = NULL;
    rp_plan plan = {0};
    rp_status status = RP_ERR_MEMORY;

    if (tier && start) {
        for (int64_t i = 0; i < in->clients; i++)
            tier[i] = (uint8_t)in->tier[i];
        for (int64_t i = 0; i <= in->clients; i++)
            start[i] = (size_t)in->start[i];
        rp_market_setup setup = {.clients = (uint32_t)in->clients,
                                 .therapists = (uint32_t)in->therapists,
                                 .tier = tier,
                                 .wait = in->wait,
                                 .openings = (const uint32_t *)in->openings,
                                 .worth_limit = in->limit,
                                 .source = rp_pair_table_source(&table),
                                 .threads = set->threads};
        effort = pairfile_effort();
        begun = pairfile_clock();
        status = rp_market_new(&market, &setup);
        if (status == RP_OK)
            status = rp_planner_solve(&plan, market, &options);
        if (status == RP_OK)
            printf("%.6f %.6f %lld\n", pairfile_clock() - begun,
                   pairfile_effort() - effort, (long long)total_of(in, &plan));
        else
            fprintf(stderr, "ours: %s\n", rp_status_words(status));
    }
    rp_plan_clear(&plan);
    rp_market_free(market);
    free(tier);
    free(start);
    return status == RP_OK ? 0 : 4;
}

static bool read_settings(settings *out, int argc, char **argv) {
    static const char *const crashes[] = {"network", "none", "greedy",
                                          "auction"};

    for (int k = 1; k < argc; k++) {
        if (strcmp(argv[k], "--stages") == 0) {
            out->stages = true;
        } else if (k + 1 < argc && strcmp(argv[k], "--threads") == 0) {
            out->threads = (int)strtol(argv[++k], NULL, 10);
        } else if (k + 1 < argc && strcmp(argv[k], "--crash") == 0) {
            int crash = 0;
            k++;
            while (crash < 4 && strcmp(argv[k], crashes[crash]) != 0)
                crash++;
            if (crash == 4)
                return false;
            out->crash = (rp_start)crash;
        } else if (*argv[k] != '-' && !out->path) {
            out->path = argv[k];
        } else {
            return false;
        }
    }
    return out->path && out->threads > 0;
}

int main(int argc, char **argv) {
    settings set = {RP_START_NETWORK, (int)sysconf(_SC_NPROCESSORS_ONLN), false,
                    NULL};
    pairfile in;

    if (!read_settings(&set, argc, argv)) {
        fputs("usage: ours [--crash NAME] [--threads N] [--stages] FILE\n",
              stderr);
        return 2;
    }
    pairfile_read(&in, set.path);
    int status = solve(&in, &set);
    pairfile_clear(&in);
    return status;
}

/*
 * Our own solver on a file of pairs, in process.
 *
 *     ours [--crash NAME] [--threads N] [--stages] [--week plain|hours|all]
 *          [--effort N] FILE
 *
 * With --week each therapist promises half as many hours again as there are
 * openings, at some of the forty of a week, clients can come at a third of
 * those, and pairs without an hour in common are left out; plain: it ends
 * there, hours: and each hour is promised once; all: ten hours a therapist, a
 * tenth of the clients come every other week, one in 25 twice a week, one in 25
 * is to be apart from somebody, and a hundredth of them is the number of
 * limits.
 *
 * Prints the seconds of building the market and solving it to the proof,
 * those of all processors together, and the objective.
 */
#include "base/array.h"
#include "pairfile.h"
#include "solve/pair_table.h"
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
    bool has_week, has_hours, has_all;
    uint32_t effort; /* of --week all; 0: the usual */
    const char *path;
} settings;

static double begun, effort;

static void tell_stage(void *payload, const char *name, double share) {
    (void)payload;
    fprintf(stderr, "%10.4f  %s %.2f\n", pairfile_clock() - begun, name, share);
}

/* ---- hours ------------------------------------------------------------- */

enum { WEEK = 40, DAILY = 8, ALL_HOURS = 10 };

typedef struct week {
    uint16_t *count; /* [therapists] */
    uint8_t *hour;   /* [therapists][WEEK] those of the week */
    uint64_t *free;  /* [clients] when they can come */
    uint8_t *rhythm; /* [clients] */
    rp_conditions conditions;
    rp_quota *quota;
    rp_apart *apart;
    uint64_t *bits; /* of all quotas */
} week;

static uint64_t mix(uint64_t z) {
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static void suits(void *payload, uint32_t client, uint32_t therapist,
                  int thread, uint64_t *bits) {
    const week *w = payload;
    const uint8_t *hour = w->hour + (size_t)therapist * WEEK;

    (void)thread;
    for (uint32_t h = 0; h < w->count[therapist]; h++)
        *bits |= (w->free[client] >> hour[h] & 1) << h;
}

static uint8_t day(void *payload, uint32_t therapist, uint32_t hour) {
    const week *w = payload;

    return w->hour[(size_t)therapist * WEEK + hour] / DAILY;
}

/* Who comes how often, who is to be apart, and limits: half of them at most so
   many of a third of the clients with a fifth of the therapists, half of them
   at least so many. */
static bool make_conditions(week *w, const pairfile *in) {
    uint32_t clients = (uint32_t)in->clients;
    uint32_t therapists = (uint32_t)in->therapists;
    uint32_t quotas = clients / 100, aparts = clients / 25;
    size_t words = ((size_t)clients + therapists) / 64 + 2;

    w->rhythm = rp_new_array(clients, sizeof *w->rhythm);
    w->quota = rp_new_array(quotas, sizeof *w->quota);
    w->apart = rp_new_array(aparts, sizeof *w->apart);
    w->bits = rp_new_array(quotas * words, sizeof *w->bits);
    if (!w->rhythm || !w->quota || !w->apart || !w->bits)
        return false;
    for (uint32_t i = 0; i < clients; i++) {
        uint64_t kind = mix(i + ((uint64_t)1 << 50)) % 50;
        w->rhythm[i] = (uint8_t)(kind < 5   ? RP_BIWEEKLY
                                 : kind < 7 ? RP_TWICE_WEEKLY
                                            : RP_WEEKLY);
    }
    for (uint32_t k = 0; k < aparts; k++) {
        uint32_t a = (uint32_t)(mix(2 * k + ((uint64_t)1 << 51)) % clients);
        uint32_t b = (uint32_t)(mix(2 * k + ((uint64_t)3 << 51)) % clients);
        w->apart[k] = (rp_apart){a, a == b ? (b + 1) % clients : b};
    }
    for (uint32_t q = 0; q < quotas; q++) {
        uint64_t *of_client = w->bits + q * words;
        uint64_t *of_therapist = of_client + clients / 64 + 1;
        uint32_t counted = 0;
        for (uint32_t i = 0; i < clients; i++)
            if (mix((uint64_t)q << 32 | i) % 3 == 0)
                of_client[i / 64] |= (uint64_t)1 << i % 64;
        for (uint32_t j = 0; j < therapists; j++)
            if (mix((uint64_t)q << 40 | j) % 5 == 0) {
                of_therapist[j / 64] |= (uint64_t)1 << j % 64;
                counted += (uint32_t)in->openings[j];
            }
        w->quota[q] = (rp_quota){.least = q % 2 ? counted / 2 : 0,
                                 .most = q % 2 ? RP_NONE : counted / 5,
                                 .therapist = of_therapist,
                                 .client = of_client};
    }
    w->conditions = (rp_conditions){.quota = w->quota,
                                    .quotas = quotas,
                                    .apart = w->apart,
                                    .aparts = aparts};
    return true;
}

/* Hours, and pairs without one left out. */
static bool make_week(week *w, pairfile *in, bool has_all) {
    size_t kept = 0;

    w->count = rp_new_array((size_t)in->therapists, sizeof *w->count);
    w->hour = rp_new_array((size_t)in->therapists * WEEK, 1);
    w->free = rp_new_array((size_t)in->clients, sizeof *w->free);
    if (!w->count || !w->hour || !w->free)
        return false;
    for (int64_t j = 0; j < in->therapists; j++) {
        int64_t wanted =
            has_all ? ALL_HOURS : (3 * (int64_t)in->openings[j] + 1) / 2;
        for (int h = 0, left = WEEK; h < WEEK; h++, left--)
            if ((int64_t)(mix((uint64_t)(j * WEEK + h) + 1) % (unsigned)left) <
                wanted - w->count[j])
                w->hour[j * WEEK + w->count[j]++] = (uint8_t)h;
    }
    for (int64_t i = 0; i < in->clients; i++)
        for (int h = 0; h < WEEK; h++)
            w->free[i] |=
                (uint64_t)(mix((uint64_t)(i * WEEK + h) << 24) % 3 == 0) << h;
    for (int64_t i = 0, k = 0; i < in->clients; i++) {
        for (; k < in->start[i + 1]; k++) {
            uint64_t bits = 0;
            suits(w, (uint32_t)i, (uint32_t)in->therapist[k], 0, &bits);
            in->therapist[kept] = in->therapist[k];
            in->score[kept] = in->score[k];
            kept += bits != 0 || w->count[in->therapist[k]] == 0;
        }
        in->start[i + 1] = (int64_t)kept;
    }
    return true;
}

static void clear_week(week *w) {
    free(w->count);
    free(w->hour);
    free(w->free);
    free(w->rhythm);
    free(w->quota);
    free(w->apart);
    free(w->bits);
}

static int64_t total_of(const pairfile *in, const rp_plan *plan) {
    int64_t total = 0;

    for (int64_t i = 0; i < in->clients; i++)
        for (int64_t k = in->start[i]; k < in->start[i + 1]; k++)
            if ((uint32_t)in->therapist[k] == plan->therapist[i])
                total += pairfile_worth(in, i, k);
    return total;
}

static void tell(const pairfile *in, const rp_plan *plan, const settings *set) {
    printf("%.6f %.6f %lld", pairfile_clock() - begun,
           pairfile_effort() - effort, (long long)total_of(in, plan));
    if (set->has_all)
        printf(" %s gap %lld tiers %u %u %u short %llu",
               plan->is_optimal ? "proven" : "open", (long long)plan->gap,
               plan->tier_gap[2], plan->tier_gap[1], plan->tier_gap[0],
               (unsigned long long)plan->shortfall);
    putchar('\n');
}

/* The market's own types for what the file holds; pairs stay where they
 * are. */
static int solve(pairfile *in, const settings *set) {
    week at = {0};
    uint8_t *tier = rp_new_array((size_t)in->clients, sizeof *tier);
    size_t *start = rp_new_array((size_t)in->clients + 1, sizeof *start);
    rp_pair_table table = {start, (const uint32_t *)in->therapist, in->score};
    rp_context options = {.crash = set->crash,
                          .threads = set->threads,
                          .progress = set->stages ? tell_stage : NULL};
    rp_market *market = NULL;
    rp_plan plan = {0};
    rp_status status = RP_ERR_MEMORY;

    rp_hour_source hours = {.suits = suits, .day = day, .payload = &at};
    if (tier && start && (!set->has_week || make_week(&at, in, set->has_all)) &&
        (!set->has_all || make_conditions(&at, in))) {
        at.conditions.effort = set->effort;
        hours.rhythm = at.rhythm;
        hours.count = at.count;
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
                                 .hours = set->has_hours ? &hours : NULL,
                                 .conditions =
                                     set->has_all ? &at.conditions : NULL,
                                 .source = rp_pair_table_source(&table),
                                 .threads = set->threads};
        effort = pairfile_effort();
        begun = pairfile_clock();
        status = rp_market_new(&market, &setup);
        if (status == RP_OK)
            status = rp_planner_solve(&plan, market, &options);
        if (status == RP_OK)
            tell(in, &plan, set);
        else
            fprintf(stderr, "ours: %s\n", rp_status_words(status));
    }
    rp_plan_clear(&plan);
    rp_market_free(market);
    clear_week(&at);
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
        } else if (k + 1 < argc && strcmp(argv[k], "--week") == 0) {
            out->has_week = true;
            k++;
            out->has_all = strcmp(argv[k], "all") == 0;
            out->has_hours = out->has_all || strcmp(argv[k], "hours") == 0;
        } else if (k + 1 < argc && strcmp(argv[k], "--effort") == 0) {
            out->effort = (uint32_t)strtoul(argv[++k], NULL, 10);
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
    settings set = {.crash = RP_START_NETWORK,
                    .threads = (int)sysconf(_SC_NPROCESSORS_ONLN)};
    pairfile in;

    if (!read_settings(&set, argc, argv)) {
        fputs("usage: ours [--crash NAME] [--threads N] [--stages] "
              "[--week plain|hours|all] [--effort N] FILE\n",
              stderr);
        return 2;
    }
    pairfile_read(&in, set.path);
    int status = solve(&in, &set);
    pairfile_clear(&in);
    return status;
}

/*
 * Times the match engine on markets made from a seed, and prints the seconds
 * and the memory it took above the instance.
 *
 *     shapes [--size small|middle|large] [--shape NAME] [--supply R]
 *          [--tiers 0|1] [--crash NAME] [--threads N] [--seed S] [--stages 1]
 *          [--repeat N]
 *
 * Without an option all of its values are run; the seconds are the best of
 * --repeat.
 */
#include "base/array.h"
#include "solve/pair_table.h"
#include "solve/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

typedef struct size {
    const char *name;
    uint32_t clients, therapists;
    double density;
} size;

static const size sizes[] = {{"small", 500, 120, 1.0},
                             {"middle", 5000, 1000, 0.3},
                             {"large", 50000, 8000, 0.05}};
static const char *const shapes[] = {"random", "lowrank", "coarse", "tied",
                                     "lists"};
static const double supplies[] = {0.8, 1.0, 1.3};
static const char *const crashes[] = {"network", "none", "greedy", "auction"};

enum { RANK = 6 };

typedef struct instance {
    uint32_t clients, therapists;
    uint8_t *tier;
    int32_t *wait;
    uint32_t *openings;
    size_t *start;
    uint32_t *therapist;
    uint16_t *score;
} instance;

static uint64_t state;

static uint64_t draw(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static double chance(void) { return (double)(draw() >> 11) * 0x1p-53; }

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static long peak(void) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

static void *need(size_t count, size_t bytes) {
    void *array = rp_new_array(count, bytes);
    if (!array) {
        fputs("ours: out of memory\n", stderr);
        exit(4);
    }
    return array;
}

/* ---- making ------------------------------------------------------------ */

static uint16_t shaped(int shape, const double *a, const double *b,
                       double quality) {
    double sum = 0.0;
    switch (shape) {
    case 0:
        return (uint16_t)(draw() % 10001);
    case 1:
        for (int k = 0; k < RANK; k++)
            sum += a[k] * b[k];
        return (uint16_t)(10000.0 * sum / RANK);
    case 2:
        return (uint16_t)(draw() % 3 * 5000);
    case 3:
        return 7000;
    default:
        return (uint16_t)(9800.0 * quality + 200.0 * chance());
    }
}

static void make_people(instance *in, double supply, int tiers) {
    for (uint32_t i = 0; i < in->clients; i++) {
        uint64_t kind = draw() % 10;
        in->tier[i] = (uint8_t)(!tiers || kind > 3 ? 1 : kind ? 2 : 3);
        in->wait[i] = tiers ? (int32_t)(draw() % 27) * 25 : 0;
    }
    uint32_t seats = (uint32_t)(supply * in->clients);
    for (uint32_t k = 0; k < seats; k++)
        in->openings[k < in->therapists ? k : draw() % in->therapists]++;
}

static void make_pairs(instance *in, double density, int shape) {
    size_t room =
        (size_t)((double)in->clients * in->therapists * density * 1.02) +
        in->therapists + 1000;
    double *a = need(in->clients, RANK * sizeof *a);
    double *b = need(in->therapists, RANK * sizeof *b);
    double *quality = need(in->therapists, sizeof *quality);
    size_t used = 0;

    in->therapist = need(room, sizeof *in->therapist);
    in->score = need(room, sizeof *in->score);
    for (size_t k = 0; k < (size_t)in->clients * RANK; k++)
        a[k] = chance();
    for (size_t k = 0; k < (size_t)in->therapists * RANK; k++)
        b[k] = chance();
    for (uint32_t j = 0; j < in->therapists; j++)
        quality[j] = chance();
    for (uint32_t i = 0; i < in->clients; i++) {
        in->start[i] = used;
        for (uint32_t j = 0; j < in->therapists && used < room; j++)
            if (density >= 1.0 || chance() < density) {
                in->therapist[used] = j;
                in->score[used++] = shaped(shape, a + (size_t)i * RANK,
                                           b + (size_t)j * RANK, quality[j]);
            }
    }
    in->start[in->clients] = used;
    free(a);
    free(b);
    free(quality);
}

static instance make(const size *s, int shape, double supply, int tiers) {
    instance in = {.clients = s->clients, .therapists = s->therapists};
    in.tier = need(in.clients, 1);
    in.wait = need(in.clients, sizeof *in.wait);
    in.openings = need(in.therapists, sizeof *in.openings);
    in.start = need((size_t)in.clients + 1, sizeof *in.start);
    make_people(&in, supply, tiers);
    make_pairs(&in, s->density, shape);
    return in;
}

static void clear(instance *in) {
    free(in->tier);
    free(in->wait);
    free(in->openings);
    free(in->start);
    free(in->therapist);
    free(in->score);
}

/* ---- running ----------------------------------------------------------- */

static double began;

static void stage(void *payload, const char *name, double share) {
    (void)payload;
    fprintf(stderr, "    %8.4f %s %.2f\n", now() - began, name, share);
}

static int64_t total_of(const instance *in, const rp_plan *plan) {
    int64_t total = 0;
    for (uint32_t i = 0; i < in->clients; i++)
        for (size_t k = in->start[i]; k < in->start[i + 1]; k++)
            if (in->therapist[k] == plan->therapist[i])
                total +=
                    in->score[k] + in->wait[i] + in->tier[i] * (int64_t)1000000;
    return total;
}

typedef struct how {
    const char *size, *shape;
    double supply;
    int tiers, threads, repeat, stages;
    rp_start crash;
} how;

typedef struct timing {
    double market, all;
} timing;

static rp_status solve(const instance *in, const how *h, rp_plan *plan,
                       timing *best) {
    rp_pair_table table = {in->start, in->therapist, in->score};
    rp_market_setup setup = {.clients = in->clients,
                             .therapists = in->therapists,
                             .tier = in->tier,
                             .wait = in->wait,
                             .openings = in->openings,
                             .worth_limit = 10000 + 26 * 25,
                             .source = rp_pair_table_source(&table),
                             .threads = h->threads};
    rp_context options = {.crash = h->crash,
                          .threads = h->threads,
                          .progress = h->stages ? stage : NULL};
    rp_market *market;
    double start = began = now();
    rp_status status = rp_market_new(&market, &setup);
    double middle = now();

    if (status == RP_OK)
        status = rp_planner_solve(plan, market, &options);
    double end = now();
    if (end - start < best->all)
        *best = (timing){middle - start, end - start};
    rp_market_free(market);
    return status;
}

static void run(const instance *in, const how *h) {
    timing best = {0.0, 1e30};
    rp_status status = RP_OK;
    rp_plan plan = {0};
    long before = peak();

    for (int k = 0; k < h->repeat && status == RP_OK; k++) {
        rp_plan_clear(&plan);
        status = solve(in, h, &plan, &best);
    }
    printf("%s,%s,%.1f,%d,%s,%d,%.4f,%.4f,%ld,%zu,%zu,%lld,%s\n", h->size,
           h->shape, h->supply, h->tiers, crashes[h->crash], h->threads,
           best.all, best.market, peak() - before, plan.columns, plan.rounds,
           status == RP_OK ? (long long)total_of(in, &plan) : 0,
           rp_status_words(status));
    fflush(stdout);
    rp_plan_clear(&plan);
}

static const char *option(int argc, char **argv, const char *name) {
    for (int k = 1; k + 1 < argc; k += 2)
        if (strcmp(argv[k], name) == 0)
            return argv[k + 1];
    return NULL;
}

static int number(int argc, char **argv, const char *name, int usual) {
    const char *value = option(argc, argv, name);
    return value ? (int)strtol(value, NULL, 10) : usual;
}

static int is_chosen(int argc, char **argv, const char *name,
                     const char *value) {
    const char *wanted = option(argc, argv, name);
    return !wanted || strcmp(wanted, value) == 0;
}

static void run_one(int argc, char **argv, const size *s, int shape,
                    double supply, int tiers) {
    how h = {.size = s->name,
             .shape = shapes[shape],
             .supply = supply,
             .tiers = tiers,
             .threads = number(argc, argv, "--threads", 2),
             .repeat = number(argc, argv, "--repeat", 1),
             .stages = number(argc, argv, "--stages", 0)};
    const char *crash = option(argc, argv, "--crash");

    state = (uint64_t)number(argc, argv, "--seed", 1);
    instance in = make(s, shape, supply, tiers);
    for (int c = 0; c < 4; c++)
        if (crash ? strcmp(crash, crashes[c]) == 0 : c == RP_START_NETWORK) {
            h.crash = (rp_start)c;
            run(&in, &h);
        }
    clear(&in);
}

int main(int argc, char **argv) {
    const char *supply = option(argc, argv, "--supply");
    int only = number(argc, argv, "--tiers", -1);

    puts("size,shape,supply,tiers,crash,threads,seconds,market,MiB,columns,"
         "rounds,total,status");
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
        for (int h = 0; h < 5; h++)
            for (int r = 0; r < 3; r++)
                for (int t = 0; t < 2; t++)
                    if (is_chosen(argc, argv, "--size", sizes[s].name) &&
                        is_chosen(argc, argv, "--shape", shapes[h]) &&
                        (only < 0 || only == t) &&
                        (!supply || strtod(supply, NULL) == supplies[r]))
                        run_one(argc, argv, &sizes[s], h, supplies[r], t);
    return 0;
}

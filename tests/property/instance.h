/**
 * @file instance.h
 * Random markets in plain arrays, and a plan of one.
 */
#ifndef RP_PROPERTY_INSTANCE_H
#define RP_PROPERTY_INSTANCE_H

#include "base/array.h"
#include "solve/pair_table.h"
#include "solve/planner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- chance ------------------------------------------------------------ */

static uint64_t state; /* set it to a seed */

static inline uint64_t draw(void) {
    uint64_t z = state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

static inline uint32_t below(uint32_t limit) {
    return (uint32_t)(draw() % (limit ? limit : 1));
}

/* ---- an instance ------------------------------------------------------- */

typedef struct instance {
    uint32_t clients, therapists;
    uint8_t *tier;
    int32_t *wait;
    uint32_t *openings;
    size_t *start;
    uint32_t *therapist;
    uint16_t *score;
    int32_t *dense; /* [clients][therapists] score, -1 where not eligible */
    uint32_t *kept; /* [clients] or NULL */
    int32_t keep;
    int64_t worth_limit;
    uint32_t *sequence; /* [clients] who comes first */
    uint64_t *lots;     /* [clients + therapists] */
    rp_lottery lottery; /* of them */
    bool is_strict;     /* the queue is */
    int32_t floor;      /* the least score that is not a poor one; 0: none is */
    uint16_t *hours;    /* [therapists] promised; NULL: nobody promises any */
    uint64_t *suits;    /* [clients][therapists] a bit for each hour */
    uint32_t *held;     /* [clients] with whom those of tier 0 hold hours */
    int64_t planted;    /* the known best total of scores, -1 if unknown */
} instance;

/** An array of zeros; without memory the program ends. */
static inline void *need(size_t count, size_t size) {
    void *array = rp_new_array(count, size);
    if (!array) {
        fputs("property: out of memory\n", stderr);
        exit(4);
    }
    return array;
}

/** Arrays for as many clients and therapists as are set. */
static inline void allocate(instance *in) {
    size_t cells = (size_t)in->clients * in->therapists;
    in->tier = need(in->clients, 1);
    in->wait = need(in->clients, sizeof *in->wait);
    in->openings = need(in->therapists, sizeof *in->openings);
    in->start = need((size_t)in->clients + 1, sizeof *in->start);
    in->therapist = need(cells, sizeof *in->therapist);
    in->score = need(cells, sizeof *in->score);
    in->dense = need(cells, sizeof *in->dense);
    in->sequence = need(in->clients, sizeof *in->sequence);
    in->lots = need((size_t)in->clients + in->therapists, sizeof *in->lots);
    in->planted = -1;
    in->worth_limit = 36000;
}

/** Clients in any order; lots, some of them equal. */
static inline void draw_order(instance *in) {
    uint32_t people = in->clients + in->therapists;
    uint32_t kinds = below(2) ? people * 1000 : 1 + people / 2;

    for (uint32_t k = 0; k < in->clients; k++) {
        uint32_t at = below(k + 1);
        in->sequence[k] = in->sequence[at];
        in->sequence[at] = k;
    }
    for (uint32_t k = 0; k < people; k++)
        in->lots[k] = below(kinds);
    in->lottery = (rp_lottery){below(3), in->lots, in->lots + in->clients};
}

static inline void clear(instance *in) {
    free(in->sequence);
    free(in->lots);
    free(in->tier);
    free(in->wait);
    free(in->openings);
    free(in->start);
    free(in->therapist);
    free(in->score);
    free(in->dense);
    free(in->kept);
    free(in->hours);
    free(in->suits);
    free(in->held);
}

/** The source of an instance's hours; 64 at most. */
static inline void suits_of(void *payload, uint32_t client, uint32_t therapist,
                            int thread, uint64_t *bits) {
    const instance *in = payload;

    (void)thread;
    *bits = in->suits[(size_t)client * in->therapists + therapist];
}

/** Plan it; the floor is that of the instance.
 *  @param given  a plan to be proven instead; NULL: none */
static inline rp_status solve(const instance *in, rp_context context,
                              const uint32_t *given, size_t memory_limit,
                              rp_plan *plan) {
    rp_pair_table table = {in->start, in->therapist, in->score};
    rp_market_setup setup = {.clients = in->clients,
                             .therapists = in->therapists,
                             .tier = in->tier,
                             .wait = in->wait,
                             .openings = in->openings,
                             .kept = in->kept,
                             .keep = in->keep,
                             .worth_limit = in->worth_limit,
                             .sequence = in->sequence,
                             .lottery = &in->lottery,
                             .is_strict = in->is_strict,
                             .source = rp_pair_table_source(&table),
                             .memory_limit = memory_limit,
                             .threads = context.threads};
    const rp_hour_source hours = {.count = in->hours,
                                  .held = in->held,
                                  .suits = suits_of,
                                  .payload = (void *)(uintptr_t)in};
    rp_market *market;
    setup.hours = in->hours ? &hours : NULL;
    rp_status status = rp_market_new(&market, &setup);

    context.floor = (uint16_t)in->floor;
    *plan = (rp_plan){0};
    if (status == RP_OK)
        status = given ? rp_planner_prove(plan, market, &context, given)
                       : rp_planner_solve(plan, market, &context);
    rp_market_free(market);
    return status;
}

/* ---- the program ------------------------------------------------------- */

/** How many instances, and from which seed on: --count N --seed N. */
static inline void read_arguments(int argc, char **argv, unsigned long *count,
                                  unsigned long *seed) {
    for (int k = 1; k + 1 < argc; k += 2) {
        if (strcmp(argv[k], "--count") == 0)
            *count = strtoul(argv[k + 1], NULL, 10);
        else if (strcmp(argv[k], "--seed") == 0)
            *seed = strtoul(argv[k + 1], NULL, 10);
    }
}

#endif

/* The best few changes are the first of all: what bounds spare is never one of
 * them. No hours are promised, so that bounds are exact. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "why/analyses.h"

#include <stdio.h>
#include <string.h>

enum { THERAPISTS = 14, CLIENTS = 44, FEW = 4, ALL = 2000 };

typedef struct few_row {
    const char *name;
    uint32_t seed;
    unsigned openings; /* of a therapist, at most */
    uint16_t floor;    /* 0: the objective is `total` */
    bool is_strict;
} few_row;

static const few_row rows[] = {
    {"few/scarce", 1, 2, 0, false},
    {"few/scarcer", 2, 1, 0, false},
    {"few/enough", 3, 5, 0, false},
    {"few/fair", 4, 2, 6000, false},
    {"few/strict", 5, 2, 0, true},
    {"few/strict_fair", 6, 2, 6000, true},
    {"few/scarce_again", 7, 2, 0, false},
    {"few/scarcer_again", 8, 1, 0, false},
    {"few/enough_again", 9, 4, 0, false},
    {"few/fair_again", 10, 3, 6000, false},
    {"few/strict_again", 11, 3, 0, true},
    {"few/plain", 12, 3, 0, false},
};

static uint32_t dice;

static const char *one_of(const char *const *values, uint32_t count) {
    dice = dice * 1664525u + 1013904223u;
    return values[(dice >> 8) % count];
}

#define ONE(...)                                                               \
    one_of((const char *const[]){__VA_ARGS__},                                 \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void put(rp_buffer *text, const char *cell) {
    assert_true(rp_buffer_puts(text, cell));
}

static void put_people(rp_buffer *therapists, rp_buffer *clients,
                       const few_row *row) {
    char cell[32];

    put(therapists, "id,openings,languages,formats,insurance,fee,specialties,"
                    "modalities,licensed_in\n");
    for (unsigned t = 0; t < THERAPISTS; t++) {
        snprintf(cell, sizeof cell, "t%02u,%u,", t, 1 + t % row->openings);
        put(therapists, cell);
        put(therapists, ONE("en,", "en,", "en; fr,", "fr,", ","));
        put(therapists, ONE("video,", "in_person; video,", "phone,"));
        put(therapists, ONE("aetna,", "aetna; cigna,", "none,", ","));
        put(therapists, ONE("60,", "90,", "120,", "180,"));
        put(therapists, ONE("gad,", "ptsd; gad,", "depression,", "ocd,"));
        put(therapists, ONE("cbt,", "emdr,", "act; cbt,", ","));
        put(therapists, ONE("ny\n", "ny; nj\n", "nj\n"));
    }
    put(clients, "id,urgency,languages,formats,insurance,max_fee,concerns,"
                 "lives_in,referred_on\n");
    for (unsigned c = 0; c < CLIENTS; c++) {
        snprintf(cell, sizeof cell, "c%02u,", c);
        put(clients, cell);
        put(clients, ONE("urgent,", "soon,", "routine,", "routine,"));
        put(clients, ONE("en,", "en,", "fr,", "en; fr,"));
        put(clients, ONE("video,", "in_person,", "phone; video,", ","));
        put(clients, ONE("aetna,", "cigna,", ",", ","));
        put(clients, ONE("60,", "100,", "150,", ","));
        put(clients, ONE("gad,", "ptsd,", "depression; gad,", "ocd,"));
        put(clients, ONE("ny,", "nj,", "ny,"));
        snprintf(cell, sizeof cell, "2026-01-%02u\n", 1 + c % 28);
        put(clients, cell);
    }
}

static void find(rp_analyses *out, const rp_outcome *outcome,
                 const rp_context *context, size_t most) {
    rp_analyses_options how = {.wanted = RP_ANALYSE_BOTTLENECKS,
                               .bottlenecks = most};

    assert_int_equal(rp_analyses_make(out, outcome, context, &how), RP_OK);
}

static void test_few(void **state) {
    const few_row *row = *state;
    rp_context context = {
        .crash = RP_START_NETWORK, .threads = 2, .floor = row->floor};
    rp_buffer texts[2] = {{0}};
    rp_analyses all, few;
    rp_outcome outcome;
    rp_triage triage;
    clinic c;

    dice = row->seed;
    put_people(&texts[0], &texts[1], row);
    clinic_open(&c, &(clinic_files){texts[0].bytes, texts[1].bytes,
                                    "setting,value\nhours,0\n", NULL, NULL,
                                    false, false});
    assert_int_equal(rp_triage_make(&triage, &c.fit, RP_NO_DAY, row->is_strict,
                                    NULL, &c.findings),
                     RP_OK);
    assert_int_equal(rp_outcome_match(&outcome, &c.fit, &triage, &context),
                     RP_OK);
    find(&all, &outcome, &context, ALL);
    find(&few, &outcome, &context, FEW);
    assert_true(all.bottlenecks.count > 2 * FEW);
    assert_int_equal(few.bottlenecks.count, FEW);
    assert_int_equal(few.bottlenecks.tried, all.bottlenecks.tried);
    for (size_t k = 0; k < FEW; k++)
        assert_string_equal(few.bottlenecks.items[k].words,
                            all.bottlenecks.items[k].words);
    rp_analyses_clear(&all);
    rp_analyses_clear(&few);
    rp_outcome_clear(&outcome);
    rp_triage_clear(&triage);
    clinic_close(&c);
    rp_buffer_clear(&texts[0]);
    rp_buffer_clear(&texts[1]);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_few);
    return suite_run(&s, "bottlenecks");
}

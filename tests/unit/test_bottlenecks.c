/* The best few changes are the first of all: what bounds spare is never one of
 * them. And of which tiers a new pair places more is what as large a matching
 * as can be says. No hours are promised, so that bounds are exact. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "why/analyses.h"
#include "why/reach.h"

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

/* A row's clinic with its plan. */
typedef struct planned {
    rp_buffer texts[2];
    clinic c;
    rp_triage triage;
    rp_outcome outcome;
    rp_context context;
} planned;

static void plan(planned *p, const few_row *row) {
    *p = (planned){.context = {.crash = RP_START_NETWORK,
                               .threads = 2,
                               .floor = row->floor}};
    dice = row->seed;
    put_people(&p->texts[0], &p->texts[1], row);
    clinic_open(&p->c, &(clinic_files){p->texts[0].bytes, p->texts[1].bytes,
                                       "setting,value\nhours,0\n", NULL, NULL,
                                       false, false});
    assert_int_equal(rp_triage_make(&p->triage, &p->c.fit, RP_NO_DAY,
                                    row->is_strict, NULL, &p->c.findings),
                     RP_OK);
    assert_int_equal(
        rp_outcome_match(&p->outcome, &p->c.fit, &p->triage, &p->context),
        RP_OK);
}

static void close_plan(planned *p) {
    rp_outcome_clear(&p->outcome);
    rp_triage_clear(&p->triage);
    clinic_close(&p->c);
    rp_buffer_clear(&p->texts[0]);
    rp_buffer_clear(&p->texts[1]);
}

static void test_few(void **state) {
    rp_analyses all, few;
    planned p;

    plan(&p, *state);
    find(&all, &p.outcome, &p.context, ALL);
    find(&few, &p.outcome, &p.context, FEW);
    assert_true(all.bottlenecks.count > 2 * FEW);
    assert_int_equal(few.bottlenecks.count, FEW);
    assert_int_equal(few.bottlenecks.tried, all.bottlenecks.tried);
    for (size_t k = 0; k < FEW; k++)
        assert_string_equal(few.bottlenecks.items[k].words,
                            all.bottlenecks.items[k].words);
    rp_analyses_clear(&all);
    rp_analyses_clear(&few);
    close_plan(&p);
}

/* -- a matching, one client after the other ---------------------------------
 */

typedef struct matching {
    const rp_dense_problem *g;
    const rp_shift *shift;
    uint32_t at[CLIENTS]; /* therapist, or RP_NONE */
    bool asked[THERAPISTS];
} matching;

static bool seat(matching *m, uint32_t client) {
    for (uint32_t t = 0; t < THERAPISTS; t++) {
        uint32_t load = 0;
        if (m->asked[t] ||
            rp_shift_score(m->shift, m->g, client, t) == RP_NO_PAIR)
            continue;
        m->asked[t] = true;
        for (uint32_t i = 0; i < CLIENTS; i++)
            load += m->at[i] == t;
        bool has_room = load < m->g->seats[t];
        for (uint32_t i = 0; i < CLIENTS && !has_room; i++)
            has_room = m->at[i] == t && seat(m, i);
        if (has_room) {
            m->at[client] = t;
            return true;
        }
    }
    return false;
}

/* How many of a tier and above can have places at once? */
static uint32_t most_placed(const rp_dense_problem *g, const rp_shift *shift,
                            int tier) {
    matching m = {.g = g, .shift = shift};
    uint32_t count = 0;

    for (uint32_t i = 0; i < CLIENTS; i++)
        m.at[i] = RP_NONE;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        memset(m.asked, 0, sizeof m.asked);
        count += g->tier[i] >= tier && seat(&m, i);
    }
    return count;
}

static int highest_of(const rp_dense_problem *g, const rp_shift *shift) {
    static const rp_shift nothing = {.therapist = RP_NONE};
    int tier = RP_TIER_URGENT;

    while (tier > RP_TIER_NONE &&
           most_placed(g, shift, tier) == most_placed(g, &nothing, tier))
        tier--;
    return tier;
}

static void test_reach(void **state) {
    const few_row *row = *state;
    uint16_t column[CLIENTS];
    rp_analyses all;
    rp_reach reach;
    planned p;

    plan(&p, row);
    find(&all, &p.outcome, &p.context, FEW);
    rp_study study = rp_analyses_study(&all, &p.outcome, &p.context);
    const rp_dense_problem *g = study.seating;
    assert_int_equal(rp_reach_make(&reach, &study), RP_OK);
    for (uint32_t t = 0; t < THERAPISTS; t++)
        for (uint32_t i = 0; i < CLIENTS; i++) {
            const uint16_t *old = rp_dense_problem_column(g, t);
            rp_shift shift = {
                .client = RP_NONE, .therapist = t, .column = column};
            if (old[i] != RP_NO_PAIR || g->tier[i] == RP_TIER_NONE)
                continue;
            memcpy(column, old, sizeof column);
            column[i] = 5000;
            int expected = row->is_strict ? RP_TIER_URGENT /* nothing is said */
                                          : highest_of(g, &shift);
            assert_int_equal(rp_reach_highest(&reach, &shift), expected);
        }
    rp_reach_clear(&reach);
    rp_analyses_clear(&all);
    close_plan(&p);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_few);
    SUITE_TABLE(&s, rows, test_reach);
    return suite_run(&s, "bottlenecks");
}

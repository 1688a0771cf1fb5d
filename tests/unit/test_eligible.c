/* The fast way to the eligible pairs against the rules, pair by pair. */
#include "unit/clinic.h"
#include "unit/suite.h"

#include "fit/score.h"
#include "match/eligible.h"
#include "match/obstacles.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct random_row {
    const char *name;
    uint32_t seed;
    unsigned therapists, clients;
    const char *policy;
    bool with_scores, unknown_forbids;
    unsigned states; /* so many licences, each of a stretch of therapists */
} random_row;

#define PLAIN "setting,value\nrelated,0.5\n"
#define STERN "setting,value\nrequire_concern,1\nmin_score,45.5\n"

static const random_row rows[] = {
    {"random/small", 1, 5, 8, PLAIN, false, false, 0},
    {"random/many_clients", 2, 40, 120, PLAIN, false, false, 0},
    {"random/many_therapists", 3, 200, 60, PLAIN, false, false, 0},
    {"random/one_word", 4, 64, 80, PLAIN, false, false, 0},
    {"random/one_word_and_one", 5, 65, 80, PLAIN, false, false, 0},
    {"random/one_therapist", 6, 1, 50, PLAIN, false, false, 0},
    {"random/one_client", 7, 50, 1, PLAIN, false, false, 0},
    {"random/unknown_forbids", 8, 70, 90, PLAIN, false, true, 0},
    {"random/stern", 9, 70, 90, STERN, false, false, 0},
    {"random/stern_unknown", 10, 130, 90, STERN, false, true, 0},
    {"random/scores", 11, 70, 90, PLAIN, true, false, 0},
    {"random/scores_stern", 12, 70, 90, STERN, true, true, 0},
    {"random/states", 13, 2000, 1200, PLAIN, false, false, 16},
    {"random/states_stern", 14, 1500, 900, STERN, false, true, 24},
    {"random/states_scores", 15, 1300, 300, PLAIN, true, false, 20},
};

static uint32_t dice;

static uint32_t roll(uint32_t sides) {
    dice = dice * 1664525u + 1013904223u;
    return (dice >> 8) % sides;
}

/* A cell: one of a few values, or blank. Few, so that clients share them. */
static void put(rp_buffer *text, const char *const *values, uint32_t count) {
    uint32_t which = roll(count + 1);

    assert_true(rp_buffer_puts(text, ",") &&
                rp_buffer_puts(text, which < count ? values[which] : ""));
}

#define PUT(text, ...)                                                         \
    do {                                                                       \
        static const char *const values[] = {__VA_ARGS__};                     \
        put(text, values, sizeof values / sizeof *values);                     \
    } while (0)

/* The state of a row: each has a stretch, but one row in `odd` is elsewhere,
   and one is blank. */
static void put_state(rp_buffer *text, const random_row *row, uint32_t at,
                      uint32_t rows_in_all, uint32_t odd) {
    uint32_t state = (uint32_t)((uint64_t)at * row->states / rows_in_all);
    char cell[32];

    if (roll(odd) == 0)
        state = roll(row->states);
    snprintf(cell, sizeof cell, ",state%u", (unsigned)state);
    assert_true(rp_buffer_puts(text, roll(odd) ? cell : ","));
}

static void put_id(rp_buffer *text, char letter, uint32_t number) {
    char id[16];

    snprintf(id, sizeof id, "%c%04u", letter, (unsigned)number);
    assert_true(rp_buffer_puts(text, id));
}

static void put_therapists(rp_buffer *text, const random_row *row) {
    assert_true(rp_buffer_puts(
        text, "id,openings,licensed_in,age_min,age_max,client_types,"
              "languages,formats,sites,insurance,fee,fee_min,slots,prescribes,"
              "not_treated,modalities,gender,populations,specialties,"
              "style_directive,declines\n"));
    for (uint32_t t = 0; t < row->therapists; t++) {
        put_id(text, 't', t);
        assert_true(rp_buffer_puts(text, ",1"));
        if (row->states > 0)
            put_state(text, row, t, row->therapists, 1000);
        else
            PUT(text, "ny", "nj", "ny;nj", "none");
        PUT(text, "18", "30");
        PUT(text, "40", "65");
        PUT(text, "individual", "couple", "individual;couple");
        PUT(text, "en", "es", "en;es", "none");
        PUT(text, "video", "in_person", "hybrid", "phone");
        PUT(text, "north", "south", "none");
        PUT(text, "aetna", "cigna", "none");
        PUT(text, "80", "120");
        PUT(text, "60", "75");
        PUT(text, "mon 09:00-12:00", "tue 09:00-09:45", "mon-tue");
        PUT(text, "yes", "no");
        PUT(text, "gad", "anxiety", "psychosis");
        PUT(text, "cbt", "emdr;erp", "scared_straight", "none");
        PUT(text, "f", "m");
        PUT(text, "lgbtq", "veterans");
        PUT(text, "gad:12", "anxiety", "depression:30;ocd", "none");
        PUT(text, "-3", "0", "2");
        assert_true(rp_buffer_puts(text, ","));
        if (roll(4) == 0)
            put_id(text, 'c', roll(row->clients));
        assert_true(rp_buffer_puts(text, "\n"));
    }
}

static void put_clients(rp_buffer *text, const random_row *row) {
    assert_true(rp_buffer_puts(
        text, "id,lives_in,age,client_type,languages,formats,sites,insurance,"
              "max_fee,slots,needs_prescriber,concerns,want_modalities,"
              "avoid_modalities,want_gender,want_populations,style_directive,"
              "past_therapists,avoid_therapists\n"));
    for (uint32_t c = 0; c < row->clients; c++) {
        put_id(text, 'c', c);
        if (row->states > 0)
            put_state(text, row, c, row->clients, 20);
        else
            PUT(text, "ny", "nj");
        PUT(text, "17", "34", "70");
        PUT(text, "individual", "couple");
        PUT(text, "en", "es;en");
        PUT(text, "video", "in_person", "in_person;video");
        PUT(text, "north", "south");
        PUT(text, "aetna", "cigna");
        PUT(text, "70", "100");
        PUT(text, "mon 08:00-10:00", "tue 08:00-10:00");
        PUT(text, "yes", "no");
        PUT(text, "gad", "teen_violence", "depression;gad", "ocd");
        PUT(text, "emdr!", "exposure!", "cbt");
        PUT(text, "erp", "cbt");
        PUT(text, "f!", "m!;f", "f");
        PUT(text, "lgbtq!", "veterans");
        PUT(text, "-2", "3");
        for (int k = 0; k < 2; k++) {
            assert_true(rp_buffer_puts(text, ","));
            if (roll(3) == 0)
                put_id(text, 't', roll(row->therapists));
        }
        assert_true(rp_buffer_puts(text, "\n"));
    }
}

static void put_scores(rp_buffer *text, const random_row *row) {
    char score[32];

    assert_true(rp_buffer_puts(text, "client_id,therapist_id,score\n"));
    for (uint32_t c = 0; c < row->clients; c++)
        for (uint32_t t = 0; t < row->therapists; t++) {
            if (roll(3) == 0)
                continue;
            put_id(text, 'c', c);
            assert_true(rp_buffer_puts(text, ","));
            put_id(text, 't', t);
            snprintf(score, sizeof score, ",%u.%02u\n", (unsigned)roll(100),
                     (unsigned)roll(100));
            assert_true(rp_buffer_puts(text, score));
        }
}

static void check_client(clinic *c, rp_eligible *eligible, uint32_t client,
                         int thread, uint32_t *therapist, uint16_t *score) {
    rp_pair_source source = rp_eligible_source(eligible);
    uint32_t blocked[RP_RULES_MOST], expected[RP_RULES_MOST] = {0};
    size_t count =
        source.pairs(source.payload, client, thread, therapist, score);
    size_t next = 0;

    assert_true(rp_need_set(&c->need, &c->fit, client));
    for (uint32_t t = 0; t < c->roster.therapist_count; t++) {
        rp_rule rule = 0;
        while (rule < rp_rule_of_score() &&
               !rp_rule_forbids(&c->fit, &c->need, t, rule))
            rule++;
        int s = rp_score_of(&c->fit, &c->need, t);
        if (rule == rp_rule_of_score() && s >= rp_rule_least_score(&c->fit)) {
            assert_true(next < count);
            assert_int_equal(therapist[next], t);
            assert_int_equal(score[next], s);
            next++;
        } else {
            expected[rule]++;
        }
    }
    assert_int_equal(next, count);
    rp_eligible_blocked(eligible, client, thread, blocked);
    assert_memory_equal(blocked, expected, sizeof blocked);
}

/* Two of the rules that forbid each pair, if there are two. */
static void check_forbidding(clinic *c, rp_eligible *eligible, uint32_t client,
                             int thread, rp_forbidding *two) {
    rp_rule rules[2];

    assert_true(rp_need_set(&c->need, &c->fit, client));
    rp_eligible_forbidding(eligible, client, thread, two);
    for (uint32_t t = 0; t < c->roster.therapist_count; t++) {
        uint32_t count = rp_rules_forbidding(&c->fit, &c->need, t, rules, 1);
        for (uint32_t k = 0; k < 2; k++) {
            assert_int_equal(two[t].rules[k] != RP_RULES_MOST, k < count);
            assert_true(k >= count ||
                        rp_rule_forbids(&c->fit, &c->need, t, two[t].rules[k]));
        }
        assert_true(count < 2 || two[t].rules[0] != two[t].rules[1]);
    }
}

/* Pairs that one rule alone forbids, counted one by one. */
static void check_obstacles(clinic *c, const random_row *row, int threads) {
    uint32_t *clients = calloc(row->clients, sizeof *clients);
    rp_obstacles *obstacles;

    for (uint32_t k = 0; k < row->clients; k++)
        clients[k] = k;
    assert_true(rp_obstacles_is_small(&c->fit, row->clients));
    assert_int_equal(
        rp_obstacles_new(&obstacles, &c->fit, clients, row->clients, threads),
        RP_OK);
    for (uint32_t k = 0; k < row->clients; k++) {
        uint32_t alone[RP_RULES_MOST], expected[RP_RULES_MOST] = {0};
        assert_true(rp_need_set(&c->need, &c->fit, k));
        for (uint32_t t = 0; t < c->roster.therapist_count; t++) {
            uint32_t many = 0;
            rp_rule last = 0;
            for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
                if (rp_rule_forbids(&c->fit, &c->need, t, rule)) {
                    many++;
                    last = rule;
                }
            if (rp_score_of(&c->fit, &c->need, t) <
                rp_rule_least_score(&c->fit)) {
                many++;
                last = rp_rule_of_score();
            }
            expected[last] += many == 1;
        }
        assert_true(rp_obstacles_of(obstacles, k, (int)k % threads, alone));
        assert_memory_equal(alone, expected, sizeof alone);
    }
    rp_obstacles_free(obstacles);
    rp_obstacles_free(NULL);
    free(clients);
}

static void test_random(void **state) {
    const random_row *row = *state;
    rp_buffer texts[3] = {{0}};
    rp_eligible *eligible;
    clinic c;

    dice = row->seed;
    put_therapists(&texts[0], row);
    put_clients(&texts[1], row);
    put_scores(&texts[2], row);
    clinic_open(&c, &(clinic_files){texts[0].bytes, texts[1].bytes, row->policy,
                                    row->with_scores ? texts[2].bytes : NULL,
                                    NULL, false, row->unknown_forbids});
    uint32_t *therapist = calloc(row->therapists, sizeof *therapist);
    uint16_t *score = calloc(row->therapists, sizeof *score);
    rp_forbidding *two = calloc(row->therapists, sizeof *two);
    for (int threads = 1; threads <= 3; threads += 2) {
        assert_int_equal(rp_eligible_new(&eligible, &c.fit, threads), RP_OK);
        for (uint32_t client = 0; client < row->clients; client++) {
            check_client(&c, eligible, client, (int)client % threads, therapist,
                         score);
            check_forbidding(&c, eligible, client, (int)client % threads, two);
        }
        assert_false(rp_eligible_failed(eligible));
        rp_eligible_free(eligible);
        check_obstacles(&c, row, threads);
    }
    rp_eligible_free(NULL);
    free(therapist);
    free(score);
    free(two);
    clinic_close(&c);
    for (int k = 0; k < 3; k++)
        rp_buffer_clear(&texts[k]);
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, rows, test_random);
    return suite_run(&s, "eligible");
}

/*
 * Rows swept by tables against the one-pair functions, bit by bit: random
 * clinics of every column, as messy as people write them.
 *
 *     test_sweep [PAIRS]
 */
#include "unit/clinic.h"
#include "unit/suite.h"
#include "unit/text_clinic.h"

#include "fit/criteria.h"
#include "fit/meeting.h"
#include "fit/phrases.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "fit/sweep.h"
#include "fit/sweep/making.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A clinic is made of many of six people each: 300 therapists take four whole
 * words of a bitmap and a part of one, and can have more values than there are
 * codes. */
enum { BLOCKS = 50, EVERYBODY = BLOCKS * PEOPLE, WORDS = 5, WIDE = 150 };

static unsigned long long pairs_wanted = 1000000;

/* What has been compared: a kind that never comes up would test nothing. */
typedef struct tally {
    unsigned long long pairs, columns[RP_CRITERION_COUNT][4];
    unsigned long long struck[RP_RULES_MOST], left[RP_RULES_MOST];
    unsigned long long cut;      /* left out beside the best few */
    unsigned long long promised; /* struck where hours are promised */
    unsigned coded, wide; /* clinics whose values have codes; have too few */
} tally;

/* ---- clinics ------------------------------------------------------------- */

/* What makes a clinic unlike others: bits of its number. */
enum {
    HAS_OFFSETS = 1,  /* people live in several zones */
    HAS_MANY = 2,     /* more names than a set has bits */
    IS_MEASURED = 4,  /* therapists have records */
    HAS_ODD_TIMES = 8 /* windows begin at any minute */
};

static char *cell(text_clinic *c, rp_side side, uint32_t person,
                  const char *name) {
    const rp_column *column = rp_schema_find(side, rp_text_of(name));

    return c->cells[side][person][column - rp_schemas[side].columns];
}

/* More windows than the one kind that clinics of six people have. */
static void fill_week(char *out, bool is_odd) {
    static const char *const days[] = {"mon", "wed", "thu", "sun"};
    size_t used = 0;

    for (unsigned k = 0; k < 4 && text_clinic_roll(4); k++) {
        unsigned begin = 60 * (7 + text_clinic_roll(10));
        begin += is_odd ? text_clinic_roll(60) : 30 * text_clinic_roll(2);
        unsigned end = begin + (is_odd ? 20 + text_clinic_roll(200)
                                       : 30 * (1 + text_clinic_roll(8)));
        end = end < 1440 ? end : 1440;
        used += (size_t)snprintf(
            out + used, CELL - used, "%s%s %02u:%02u-%02u:%02u", k ? "; " : "",
            days[k], begin / 60, begin % 60, end / 60, end % 60);
    }
}

/* Names of which there are too many, one or two a cell. */
static void fill_many(char *out, const char *mark) {
    if (*out && text_clinic_roll(5))
        snprintf(out, CELL, "w%03u%s; w%03u", text_clinic_roll(WIDE), mark,
                 text_clinic_roll(WIDE));
}

/* A bound past the other is an error. */
static void order(text_clinic *c, uint32_t person, const char *least,
                  const char *most) {
    char *low = cell(c, RP_THERAPISTS, person, least);
    const char *high = cell(c, RP_THERAPISTS, person, most);

    if (*low && *high && strtol(low, NULL, 10) > strtol(high, NULL, 10))
        *low = '\0';
}

static void vary(text_clinic *c, unsigned kind) {
    static const char *const wishes[] = {"want_values", "want_populations",
                                         "want_ethnicity"};
    static const char *const had[] = {"values", "populations", "ethnicity"};
    static const char *const lengths[] = {"", "45", "50", "90"};

    for (uint32_t p = 0; p < PEOPLE; p++) {
        if (!(kind & HAS_MANY))
            snprintf(cell(c, RP_THERAPISTS, p, "session_minutes"), CELL, "%s",
                     lengths[text_clinic_roll(4)]);
        order(c, p, "fee_min", "fee");
        order(c, p, "age_min", "age_max");
        for (int side = 0; side < RP_SIDES; side++) {
            if (!(kind & HAS_OFFSETS))
                *cell(c, (rp_side)side, p, "utc_offset") = '\0';
            if (text_clinic_roll(3))
                fill_week(cell(c, (rp_side)side, p, "slots"),
                          kind & HAS_ODD_TIMES && text_clinic_roll(40) == 0);
            if (kind & HAS_MANY)
                fill_many(cell(c, (rp_side)side, p, "insurance"), "");
        }
        for (int k = 0; kind & HAS_MANY && k < 3; k++) {
            fill_many(cell(c, RP_CLIENTS, p, wishes[k]),
                      text_clinic_roll(2) ? "!" : "?");
            fill_many(cell(c, RP_THERAPISTS, p, had[k]), "");
        }
    }
}

/* A fee and values that no other therapist has. */
static void set_apart(text_clinic *c, uint32_t person, unsigned kind,
                      unsigned number) {
    snprintf(cell(c, RP_THERAPISTS, person, "fee"), CELL, "%u", 20 + number);
    snprintf(cell(c, RP_THERAPISTS, person, "fee_min"), CELL, "%s",
             kind & HAS_ODD_TIMES ? "" : "20");
    snprintf(cell(c, RP_THERAPISTS, person, "values"), CELL, "w%03u; w%03u",
             number % 20, 20 + number / 20);
}

/* One side of a block behind those before it. */
static void append(rp_buffer *out, text_clinic *c, rp_side side, unsigned kind,
                   unsigned block) {
    for (uint32_t p = 0; p < PEOPLE; p++) {
        snprintf(c->cells[side][p][0], CELL, "%c%u",
                 side == RP_CLIENTS ? 'c' : 't', block * PEOPLE + p);
        if (side == RP_THERAPISTS && kind & HAS_MANY)
            set_apart(c, p, kind, block * PEOPLE + p);
    }
    char *text = text_clinic_table(c, side);
    assert_true(rp_buffer_puts(out, block ? strchr(text, '\n') + 1 : text));
    free(text);
}

static const char *const policies[] = {
    "setting,value\nhours,0\n",
    "setting,value\naccess_minutes,100\nrating.none,0\nstyle.dead_zone,0.1\n",
    "setting,value\nrelated,0\nspecialties_blank,0.3\nsession_minutes,50\n",
    "setting,value\nhours,1\nrequire_concern,1\n"};

static void invent(clinic *out, unsigned kind, unsigned number) {
    text_clinic *block = calloc(1, sizeof *block);
    rp_buffer sides[RP_SIDES] = {{0}, {0}};

    assert_non_null(block);
    for (unsigned k = 0; k < BLOCKS; k++) {
        text_clinic_invent(block, 0);
        vary(block, kind);
        append(&sides[RP_THERAPISTS], block, RP_THERAPISTS, kind, k);
        append(&sides[RP_CLIENTS], block, RP_CLIENTS, kind, k);
    }
    clinic_open(out, &(clinic_files){.therapists = sides[RP_THERAPISTS].bytes,
                                     .clients = sides[RP_CLIENTS].bytes,
                                     .policy = policies[number % 4],
                                     .unknown_forbids = number % 3 == 0});
    rp_buffer_clear(&sides[RP_THERAPISTS]);
    rp_buffer_clear(&sides[RP_CLIENTS]);
    free(block);
}

/* ---- comparing ----------------------------------------------------------- */

/* Some therapists, ascending. */
static size_t choose(uint32_t *therapists, uint32_t count) {
    unsigned sides = 1 + text_clinic_roll(4);
    size_t chosen = 0;

    for (uint32_t t = 0; t < count; t++)
        if (text_clinic_roll(sides) == 0)
            therapists[chosen++] = t;
    return chosen;
}

static void compare_columns(tally *all, const clinic *c, const rp_ask *ask,
                            const uint32_t *therapists, size_t count) {
    double values[EVERYBODY];

    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        rp_column_kind kind =
            rp_criterion_rows[k]->column(ask, therapists, count, values);
        all->columns[k][kind]++;
        for (size_t i = 0; kind != RP_COLUMN_PLAIN && i < count; i++) {
            double value = rp_criterion_value(&c->fit, &c->need, therapists[i],
                                              (enum rp_criterion)k, NULL);
            assert_false(kind == RP_COLUMN_FULL && value < 0.0);
            assert_exactly(
                kind == RP_COLUMN_ABSENT ? RP_ABSENT_VALUE : values[i], value);
        }
    }
}

/* Whoever gets no score has as many before them as are wanted. */
static void compare_best(tally *all, const rp_ask *ask,
                         const uint32_t *therapists, size_t count,
                         const uint16_t *scores) {
    size_t top = text_clinic_roll(20); /* 0: all; more than 16: all */
    uint16_t best[EVERYBODY];

    rp_sweep_best(ask, therapists, count, top, best);
    for (size_t i = 0; i < count; i++) {
        size_t before = 0;
        if (best[i] == scores[i])
            continue;
        assert_int_equal(best[i], 0);
        for (size_t k = 0; k < count; k++)
            before += best[k] > scores[i];
        assert_true(top > 0 && before >= top);
        all->cut++;
    }
}

static void compare_scores(tally *all, const clinic *c, const rp_ask *ask,
                           const uint32_t *therapists, size_t count) {
    uint16_t scores[EVERYBODY];

    rp_sweep(ask, therapists, count, scores);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(scores[i],
                         rp_score_of(&c->fit, &c->need, therapists[i]));
    compare_best(all, ask, therapists, count, scores);
}

/* Facts of all of them, and of each alone, of whom they are then shared. */
static void compare_shared(const clinic *c, const rp_tables *tables,
                           const uint32_t *therapists, size_t count) {
    for (size_t i = 0; i <= count; i++) {
        const uint32_t *some = i < count ? therapists + i : therapists;
        size_t length = i < count ? 1 : count;
        assert_int_equal(
            rp_phrases_shared(&c->fit, tables, &c->need, some, length),
            rp_phrases_shared(&c->fit, NULL, &c->need, some, length));
    }
}

/* Strike from some therapists, all of their words or only those that are not
 * empty, and hold what is left against the rule. */
static void compare_rule(tally *all, const clinic *c, const rp_ask *ask,
                         rp_rule rule, const uint32_t *therapists,
                         size_t count) {
    const rp_rule_row *row = rp_rule_at(rule);
    uint64_t bits[WORDS] = {0}, listed[WORDS];
    uint32_t word[WORDS];
    rp_crowd dense = {bits, NULL, WORDS}, sparse = {listed, word, 0};

    for (size_t i = 0; i < count; i++)
        bits[therapists[i] / 64] |= (uint64_t)1 << therapists[i] % 64;
    for (uint32_t w = 0; w < WORDS; w++)
        if (bits[w]) {
            word[sparse.count] = w;
            listed[sparse.count++] = bits[w];
        }
    if (!row->strike(ask, &dense)) {
        all->left[rule]++;
        return;
    }
    assert_true(row->strike(ask, &sparse));
    for (size_t k = 0; k < sparse.count; k++)
        assert_true(bits[word[k]] == listed[k]);
    for (size_t i = 0; i < count; i++) {
        bool passes = bits[therapists[i] / 64] >> therapists[i] % 64 & 1;
        assert_true(passes ==
                    !rp_rule_refuses(&c->fit, &c->need, therapists[i], row));
        all->struck[rule] += !passes;
        all->promised += !passes && rule == rp_rule_of_time() &&
                         rp_meeting_promises(&c->fit);
    }
}

static void compare(tally *all, clinic *c, const rp_tables *tables) {
    uint32_t therapists[EVERYBODY];
    rp_ask ask;

    for (uint32_t k = 0; k < c->roster.client_count; k++) {
        size_t count = choose(therapists, c->roster.therapist_count);
        assert_true(rp_need_set(&c->need, &c->fit, k));
        rp_ask_set(&ask, tables, &c->need);
        compare_columns(all, c, &ask, therapists, count);
        compare_scores(all, c, &ask, therapists, count);
        compare_shared(c, tables, therapists, count);
        for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
            if (rp_rule_at(rule)->strike &&
                rp_rule_asks(&c->fit, &c->need, rule))
                compare_rule(all, c, &ask, rule, therapists, count);
        all->pairs += count;
    }
}

static void measure(clinic *c, rp_records *records, rp_measured *measured) {
    for (uint32_t t = 0; t < c->roster.therapist_count; t++)
        records[t] = (rp_records){
            c->roster.therapists[t].id, NULL, 0, {NULL, 0, .1, .01, .5}};
    *measured = (rp_measured){records, c->roster.therapist_count};
    assert_int_equal(rp_fit_measure(&c->fit, measured), RP_OK);
}

/* The tables have to know most criteria and rules, or nothing was compared. */
static void check_tally(const tally *all) {
    for (int k = 0; k < RP_CRITERION_COUNT; k++)
        assert_true(all->columns[k][RP_COLUMN_FULL] +
                        all->columns[k][RP_COLUMN_MIXED] >
                    1000);
    for (rp_rule rule = 0; rule < rp_rule_of_score(); rule++)
        assert_true(!rp_rule_at(rule)->strike || all->struck[rule] > 0);
    assert_true(all->promised > 1000 && all->cut > 1000);
    assert_true(all->coded > 0 && all->wide > 0);
}

static void test_random(void **state) {
    static tally all;
    (void)state;

    for (unsigned number = 0; all.pairs < pairs_wanted; number++) {
        unsigned kind = number % 16;
        rp_records records[EVERYBODY];
        rp_measured measured;
        rp_tables *tables = NULL;
        clinic c;
        invent(&c, kind, number);
        if (kind & IS_MEASURED)
            measure(&c, records, &measured);
        assert_int_equal(rp_tables_new(&tables, &c.fit), RP_OK);
        bool is_wide = tables->fees.are_too_few &&
                       tables->wish_sets[RP_WISH_VALUES].are_too_few;
        all.wide += is_wide;
        all.coded += !is_wide;
        compare(&all, &c, tables);
        rp_tables_free(tables);
        clinic_close(&c);
    }
    check_tally(&all);
}

int main(int argc, char **argv) {
    suite s = {0};

    if (argc > 1)
        pairs_wanted = strtoull(argv[1], NULL, 10);
    suite_add(&s, "sweep/random", test_random, NULL);
    return suite_run(&s, "sweep");
}

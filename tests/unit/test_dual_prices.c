/* The residual graph: every change of it against solving afresh. */
#include "unit/residual.h"
#include "unit/suite.h"

#include "solve/again/residual_changes.h"
#include "solve/again/residual_distances.h"
#include "solve/again/tie_break_dense.h"
#include "why/margins.h"
#include "why/trial/outlook.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 12, ROUNDS = 400 };

/* A small random clinic; scores are few, so that ties are many. */
typedef struct clinic {
    rp_dense_problem seating;
    uint8_t tier[MOST];
    int32_t wait[MOST];
    int64_t base[MOST];
    uint32_t seats[MOST], placed[MOST], kept[MOST];
    uint16_t cells[(MOST + 1) * MOST];
} clinic;

static uint32_t state;

static uint32_t draw(uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static uint16_t draw_score(void) {
    return draw(3) == 0 ? RP_NO_PAIR : (uint16_t)(draw(6) * 1000);
}

/* What clients are worth without a pair: again wherever a tier changed. */
static void weigh(clinic *c) {
    const rp_scale *scale = &c->seating.scale;

    for (uint32_t i = 0; i < c->seating.clients; i++)
        c->base[i] = rp_worth_base(scale->tier, c->tier[i], c->wait[i]) +
                     (int64_t)(c->seating.clients - 1 - i) * scale->queue;
}

static void draw_clinic(clinic *c, uint32_t seed, bool fair, bool strict) {
    rp_aim aim = {fair ? 2500 : 0, (int32_t)draw(2) * 300, c->kept, strict};
    rp_dense_problem *s = &c->seating;

    state = seed * 2654435761u + 7;
    *s = (rp_dense_problem){.clients = 1 + draw(9), .therapists = 1 + draw(5)};
    s->people = s->clients;
    assert_true(
        rp_scale_set(&s->scale, s->clients, s->therapists, 12600, &aim));
    for (uint32_t i = 0; i < s->clients; i++) {
        c->tier[i] = (uint8_t)draw(4);
        c->wait[i] = (int32_t)draw(3) * 25;
        c->placed[i] = RP_NONE;
        c->kept[i] = draw(3) ? RP_NONE : draw(s->therapists);
    }
    for (uint32_t t = 0; t < s->therapists; t++)
        c->seats[t] = draw(4);
    for (uint32_t k = 0; k < s->therapists * s->clients; k++)
        c->cells[k] = draw_score();
    for (uint32_t i = 0; i < s->clients; i++)
        c->cells[s->therapists * s->clients + i] = RP_NO_PAIR;
    weigh(c);
    s->tier = c->tier;
    s->base = c->base;
    s->wait = c->wait;
    s->kept = c->kept;
    s->seats = c->seats;
    s->placed = c->placed;
    s->cells = c->cells;
    s->none = c->cells + s->therapists * s->clients;
}

/* An optimal plan made by the changes themselves: everybody is put in, one
   after the other. */
static rp_status solve_afresh(rp_residual *out, clinic *c) {
    uint8_t tier[MOST];
    uint32_t clients = c->seating.clients;

    memcpy(tier, c->tier, sizeof tier);
    memset(c->tier, 0, sizeof c->tier);
    rp_status status = rp_residual_make(out, &c->seating, 0);
    memcpy(c->tier, tier, sizeof tier);
    for (uint32_t i = 0; status == RP_OK && i < clients; i++)
        if (tier[i] > 0)
            rp_residual_insert(out, i);
    return status;
}

/* The best worth by trying everything. */
static int64_t best_by_trial(const rp_residual *r, uint32_t client,
                             uint32_t *room) {
    if (client == r->clients)
        return 0;
    int64_t best = best_by_trial(r, client + 1, room);
    if (r->places.at[client] == RP_NONE)
        return best;
    for (uint32_t t = 0; t < r->therapists; t++) {
        if (room[t] == 0 || rp_residual_score(r, client, t) == RP_NO_PAIR)
            continue;
        room[t]--;
        int64_t rest = best_by_trial(r, client + 1, room) +
                       rp_residual_worth(r, client, t);
        room[t]++;
        best = rest > best ? rest : best;
    }
    return best;
}

static void assert_best(const rp_residual *r) {
    uint32_t room[MOST];

    assert_true(rp_residual_is_proven(r));
    for (uint32_t t = 0; t < r->therapists; t++)
        room[t] = r->seats[t];
    assert_true(residual_worth(r) == best_by_trial(r, 0, room));
}

/* After a change: the same plan as by solving the changed clinic afresh. */
static void assert_as_afresh(rp_residual *r, clinic *c) {
    rp_residual afresh;

    assert_best(r);
    assert_true(rp_tie_break_dense(r, NULL));
    assert_best(r);
    assert_int_equal(solve_afresh(&afresh, c), RP_OK);
    assert_true(rp_tie_break_dense(&afresh, NULL));
    for (uint32_t i = 0; i < r->clients; i++)
        assert_int_equal(r->places.at[i], afresh.places.at[i]);
    rp_residual_clear(&afresh);
}

static void test_solve(clinic *c, rp_residual *r) {
    rp_residual again;
    assert_true(rp_tie_break_dense(r, NULL));
    assert_best(r);
    for (uint32_t i = 0; i < r->clients; i++)
        c->placed[i] = rp_residual_therapist(r, i);
    assert_int_equal(rp_residual_make(&again, &c->seating, 1), RP_OK);
    assert_best(&again);
    assert_true(rp_tie_break_dense(&again, NULL));
    for (uint32_t i = 0; i < r->clients; i++)
        assert_int_equal(again.places.at[i], r->places.at[i]);
    rp_residual_clear(&again);
}

static void test_seats(clinic *c, rp_residual *r) {
    for (int step = 0; step < 6; step++) {
        uint32_t t = draw(r->therapists);
        if (c->seats[t] > 0 && draw(2)) {
            c->seats[t]--;
            rp_residual_drop_seat(r, t);
        } else {
            c->seats[t]++;
            rp_residual_add_seat(r, t);
        }
        assert_as_afresh(r, c);
    }
}

static void test_columns(clinic *c, rp_residual *r) {
    uint32_t t = draw(r->therapists);
    uint16_t *column = c->cells + t * r->clients;
    uint16_t other[MOST];
    for (uint32_t i = 0; i < r->clients; i++)
        other[i] = draw(3) ? column[i] : draw_score();
    rp_residual_exchange(r, t, other);
    memcpy(column, other, r->clients * sizeof *other);
    assert_as_afresh(r, c);
}

static void test_rows(clinic *c, rp_residual *r) {
    rp_residual copy;
    uint16_t row[MOST];
    assert_int_equal(rp_residual_copy(&copy, r, 0), RP_OK);
    uint32_t i = draw(r->clients);
    if (c->tier[i] > 0) {
        rp_residual_remove(&copy, i);
        assert_best(&copy);
        for (uint32_t t = 0; t < r->therapists; t++)
            row[t] = c->cells[t * r->clients + i] = draw_score();
        rp_residual_set_row(&copy, i, row);
        rp_residual_insert(&copy, i);
        assert_as_afresh(&copy, c);
    }
    rp_residual_clear(&copy);
}

/* The margin of a pair against solving without it. */
static void test_margins(clinic *c, rp_residual *r) {
    rp_residual without;
    int64_t *distances = calloc((size_t)r->nodes * r->nodes, sizeof *distances);
    assert_non_null(distances);
    assert_int_equal(rp_residual_distances(r, distances), RP_OK);
    for (uint32_t i = 0; i < r->clients; i++) {
        uint32_t t = rp_residual_therapist(r, i);
        if (t == RP_NONE)
            continue;
        int64_t price = rp_margin_without(r, distances, i);
        uint16_t *cell = &c->cells[t * r->clients + i], s = *cell;
        *cell = RP_NO_PAIR;
        assert_int_equal(solve_afresh(&without, c), RP_OK);
        int64_t then = residual_worth(&without);
        *cell = s;
        assert_true(residual_worth(r) - then == price);
        rp_residual_clear(&without);
    }
    free(distances);
}

/* What a pair that is forced costs, against solving with nothing else. */
static void test_forced(clinic *c, rp_residual *r) {
    rp_residual with;
    uint16_t row[MOST];
    int64_t *distances = calloc((size_t)r->nodes * r->nodes, sizeof *distances);
    assert_non_null(distances);
    assert_int_equal(rp_residual_distances(r, distances), RP_OK);
    int64_t best = residual_worth(r);
    for (uint32_t k = 0; k < r->clients * r->therapists; k++) {
        uint32_t i = k % r->clients, t = k / r->clients;
        if (r->places.at[i] == RP_NONE || c->seats[t] == 0 ||
            rp_residual_score(r, i, t) == RP_NO_PAIR)
            continue;
        int64_t price = rp_margin_forced(r, distances, i, t);
        for (uint32_t j = 0; j < r->therapists; j++) {
            row[j] = c->cells[j * r->clients + i];
            if (j != t)
                c->cells[j * r->clients + i] = RP_NO_PAIR;
        }
        uint8_t tier = c->tier[i];
        c->tier[i] = 200; /* nothing outweighs this client */
        weigh(c);
        assert_int_equal(solve_afresh(&with, c), RP_OK);
        assert_int_equal(rp_residual_therapist(&with, i), t);
        c->tier[i] = tier;
        weigh(c);
        assert_true(best - residual_worth(&with) == price);
        for (uint32_t j = 0; j < r->therapists; j++)
            c->cells[j * r->clients + i] = row[j];
        rp_residual_clear(&with);
    }
    free(distances);
}

/* What remains of the plan where a therapist's column is another one: exactly
   that, and no more than the best plan then. */
static void test_prospect(clinic *c, rp_residual *r) {
    rp_study study = {.seating = &c->seating, .residual = r, .threads = 1};
    uint32_t t = draw(r->therapists);
    uint16_t *column = c->cells + t * r->clients, other[MOST];
    rp_shift shift = {.therapist = t, .column = other};
    rp_price_range range;
    rp_prospect prospect;
    int64_t kept = 0, best = residual_worth(r);

    for (uint32_t i = 0; i < r->clients; i++) {
        other[i] = draw(2) ? column[i] : draw_score();
        if (rp_residual_therapist(r, i) == t) {
            kept -= rp_residual_worth(r, i, t);
            if (other[i] != RP_NO_PAIR)
                kept += rp_residual_worth_of(r, i, t, other[i]);
        }
    }
    assert_int_equal(rp_price_range_make(&range, &study), RP_OK);
    assert_int_equal(rp_prospect_make(&prospect, &study, &range), RP_OK);
    rp_prospect_set(&prospect, &shift);
    assert_true(prospect.kept == kept);
    assert_true(prospect.lost <= kept && prospect.lost <= 0);
    rp_prospect_clear(&prospect);
    rp_price_range_clear(&range);
    memcpy(column, other, r->clients * sizeof *other);
    rp_residual after;
    assert_int_equal(solve_afresh(&after, c), RP_OK);
    assert_true(residual_worth(&after) >= best + kept);
    rp_residual_clear(&after);
}

static void split_all(const rp_scale *scale, int64_t queue) {
    for (int64_t tiers = -3; tiers <= 3; tiers++)
        for (int64_t floors = -1000; floors <= 1000; floors += 500)
            for (int64_t points = -36000000; points <= 36000000;
                 points += 12000000) {
                rp_change change = rp_scale_split(
                    scale, tiers * scale->tier + queue * scale->queue +
                               floors * scale->floor + points);
                assert_true(change.tiers == tiers);
                assert_true(change.queue == queue);
                assert_true(change.floors == floors);
                assert_true(change.points == points);
            }
}

static void test_split(void **unused) {
    (void)unused;
    rp_aim aim = {5000, 500, NULL, false};
    rp_scale scale;

    for (int strict = 0; strict < 2; strict++) {
        aim.is_strict = strict;
        assert_true(rp_scale_set(&scale, 1000, 1000, 36000, &aim));
        for (int64_t queue = -999 * strict; queue <= 999 * strict; queue += 333)
            split_all(&scale, queue);
    }
    aim.is_strict = false;
    assert_false(rp_scale_set(&scale, 1u << 24, 1u << 20, 36000, &aim));
    assert_true(rp_scale_set(&scale, 10000, 10000, 36000, &aim));
    assert_true(rp_scale_set(&scale, 50000, 8000, 36000, &aim));
}

/* What is done with a random clinic and its best plan. */
typedef struct trial {
    const char *name;
    void (*run)(clinic *c, rp_residual *r);
} trial;

static const trial trials[] = {
    {"residual/solve", test_solve},       {"residual/seats", test_seats},
    {"residual/columns", test_columns},   {"residual/rows", test_rows},
    {"residual/margins", test_margins},   {"residual/forced", test_forced},
    {"residual/prospect", test_prospect},
};

static void test_clinics(void **state_of) {
    const trial *t = *state_of;

    for (uint32_t seed = 0; seed < ROUNDS; seed++) {
        clinic c;
        rp_residual r;
        draw_clinic(&c, seed, seed % 2, seed % 4 > 1);
        assert_int_equal(solve_afresh(&r, &c), RP_OK);
        t->run(&c, &r);
        rp_residual_clear(&r);
    }
}

int main(void) {
    suite s = {0};

    SUITE_TABLE(&s, trials, test_clinics);
    suite_add(&s, "residual/split", test_split, NULL);
    return suite_run(&s, "residual");
}

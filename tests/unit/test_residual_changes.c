/* Larger residual graphs than those whose plans can be counted: changes of a
 * copy against solving afresh, and ways against each other. */
#include "unit/residual.h"
#include "unit/suite.h"

#include "solve/again/dense_ties.h"
#include "solve/again/residual_changes.h"
#include "solve/again/residual_distances.h"
#include "solve/again/residual_ways.h"

#include <stdlib.h>
#include <string.h>

enum { CLIENTS = 80, THERAPISTS = 20, HOURS = 6, ROUNDS = 60, CHANGES = 12 };
enum { PLACES = THERAPISTS + 1 + HOURS };

typedef struct clinic {
    rp_dense_problem seating;
    uint8_t tier[CLIENTS];
    int32_t wait[CLIENTS];
    int64_t base[CLIENTS];
    uint32_t seats[PLACES], placed[CLIENTS];
    uint16_t cells[(PLACES + 1) * CLIENTS];
    uint32_t levels; /* of scores: few make ties */
} clinic;

static uint32_t state;

static uint32_t draw(uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
}

static uint16_t draw_score(const clinic *c) {
    return draw(3) == 0 ? RP_NO_PAIR
                        : (uint16_t)(draw(c->levels) * (10000 / c->levels));
}

static void draw_clinic(clinic *c, uint32_t seed) {
    rp_dense_problem *s = &c->seating;

    state = seed * 2654435761u + 11;
    c->levels = seed % 2 ? 4 : 5000;
    *s = (rp_dense_problem){.clients = 20 + draw(CLIENTS - 19),
                            .therapists = 4 + draw(THERAPISTS - 3)};
    s->people = s->clients;
    assert_true(
        rp_scale_set(&s->scale, s->clients, s->therapists, 12600, NULL));
    for (uint32_t i = 0; i < s->clients; i++) {
        c->tier[i] = (uint8_t)(1 + draw(3));
        c->wait[i] = (int32_t)draw(3) * 25;
        c->base[i] = rp_worth_base(s->scale.tier, c->tier[i], c->wait[i]);
        c->placed[i] = RP_NONE;
    }
    for (uint32_t t = 0; t < s->therapists; t++)
        c->seats[t] = draw((2 + seed % 3 * 2) * s->clients / s->therapists + 1);
    for (uint32_t k = 0; k < s->therapists * s->clients; k++)
        c->cells[k] = draw_score(c);
    for (uint32_t i = 0; i < s->clients; i++)
        c->cells[s->therapists * s->clients + i] = RP_NO_PAIR;
    s->tier = c->tier;
    s->base = c->base;
    s->wait = c->wait;
    s->seats = c->seats;
    s->placed = c->placed;
    s->cells = c->cells;
    s->none = c->cells + s->therapists * s->clients;
}

/* Everybody put in, one after the other. */
static void solve_afresh(rp_residual *out, clinic *c) {
    uint8_t tier[CLIENTS];

    memcpy(tier, c->tier, sizeof tier);
    memset(c->tier, 0, sizeof c->tier);
    assert_int_equal(rp_residual_make(out, &c->seating, 1), RP_OK);
    memcpy(c->tier, tier, sizeof tier);
    for (uint32_t i = 0; i < c->seating.clients; i++)
        if (tier[i] > 0)
            rp_residual_insert(out, i);
    assert_true(rp_residual_is_proven(out));
}

/* Make a change of the graph and of the clinic. */
static void change_column(clinic *c, rp_residual *r, uint16_t *other) {
    uint32_t t = draw(c->seating.therapists), part = 1 + draw(4);
    uint16_t *column = c->cells + t * r->clients;

    for (uint32_t i = 0; i < r->clients; i++)
        other[i] = draw(part) ? column[i] : draw_score(c);
    rp_residual_exchange(r, t, other);
    memcpy(column, other, r->clients * sizeof *other);
}

static void change_seats(clinic *c, rp_residual *r) {
    uint32_t t = draw(c->seating.therapists);

    if (c->seats[t] > 0 && draw(2)) {
        c->seats[t]--;
        rp_residual_drop_seat(r, t);
    } else {
        c->seats[t]++;
        rp_residual_add_seat(r, t);
    }
}

static void change_row(clinic *c, rp_residual *r, uint16_t *row) {
    uint32_t i = draw(r->clients);

    rp_residual_remove(r, i);
    for (uint32_t t = 0; t < r->therapists; t++)
        row[t] = c->cells[t * r->clients + i] =
            t < c->seating.therapists ? draw_score(c) : RP_NO_PAIR;
    rp_residual_set_row(r, i, row);
    rp_residual_insert(r, i);
}

static void change(clinic *c, rp_residual *r, uint16_t *columns,
                   uint16_t *row) {
    uint32_t kind = draw(3);

    for (uint32_t k = 0; k < 1 + kind % 2; k++)
        change_column(c, r, columns + (size_t)k * CLIENTS);
    if (kind > 0)
        change_seats(c, r);
    if (kind > 1)
        change_row(c, r, row);
}

/* Tight pairs from those that were known are the same as those of all pairs. */
static uint32_t check_ties(const rp_residual *r, const rp_dense_ties *known) {
    rp_gap_lists all, some;
    uint32_t count = 0;

    assert_int_equal(rp_dense_ties_list(&all, r, NULL), RP_OK);
    assert_int_equal(rp_dense_ties_list(&some, r, known), RP_OK);
    for (uint32_t t = 0; t < r->therapists; t++) {
        rp_gap_cursor a = rp_gap_lists_open(&all, t);
        rp_gap_cursor b = rp_gap_lists_open(&some, t);
        uint32_t i;
        do {
            i = rp_gap_cursor_next(&a);
            assert_int_equal(rp_gap_cursor_next(&b), i);
            count += i != RP_NONE;
        } while (i != RP_NONE);
    }
    rp_gap_lists_clear(&all);
    rp_gap_lists_clear(&some);
    return count;
}

/* Changes of a copy, which is then as it was. */
static void test_copies(void **unused) {
    (void)unused;
    for (uint32_t seed = 0; seed < ROUNDS; seed++) {
        clinic c, before;
        rp_residual r, copy, afresh;
        rp_dense_ties ties;
        uint16_t columns[2 * CLIENTS], row[THERAPISTS + 1];
        draw_clinic(&c, seed);
        solve_afresh(&r, &c);
        for (uint32_t i = 0; i < r.clients; i++)
            c.placed[i] = rp_residual_therapist(&r, i);
        rp_residual_clear(&r);
        assert_int_equal(rp_residual_make(&r, &c.seating, 1), RP_OK);
        assert_int_equal(rp_residual_copy(&copy, &r, 0), RP_OK);
        assert_int_equal(rp_dense_ties_make(&ties, &r), RP_OK);
        before = c;
        for (int k = 0; k < CHANGES; k++) {
            change(&c, &copy, columns, row);
            assert_true(rp_residual_is_proven(&copy));
            check_ties(&copy, &ties);
            solve_afresh(&afresh, &c);
            assert_true(residual_worth(&copy) == residual_worth(&afresh));
            rp_residual_clear(&afresh);
            memcpy(c.cells, before.cells, sizeof c.cells);
            memcpy(c.seats, before.seats, sizeof c.seats);
            rp_residual_restore(&copy, &r);
            assert_true(rp_residual_is_proven(&copy));
            assert_true(residual_worth(&copy) == residual_worth(&r));
            assert_true(check_ties(&copy, &ties) > 0 ||
                        residual_worth(&copy) == 0);
        }
        rp_dense_ties_clear(&ties);
        rp_residual_clear(&copy);
        rp_residual_clear(&r);
    }
}

/* -- places that there were not -------------------------------------------- */

/* The last client is not in the market, and weighs more than all tiers. */
static void set_guest(clinic *c) {
    uint32_t guest = c->seating.clients - 1;

    c->tier[guest] = 0;
    c->base[guest] = 7 * c->seating.scale.tier;
    for (uint32_t t = 0; t < c->seating.therapists; t++)
        c->cells[t * c->seating.clients + guest] = RP_NO_PAIR;
}

/* A therapist becomes so many hours, behind the spare one; not every client can
 * come to each, but the guest can. What graphs borrow stays as it is. */
static void draw_hours(clinic *c, uint32_t therapist, uint32_t hours) {
    rp_dense_problem *s = &c->seating;
    uint16_t *column = c->cells + therapist * s->clients;
    uint16_t *more = c->cells + (s->therapists + 1) * s->clients;

    for (uint32_t k = 0; k < hours; k++, more += s->clients) {
        for (uint32_t i = 0; i + 1 < s->clients; i++)
            more[i] = draw(3) ? column[i] : RP_NO_PAIR;
        more[s->clients - 1] = 0;
        c->seats[s->therapists + 1 + k] = 1;
    }
    for (uint32_t i = 0; i < s->clients; i++)
        more[i] = RP_NO_PAIR;
    c->seats[therapist] = c->seats[s->therapists] = 0;
    s->therapists += 1 + hours;
    s->none = more;
}

/* The same in the graph. */
static void take_apart(rp_residual *r, uint32_t therapist,
                       const uint16_t *columns, uint32_t hours) {
    uint32_t guest = r->clients - 1;
    uint32_t first = rp_residual_grow(r, therapist, columns, hours);

    assert_true(rp_residual_is_proven(r));
    rp_residual_bring_seat(r, guest, first);
    assert_true(rp_residual_is_proven(r));
    for (uint32_t p = first + 1; p < first + hours; p++) {
        if (r->seats[therapist] > 0)
            rp_residual_move_seat(r, therapist, p);
        else
            rp_residual_add_seat(r, p);
        assert_true(rp_residual_is_proven(r));
        assert_int_equal(r->seats[p], 1);
    }
    while (r->seats[therapist] > 0)
        rp_residual_drop_seat(r, therapist);
}

static void test_hours(void **unused) {
    (void)unused;
    for (uint32_t seed = 0; seed < ROUNDS; seed++) {
        clinic c, before;
        rp_residual r, copy, afresh;
        rp_dense_ties ties;
        draw_clinic(&c, seed);
        set_guest(&c);
        solve_afresh(&r, &c);
        assert_int_equal(rp_residual_copy(&copy, &r, HOURS), RP_OK);
        assert_int_equal(rp_dense_ties_make(&ties, &r), RP_OK);
        before = c;
        for (int k = 0; k < CHANGES; k++) {
            uint32_t t = draw(c.seating.therapists), hours = 1 + draw(HOURS);
            draw_hours(&c, t, hours);
            take_apart(&copy, t,
                       c.cells + (before.seating.therapists + 1) * r.clients,
                       hours);
            assert_true(rp_residual_is_proven(&copy));
            check_ties(&copy, &ties);
            c.tier[r.clients - 1] = 3;
            solve_afresh(&afresh, &c);
            assert_true(residual_worth(&copy) == residual_worth(&afresh));
            rp_residual_clear(&afresh);
            for (uint32_t i = 0; i < r.clients; i++)
                assert_true(rp_residual_whose(&copy, i) == RP_NONE ||
                            rp_residual_whose(&copy, i) <
                                before.seating.therapists);
            rp_residual_take_seat(&copy, r.clients - 1);
            assert_true(rp_residual_is_proven(&copy));
            memcpy(c.cells, before.cells, sizeof c.cells);
            memcpy(c.seats, before.seats, sizeof c.seats);
            c.tier[r.clients - 1] = 0;
            c.seating.therapists = before.seating.therapists;
            c.seating.none = before.seating.none;
            rp_residual_restore(&copy, &r);
            assert_true(rp_residual_is_proven(&copy));
        }
        rp_dense_ties_clear(&ties);
        rp_residual_clear(&copy);
        rp_residual_clear(&r);
    }
}

/* Least costs by Floyd and Warshall's method, from the arcs. */
static void find_all(rp_residual *r, int64_t *all) {
    uint32_t n = r->nodes, via;

    for (uint32_t a = 0; a < n; a++)
        for (uint32_t b = 0; b < n; b++)
            all[a * n + b] = a == b ? 0 : rp_residual_cost(r, a, b, &via);
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; b < n; b++)
                if (all[a * n + k] != RP_NO_PATH &&
                    all[k * n + b] != RP_NO_PATH &&
                    all[a * n + k] + all[k * n + b] < all[a * n + b])
                    all[a * n + b] = all[a * n + k] + all[k * n + b];
}

/* Least costs from each node, and to the pool, also after a change. */
static void check_ways(rp_residual *r, const int64_t *all) {
    int64_t some[PLACES + 1];

    for (uint32_t a = 0; a < r->nodes; a++) {
        rp_residual_from(r, a, some);
        for (uint32_t b = 0; b < r->nodes; b++)
            assert_true(some[b] == all[a * r->nodes + b]);
    }
    rp_residual_to_pool(r, some);
    for (uint32_t a = 0; a < r->nodes; a++)
        assert_true(some[a] == all[a * r->nodes]);
}

static void test_distances(void **unused) {
    (void)unused;
    for (uint32_t seed = 0; seed < 4 * ROUNDS; seed++) {
        clinic c;
        rp_residual r, copy;
        uint16_t columns[2 * CLIENTS], row[THERAPISTS + 1];
        int64_t all[(PLACES + 1) * (PLACES + 1)];
        int64_t found[(PLACES + 1) * (PLACES + 1)];
        draw_clinic(&c, seed);
        solve_afresh(&r, &c);
        for (uint32_t i = 0; i < r.clients; i++)
            c.placed[i] = rp_residual_therapist(&r, i);
        rp_residual_clear(&r);
        assert_int_equal(rp_residual_make(&r, &c.seating, 1), RP_OK);
        find_all(&r, all);
        assert_int_equal(rp_residual_distances(&r, found), RP_OK);
        assert_memory_equal(found, all, r.nodes * r.nodes * sizeof *all);
        check_ways(&r, all);
        assert_int_equal(rp_residual_copy(&copy, &r, 0), RP_OK);
        change(&c, &copy, columns, row);
        find_all(&copy, all);
        check_ways(&copy, all);
        rp_residual_clear(&copy);
        rp_residual_clear(&r);
    }
}

/* Is some plan as good without somebody who has a place? */
static bool may_wait(const rp_residual *r) {
    int64_t worth = residual_worth(r);
    bool any = false;

    for (uint32_t i = 0; i < r->clients && !any; i++) {
        rp_residual without;
        if (rp_residual_therapist(r, i) == RP_NONE)
            continue;
        assert_int_equal(rp_residual_copy(&without, r, 0), RP_OK);
        rp_residual_remove(&without, i);
        any = residual_worth(&without) == worth;
        rp_residual_clear(&without);
    }
    return any;
}

/* Whether others could have a place in a plan as good, against plans without
 * each of those who have one. */
static void test_keeps_placed(void **unused) {
    uint32_t count[2] = {0, 0};

    (void)unused;
    for (uint32_t seed = 0; seed < 4 * ROUNDS; seed++) {
        clinic c;
        rp_residual r, copy;
        uint16_t columns[2 * CLIENTS], row[THERAPISTS + 1];
        draw_clinic(&c, seed);
        solve_afresh(&r, &c);
        assert_int_equal(rp_residual_keeps_placed(&r), !may_wait(&r));
        assert_int_equal(rp_residual_copy(&copy, &r, 0), RP_OK);
        change(&c, &copy, columns, row);
        bool keeps = !may_wait(&copy);
        assert_int_equal(rp_residual_keeps_placed(&copy), keeps);
        count[keeps]++;
        rp_residual_clear(&copy);
        rp_residual_clear(&r);
    }
    assert_true(count[false] > 5 && count[true] > 5);
}

int main(void) {
    suite s = {0};

    suite_add(&s, "residual/copies", test_copies, NULL);
    suite_add(&s, "residual/hours", test_hours, NULL);
    suite_add(&s, "residual/distances", test_distances, NULL);
    suite_add(&s, "residual/keeps_placed", test_keeps_placed, NULL);
    return suite_run(&s, "residual_changes");
}

#include "why/trial/after.h"

#include "base/array.h"
#include "solve/again/residual_changes.h"

#include <stdlib.h>

uint32_t rp_after_next(const rp_study *study, const rp_shift *shift) {
    return shift->seats == 0 || shift->is_new
               ? RP_NONE
               : study->outcome->triage->next[shift->therapist];
}

static const rp_dense_problem *problem_of(const rp_after *a) {
    return a->study->residual->problem;
}

/* ---- making one ---------------------------------------------------------- */

static uint32_t most_places(const rp_dense_problem *g, uint32_t therapists) {
    uint32_t most = 1;

    for (uint32_t t = 0; t < therapists; t++) {
        uint32_t count =
            rp_dense_problem_end(g, t) - rp_dense_problem_first(g, t);
        most = count > most ? count : most;
    }
    return most;
}

static rp_status copy_graph(rp_after *out, const rp_residual *r) {
    uint32_t most = most_places(r->problem, out->study->seating->therapists);
    uint32_t more = out->study->wide ? out->study->wide->spare : 0;

    out->row = rp_new_array(r->therapists + more, sizeof *out->row);
    out->columns =
        rp_new_array((size_t)most * r->clients, sizeof *out->columns);
    return out->row && out->columns &&
                   rp_taken_apart_init(&out->apart, more, r->clients)
               ? rp_residual_copy(&out->graph, r, more)
               : RP_ERR_MEMORY;
}

rp_status rp_after_make(rp_after *out, const rp_study *study) {
    const rp_residual *r = study->residual;
    const rp_outcome *o = study->outcome;

    *out = (rp_after){.study = study, .has_suiting = o->suiting != NULL};
    out->therapist =
        rp_new_array(study->seating->clients, sizeof *out->therapist);
    rp_status status = out->therapist ? RP_OK : RP_ERR_MEMORY;
    if (status == RP_OK && !study->holds)
        status = copy_graph(out, r);
    if (status == RP_OK && o->suiting)
        status = rp_suiting_init(&out->suiting, o->fit, o->suiting->held,
                                 o->suiting->named, 1);
    return status;
}

void rp_after_clear(rp_after *after) {
    rp_residual_clear(&after->graph);
    rp_taken_apart_clear(&after->apart);
    rp_dense_ties_clear(&after->ties);
    rp_amended_clear(&after->clinic);
    if (after->has_suiting)
        rp_suiting_clear(&after->suiting);
    free(after->therapist);
    free(after->row);
    free(after->columns);
    *after = (rp_after){.study = NULL};
}

void rp_after_restore(rp_after *after) {
    const rp_dense_problem *g = after->study->seating;

    after->is_settled = true;
    after->is_anew = false;
    if (after->study->holds) {
        for (uint32_t i = 0; i < g->clients; i++)
            after->therapist[i] = g->tier[i] > 0 ? g->placed[i] : RP_NONE;
        return;
    }
    rp_residual_restore(&after->graph, after->study->residual);
    rp_taken_apart_reset(&after->apart);
    after->richer = RP_NONE;
    after->absences = 0;
    rp_after_read(after);
}

void rp_after_read(rp_after *after) {
    for (uint32_t i = 0; i < after->study->seating->clients; i++)
        after->therapist[i] = rp_residual_whose(&after->graph, i);
}

bool rp_after_may_place(const rp_after *a, uint32_t client) {
    const rp_residual *r = &a->graph;

    if (a->therapist[client] != RP_NONE)
        return true;
    if (a->is_anew)
        return !a->is_settled;
    for (uint32_t p = 0; p < r->therapists; p++)
        if (r->seats[p] > 0 && rp_residual_score(r, client, p) != RP_NO_PAIR &&
            rp_residual_worth(r, client, p) >= r->price[p + 1])
            return true;
    return false;
}

/* ---- places -------------------------------------------------------------- */

static bool is_apart(const rp_after *a, uint32_t t) {
    return a->study->wide && rp_wide_problem_is_apart(a->study->wide, t);
}

/* Also of somebody who is not there yet: behind all others. */
static uint32_t first_of(const rp_after *a, uint32_t t) {
    return rp_dense_problem_first(problem_of(a), t);
}

/* The hours of a therapist who is taken apart that suit a client. */
static size_t ask(const rp_suiting *suiting, uint32_t client, uint32_t t,
                  uint64_t *bits) {
    size_t words = RP_HOUR_WORDS(suiting->count[t]);

    for (size_t w = 0; w < words; w++)
        bits[w] = 0;
    rp_suiting_ask(suiting, client, t, 0, bits);
    return words;
}

static const rp_hours_list *hours_of(const rp_after *a, uint32_t t) {
    return &a->study->outcome->fit->offers[t].hours;
}

/* The same by the numbers that hours have in the study. Those that are new have
 * one number together, behind all others. */
static size_t ask_of_places(const rp_after *a, const rp_suiting *suiting,
                            uint32_t client, uint32_t t, uint64_t *bits) {
    uint64_t then[RP_HOUR_WORDS(RP_HOURS_MOST)];
    size_t words = ask(suiting, client, t, t == a->richer ? then : bits);

    if (t != a->richer)
        return words;
    const rp_hours_list *before = hours_of(a, t);
    const rp_hours_list *after = &suiting->fit->offers[t].hours;
    words = RP_HOUR_WORDS(before->count + 1);
    for (size_t w = 0; w < words; w++)
        bits[w] = 0;
    for (uint32_t h = 0; h < after->count; h++) {
        uint32_t k = rp_hours_find(before, after->items[h].begin);
        k = k == RP_HOUR_NONE ? before->count : k;
        if (then[h / 64] >> h % 64 & 1)
            bits[k / 64] |= (uint64_t)1 << k % 64;
    }
    return words;
}

/* The first of the extras that are in no market. */
static uint32_t first_spare(const rp_after *a) {
    return a->graph.clients - (a->study->wide ? a->study->wide->spare : 0);
}

/* A column of a therapist for each of the places; extras stay where they can
 * be. */
static void spread_column(rp_after *a, const rp_shift *shift, uint32_t t,
                          const rp_suiting *suiting) {
    const rp_dense_problem *g = problem_of(a);
    uint32_t first = first_of(a, t), end = rp_dense_problem_end(g, t);
    uint32_t people = a->study->seating->clients;
    uint32_t first_absence = first_spare(a);
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (uint32_t c = 0; c < a->graph.clients; c++) {
        bool asks =
            c < people && is_apart(a, t) && shift->column[c] != RP_NO_PAIR;
        size_t words = asks ? ask_of_places(a, suiting, c, t, bits) : 0;
        for (uint32_t p = first; p < end; p++) {
            uint16_t s = c < people          ? shift->column[c]
                         : p < g->therapists ? rp_dense_problem_column(g, p)[c]
                                             : RP_NO_PAIR;
            if (asks && !rp_wide_problem_suits(a->study->wide, p, bits, words))
                s = RP_NO_PAIR;
            if (c - first_absence < a->absences)
                s = 0;
            a->columns[(size_t)(p - first) * a->graph.clients + c] = s;
        }
    }
}

static void exchange_columns(rp_after *a, uint32_t t) {
    uint32_t first = first_of(a, t);

    for (uint32_t p = first; p < rp_dense_problem_end(problem_of(a), t); p++)
        rp_residual_exchange(
            &a->graph, p, a->columns + (size_t)(p - first) * a->graph.clients);
}

static void set_row(rp_after *a, const rp_shift *shift,
                    const rp_suiting *suiting) {
    const rp_dense_problem *g = problem_of(a);
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (uint32_t t = 0; t <= a->study->seating->therapists; t++) {
        bool asks = t < a->study->seating->therapists && is_apart(a, t) &&
                    shift->row[t] != RP_NO_PAIR;
        size_t words =
            asks ? ask_of_places(a, suiting, shift->client, t, bits) : 0;
        for (uint32_t p = first_of(a, t); p < rp_dense_problem_end(g, t); p++)
            a->row[p] =
                !asks || rp_wide_problem_suits(a->study->wide, p, bits, words)
                    ? shift->row[t]
                    : RP_NO_PAIR;
    }
}

/* The same of those who were taken apart for the change at hand. */
static void set_row_apart(rp_after *a, const rp_shift *shift,
                          const rp_suiting *suiting) {
    uint32_t first = a->graph.therapists - a->apart.places;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (uint32_t k = 0; k < a->apart.places; k++) {
        uint32_t t = a->graph.whose[first + k], h = a->apart.hour[k];
        if (k == 0 || a->graph.whose[first + k - 1] != t)
            ask(suiting, shift->client, t, bits);
        a->row[first + k] =
            bits[h / 64] >> h % 64 & 1 ? shift->row[t] : RP_NO_PAIR;
    }
}

bool rp_after_may_place_edited(rp_after *a, const rp_shift *shift,
                               const rp_suiting *suiting) {
    const rp_residual *r = &a->graph;
    uint32_t i = shift->client;

    if (a->is_anew || a->therapist[i] != RP_NONE)
        return true; /* prices say nothing of a seat that is given up */
    set_row(a, shift, suiting);
    set_row_apart(a, shift, suiting);
    for (uint32_t p = 0; p < r->therapists; p++)
        if (r->seats[p] > 0 && a->row[p] != RP_NO_PAIR &&
            rp_residual_worth_of(r, i, p, a->row[p]) >= r->price[p + 1])
            return true;
    return false;
}

bool rp_after_take_apart(rp_after *a, const rp_shift *shift, uint32_t next,
                         const rp_suiting *suiting, uint32_t therapist) {
    const rp_taking_change change = {.study = a->study,
                                     .shift = shift,
                                     .next = next,
                                     .suiting = suiting,
                                     .graph = &a->graph,
                                     .row = a->row};

    for (uint32_t k = 0; therapist == a->richer && k < a->absences; k++)
        rp_residual_take_seat(&a->graph, first_spare(a) + k);
    a->richer = a->richer == therapist ? RP_NONE : a->richer;
    return rp_taken_apart_more(&a->apart, &change, therapist);
}

/* Nobody comes there any more. */
static void close_places(rp_after *a, uint32_t t) {
    rp_residual *r = &a->graph;

    if (is_apart(a, t))
        rp_taken_apart_remove_extras(r, a->study->wide, t);
    for (uint32_t p = first_of(a, t);
         p < rp_dense_problem_end(problem_of(a), t); p++)
        while (r->seats[p] > 0)
            rp_residual_drop_seat(r, p);
}

/* Seats and absences of somebody who is taken apart, as wide_problem.h has
 * them. */
typedef struct seating {
    uint32_t seats, absences;
} seating;

static seating seating_of(uint32_t openings, uint32_t hours, uint32_t bound,
                          uint32_t held) {
    uint32_t others = hours - bound;
    uint32_t seats = bound + (openings < others ? openings : others);
    uint32_t used = openings < seats ? openings : seats;

    return (seating){seats, seats > used + held ? seats - used - held : 0};
}

static uint32_t count_held(const rp_wide_problem *wide, uint32_t t) {
    uint32_t count = 0;
    uint32_t extras =
        wide->problem.clients - wide->spare - wide->problem.people;

    for (uint32_t k = 0; k < extras; k++)
        count +=
            wide->extra[k].therapist == t && wide->extra[k].client != RP_NONE;
    return count;
}

/* Somebody has other hours, all those of before among them: these are where
 * they were, and the new ones are like others that are not bound. Hours that
 * bind only now are found when they are to be dealt.
 * @param[out] more  seats behind the others
 * @return false where that cannot be said */
static bool keep_places(rp_after *a, const rp_shift *shift, uint32_t t,
                        const rp_suiting *suiting, uint32_t *more) {
    const rp_wide_problem *wide = a->study->wide;
    const rp_hours_list *before = hours_of(a, t);
    const rp_hours_list *after = &suiting->fit->offers[t].hours;

    if (shift->closes || !rp_hours_are_among(before, after))
        return false;
    uint32_t bound = wide->first[t + 1] - wide->first[t] - 1;
    uint32_t openings = a->study->seating->seats[t];
    uint32_t held = count_held(wide, t);
    seating was = seating_of(openings, before->count, bound, held);
    seating is = seating_of(openings + shift->seats, after->count, bound, held);
    uint32_t absences =
        is.absences > was.absences ? is.absences - was.absences : 0;
    if (absences > wide->spare)
        return false;
    *more = is.seats - was.seats; /* an absence less is a seat more */
    if (was.absences > is.absences)
        *more += was.absences - is.absences;
    a->richer = t;
    a->absences = a->apart.extras = absences;
    return true;
}

/* Another column, and more seats. Places are bound hours as they are: where
 * some of these are gone, all hours are taken apart. */
static bool change_therapist(rp_after *a, const rp_shift *shift, uint32_t t,
                             const rp_suiting *suiting) {
    bool has_others = shift->column && rp_shift_changes_hours(shift);
    uint32_t more = shift->seats;

    if (has_others && !shift->is_new && is_apart(a, t) &&
        !keep_places(a, shift, t, suiting, &more))
        return !shift->closes &&
               rp_after_take_apart(a, shift, RP_NONE, suiting, t);
    if (shift->closes)
        close_places(a, t);
    if (shift->column) {
        spread_column(a, shift, t, suiting);
        exchange_columns(a, t);
    }
    for (uint32_t k = 0; k < more; k++)
        rp_residual_add_seat(&a->graph, first_of(a, t));
    for (uint32_t k = 0; k < a->absences; k++)
        rp_residual_insert(&a->graph, first_spare(a) + k);
    return true;
}

bool rp_after_shift(rp_after *a, const rp_shift *shift, uint32_t next,
                    const rp_suiting *suiting) {
    rp_residual *r = &a->graph;
    uint32_t t =
        shift->is_new ? a->study->seating->therapists : shift->therapist;
    bool is_of_therapist = shift->closes || shift->column || shift->seats > 0;

    if (next != RP_NONE) { /* who takes the seat leaves the market with it */
        rp_residual_remove(r, next);
        return true;
    }
    if (shift->row)
        rp_residual_remove(r, shift->client);
    if (is_of_therapist && !change_therapist(a, shift, t, suiting))
        return false;
    if (shift->row) {
        set_row(a, shift, suiting);
        rp_residual_set_row(r, shift->client, a->row);
        rp_residual_insert(r, shift->client);
    }
    return true;
}

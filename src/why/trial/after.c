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
        if (rp_residual_score(r, client, p) != RP_NO_PAIR &&
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

/* A column of a therapist for each of the places; extras stay where they can
 * be. */
static void spread_column(rp_after *a, const rp_shift *shift, uint32_t t,
                          const rp_suiting *suiting) {
    const rp_dense_problem *g = problem_of(a);
    uint32_t first = first_of(a, t), end = rp_dense_problem_end(g, t);
    uint32_t people = a->study->seating->clients;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (uint32_t c = 0; c < a->graph.clients; c++) {
        bool asks =
            c < people && is_apart(a, t) && shift->column[c] != RP_NO_PAIR;
        size_t words = asks ? ask(suiting, c, t, bits) : 0;
        for (uint32_t p = first; p < end; p++) {
            uint16_t s = c < people          ? shift->column[c]
                         : p < g->therapists ? rp_dense_problem_column(g, p)[c]
                                             : RP_NO_PAIR;
            if (asks && !rp_wide_problem_suits(a->study->wide, p, bits, words))
                s = RP_NO_PAIR;
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
        size_t words = asks ? ask(suiting, shift->client, t, bits) : 0;
        for (uint32_t p = first_of(a, t); p < rp_dense_problem_end(g, t); p++)
            a->row[p] =
                !asks || rp_wide_problem_suits(a->study->wide, p, bits, words)
                    ? shift->row[t]
                    : RP_NO_PAIR;
    }
}

bool rp_after_take_apart(rp_after *a, const rp_shift *shift, uint32_t next,
                         const rp_suiting *suiting, uint32_t therapist) {
    const rp_taking_change change = {.study = a->study,
                                     .shift = shift,
                                     .next = next,
                                     .suiting = suiting,
                                     .graph = &a->graph,
                                     .row = a->row};

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

/* Another column, and more seats. Places are bound hours as they are: where
 * these are others, all are taken apart. */
static bool change_therapist(rp_after *a, const rp_shift *shift, uint32_t t,
                             const rp_suiting *suiting) {
    bool has_others = shift->column && rp_shift_changes_hours(shift);

    if (has_others && !shift->is_new && is_apart(a, t))
        return !shift->closes &&
               rp_after_take_apart(a, shift, RP_NONE, suiting, t);
    if (shift->closes)
        close_places(a, t);
    if (shift->column) {
        spread_column(a, shift, t, suiting);
        exchange_columns(a, t);
    }
    for (uint32_t k = 0; k < shift->seats; k++)
        rp_residual_add_seat(&a->graph, first_of(a, t));
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

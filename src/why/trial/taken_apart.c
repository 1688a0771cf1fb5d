#include "why/trial/taken_apart.h"

#include "base/array.h"
#include "solve/again/residual_changes.h"

#include <stdlib.h>

bool rp_taken_apart_init(rp_taken_apart *out, uint32_t room, uint32_t clients) {
    *out = (rp_taken_apart){.room = room, .clients = clients};
    out->therapist = rp_new_array(room, sizeof *out->therapist);
    out->hour = rp_new_array(room, sizeof *out->hour);
    out->columns = rp_new_array((size_t)room * clients, sizeof *out->columns);
    return out->therapist && out->hour && out->columns;
}

void rp_taken_apart_clear(rp_taken_apart *apart) {
    free(apart->therapist);
    free(apart->hour);
    free(apart->columns);
    *apart = (rp_taken_apart){.room = 0};
}

void rp_taken_apart_reset(rp_taken_apart *apart) {
    apart->count = apart->places = apart->extras = 0;
}

static bool is_there(const rp_taken_apart *apart, uint32_t therapist) {
    bool found = false;

    for (uint32_t k = 0; k < apart->count; k++)
        found |= apart->therapist[k] == therapist;
    return found;
}

/* -- one therapist --------------------------------------------------------- */

/* Who is taken apart, and into what. */
typedef struct taking {
    rp_taken_apart *to;
    const rp_taking_change *change;
    uint32_t therapist, hours;
    uint16_t *columns; /* [hours][clients] */
    uint32_t extra;    /* the first one of theirs */
    uint32_t extras;
} taking;

static size_t ask(const taking *k, uint32_t client, uint64_t *bits) {
    size_t words = RP_HOUR_WORDS(k->hours);

    for (size_t w = 0; w < words; w++)
        bits[w] = 0;
    rp_suiting_ask(k->change->suiting, client, k->therapist, 0, bits);
    return words;
}

/* S at each hour that suits. */
static void put(taking *k, uint32_t client, uint16_t s, const uint64_t *bits) {
    for (uint32_t h = 0; h < k->hours; h++)
        if (bits[h / 64] >> h % 64 & 1)
            k->columns[(size_t)h * k->to->clients + client] = s;
}

static void fill_columns(taking *k) {
    const rp_study *study = k->change->study;
    const rp_shift *shift = k->change->shift;
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];

    for (size_t c = 0; c < (size_t)k->hours * k->to->clients; c++)
        k->columns[c] = RP_NO_PAIR;
    for (uint32_t i = 0; i < study->seating->clients; i++) {
        uint16_t s = rp_shift_score(shift, study->seating, i, k->therapist);
        if (s == RP_NO_PAIR)
            continue;
        ask(k, i, bits);
        put(k, i, s, bits);
    }
}

/* One more, who has the hours of the bits. @return whether there is room */
static bool add_extra(taking *k, const uint64_t *bits) {
    const rp_residual *r = k->change->graph;
    uint32_t spare = k->change->study->wide->spare;

    if (k->to->extras + k->extras == k->to->room ||
        k->to->extras + k->extras == spare)
        return false;
    put(k, k->extra + k->extras++, 0, bits);
    return k->extra + k->extras <= r->clients;
}

static bool is_held(const taking *k, uint32_t client) {
    const rp_taking_change *c = k->change;

    return c->study->outcome->triage->pin[client] == k->therapist ||
           (client == c->next && c->shift->therapist == k->therapist);
}

/* Who holds an hour outside of the market. */
static bool add_held(taking *k) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    bool whole = true;

    for (uint32_t i = 0; whole && i < k->change->study->seating->clients; i++) {
        uint64_t any = 0;
        size_t words = is_held(k, i) ? ask(k, i, bits) : 0;
        for (size_t w = 0; w < words; w++)
            any |= bits[w];
        whole = any == 0 || add_extra(k, bits);
    }
    return whole;
}

/* Openings after the change. */
static uint32_t openings_of(const taking *k) {
    const rp_shift *shift = k->change->shift;
    uint32_t openings = k->change->study->seating->seats[k->therapist];

    if (shift->therapist != k->therapist || k->change->next != RP_NONE)
        return openings;
    return openings + shift->seats;
}

/* Hours more than there are openings. */
static bool add_absences(taking *k) {
    uint64_t bits[RP_HOUR_WORDS(RP_HOURS_MOST)];
    uint32_t openings = openings_of(k), held = k->extras;
    bool whole = true;

    for (size_t w = 0; w < RP_HOUR_WORDS(k->hours); w++)
        bits[w] = UINT64_MAX;
    for (uint32_t n = openings + held; whole && n < k->hours; n++)
        whole = add_extra(k, bits);
    return whole;
}

/* -- in the graph ---------------------------------------------------------- */

void rp_taken_apart_remove_extras(rp_residual *graph,
                                  const rp_wide_problem *wide,
                                  uint32_t therapist) {
    uint32_t people = wide->problem.people;
    uint32_t end = wide->problem.clients - wide->spare;

    for (uint32_t i = people; i < end; i++)
        if (wide->extra[i - people].therapist == therapist &&
            rp_residual_therapist(graph, i) != RP_NONE)
            rp_residual_take_seat(graph, i);
}

/* A place of the therapist's that has a seat still, or RP_NONE. */
static uint32_t old_place(const taking *k) {
    const rp_residual *r = k->change->graph;
    const rp_dense_problem *g = r->problem;

    for (uint32_t p = rp_dense_problem_first(g, k->therapist);
         p < rp_dense_problem_end(g, k->therapist); p++)
        if (r->seats[p] > 0)
            return p;
    return RP_NONE;
}

/* Extras sit down where nobody is, the last hours first; all new places have
 * one price. */
static void seat_extra(const taking *k, uint32_t extra, uint32_t first) {
    rp_residual *r = k->change->graph;

    for (uint32_t p = first + k->hours; p-- > first;)
        if (r->seats[p] == 0 && rp_residual_score(r, extra, p) != RP_NO_PAIR) {
            rp_residual_bring_seat(r, extra, p);
            return;
        }
}

static void change_places(const taking *k) {
    rp_residual *r = k->change->graph;
    const rp_shift *shift = k->change->shift;
    size_t clients = k->to->clients;
    uint32_t old;

    for (uint32_t h = 0; shift->row && h < k->hours; h++)
        k->change->row[r->therapists + h] =
            k->columns[h * clients + shift->client];
    uint32_t first = rp_residual_grow(r, k->therapist, k->columns, k->hours);
    rp_taken_apart_remove_extras(r, k->change->study->wide, k->therapist);
    for (uint32_t i = k->extra; i < k->extra + k->extras; i++)
        seat_extra(k, i, first);
    for (uint32_t p = first; p < first + k->hours; p++) {
        if (r->seats[p] > 0)
            continue;
        old = old_place(k);
        if (old != RP_NONE)
            rp_residual_move_seat(r, old, p);
        else
            rp_residual_add_seat(r, p);
    }
    while ((old = old_place(k)) != RP_NONE)
        rp_residual_drop_seat(r, old);
    for (uint32_t i = k->extra; i < k->extra + k->extras; i++)
        if (r->places.at[i] == RP_NONE) /* all their hours were taken */
            rp_residual_insert(r, i);
}

bool rp_taken_apart_more(rp_taken_apart *apart, const rp_taking_change *change,
                         uint32_t therapist) {
    const rp_dense_problem *g = change->graph->problem;
    taking k = {
        .to = apart,
        .change = change,
        .therapist = therapist,
        .hours = change->suiting->count[therapist],
        .columns = apart->columns + (size_t)apart->places * apart->clients,
        .extra = g->clients - change->study->wide->spare + apart->extras};

    if (is_there(apart, therapist) || k.hours > apart->room - apart->places)
        return false;
    fill_columns(&k);
    if (!add_held(&k) || !add_absences(&k))
        return false;
    for (uint32_t h = 0; h < k.hours; h++)
        apart->hour[apart->places++] = (uint16_t)h;
    apart->extras += k.extras;
    apart->therapist[apart->count++] = therapist;
    change_places(&k);
    return true;
}

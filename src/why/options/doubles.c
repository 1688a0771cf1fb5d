#include "why/options/doubles.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "why/options/twins.h"
#include "why/trial/dealt.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* What one thread tries twins on. */
typedef struct bench {
    rp_after after;
    rp_prospect prospect;
    uint16_t *row, *column; /* [therapists, spare ones too], [clients] */
    rp_best_placings *best; /* [count] of what this thread has tried */
    rp_twin **order;        /* [clients' most twins] */
    rp_status status;
} bench;

/* What is known of all twins while they are tried. */
typedef struct finding_twins {
    const rp_study *study;
    const rp_price_range *range;
    rp_best_placings *best; /* [twins.clients] */
    rp_twins twins;
    atomic_bool *is_made;   /* [halves] it was made by itself */
    atomic_bool *is_sieved; /* [twins] it cannot place the client */
    bench *benches;         /* [threads] */
} finding_twins;

/* -- trying ---------------------------------------------------------------- */

static void name_edits(const rp_twin *t, rp_shift *shift) {
    for (int k = 0; k < 2; k++)
        shift->edits[k] = &t->placing.remedies[k].edit;
}

/* What may be hoped of a twin; false: nothing. */
static bool set_hope(bench *b, rp_twin *t, rp_shift *shift) {
    uint32_t c = t->placing.client;

    if ((shift->row && shift->row[t->therapist] == RP_NO_PAIR) ||
        (shift->column && shift->column[c] == RP_NO_PAIR))
        return false; /* together they do not open the pair */
    rp_prospect_set(&b->prospect, shift);
    rp_outlook outlook = rp_prospect_of(&b->prospect, c);
    t->placing.effect =
        (rp_effect){.displaced = outlook.displaced, .points = outlook.points};
    return outlook.is_possible;
}

static rp_status try_twin(const finding_twins *f, bench *b, rp_twin *t,
                          const rp_shift *shift, rp_best_placings *best) {
    if (!rp_best_placings_may_take(best, &t->placing))
        return RP_OK;
    if (!rp_effect_apply(f->study, shift, &b->after, RP_SETTLE_LATER))
        return RP_ERR_MEMORY;
    t->placing.effect = rp_effect_foresee(f->study, shift, &b->after);
    if (!rp_after_may_place(&b->after, t->placing.client) ||
        !rp_best_placings_may_take(best, &t->placing))
        return RP_OK;
    if (!rp_effect_settle(f->study, shift, &b->after))
        return RP_ERR_MEMORY;
    t->placing.effect = rp_effect_read(f->study, shift, &b->after);
    if (b->after.therapist[t->placing.client] != RP_NONE)
        rp_best_placings_add(best, &t->placing);
    return RP_OK;
}

/* The change that a twin makes whose two edits were read apart. */
static bool set_shift(const finding_twins *f, bench *b, const rp_twin *t,
                      rp_shift *shift) {
    const rp_dense_problem *g = f->study->seating;

    *shift = (rp_shift){.client = t->placing.client, .therapist = t->therapist};
    name_edits(t, shift);
    for (int k = 0; k < 2; k++) {
        if (t->placing.remedies[k].row == &rp_remedy_opening) {
            shift->seats = 1;
            continue;
        }
        const rp_single *s = &f->twins.singles[t->singles[k]];
        if (!s->pairs)
            return false;
        if (s->edit.side == RP_CLIENTS) {
            memcpy(b->row, s->pairs, g->therapists * sizeof *b->row);
            shift->row = b->row;
        } else {
            memcpy(b->column, s->pairs, g->clients * sizeof *b->column);
            shift->column = b->column;
        }
        shift->pinned += s->pinned;
    }
    if (t->reading == RP_TWIN_OF_BOTH)
        b->row[t->therapist] = b->column[shift->client] = t->pair;
    return true;
}

/* -- the half of a therapist ----------------------------------------------- */

/* What a twin changes on the side of the therapist. */
static rp_shift shift_of_half(const finding_twins *f, const rp_twin *t) {
    rp_shift half = {.client = RP_NONE, .therapist = t->therapist};
    int count = 0;

    for (int k = 0; k < 2; k++) {
        const rp_remedy *one = &t->placing.remedies[k];
        if (one->edit.side != RP_THERAPISTS)
            continue;
        half.edits[count++] = &one->edit;
        if (one->row == &rp_remedy_opening) {
            half.seats = 1;
            continue;
        }
        half.column = f->twins.singles[t->singles[k]].pairs;
        half.pinned = f->twins.singles[t->singles[k]].pinned;
    }
    return half;
}

/* Could the twin place its client, when its half has been made? */
static rp_status sieve_twin(finding_twins *f, bench *b, uint32_t number) {
    const rp_twin *t = &f->twins.items[number];
    bool may_place = true;
    rp_shift shift;
    rp_dealt dealt;

    if (!t->is_open || !set_shift(f, b, t, &shift))
        return RP_OK;
    if (!shift.row) {
        may_place = rp_after_may_place(&b->after, t->placing.client);
    } else {
        rp_status status = rp_dealt_open(&dealt, &b->after, &shift);
        may_place = status != RP_OK ||
                    rp_after_may_place_edited(&b->after, &shift, dealt.suiting);
        rp_dealt_clear(&dealt);
        if (status == RP_ERR_MEMORY)
            return status;
    }
    if (!may_place)
        atomic_store_explicit(&f->is_sieved[number], true,
                              memory_order_relaxed);
    return RP_OK;
}

/* Make a half by itself, once, and sieve all whose half it is. A plan that is
 * best after it, and whose hours can be dealt, stays so whoever is let in at
 * less than the price: most twins, whose seat others are to have, are seen at
 * one glance. */
static rp_status make_half(finding_twins *f, bench *b, const rp_twin *of) {
    uint32_t h = rp_twins_half(&f->twins, of, f->study->seating->therapists);
    rp_dealt dealt;

    if (f->study->holds ||
        atomic_load_explicit(&f->is_made[h], memory_order_relaxed))
        return RP_OK;
    atomic_store_explicit(&f->is_made[h], true, memory_order_relaxed);
    rp_shift half = shift_of_half(f, of);
    /* rp_effect_apply() would leave the plan as it is if the clinic had errors
       then, and prices of that plan tell nothing here */
    rp_status status = rp_dealt_open(&dealt, &b->after, &half);
    bool can = status == RP_OK && !dealt.conditions;
    rp_dealt_clear(&dealt);
    if (status == RP_ERR_MEMORY)
        return status;
    if (!can)
        return RP_OK;
    if (!rp_effect_apply(f->study, &half, &b->after, RP_SETTLE_NOT))
        return RP_ERR_MEMORY;
    status = RP_OK;
    for (size_t k = f->twins.half_first[h];
         k < f->twins.half_first[h + 1] && !b->after.is_anew && status == RP_OK;
         k++)
        status = sieve_twin(f, b, f->twins.half_twins[k]);
    return status;
}

/* -- one client ------------------------------------------------------------ */

static int compare_twins(const void *left, const void *right) {
    const rp_twin *const *a = left, *const *b = right;

    return rp_best_placings_compare(&(*a)->placing, &(*b)->placing);
}

/* The twins of one client that are read in one way, most hopeful first. */
typedef struct trying {
    finding_twins *f;
    rp_twin_reading reading;
} trying;

static rp_status try_in_turn(finding_twins *f, bench *b, rp_twin *t,
                             rp_best_placings *best) {
    rp_shift shift;

    if (!rp_best_placings_may_take(best, &t->placing))
        return RP_OK;
    rp_status status = make_half(f, b, t);
    if (status != RP_OK ||
        atomic_load_explicit(&f->is_sieved[t - f->twins.items],
                             memory_order_relaxed) ||
        !set_shift(f, b, t, &shift))
        return status;
    return try_twin(f, b, t, &shift, best);
}

static void try_client(void *payload, size_t block, int thread) {
    const trying *w = payload;
    finding_twins *f = w->f;
    bench *b = &f->benches[thread];
    size_t count = 0;
    rp_shift shift;

    for (size_t k = f->twins.first[block]; k < f->twins.first[block + 1]; k++) {
        rp_twin *t = &f->twins.items[k];
        if (t->reading == w->reading && t->is_open &&
            set_shift(f, b, t, &shift) && set_hope(b, t, &shift))
            b->order[count++] = t;
    }
    if (count > 1)
        qsort(b->order, count, sizeof(rp_twin *), compare_twins);
    for (size_t k = 0; k < count && b->status == RP_OK; k++)
        b->status = try_in_turn(f, b, b->order[k], &f->best[block]);
}

static rp_status try_clients(finding_twins *f, rp_twin_reading how) {
    trying w = {f, how};
    rp_status status = RP_OK;

    rp_thread_pool_run(f->study->threads, f->twins.clients, try_client, &w);
    for (int k = 0; k < f->study->threads && status == RP_OK; k++)
        status = f->benches[k].status;
    return status;
}

/* -- reading --------------------------------------------------------------- */

static rp_status take_twin(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    bench *b = &f->benches[result->thread];
    rp_twin *t = &f->twins.items[result->trial->number];
    rp_shift shift = {.client = t->placing.client,
                      .therapist = t->therapist,
                      .row = result->row,
                      .column = result->column,
                      .pinned = result->pinned};

    name_edits(t, &shift);
    t->pair = result->pair;
    if (result->has_failed)
        t->is_open = false;
    if (!t->is_open || t->reading == RP_TWIN_OF_BOTH || !set_hope(b, t, &shift))
        return RP_OK; /* of two people: pairs are put together later */
    return try_twin(f, b, t, &shift, &b->best[t->best]);
}

static rp_status keep_single(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    const rp_dense_problem *g = f->study->seating;
    rp_single *s = &f->twins.singles[result->trial->number];
    const uint16_t *pairs = result->row ? result->row : result->column;
    size_t size = result->row ? g->therapists : g->clients;

    if (result->has_failed)
        return RP_OK;
    s->pairs = rp_new_array(size, sizeof *s->pairs);
    if (!s->pairs)
        return RP_ERR_MEMORY;
    memcpy(s->pairs, pairs, size * sizeof *pairs);
    s->pinned = result->pinned;
    return RP_OK;
}

static rp_status read_singles(finding_twins *f) {
    rp_trial *trials = rp_new_array(f->twins.single_count, sizeof *trials);

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < f->twins.single_count; k++) {
        const rp_edit *e = &f->twins.singles[k].edit;
        bool is_client = e->side == RP_CLIENTS;
        trials[k] = (rp_trial){.edits = {*e},
                               .count = 1,
                               .client = is_client ? e->person : RP_NONE,
                               .therapist = is_client ? RP_NONE : e->person,
                               .number = (uint32_t)k};
    }
    rp_status status = rp_trials_read(f->study, trials, f->twins.single_count,
                                      NULL, keep_single, f);
    free(trials);
    return status;
}

/* Before two edits are read together: may they be among the best, for all
 * that is known? */
static bool may_be_among(finding_twins *f, rp_twin *t) {
    const rp_price_range *range = f->range;
    bench *b = &f->benches[0];
    rp_shift shift;

    t->placing.effect = (rp_effect){.points = INT64_MAX};
    if (t->reading == RP_TWIN_OF_BOTH) {
        t->pair = RP_SCORE_LIMIT;
        if (!set_shift(f, b, t, &shift) || !set_hope(b, t, &shift))
            return false;
        t->placing.effect.points = INT64_MAX; /* S is the most it can be */
    } else if (t->placing.remedies[0].edit.side == RP_CLIENTS) {
        t->placing.effect.displaced = !range->has_room;
    } else { /* the way to an empty seat would begin there */
        t->placing.effect.displaced = !range->is_roomy[t->therapist];
    }
    return rp_best_placings_may_take(&f->best[t->best], &t->placing);
}

static rp_status read_twins(finding_twins *f, rp_twin_reading how) {
    rp_trial *trials = rp_new_array(f->twins.count, sizeof *trials);
    size_t used = 0;

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < f->twins.count; k++) {
        rp_twin *t = &f->twins.items[k];
        const rp_remedy *remedies = t->placing.remedies;
        if (t->reading != how)
            continue;
        t->is_open = may_be_among(f, t);
        if (!t->is_open)
            continue;
        bool clients = false, therapists = false;
        for (int p = 0; p < 2; p++) {
            clients |= remedies[p].edit.side == RP_CLIENTS;
            therapists |= remedies[p].edit.side == RP_THERAPISTS;
        }
        trials[used++] =
            (rp_trial){.edits = {remedies[0].edit, remedies[1].edit},
                       .count = 2,
                       .client = clients ? t->placing.client : RP_NONE,
                       .therapist = therapists ? t->therapist : RP_NONE,
                       .number = (uint32_t)k};
    }
    for (int k = 0; k < f->study->threads; k++)
        memcpy(f->benches[k].best, f->best, f->twins.clients * sizeof *f->best);
    rp_status status =
        rp_trials_read(f->study, trials, used, NULL, take_twin, f);
    for (int k = 0; k < f->study->threads; k++)
        for (size_t i = 0; i < f->twins.clients; i++)
            for (uint32_t o = 0; o < f->benches[k].best[i].count; o++)
                rp_best_placings_add(&f->best[i],
                                     &f->benches[k].best[i].items[o]);
    free(trials);
    return status;
}

/* What costs the least reading comes first, and sets the bar for the rest. */
static rp_status try_all(finding_twins *f) {
    rp_status status = read_singles(f);

    for (size_t k = 0; k < f->twins.count; k++)
        f->twins.items[k].is_open = true;
    if (status == RP_OK)
        status = try_clients(f, RP_TWIN_WITH_SEAT);
    if (status == RP_OK)
        status = read_twins(f, RP_TWIN_OF_BOTH);
    if (status == RP_OK)
        status = try_clients(f, RP_TWIN_OF_BOTH);
    return status == RP_OK ? read_twins(f, RP_TWIN_OF_ONE) : status;
}

static rp_status open_benches(finding_twins *f) {
    const rp_dense_problem *g = f->study->seating;
    uint32_t therapists = f->study->seating->therapists + 1;
    size_t most = 0;

    for (size_t k = 0; k < f->twins.clients; k++)
        if (f->twins.first[k + 1] - f->twins.first[k] > most)
            most = f->twins.first[k + 1] - f->twins.first[k];
    f->benches = rp_new_array((size_t)f->study->threads, sizeof *f->benches);
    if (!f->benches)
        return RP_ERR_MEMORY;
    for (int k = 0; k < f->study->threads; k++) {
        bench *b = &f->benches[k];
        b->row = rp_new_array(therapists, sizeof *b->row);
        b->column = rp_new_array(g->clients, sizeof *b->column);
        b->best = rp_new_array(f->twins.clients, sizeof *b->best);
        b->order = rp_new_array(most, sizeof(rp_twin *));
        if (!b->row || !b->column || !b->best || !b->order ||
            rp_after_make(&b->after, f->study) != RP_OK ||
            rp_prospect_make(&b->prospect, f->study, f->range) != RP_OK)
            return RP_ERR_MEMORY;
        for (uint32_t t = g->therapists; t < therapists; t++)
            b->row[t] = RP_NO_PAIR; /* the spare ones see nobody */
    }
    return RP_OK;
}

static void close_benches(finding_twins *f) {
    for (int k = 0; f->benches && k < f->study->threads; k++) {
        bench *b = &f->benches[k];
        rp_after_clear(&b->after);
        rp_prospect_clear(&b->prospect);
        free(b->row);
        free(b->column);
        free(b->best);
        free(b->order);
    }
    free(f->benches);
}

static rp_status open_sieve(finding_twins *f) {
    f->is_made = rp_new_array(f->twins.halves, sizeof *f->is_made);
    f->is_sieved = rp_new_array(f->twins.count, sizeof *f->is_sieved);
    return f->is_made && f->is_sieved ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_doubles_find(const rp_study *study, const rp_price_range *range,
                          rp_best_placings *best, size_t count, rp_arena *arena,
                          size_t *tried) {
    const rp_rewriter w = {study->outcome->fit->roster, arena, false};
    finding_twins f = {.study = study, .range = range, .best = best};

    if (count == 0)
        return RP_OK;
    rp_status status =
        rp_twins_collect(&f.twins, study->outcome, best, count, &w);
    if (status == RP_OK)
        status = open_sieve(&f);
    if (status == RP_OK)
        status = open_benches(&f);
    if (status == RP_OK)
        status = try_all(&f);
    *tried += f.twins.count;
    close_benches(&f);
    rp_twins_clear(&f.twins);
    free(f.is_made);
    free(f.is_sieved);
    return status;
}

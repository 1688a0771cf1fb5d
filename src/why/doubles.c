#include "why/doubles.h"

#include "base/array.h"
#include "base/tags.h"
#include "base/thread_pool.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"

#include <stdlib.h>
#include <string.h>

/* One of the two edits by itself, and what it does to the pairs. */
typedef struct single {
    rp_edit edit;
    uint16_t *pairs; /* row or column; NULL: the clinic had errors */
    int64_t pinned;
} single;

/* How two edits are read. */
typedef enum reading {
    WITH_SEAT, /* one is an opening: the other one by itself */
    OF_BOTH,   /* one of the client, one of the therapist: each by itself, and
                  together for S of the two */
    OF_ONE     /* both of the client, or both of the therapist: together */
} reading;

typedef struct twin {
    rp_placing placing; /* its effect is what is hoped for until tried */
    size_t best;        /* whose */
    uint32_t therapist;
    uint32_t singles[2]; /* RP_NONE: an opening, or not needed */
    reading reading;
    uint16_t pair; /* S under both */
    bool is_open;  /* to be tried */
} twin;

/* What one thread tries twins on. */
typedef struct bench {
    rp_after after;
    rp_prospect prospect;
    uint16_t *row, *column; /* [therapists, spare ones too], [clients] */
    rp_best_placings *best; /* [count] of what this thread has tried */
    twin **order;           /* [clients' most twins] */
    rp_status status;
} bench;

typedef struct finding_twins {
    const rp_study *study;
    const rp_price_range *range;
    rp_best_placings *best; /* [count] */
    size_t *first;          /* [count + 1] twins of each */
    size_t count;
    rp_rewriter w;
    rp_arena *arena;
    rp_tags *keys; /* of singles */
    single *singles;
    size_t single_count, single_room;
    twin *twins;
    size_t twin_count, twin_room;
    rp_remedies found[2];
    bench *benches; /* [threads] */
} finding_twins;

static int compare_ids(const rp_placing *a, const rp_placing *b) {
    for (uint32_t k = 0; k < a->count && k < b->count; k++) {
        const rp_edit *x = &a->remedies[k].edit, *y = &b->remedies[k].edit;
        if (x->person != y->person)
            return x->person < y->person ? -1 : 1;
        int order = strcmp(x->header, y->header);
        if (order == 0)
            order = strcmp(x->to, y->to);
        if (order != 0)
            return order;
    }
    return 0;
}

static int compare_placings(const rp_placing *a, const rp_placing *b) {
    if (a->effect.displaced != b->effect.displaced)
        return a->effect.displaced < b->effect.displaced ? -1 : 1;
    for (uint32_t k = 0; k < a->count && k < b->count; k++)
        if (a->remedies[k].row->rank != b->remedies[k].row->rank)
            return a->remedies[k].row->rank < b->remedies[k].row->rank ? -1 : 1;
    if (a->effect.points != b->effect.points)
        return a->effect.points > b->effect.points ? -1 : 1;
    return compare_ids(a, b);
}

void rp_best_placings_add(rp_best_placings *best, const rp_placing *next) {
    uint32_t at = best->count;

    while (at > 0 && compare_placings(next, &best->items[at - 1]) < 0)
        at--;
    if (at == RP_MOST_PLACINGS ||
        (at > 0 && compare_placings(next, &best->items[at - 1]) == 0))
        return;
    if (best->count < RP_MOST_PLACINGS)
        best->count++;
    for (uint32_t k = best->count - 1; k > at; k--)
        best->items[k] = best->items[k - 1];
    best->items[at] = *next;
}

bool rp_best_placings_may_take(const rp_best_placings *best,
                               const rp_placing *next) {
    return best->count < RP_MOST_PLACINGS ||
           compare_placings(next, &best->items[RP_MOST_PLACINGS - 1]) < 0;
}

/* -- collecting ------------------------------------------------------------ */

static uint32_t single_of(finding_twins *f, const rp_edit *e) {
    rp_buffer key = {0};
    uint32_t number = RP_NONE;

    if (rp_words_put(&key, "%d|%u|", (int)e->side, (unsigned)e->person) &&
        rp_buffer_puts(&key, e->header) && rp_buffer_puts(&key, "|") &&
        rp_buffer_puts(&key, e->to))
        number = rp_tags_intern(f->keys, (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    if (number == RP_NONE || number < f->single_count)
        return number;
    single *singles = rp_grow_array(f->singles, f->single_count,
                                    &f->single_room, sizeof *singles);
    if (!singles)
        return RP_NONE;
    f->singles = singles;
    singles[f->single_count++] = (single){.edit = *e};
    return number;
}

static bool same_cell(const rp_edit *a, const rp_edit *b) {
    return a->side == b->side && strcmp(a->header, b->header) == 0;
}

static bool add_twin(finding_twins *f, size_t best, uint32_t therapist,
                     const rp_remedy *a, const rp_remedy *b) {
    bool is_swapped = b->row->rank < a->row->rank;
    twin t = {
        .placing = {.client = f->best[best].client,
                    .remedies = {is_swapped ? *b : *a, is_swapped ? *a : *b},
                    .count = 2},
        .best = best,
        .therapist = therapist,
        .singles = {RP_NONE, RP_NONE},
        .reading = OF_ONE,
        .pair = RP_NO_PAIR};
    const rp_remedy *remedies = t.placing.remedies;

    if (remedies[0].row == &rp_remedy_opening ||
        remedies[1].row == &rp_remedy_opening)
        t.reading = WITH_SEAT;
    else if (remedies[0].edit.side != remedies[1].edit.side)
        t.reading = OF_BOTH;

    if (same_cell(&a->edit, &b->edit))
        return true;
    for (int k = 0; k < 2; k++) {
        if (t.reading == OF_ONE || remedies[k].row == &rp_remedy_opening)
            continue;
        t.singles[k] = single_of(f, &remedies[k].edit);
        if (t.singles[k] == RP_NONE)
            return false;
    }
    twin *twins =
        rp_grow_array(f->twins, f->twin_count, &f->twin_room, sizeof *twins);
    if (!twins)
        return false;
    f->twins = twins;
    twins[f->twin_count++] = t;
    return true;
}

/* Of a pair that is open: two hours more, an hour and an opening, or what a
 * column of the therapist's limits and one of these. */
static bool collect_open(finding_twins *f, const rp_need *need, size_t best,
                         uint32_t t) {
    const rp_outcome *o = f->study->outcome;
    const rp_terms *terms = o->terms;
    rp_remedies *a = &f->found[0];
    uint64_t held[RP_HOUR_WORDS(RP_HOURS_MOST)] = {0};

    rp_schedule_held(o->schedule, t, held);
    bool whole = rp_remedies_hours(a, &f->w, o->fit, need, t, held);
    for (uint32_t k = terms && terms->first ? terms->first[t] : 0;
         whole && terms && terms->first && k < terms->first[t + 1]; k++)
        if (rp_term_counts(&terms->items[k], need->index, t))
            whole = rp_term_edits_find(a, &f->w, o, k);
    if (o->triage->next[t] == RP_NONE)
        whole = whole && rp_remedies_opening(a, &f->w, t);
    for (size_t i = 0; whole && i < a->count; i++)
        for (size_t k = i + 1; whole && k < a->count; k++)
            whole = add_twin(f, best, t, &a->items[i], &a->items[k]);
    return whole;
}

static bool collect_pair(finding_twins *f, const rp_need *need, size_t best,
                         uint32_t t) {
    const rp_fit *fit = f->study->outcome->fit;
    rp_remedies *a = &f->found[0], *b = &f->found[1];
    rp_rule rules[2];
    uint32_t count = rp_remedies_blocking(fit, need, t, rules, 2);
    bool whole = true;

    a->count = b->count = 0;
    if (count == 0)
        return collect_open(f, need, best, t);
    if (count > 2)
        return true;
    whole = rp_remedies_find(a, &f->w, fit, need, t, rules[0]);
    if (count == 2) {
        whole = whole && rp_remedies_find(b, &f->w, fit, need, t, rules[1]);
    } else {
        if (f->study->outcome->triage->next[t] == RP_NONE)
            whole = whole && rp_remedies_opening(b, &f->w, t);
        for (size_t i = 0; whole && i < a->count; i++)
            for (size_t k = i + 1; whole && k < a->count; k++)
                whole = add_twin(f, best, t, &a->items[i], &a->items[k]);
    }
    for (size_t i = 0; whole && i < a->count; i++)
        for (size_t k = 0; whole && k < b->count; k++)
            whole = add_twin(f, best, t, &a->items[i], &b->items[k]);
    return whole;
}

static rp_status collect(finding_twins *f) {
    const rp_fit *fit = f->study->outcome->fit;
    rp_need need = {0};
    bool whole = true;

    for (size_t k = 0; whole && k < f->count; k++) {
        whole = rp_need_set(&need, fit, f->best[k].client);
        for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++)
            whole = collect_pair(f, &need, k, t);
        f->first[k + 1] = f->twin_count;
    }
    rp_need_clear(&need);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* -- trying ---------------------------------------------------------------- */

static void name_edits(const twin *t, rp_shift *shift) {
    for (int k = 0; k < 2; k++)
        shift->edits[k] = &t->placing.remedies[k].edit;
}

/* What may be hoped of a twin; false: nothing. */
static bool set_hope(bench *b, twin *t, rp_shift *shift) {
    uint32_t c = t->placing.client;

    name_edits(t, shift);
    if ((shift->row && shift->row[t->therapist] == RP_NO_PAIR) ||
        (shift->column && shift->column[c] == RP_NO_PAIR))
        return false; /* together they do not open the pair */
    rp_prospect_set(&b->prospect, shift);
    rp_outlook outlook = rp_prospect_of(&b->prospect, c);
    t->placing.effect =
        (rp_effect){.displaced = outlook.displaced, .points = outlook.points};
    return outlook.is_possible;
}

static rp_status try_twin(const finding_twins *f, bench *b, twin *t,
                          const rp_shift *change, rp_best_placings *best) {
    rp_shift shift = *change;

    name_edits(t, &shift);
    if (!rp_best_placings_may_take(best, &t->placing))
        return RP_OK;
    if (!rp_effect_apply(f->study, &shift, &b->after, RP_SETTLE_LATER))
        return RP_ERR_MEMORY;
    t->placing.effect = rp_effect_foresee(f->study, &shift, &b->after);
    if (!rp_after_may_place(&b->after, t->placing.client) ||
        !rp_best_placings_may_take(best, &t->placing))
        return RP_OK;
    if (!rp_effect_settle(f->study, &shift, &b->after))
        return RP_ERR_MEMORY;
    t->placing.effect = rp_effect_read(f->study, &shift, &b->after);
    if (b->after.therapist[t->placing.client] != RP_NONE)
        rp_best_placings_add(best, &t->placing);
    return RP_OK;
}

/* The change that a twin makes whose two edits were read apart. */
static bool set_shift(const finding_twins *f, bench *b, const twin *t,
                      rp_shift *shift) {
    const rp_dense_problem *g = f->study->seating;

    *shift = (rp_shift){.client = t->placing.client, .therapist = t->therapist};
    for (int k = 0; k < 2; k++) {
        if (t->placing.remedies[k].row == &rp_remedy_opening) {
            shift->seats = 1;
            continue;
        }
        const single *s = &f->singles[t->singles[k]];
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
    if (t->reading == OF_BOTH)
        b->row[t->therapist] = b->column[shift->client] = t->pair;
    return true;
}

static int compare_twins(const void *left, const void *right) {
    const twin *const *a = left, *const *b = right;

    return compare_placings(&(*a)->placing, &(*b)->placing);
}

/* The twins of one client that are read in one way, most hopeful first. */
typedef struct trying {
    finding_twins *f;
    reading reading;
} trying;

static void try_client(void *payload, size_t block, int thread) {
    const trying *w = payload;
    finding_twins *f = w->f;
    bench *b = &f->benches[thread];
    size_t count = 0;
    rp_shift shift;

    for (size_t k = f->first[block]; k < f->first[block + 1]; k++) {
        twin *t = &f->twins[k];
        if (t->reading == w->reading && t->is_open &&
            set_shift(f, b, t, &shift) && set_hope(b, t, &shift))
            b->order[count++] = t;
    }
    if (count > 1)
        qsort(b->order, count, sizeof(twin *), compare_twins);
    for (size_t k = 0; k < count && b->status == RP_OK; k++)
        if (set_shift(f, b, b->order[k], &shift))
            b->status = try_twin(f, b, b->order[k], &shift, &f->best[block]);
}

static rp_status try_clients(finding_twins *f, reading how) {
    trying w = {f, how};
    rp_status status = RP_OK;

    rp_thread_pool_run(f->study->threads, f->count, try_client, &w);
    for (int k = 0; k < f->study->threads && status == RP_OK; k++)
        status = f->benches[k].status;
    return status;
}

/* -- reading --------------------------------------------------------------- */

static rp_status take_twin(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    bench *b = &f->benches[result->thread];
    twin *t = &f->twins[result->trial->number];
    rp_shift shift = {.client = t->placing.client,
                      .therapist = t->therapist,
                      .row = result->row,
                      .column = result->column,
                      .pinned = result->pinned};

    t->pair = result->pair;
    if (result->has_failed)
        t->is_open = false;
    if (!t->is_open || t->reading == OF_BOTH || !set_hope(b, t, &shift))
        return RP_OK; /* of two people: pairs are put together later */
    return try_twin(f, b, t, &shift, &b->best[t->best]);
}

static rp_status keep_single(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    const rp_dense_problem *g = f->study->seating;
    single *s = &f->singles[result->trial->number];
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
    rp_trial *trials = rp_new_array(f->single_count, sizeof *trials);

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < f->single_count; k++) {
        const rp_edit *e = &f->singles[k].edit;
        bool is_client = e->side == RP_CLIENTS;
        trials[k] = (rp_trial){.edits = {*e},
                               .count = 1,
                               .client = is_client ? e->person : RP_NONE,
                               .therapist = is_client ? RP_NONE : e->person,
                               .number = (uint32_t)k};
    }
    rp_status status =
        rp_trials_read(f->study, trials, f->single_count, NULL, keep_single, f);
    free(trials);
    return status;
}

/* Before two edits are read together: may they be among the best, for all
 * that is known? */
static bool may_be_among(finding_twins *f, twin *t) {
    const rp_price_range *range = f->range;
    bench *b = &f->benches[0];
    rp_shift shift;

    t->placing.effect = (rp_effect){.points = INT64_MAX};
    if (t->reading == OF_BOTH) {
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

static rp_status read_twins(finding_twins *f, reading how) {
    rp_trial *trials = rp_new_array(f->twin_count, sizeof *trials);
    size_t used = 0;

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < f->twin_count; k++) {
        twin *t = &f->twins[k];
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
        memcpy(f->benches[k].best, f->best, f->count * sizeof *f->best);
    rp_status status =
        rp_trials_read(f->study, trials, used, NULL, take_twin, f);
    for (int k = 0; k < f->study->threads; k++)
        for (size_t i = 0; i < f->count; i++)
            for (uint32_t o = 0; o < f->benches[k].best[i].count; o++)
                rp_best_placings_add(&f->best[i],
                                     &f->benches[k].best[i].items[o]);
    free(trials);
    return status;
}

/* What costs the least reading comes first, and sets the bar for the rest. */
static rp_status try_all(finding_twins *f) {
    rp_status status = read_singles(f);

    for (size_t k = 0; k < f->twin_count; k++)
        f->twins[k].is_open = true;
    if (status == RP_OK)
        status = try_clients(f, WITH_SEAT);
    if (status == RP_OK)
        status = read_twins(f, OF_BOTH);
    if (status == RP_OK)
        status = try_clients(f, OF_BOTH);
    return status == RP_OK ? read_twins(f, OF_ONE) : status;
}

static rp_status open_benches(finding_twins *f) {
    const rp_dense_problem *g = f->study->seating;
    uint32_t therapists = f->study->seating->therapists + 1;
    size_t most = 0;

    for (size_t k = 0; k < f->count; k++)
        if (f->first[k + 1] - f->first[k] > most)
            most = f->first[k + 1] - f->first[k];
    f->benches = rp_new_array((size_t)f->study->threads, sizeof *f->benches);
    if (!f->benches)
        return RP_ERR_MEMORY;
    for (int k = 0; k < f->study->threads; k++) {
        bench *b = &f->benches[k];
        b->row = rp_new_array(therapists, sizeof *b->row);
        b->column = rp_new_array(g->clients, sizeof *b->column);
        b->best = rp_new_array(f->count, sizeof *b->best);
        b->order = rp_new_array(most, sizeof(twin *));
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

rp_status rp_doubles_find(const rp_study *study, const rp_price_range *range,
                          rp_best_placings *best, size_t count, rp_arena *arena,
                          size_t *tried) {
    finding_twins f = {.study = study,
                       .range = range,
                       .best = best,
                       .count = count,
                       .w = {study->outcome->fit->roster, arena, false},
                       .arena = arena};
    rp_status status = RP_ERR_MEMORY;

    if (count == 0)
        return RP_OK;
    f.keys = rp_tags_new();
    f.first = rp_new_array(count + 1, sizeof *f.first);
    if (f.keys && f.first)
        status = collect(&f);
    if (status == RP_OK)
        status = open_benches(&f);
    if (status == RP_OK)
        status = try_all(&f);
    *tried += f.twin_count;
    close_benches(&f);
    for (size_t k = 0; k < f.single_count; k++)
        free(f.singles[k].pairs);
    for (int k = 0; k < 2; k++)
        rp_remedies_clear(&f.found[k]);
    rp_tags_free(f.keys);
    free(f.first);
    free(f.singles);
    free(f.twins);
    return status;
}

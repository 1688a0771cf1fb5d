#include "why/doubles.h"

#include "base/array.h"
#include "base/tags.h"
#include "match/crew.h"
#include "why/words.h"

#include <stdlib.h>
#include <string.h>

/* One of the two edits by itself, and what it does to the pairs. */
typedef struct single {
    rp_edit edit;
    uint16_t *pairs; /* row or column; NULL: the clinic had errors */
    int64_t pinned;
} single;

typedef struct twin {
    rp_option_found option;
    size_t best; /* whose */
    uint32_t therapist;
    uint32_t singles[2]; /* RP_NO_TAG: an opening, or not needed */
    uint16_t pair;       /* S under both */
    bool works;
} twin;

typedef struct finding_twins {
    const rp_study *study;
    rp_best_options *best;
    rp_rewriter w;
    rp_arena *arena;
    rp_tags *keys; /* of singles */
    single *singles;
    size_t single_count, single_room;
    twin *twins;
    size_t twin_count, twin_room;
    rp_candidates found[2];
    rp_residual *scratch; /* [threads] */
    uint16_t *numbers;    /* [threads][clients + therapists] */
} finding_twins;

static int compare_ids(const rp_option_found *a, const rp_option_found *b) {
    for (uint32_t k = 0; k < a->count && k < b->count; k++) {
        const rp_edit *x = &a->parts[k].edit, *y = &b->parts[k].edit;
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

static int compare_options(const rp_option_found *a, const rp_option_found *b) {
    if (a->effect.displaced != b->effect.displaced)
        return a->effect.displaced < b->effect.displaced ? -1 : 1;
    for (uint32_t k = 0; k < a->count && k < b->count; k++)
        if (a->parts[k].remedy != b->parts[k].remedy)
            return a->parts[k].remedy < b->parts[k].remedy ? -1 : 1;
    if (a->effect.points != b->effect.points)
        return a->effect.points > b->effect.points ? -1 : 1;
    return compare_ids(a, b);
}

void rp_best_options_add(rp_best_options *best, const rp_option_found *next) {
    uint32_t at = best->count;

    while (at > 0 && compare_options(next, &best->items[at - 1]) < 0)
        at--;
    if (at == RP_MOST_OPTIONS)
        return;
    if (best->count < RP_MOST_OPTIONS)
        best->count++;
    for (uint32_t k = best->count - 1; k > at; k--)
        best->items[k] = best->items[k - 1];
    best->items[at] = *next;
}

uint32_t rp_doubles_blocked(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist, rp_rule *rules, uint32_t most) {
    uint32_t count = 0;

    for (int rule = 0; rule < RP_RULE_MINIMUM && count <= most; rule++) {
        if (!rp_rule_forbids(fit, need, therapist, (rp_rule)rule))
            continue;
        if (count < most)
            rules[count] = (rp_rule)rule;
        count++;
    }
    return count;
}

/* -- collecting ------------------------------------------------------------ */

static uint32_t single_of(finding_twins *f, const rp_edit *e) {
    rp_buffer key = {0};
    uint32_t number = RP_NO_TAG;

    if (rp_words_put(&key, "%d|%u|", (int)e->side, (unsigned)e->person) &&
        rp_buffer_puts(&key, e->header) && rp_buffer_puts(&key, "|") &&
        rp_buffer_puts(&key, e->to))
        number = rp_tags_intern(f->keys, (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    if (number == RP_NO_TAG || number < f->single_count)
        return number;
    single *singles = rp_grow_array(f->singles, f->single_count,
                                    &f->single_room, sizeof *singles);
    if (!singles)
        return RP_NO_TAG;
    f->singles = singles;
    singles[f->single_count++] = (single){.edit = *e};
    return number;
}

static bool same_cell(const rp_edit *a, const rp_edit *b) {
    return a->side == b->side && strcmp(a->header, b->header) == 0;
}

static bool add_twin(finding_twins *f, size_t best, uint32_t therapist,
                     const rp_candidate *a, const rp_candidate *b) {
    bool is_swapped = b->remedy < a->remedy;
    twin t = {.option = {.client = f->best[best].client,
                         .parts = {is_swapped ? *b : *a, is_swapped ? *a : *b},
                         .count = 2},
              .best = best,
              .therapist = therapist,
              .singles = {RP_NO_TAG, RP_NO_TAG},
              .pair = RP_NO_PAIR};
    const rp_candidate *parts = t.option.parts;
    bool apart = parts[0].edit.side != parts[1].edit.side;

    if (same_cell(&a->edit, &b->edit))
        return true;
    for (int k = 0; k < 2; k++) {
        bool opens = parts[k].remedy == RP_REMEDY_OPENING;
        if (opens || (!apart && parts[1 - k].remedy != RP_REMEDY_OPENING))
            continue;
        t.singles[k] = single_of(f, &parts[k].edit);
        if (t.singles[k] == RP_NO_TAG)
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

static bool collect_pair(finding_twins *f, const rp_need *need, size_t best,
                         uint32_t t) {
    const rp_fit *fit = f->study->outcome->fit;
    rp_candidates *a = &f->found[0], *b = &f->found[1];
    rp_rule rules[2];
    uint32_t count = rp_doubles_blocked(fit, need, t, rules, 2);
    bool whole = true;

    a->count = b->count = 0;
    if (count == 0 || count > 2)
        return true;
    whole = rp_candidates_find(a, &f->w, fit, need, t, rules[0]);
    if (count == 2) {
        whole = whole && rp_candidates_find(b, &f->w, fit, need, t, rules[1]);
    } else {
        if (rp_keep_next(f->study->outcome->triage->keep, t) == RP_NOBODY)
            whole = whole && rp_candidates_opening(b, &f->w, t);
        for (size_t i = 0; whole && i < a->count; i++)
            for (size_t k = i + 1; whole && k < a->count; k++)
                whole = add_twin(f, best, t, &a->items[i], &a->items[k]);
    }
    for (size_t i = 0; whole && i < a->count; i++)
        for (size_t k = 0; whole && k < b->count; k++)
            whole = add_twin(f, best, t, &a->items[i], &b->items[k]);
    return whole;
}

static rp_status collect(finding_twins *f, size_t count) {
    const rp_fit *fit = f->study->outcome->fit;
    rp_need need = {0};
    bool whole = true;

    for (size_t k = 0; whole && k < count; k++) {
        whole = rp_need_set(&need, fit, f->best[k].client);
        for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++)
            whole = collect_pair(f, &need, k, t);
    }
    rp_need_clear(&need);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

/* -- trying ---------------------------------------------------------------- */

static rp_status keep_single(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    const rp_seating *g = f->study->seating;
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

static rp_status try_twin(finding_twins *f, twin *t, const rp_shift *shift,
                          int thread) {
    uint32_t c = t->option.client;
    rp_residual *scratch = &f->scratch[thread];

    if ((shift->row && shift->row[t->therapist] == RP_NO_PAIR) ||
        (shift->column && shift->column[c] == RP_NO_PAIR))
        return RP_OK; /* together they do not open the pair */
    if (!rp_effect_apply(f->study, shift, scratch, true))
        return RP_ERR_MEMORY;
    t->works = rp_residual_therapist(scratch, c) != RP_NOBODY;
    t->option.effect = rp_effect_read(f->study, shift, scratch);
    return RP_OK;
}

static rp_status take_twin(void *payload, const rp_trial_result *result) {
    finding_twins *f = payload;
    twin *t = &f->twins[result->trial->number];
    rp_shift shift = {.client = t->option.client,
                      .therapist = t->therapist,
                      .row = result->row,
                      .column = result->column,
                      .pinned = result->pinned};

    t->pair = result->pair;
    if (result->has_failed || (!result->row && !result->column))
        return RP_OK; /* of two people: pairs are put together later */
    return try_twin(f, t, &shift, result->thread);
}

/* A twin whose parts were read apart. */
static rp_status try_apart(finding_twins *f, twin *t, int thread) {
    const rp_seating *g = f->study->seating;
    uint16_t *row = f->numbers + (size_t)thread * (g->clients + g->therapists);
    uint16_t *column = row + g->therapists;
    rp_shift shift = {.client = t->option.client, .therapist = t->therapist};
    int read = 0;

    for (int k = 0; k < 2; k++) {
        if (t->option.parts[k].remedy == RP_REMEDY_OPENING) {
            shift.seats = 1;
            continue;
        }
        const single *s = &f->singles[t->singles[k]];
        bool is_row = s->edit.side == RP_CLIENTS;
        if (!s->pairs)
            return RP_OK;
        memcpy(is_row ? row : column, s->pairs,
               (is_row ? g->therapists : g->clients) * sizeof *row);
        shift.pinned += s->pinned;
        if (is_row)
            shift.row = row;
        else
            shift.column = column;
        read++;
    }
    if (read == 2)
        row[t->therapist] = column[shift.client] = t->pair;
    return try_twin(f, t, &shift, thread);
}

/* Blocks of twins that were read apart, shared out among threads. */
typedef struct trying {
    finding_twins *f;
    rp_status *status; /* [threads] */
} trying;

static void run_apart(void *payload, size_t block, int thread) {
    trying *w = payload;
    twin *t = &w->f->twins[block];

    if (w->status[thread] == RP_OK &&
        (t->singles[0] != RP_NO_TAG || t->singles[1] != RP_NO_TAG))
        w->status[thread] = try_apart(w->f, t, thread);
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
                               .client = is_client ? e->person : RP_NOBODY,
                               .therapist = is_client ? RP_NOBODY : e->person,
                               .number = (uint32_t)k};
    }
    rp_status status =
        rp_trials_read(f->study, trials, f->single_count, keep_single, f);
    free(trials);
    return status;
}

static rp_status read_twins(finding_twins *f) {
    rp_trial *trials = rp_new_array(f->twin_count, sizeof *trials);
    size_t count = 0;

    if (!trials)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < f->twin_count; k++) {
        const rp_candidate *parts = f->twins[k].option.parts;
        bool clients = false, therapists = false;
        if (parts[0].remedy == RP_REMEDY_OPENING ||
            parts[1].remedy == RP_REMEDY_OPENING)
            continue;
        for (int p = 0; p < 2; p++) {
            clients |= parts[p].edit.side == RP_CLIENTS;
            therapists |= parts[p].edit.side == RP_THERAPISTS;
        }
        trials[count++] = (rp_trial){
            .edits = {parts[0].edit, parts[1].edit},
            .count = 2,
            .client = clients ? f->twins[k].option.client : RP_NOBODY,
            .therapist = therapists ? f->twins[k].therapist : RP_NOBODY,
            .number = (uint32_t)k};
    }
    rp_status status = rp_trials_read(f->study, trials, count, take_twin, f);
    free(trials);
    return status;
}

static rp_status try_all(finding_twins *f) {
    int threads = f->study->threads;
    trying w = {f, rp_new_array((size_t)threads, sizeof *w.status)};
    rp_status status = w.status ? RP_OK : RP_ERR_MEMORY;

    if (status == RP_OK)
        status = read_singles(f);
    if (status == RP_OK)
        status = read_twins(f);
    if (status == RP_OK)
        rp_crew_run(threads, f->twin_count, run_apart, &w);
    for (int k = 0; status == RP_OK && k < threads; k++)
        status = w.status[k];
    free(w.status);
    return status;
}

static rp_status open_finding(finding_twins *f) {
    const rp_seating *g = f->study->seating;
    size_t threads = (size_t)f->study->threads;

    f->keys = rp_tags_new();
    f->scratch = rp_new_array(threads, sizeof *f->scratch);
    f->numbers = rp_new_array(threads * ((size_t)g->clients + g->therapists),
                              sizeof *f->numbers);
    if (!f->keys || !f->scratch || !f->numbers)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < threads; k++)
        if (rp_residual_copy(&f->scratch[k], f->study->residual) != RP_OK)
            return RP_ERR_MEMORY;
    return RP_OK;
}

rp_status rp_doubles_find(const rp_study *study, rp_best_options *best,
                          size_t count, rp_arena *arena) {
    finding_twins f = {.study = study,
                       .best = best,
                       .w = {study->outcome->fit->roster, arena, false},
                       .arena = arena};

    if (count == 0)
        return RP_OK;
    rp_status status = open_finding(&f);
    if (status == RP_OK)
        status = collect(&f, count);
    if (status == RP_OK)
        status = try_all(&f);
    for (size_t k = 0; status == RP_OK && k < f.twin_count; k++)
        if (f.twins[k].works)
            rp_best_options_add(&best[f.twins[k].best], &f.twins[k].option);
    for (int k = 0; f.scratch && k < study->threads; k++)
        rp_residual_clear(&f.scratch[k]);
    for (size_t k = 0; k < f.single_count; k++)
        free(f.singles[k].pairs);
    for (int k = 0; k < 2; k++)
        rp_candidates_clear(&f.found[k]);
    rp_tags_free(f.keys);
    free(f.scratch);
    free(f.numbers);
    free(f.singles);
    free(f.twins);
    return status;
}

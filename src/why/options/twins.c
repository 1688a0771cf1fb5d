#include "why/options/twins.h"

#include "base/array.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"

#include <stdlib.h>
#include <string.h>

typedef struct collecting {
    rp_twins *out;
    const rp_outcome *outcome;
    const rp_best_placings *of;
    rp_rewriter w;
    rp_remedies found[2]; /* of one pair */
} collecting;

static uint32_t single_of(collecting *f, const rp_edit *e) {
    rp_buffer key = {0};
    uint32_t number = RP_NONE;

    if (rp_words_put(&key, "%d|%u|", (int)e->side, (unsigned)e->person) &&
        rp_buffer_puts(&key, e->header) && rp_buffer_puts(&key, "|") &&
        rp_buffer_puts(&key, e->to))
        number = rp_tags_intern(f->out->keys, (rp_text){key.bytes, key.length});
    rp_buffer_clear(&key);
    if (number == RP_NONE || number < f->out->single_count)
        return number;
    rp_single *singles = rp_grow_array(f->out->singles, f->out->single_count,
                                       &f->out->single_room, sizeof *singles);
    if (!singles)
        return RP_NONE;
    f->out->singles = singles;
    singles[f->out->single_count++] = (rp_single){.edit = *e};
    return number;
}

static bool same_cell(const rp_edit *a, const rp_edit *b) {
    return a->side == b->side && strcmp(a->header, b->header) == 0;
}

static bool add_twin(collecting *f, size_t best, uint32_t therapist,
                     const rp_remedy *a, const rp_remedy *b) {
    bool is_swapped = b->row->rank < a->row->rank;
    rp_twin t = {
        .placing = {.client = f->of[best].client,
                    .remedies = {is_swapped ? *b : *a, is_swapped ? *a : *b},
                    .count = 2},
        .best = best,
        .therapist = therapist,
        .singles = {RP_NONE, RP_NONE},
        .reading = RP_TWIN_OF_ONE,
        .pair = RP_NO_PAIR};
    const rp_remedy *remedies = t.placing.remedies;

    if (remedies[0].row == &rp_remedy_opening ||
        remedies[1].row == &rp_remedy_opening)
        t.reading = RP_TWIN_WITH_SEAT;
    else if (remedies[0].edit.side != remedies[1].edit.side)
        t.reading = RP_TWIN_OF_BOTH;

    if (same_cell(&a->edit, &b->edit))
        return true;
    for (int k = 0; k < 2; k++) {
        if (t.reading == RP_TWIN_OF_ONE ||
            remedies[k].row == &rp_remedy_opening)
            continue;
        t.singles[k] = single_of(f, &remedies[k].edit);
        if (t.singles[k] == RP_NONE)
            return false;
    }
    rp_twin *twins = rp_grow_array(f->out->items, f->out->count, &f->out->room,
                                   sizeof *twins);
    if (!twins)
        return false;
    f->out->items = twins;
    twins[f->out->count++] = t;
    return true;
}

/* Of a pair that is open: two hours more, an hour and an opening, or what a
 * column of the therapist's limits and one of these. */
static bool collect_open(collecting *f, const rp_need *need, size_t best,
                         uint32_t t) {
    const rp_outcome *o = f->outcome;
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

static bool collect_pair(collecting *f, const rp_need *need, size_t best,
                         uint32_t t) {
    const rp_fit *fit = f->outcome->fit;
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
        if (f->outcome->triage->next[t] == RP_NONE)
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

static bool collect(collecting *f) {
    const rp_fit *fit = f->outcome->fit;
    rp_need need = {0};
    bool whole = true;

    for (size_t k = 0; whole && k < f->out->clients; k++) {
        whole = rp_need_set(&need, fit, f->of[k].client);
        for (uint32_t t = 0; whole && t < fit->roster->therapist_count; t++)
            whole = collect_pair(f, &need, k, t);
        f->out->first[k + 1] = f->out->count;
    }
    rp_need_clear(&need);
    return whole;
}

/* -- halves ---------------------------------------------------------------- */

uint32_t rp_twins_half(const rp_twins *twins, const rp_twin *t,
                       uint32_t therapists) {
    uint32_t half = t->therapist, seats = 0;

    if (t->reading == RP_TWIN_OF_ONE)
        return RP_NONE;
    for (int k = 0; k < 2; k++) {
        uint32_t s = t->singles[k];
        if (t->placing.remedies[k].row == &rp_remedy_opening)
            seats = 1;
        else if (twins->singles[s].edit.side == RP_THERAPISTS)
            half = therapists + 2 * s;
    }
    return half == t->therapist ? half : half + seats;
}

static bool list_halves(rp_twins *out, uint32_t therapists) {
    out->halves = therapists + 2 * out->single_count;
    out->half_first = rp_new_array(out->halves + 2, sizeof *out->half_first);
    out->half_twins = rp_new_array(out->count, sizeof *out->half_twins);
    if (!out->half_first || !out->half_twins)
        return false;
    for (size_t k = 0; k < out->count; k++) {
        uint32_t half = rp_twins_half(out, &out->items[k], therapists);
        if (half != RP_NONE)
            out->half_first[half + 2]++;
    }
    for (size_t h = 2; h < out->halves + 2; h++)
        out->half_first[h] += out->half_first[h - 1];
    for (size_t k = 0; k < out->count; k++) {
        uint32_t half = rp_twins_half(out, &out->items[k], therapists);
        if (half != RP_NONE)
            out->half_twins[out->half_first[half + 1]++] = (uint32_t)k;
    }
    return true;
}

rp_status rp_twins_collect(rp_twins *out, const rp_outcome *outcome,
                           const rp_best_placings *of, size_t count,
                           const rp_rewriter *w) {
    collecting f = {.out = out, .outcome = outcome, .of = of, .w = *w};

    *out = (rp_twins){.clients = count, .keys = rp_tags_new()};
    out->first = rp_new_array(count + 1, sizeof *out->first);
    bool whole = out->keys && out->first && collect(&f) &&
                 list_halves(out, outcome->fit->roster->therapist_count);
    for (int k = 0; k < 2; k++)
        rp_remedies_clear(&f.found[k]);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

void rp_twins_clear(rp_twins *twins) {
    for (size_t k = 0; k < twins->single_count; k++)
        free(twins->singles[k].pairs);
    rp_tags_free(twins->keys);
    free(twins->first);
    free(twins->singles);
    free(twins->items);
    free(twins->half_first);
    free(twins->half_twins);
    *twins = (rp_twins){0};
}

#include "output/suggest/suggestion.h"

#include "base/array.h"
#include "output/profile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A candidate with what it is sorted by. */
typedef struct entry {
    rp_candidate candidate;
    double number;
    char *text; /* NULL: by number */
    bool is_blank;
    int sign;
} entry;

static int by_order(const void *left, const void *right) {
    const entry *a = left, *b = right;
    int order = 0;

    if (a->is_blank != b->is_blank)
        return a->is_blank ? 1 : -1;
    if (!a->is_blank)
        order = a->text ? strcmp(a->text, b->text)
                        : (a->number > b->number) - (a->number < b->number);
    if (order != 0)
        return order * a->sign;
    return (a->candidate.rank > b->candidate.rank) -
           (a->candidate.rank < b->candidate.rank);
}

static bool set_text(entry *e, const rp_column *column) {
    const rp_roster *roster = e->candidate.outcome->fit->roster;
    const rp_therapist *t = &roster->therapists[e->candidate.therapist];
    rp_buffer words = {0}, folded = {0};
    bool done = rp_profile_cell(&words, roster, t, column, true) &&
                rp_text_fold(&folded, (rp_text){words.bytes, words.length});

    e->is_blank = words.length == 0;
    rp_buffer_clear(&words);
    if (done && !folded.bytes)
        done = rp_buffer_puts(&folded, "");
    e->text = folded.bytes; /* the entry's own now */
    return done;
}

static bool set_key(entry *e, const rp_suggestion_options *options) {
    const rp_outcome *o = e->candidate.outcome;
    const rp_therapist *t = &o->fit->roster->therapists[e->candidate.therapist];
    const rp_column *column = options->order.column;

    e->sign = options->is_reversed ? -1 : 1;
    switch (options->order.aspect) {
    case RP_ASPECT_SCORE: /* the better first, and so by rank */
    case RP_ASPECT_RANK:
        e->number = e->candidate.rank;
        return true;
    case RP_ASPECT_STATUS:
        e->number = rp_candidate_seat(&e->candidate);
        return true;
    case RP_ASPECT_PRICE: {
        int64_t price = rp_candidate_price(&e->candidate);
        e->is_blank = price == RP_NO_PRICE;
        e->number = e->is_blank ? 0.0 : (double)price;
        return true;
    }
    case RP_ASPECT_LEFT:
        e->number = o->left[e->candidate.therapist];
        return true;
    case RP_ASPECT_DAYS:
    case RP_ASPECT_TIMES:
        column = rp_profile_column("slots");
        break;
    case RP_ASPECT_COLUMN:
    case RP_ASPECTS:
        break;
    }
    if (column->kind == RP_KIND_TIMES) { /* the earliest in the week */
        e->is_blank = t->slots.count == 0;
        e->number = e->is_blank ? 0.0 : t->slots.windows[0].begin;
    } else if (column->kind == RP_KIND_WHOLE ||
               column->kind == RP_KIND_NUMBER) {
        e->number = rp_profile_number(t, column);
        e->is_blank = isnan(e->number);
    } else {
        return set_text(e, column);
    }
    return true;
}

static bool sort(rp_suggestion *s) {
    entry *entries = rp_new_array(s->count, sizeof *entries);
    bool done = entries != NULL;

    for (size_t i = 0; done && i < s->count; i++) {
        entries[i].candidate = s->items[i];
        done = set_key(&entries[i], s->options);
    }
    if (done && s->count > 1)
        qsort(entries, s->count, sizeof *entries, by_order);
    for (size_t i = 0; i < s->count && entries; i++) {
        if (done)
            s->items[i] = entries[i].candidate;
        free(entries[i].text);
    }
    free(entries);
    return done;
}

static rp_status choose(rp_suggestion *s, rp_chooser *chooser) {
    const rp_filters *filters = s->options->filters;

    s->eligible =
        rp_outcome_choices(s->outcome, s->client, 0, 0, chooser, NULL);
    s->items = rp_new_array(s->eligible, sizeof *s->items);
    s->list = rp_new_array(s->eligible, sizeof *s->list);
    s->without = rp_new_array(filters->count, sizeof *s->without);
    if (!s->items || !s->list || !s->without)
        return RP_ERR_MEMORY;
    for (size_t i = 0; i < s->eligible; i++) {
        rp_choice choice = chooser->choices[i];
        rp_candidate candidate = {s->outcome,      s->options->choices,
                                  s->client,       choice.therapist,
                                  (uint32_t)i + 1, choice.score};
        s->list[i] = choice.therapist;
        if (rp_filters_pass(filters, &candidate, RP_EVERY_FILTER))
            s->items[s->count++] = candidate;
        for (size_t k = 0; k < filters->count; k++)
            s->without[k] += rp_filters_pass(filters, &candidate, k);
    }
    s->passed = s->count;
    if (!sort(s))
        return RP_ERR_MEMORY;
    if (s->options->top > 0 && s->count > s->options->top)
        s->count = s->options->top;
    return RP_OK;
}

rp_status rp_suggestion_make(rp_suggestion *out, const rp_outcome *outcome,
                             uint32_t client,
                             const rp_suggestion_options *options) {
    rp_chooser chooser = {0};
    rp_status status = RP_OK;

    *out = (rp_suggestion){
        .outcome = outcome, .options = options, .client = client};
    out->is_out = !rp_status_is_matched(outcome->status[client]);
    if (out->is_out)
        return RP_OK;
    if (!rp_chooser_init(&chooser, outcome->fit->roster->therapist_count))
        status = RP_ERR_MEMORY;
    else
        status = choose(out, &chooser);
    rp_chooser_clear(&chooser);
    return status;
}

void rp_suggestion_clear(rp_suggestion *suggestion) {
    free(suggestion->items);
    free(suggestion->list);
    free(suggestion->without);
    *suggestion = (rp_suggestion){0};
}

bool rp_suggestion_advice(rp_buffer *out, const rp_suggestion *s) {
    const rp_filters *filters = s->options->filters;
    char words[160];
    bool any = false;

    out->length = 0;
    if (s->is_out || s->passed > 0)
        return rp_buffer_puts(out, "");
    if (s->eligible == 0)
        return rp_buffer_puts(out,
                              "no therapist is eligible; waitlist.csv of "
                              "rapport match says which rules forbid them\n");
    snprintf(words, sizeof words,
             "%zu therapist%s eligible and %s all filters%s\n", s->eligible,
             s->eligible == 1 ? " is" : "s are",
             s->eligible == 1 ? "does not pass" : "none passes",
             filters->count > 0 ? ". Without one of them:" : "");
    if (!rp_buffer_puts(out, words))
        return false;
    for (size_t k = 0; k < filters->count; k++) {
        if (s->without[k] == 0)
            continue;
        any = true;
        snprintf(words, sizeof words, "%5zu without --where '%s'\n",
                 s->without[k],
                 rp_quote(rp_text_of(s->options->wheres[k])).bytes);
        if (!rp_buffer_puts(out, words))
            return false;
    }
    return any || filters->count == 0 ||
           rp_buffer_puts(out, "    0 whichever filter is left out\n");
}

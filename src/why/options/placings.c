#include "why/options/placings.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "fit/meeting.h"
#include "match/absence.h"
#include "match/conditions/words.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"
#include "why/holders.h"
#include "why/options/ideas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOLDERS = 2 }; /* therapists whose openings are named */

/* An idea among those of its kind. */
typedef struct ordered {
    int rank;
    uint32_t number;
    int64_t price; /* of an opening, what it gains */
} ordered;

/* What one thread tries changes on. */
typedef struct bench {
    rp_after after;
    rp_prospect prospect;
    rp_best_placings *best; /* [clients] of what this thread has tried */
    rp_need before, then;   /* of a client who may have an hour more */
    rp_status status;
} bench;

typedef struct finding_placings {
    const rp_study *study;
    rp_placings *out;
    rp_ideas ideas;
    ordered *direct; /* ideas that change no pair */
    rp_price_range range;
    rp_chooser chooser;
    bench *benches; /* [threads] */
} finding_placings;

/* -- trying ---------------------------------------------------------------- */

/* Could it be among the best of anybody who would like it?
 * @param foreseen  its effect before it is settled; NULL: it was not tried */
static bool is_hopeful(const finding_placings *f, bench *b, const rp_idea *i,
                       const rp_shift *shift, const rp_effect *foreseen) {
    if (rp_after_next(f->study, shift) != RP_NONE)
        return true;
    if (!foreseen)
        rp_prospect_set(&b->prospect, shift);
    for (size_t k = 0; k < i->count; k++) {
        uint32_t c = f->ideas.fans[i->first + k];
        rp_outlook outlook =
            foreseen ? (rp_outlook){rp_after_may_place(&b->after, c),
                                    foreseen->displaced, foreseen->points}
                     : rp_prospect_of(&b->prospect, c);
        rp_placing hope = {.remedies = {i->candidate},
                           .count = 1,
                           .effect = {.displaced = outlook.displaced,
                                      .points = outlook.points}};
        if (outlook.is_possible &&
            rp_best_placings_may_take(&b->best[c], &hope))
            return true;
    }
    return false;
}

/* Does an edit of slots let a client have one hour more of somebody? */
static bool gains_hour(const rp_study *study, bench *b, const rp_shift *shift,
                       uint32_t c) {
    const rp_fit *before = study->outcome->fit, *then = shift->fit;

    if (!study->outcome->suiting || !then)
        return false;
    if (!rp_need_set(&b->before, before, c) ||
        !rp_need_set(&b->then, then, c)) {
        b->status = RP_ERR_MEMORY;
        return false;
    }
    for (uint32_t t = 0; t < study->seating->therapists; t++)
        if (rp_shift_score(shift, study->seating, c, t) != RP_NO_PAIR &&
            rp_meeting_hours(then, &b->then, t, NULL) >
                rp_meeting_hours(before, &b->before, t, NULL))
            return true;
    return false;
}

/* Does a shift let the client see somebody who was closed to them, or at an
 * hour more? Where seats or limits are more it need not. */
static bool opens(const rp_study *study, bench *b, const rp_shift *shift,
                  uint32_t c) {
    if (rp_shift_changes_hours(shift) && gains_hour(study, b, shift, c))
        return true;
    if (shift->column)
        return shift->column[c] != RP_NO_PAIR &&
               rp_dense_problem_column(study->seating, shift->therapist)[c] ==
                   RP_NO_PAIR;
    for (uint32_t t = 0; shift->row && t < study->seating->therapists; t++)
        if (shift->row[t] != RP_NO_PAIR &&
            rp_dense_problem_column(study->seating, t)[c] == RP_NO_PAIR)
            return true;
    return !shift->row;
}

static rp_status try_shift(finding_placings *f, const rp_idea *i,
                           const rp_shift *shift, int thread) {
    bench *b = &f->benches[thread];
    rp_placing next = {.remedies = {i->candidate}, .count = 1};

    if (!is_hopeful(f, b, i, shift, NULL))
        return RP_OK;
    if (!rp_effect_apply(f->study, shift, &b->after, RP_SETTLE_LATER))
        return RP_ERR_MEMORY;
    rp_effect foreseen = rp_effect_foresee(f->study, shift, &b->after);
    if (!is_hopeful(f, b, i, shift, &foreseen))
        return RP_OK;
    if (!rp_effect_settle(f->study, shift, &b->after))
        return RP_ERR_MEMORY;
    next.effect = rp_effect_read(f->study, shift, &b->after);
    for (size_t k = 0; k < i->count; k++) {
        next.client = f->ideas.fans[i->first + k];
        bool is_placed = b->after.therapist[next.client] != RP_NONE ||
                         next.client == rp_after_next(f->study, shift);
        if (is_placed && opens(f->study, b, shift, next.client))
            rp_best_placings_add(&b->best[next.client], &next);
    }
    return b->status;
}

static rp_status take_trial(void *payload, const rp_trial_result *result) {
    finding_placings *f = payload;
    const rp_trial *trial = result->trial;
    rp_shift shift = {.client = trial->client,
                      .therapist = trial->therapist,
                      .row = result->row,
                      .column = result->column,
                      .pinned = result->pinned,
                      .edits = {&trial->edits[0]},
                      .fit = result->fit};

    return result->has_failed ? RP_OK
                              : try_shift(f, &f->ideas.items[trial->number],
                                          &shift, result->thread);
}

/* One opening more, or a limit. */
static void try_direct(void *payload, size_t number, int thread) {
    finding_placings *f = payload;
    bench *b = &f->benches[thread];
    const rp_idea *i = &f->ideas.items[f->direct[number].number];
    const rp_edit *e = &i->candidate.edit;
    bool is_limit = e->side == RP_LIMITS;
    rp_shift shift = {.client = RP_NONE,
                      .therapist = is_limit ? RP_NONE : e->person,
                      .seats = i->candidate.row == &rp_remedy_opening,
                      .raised = rp_term_edits_raised(f->study->outcome->fit, e),
                      .edits = {is_limit ? NULL : e}};

    if (b->status == RP_OK)
        b->status = try_shift(f, i, &shift, thread);
}

/* What one thread has found is a bar for all. */
static void share_best(finding_placings *f) {
    uint32_t clients = f->study->seating->clients;
    rp_best_placings *all = f->benches[0].best;

    for (int k = 1; k < f->study->threads; k++)
        for (uint32_t c = 0; c < clients; c++)
            for (uint32_t i = 0; i < f->benches[k].best[c].count; i++)
                rp_best_placings_add(&all[c], &f->benches[k].best[c].items[i]);
    for (int k = 1; k < f->study->threads; k++)
        memcpy(f->benches[k].best, all, clients * sizeof *all);
}

/* Before a cell is read: could it be among the best of anybody who would like
 * it? The way to an empty seat would begin at the therapist's, or anywhere. */
static bool may_matter(void *payload, const rp_trial *trial, int64_t hope,
                       int thread) {
    const finding_placings *f = payload;
    const rp_idea *i = &f->ideas.items[trial->number];
    bool has_way = trial->therapist == RP_NONE
                       ? f->range.has_room
                       : f->range.is_roomy[trial->therapist];
    rp_placing next = {.remedies = {i->candidate},
                       .count = 1,
                       .effect = {.displaced = !has_way, .points = hope}};

    for (size_t k = 0; k < i->count; k++)
        if (rp_best_placings_may_take(
                &f->benches[thread].best[f->ideas.fans[i->first + k]], &next))
            return true;
    return false;
}

static const rp_trial_sieve sieve = {NULL, may_matter};

/* What is best comes first, and is a bar for the rest. */
static int compare_ideas(const void *left, const void *right) {
    const ordered *a = left, *b = right;

    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->price != b->price)
        return a->price > b->price ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* The ideas that edit cells of one side, or those that change no pair.
 * @param side  RP_SIDES: those */
static ordered *order_ideas(const finding_placings *f, rp_side side,
                            size_t *count) {
    ordered *out = rp_new_array(f->ideas.count, sizeof *out);

    *count = 0;
    for (size_t k = 0; out && k < f->ideas.count; k++) {
        const rp_remedy *one = &f->ideas.items[k].candidate;
        bool is_wanted = rp_idea_is_direct(&f->ideas.items[k])
                             ? side == RP_SIDES
                             : one->edit.side == side;
        bool has_price = one->row == &rp_remedy_opening && !f->study->holds;
        if (is_wanted)
            out[(*count)++] =
                (ordered){one->row->rank, (uint32_t)k,
                          has_price ? f->range.price[0][one->edit.person] : 0};
    }
    if (out && *count > 1)
        qsort(out, *count, sizeof *out, compare_ideas);
    return out;
}

/* Read what one side of the pairs can do. */
static rp_status read_ideas(finding_placings *f, rp_side side) {
    size_t count;
    ordered *order = order_ideas(f, side, &count);
    rp_trial *trials = rp_new_array(count, sizeof *trials);
    rp_status status = order && trials ? RP_OK : RP_ERR_MEMORY;

    for (size_t k = 0; k < count && status == RP_OK; k++) {
        const rp_edit *e = &f->ideas.items[order[k].number].candidate.edit;
        trials[k] =
            (rp_trial){.edits = {*e},
                       .count = 1,
                       .client = side == RP_CLIENTS ? e->person : RP_NONE,
                       .therapist = side == RP_THERAPISTS ? e->person : RP_NONE,
                       .number = order[k].number};
    }
    if (status == RP_OK)
        status = rp_trials_read(f->study, trials, count, &sieve, take_trial, f);
    share_best(f);
    free(order);
    free(trials);
    return status;
}

static rp_status try_direct_ideas(finding_placings *f) {
    size_t count;
    rp_status status = RP_OK;

    f->direct = order_ideas(f, RP_SIDES, &count);
    if (!f->direct)
        return RP_ERR_MEMORY;
    rp_thread_pool_run(f->study->threads, count, try_direct, f);
    for (int k = 0; k < f->study->threads && status == RP_OK; k++)
        status = f->benches[k].status;
    share_best(f);
    return status;
}

/* What clients can do places most of them, and is a bar for all that others
 * can. */
static rp_status try_ideas(finding_placings *f) {
    rp_status status = read_ideas(f, RP_CLIENTS);

    if (status == RP_OK)
        status = try_direct_ideas(f);
    return status == RP_OK ? read_ideas(f, RP_THERAPISTS) : status;
}

/* -- choosing -------------------------------------------------------------- */

static bool put_obstacle(rp_buffer *out, const rp_outcome *o, uint32_t client,
                         uint32_t therapist) {
    rp_buffer words = {0};
    bool put = rp_terms_put_obstacle(&words, o, client, therapist) &&
               (words.length == 0 || (rp_buffer_puts(out, "; ") &&
                                      rp_buffer_puts(out, words.bytes)));

    rp_buffer_clear(&words);
    return put;
}

/* "T11 (Tomás Errandonea) fits, the openings serve C12 and C22; giving C35 the
 * place would cost 4.10 points in all; one more opening would place C61 ..." */
static bool put_holder(finding_placings *f, rp_buffer *out, uint32_t client,
                       uint32_t therapist) {
    const rp_outcome *o = f->study->outcome;
    rp_buffer cost = {0}, next = {0};
    bool put = rp_words_therapist(out, o->fit->roster, therapist);

    if (rp_absence_of(o->fit, therapist, o->triage->as_of) != RP_PRESENT)
        return put && rp_words_put(out, " ") &&
               rp_absence_put(out, o->fit, therapist, o->triage->as_of);
    put = put &&
          rp_words_put(out, o->assigned[therapist] > 0 ? " serves "
                            : o->left[therapist] > 0   ? " has an opening left"
                                                       : " has no opening") &&
          rp_holders_put(out, o, therapist) &&
          put_obstacle(out, o, client, therapist) &&
          rp_holders_put_hours(out, o, client, therapist, 0) &&
          rp_holders_put_cost(&cost, f->study, &f->benches[0].after, client,
                              therapist) &&
          rp_holders_put_next(&next, f->study, &f->benches[0].after, client,
                              therapist) &&
          rp_words_put(out, "%s%s%s%s", cost.length ? "; " : "",
                       cost.length ? cost.bytes : "", next.length ? "; " : "",
                       next.length ? next.bytes : "");

    rp_buffer_clear(&cost);
    rp_buffer_clear(&next);
    return put;
}

/* When nothing places a client though somebody fits: who has the openings, of
 * those who fit best, and by how much they come first. */
static bool nothing_helps(finding_placings *f, rp_buffer *text,
                          uint32_t client) {
    const rp_outcome *o = f->study->outcome;
    uint32_t fitting = o->choices[client];
    size_t count = rp_outcome_choices(o, client, 0, HOLDERS, &f->chooser, NULL);
    bool put = rp_words_put(text,
                            "no change tried here, alone or in pairs for one "
                            "therapist and this client, would place %.60s",
                            o->fit->roster->clients[client].id);

    for (size_t k = 0; put && k < count; k++)
        put = rp_words_put(text, ". ") &&
              put_holder(f, text, client, f->chooser.choices[k].therapist);
    return put && (fitting <= count ||
                   rp_words_put(text, ". %u more therapist%s fit%s",
                                (unsigned)(fitting - count),
                                fitting - count == 1 ? "" : "s",
                                fitting - count == 1 ? "s" : ""));
}

static bool put_consequences(finding_placings *f, rp_buffer *text,
                             const rp_placing *o) {
    const rp_roster *roster = f->study->outcome->fit->roster;
    const char *id = roster->clients[o->client].id;

    if (o->count == 0)
        return nothing_helps(f, text, o->client);
    if (!rp_words_put(text, "if ") ||
        !rp_words_conditions(text, roster, o->remedies, o->count))
        return false;
    if (o->effect.displaced == 0)
        return rp_words_put(text, ", %.60s gets a place and nobody loses one",
                            id);
    return rp_words_put(
        text, ", %.60s gets a place and %lld other client%s would wait", id,
        (long long)o->effect.displaced, o->effect.displaced == 1 ? "" : "s");
}

/* The words of the first edit are those of the whole placing; the second one
 * says what it adds. */
static bool tell(finding_placings *f, rp_placing *o) {
    const rp_roster *roster = f->study->outcome->fit->roster;
    rp_buffer whole = {0}, second = {0};
    bool put =
        put_consequences(f, &whole, o) &&
        (o->count < 2 ||
         (rp_words_put(&second, "option %u of %.60s, second part: ",
                       (unsigned)o->number, roster->clients[o->client].id) &&
          rp_words_conditions(&second, roster, &o->remedies[1], 1)));

    if (put)
        o->words[0] = rp_arena_text(&f->out->arena, whole.bytes, whole.length);
    if (put && o->count == 2)
        o->words[1] =
            rp_arena_text(&f->out->arena, second.bytes, second.length);
    rp_buffer_clear(&whole);
    rp_buffer_clear(&second);
    return put && o->words[0] && (o->count < 2 || o->words[1]);
}

static rp_status keep_best(finding_placings *f, rp_best_placings *best) {
    rp_placings *out = f->out;

    if (best->count == 0) /* a row that says so */
        best->items[best->count++] = (rp_placing){.client = best->client};
    for (uint32_t k = 0; k < best->count; k++) {
        rp_placing *items =
            rp_grow_array(out->items, out->count, &out->room, sizeof *items);
        if (!items)
            return RP_ERR_MEMORY;
        out->items = items;
        items[out->count] = best->items[k];
        items[out->count].number = k + 1;
        if (!tell(f, &items[out->count++]))
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

/* Two edits for those whom no single one places: they stand at the end of an
 * array of their own meanwhile. */
static rp_status find_doubles(finding_placings *f, rp_best_placings *best,
                              size_t count) {
    rp_best_placings *left = rp_new_array(count, sizeof *left);
    size_t many = 0;

    if (!left)
        return RP_ERR_MEMORY;
    for (size_t k = 0; k < count; k++)
        if (best[k].count == 0)
            left[many++] = best[k];
    rp_status status = rp_doubles_find(f->study, &f->range, left, many,
                                       &f->out->arena, &f->out->tried);
    for (size_t k = count; k-- > 0;)
        if (best[k].count == 0)
            best[k] = left[--many];
    free(left);
    return status;
}

static rp_status conclude(finding_placings *f) {
    const rp_outcome *o = f->study->outcome;
    uint32_t clients = o->fit->roster->client_count;
    rp_best_placings *best = rp_new_array(clients, sizeof *best);
    size_t count = 0;

    if (!best)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        if (rp_ideas_waits(o, c)) {
            best[count] = f->benches[0].best[c];
            best[count++].client = c;
        }
    rp_status status = find_doubles(f, best, count);
    for (size_t k = 0; status == RP_OK && k < count; k++)
        status = keep_best(f, &best[k]);
    free(best);
    return status;
}

static rp_status open_finding(finding_placings *f) {
    uint32_t clients = f->study->seating->clients;
    rp_status status = rp_price_range_make(&f->range, f->study);

    f->benches = rp_new_array((size_t)f->study->threads, sizeof *f->benches);
    if (!f->benches ||
        !rp_chooser_init(&f->chooser,
                         f->study->outcome->fit->roster->therapist_count))
        return RP_ERR_MEMORY;
    for (int k = 0; k < f->study->threads && status == RP_OK; k++) {
        bench *b = &f->benches[k];
        b->best = rp_new_array(clients, sizeof *b->best);
        status = b->best ? rp_after_make(&b->after, f->study) : RP_ERR_MEMORY;
        if (status == RP_OK)
            status = rp_prospect_make(&b->prospect, f->study, &f->range);
    }
    return status;
}

rp_status rp_placings_find(rp_placings *out, const rp_study *study) {
    finding_placings f = {.study = study, .out = out};

    *out = (rp_placings){0};
    rp_status status = open_finding(&f);
    if (status == RP_OK)
        status = rp_ideas_find(&f.ideas, study, &out->arena);
    out->tried = f.ideas.count;
    if (status == RP_OK)
        status = try_ideas(&f);
    if (status == RP_OK)
        status = conclude(&f);
    for (int k = 0; f.benches && k < study->threads; k++) {
        rp_after_clear(&f.benches[k].after);
        rp_prospect_clear(&f.benches[k].prospect);
        rp_need_clear(&f.benches[k].before);
        rp_need_clear(&f.benches[k].then);
        free(f.benches[k].best);
    }
    rp_chooser_clear(&f.chooser);
    free(f.benches);
    rp_price_range_clear(&f.range);
    rp_ideas_clear(&f.ideas);
    free(f.direct);
    return status;
}

void rp_placings_clear(rp_placings *placings) {
    rp_arena_clear(&placings->arena);
    free(placings->items);
    *placings = (rp_placings){0};
}

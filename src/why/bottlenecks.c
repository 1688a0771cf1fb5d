#include "why/bottlenecks.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "why/candidates.h"
#include "why/edit/term_edits.h"
#include "why/edit/words.h"
#include "why/reach.h"

#include <stdlib.h>
#include <string.h>

/* What one thread tries changes on, and the best it has found. */
typedef struct bench {
    rp_after after;
    int64_t *numbers;    /* [clients] */
    uint16_t *most;      /* [clients] */
    rp_bottleneck *best; /* [most] */
    size_t count;
    rp_status status;
} bench;

typedef struct finding_bottlenecks {
    const rp_study *study;
    rp_remedies found; /* candidates */
    size_t *direct;    /* [direct_count] of them that change no pair */
    size_t direct_count;
    size_t most;
    rp_reach reach;
    bench *benches; /* [threads] */
} finding_bottlenecks;

/* -- trying ---------------------------------------------------------------- */

static int compare(const rp_bottleneck *a, const rp_bottleneck *b) {
    const rp_edit *x = &a->candidate.edit, *y = &b->candidate.edit;
    int order = rp_effect_compare(&a->effect, &b->effect);

    if (order == 0 && a->candidate.row->rank != b->candidate.row->rank)
        order = a->candidate.row->rank < b->candidate.row->rank ? -1 : 1;
    if (order == 0 && x->person != y->person)
        order = x->person < y->person ? -1 : 1;
    if (order == 0)
        order = strcmp(x->header, y->header);
    return order ? order : strcmp(x->to, y->to);
}

static bool gains(const rp_effect *effect) {
    const rp_effect nothing = {.total = 0};

    return rp_effect_compare(effect, &nothing) < 0;
}

/* One more opening and a colleague of the same kind are one row where they come
 * to the same. Openings are tried first, and none falls out of the best before
 * its colleague would. */
static bool is_told_of(bench *b, const rp_bottleneck *next) {
    for (size_t k = 0; k < b->count; k++) {
        rp_bottleneck *one = &b->best[k];
        if (next->candidate.row == &rp_candidate_hire &&
            one->candidate.row == &rp_remedy_opening &&
            one->candidate.edit.person == next->candidate.edit.person &&
            rp_effect_compare(&one->effect, &next->effect) == 0) {
            one->has_colleague = true;
            return true;
        }
    }
    return false;
}

static void keep_best(bench *b, size_t most, const rp_bottleneck *next) {
    size_t at = b->count;

    if (is_told_of(b, next))
        return;
    while (at > 0 && compare(next, &b->best[at - 1]) < 0)
        at--;
    if (at == most)
        return;
    if (b->count < most)
        b->count++;
    for (size_t k = b->count - 1; k > at; k--)
        b->best[k] = b->best[k - 1];
    b->best[at] = *next;
}

/*
 * Does a change come to one seat more, and no hours to deal? The clients that
 * can be placed are a matroid, and the one before the change is a quotient of
 * the one after it: of the urgent ones, of these and the soon ones, and of all,
 * one more is placed at most each, and never one of fewer people and none of
 * more. The tiers of the bound are then those of one client.
 */
static bool is_one_seat(const rp_study *study, const rp_shift *shift) {
    return shift->seats == 1 && (shift->is_new || !shift->column) &&
           !study->holds && !study->wide;
}

/* Can a change be among the best that places no more clients of a tier and
 * above, unless the tier is this one or a lower one? */
static bool reaches(const finding_bottlenecks *f, const bench *b, int highest) {
    rp_effect most = {.points = INT64_MAX};

    if (b->count < f->most)
        return true;
    most.placed[highest] = INT64_MAX;
    return rp_effect_compare(&most, &b->best[f->most - 1].effect) <= 0;
}

/* Is what a change is worth at most enough for the best, as far as they are
 * known? */
static bool is_enough(const finding_bottlenecks *f, const bench *b,
                      int64_t bound, bool is_one) {
    const rp_scale *scale = rp_study_scale(f->study);
    int64_t unit = scale->queue > 0 ? scale->queue : scale->tier;
    rp_effect most = {.points = scale->floor > 0 ? INT64_MAX : bound};

    if (bound <= 0)
        return false;
    if (b->count < f->most)
        return true;
    if (bound > unit / 2) {
        rp_change change = rp_scale_split(scale, bound);
        if (!is_one || change.tiers > RP_TIER_URGENT)
            return true;
        if (scale->queue > 0 || scale->floor > 0)
            most.points = INT64_MAX; /* fewer of these may leave more */
        else
            most.points = change.points;
        most.placed[change.tiers] = 1;
    }
    return rp_effect_compare(&most, &b->best[f->most - 1].effect) <= 0;
}

/*
 * Can a change be among the best? Pairs that it takes away count as if they
 * stayed, so that the number of clients placed of the upper tiers together can
 * only grow, each, with what the bound's tiers tell; none there, none placed.
 */
static bool may_be_among(const finding_bottlenecks *f, bench *b,
                         const rp_shift *shift) {
    const rp_study *study = f->study;
    rp_shift most = *shift;

    if (shift->column && !shift->is_new) {
        const uint16_t *old =
            rp_dense_problem_column(study->seating, shift->therapist);
        for (uint32_t c = 0; c < study->seating->clients; c++)
            b->most[c] =
                shift->column[c] == RP_NO_PAIR ||
                        (old[c] != RP_NO_PAIR && old[c] > shift->column[c])
                    ? old[c]
                    : shift->column[c];
        most.column = b->most;
    }
    return is_enough(f, b,
                     rp_effect_bound(study, &most, b->numbers) + shift->pinned,
                     is_one_seat(study, shift));
}

/* The tag of a modality that is to be learned, whose label the candidate
 * borrows; RP_NONE for other changes. */
static uint32_t learned(const finding_bottlenecks *f,
                        const rp_remedy *candidate) {
    const rp_names *names = &f->study->outcome->fit->roster->names;

    if (candidate->row != &rp_candidate_modality)
        return RP_NONE;
    for (uint32_t tag = 0; tag < rp_names_count(names, RP_NAMES_MODALITIES);
         tag++)
        if (rp_names_label(names, RP_NAMES_MODALITIES, tag) == candidate->value)
            return tag;
    return RP_NONE;
}

static bool is_harmful(rp_rating rating) {
    return rating == RP_RATING_AVOID_SOLE ||
           rating == RP_RATING_NOT_RECOMMENDED ||
           rating == RP_RATING_CONTRAINDICATED;
}

/* Would the therapist see anybody, pinned or placed by the plan after the
 * change, for whose concerns the evidence speaks against the modality? */
static bool would_harm(const finding_bottlenecks *f, const rp_after *after,
                       uint32_t therapist, uint32_t modality) {
    const rp_outcome *o = f->study->outcome;
    const rp_client *clients = o->fit->roster->clients;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        bool is_pinned = o->triage->pin[c] == therapist;
        if (!is_pinned && after->therapist[c] != therapist)
            continue;
        for (uint32_t i = 0; i < clients[c].concerns->count; i++)
            if (is_harmful(rp_fit_rating(
                    o->fit, clients[c].concerns->items[i].tag, modality)))
                return true;
    }
    return false;
}

static rp_status try_shift(finding_bottlenecks *f, const rp_remedy *candidate,
                           const rp_shift *shift, int thread) {
    bench *b = &f->benches[thread];
    rp_bottleneck next = {.candidate = *candidate};

    if (!reaches(f, b, rp_reach_highest(&f->reach, shift)) ||
        !may_be_among(f, b, shift))
        return RP_OK;
    uint32_t modality = learned(f, candidate);
    bool is_learned = modality != RP_NONE; /* then it matters who comes */
    if (!rp_effect_apply(f->study, shift, &b->after,
                         is_learned ? RP_SETTLE : RP_SETTLE_NOT))
        return RP_ERR_MEMORY;
    next.effect = rp_effect_read(f->study, shift, &b->after);
    if (gains(&next.effect) &&
        !(is_learned && would_harm(f, &b->after, shift->therapist, modality)))
        keep_best(b, f->most, &next);
    return RP_OK;
}

static rp_status take_trial(void *payload, const rp_trial_result *result) {
    finding_bottlenecks *f = payload;
    const rp_remedy *candidate = &f->found.items[result->trial->number];
    bool is_new = candidate->row == &rp_candidate_hire;
    rp_shift shift = {.client = RP_NONE,
                      .therapist = result->trial->therapist,
                      .column = result->column,
                      .pinned = result->pinned,
                      .edits = {&result->trial->edits[0]},
                      .fit = result->fit,
                      .seats = is_new ? 1 : 0,
                      .is_new = is_new};

    return result->has_failed ? RP_OK
                              : try_shift(f, candidate, &shift, result->thread);
}

static int64_t hope_of(void *payload, uint32_t therapist, const uint16_t *most,
                       int64_t pinned, int thread) {
    finding_bottlenecks *f = payload;
    rp_shift shift = {
        .client = RP_NONE, .therapist = therapist, .column = most};

    return rp_effect_bound(f->study, &shift, f->benches[thread].numbers) +
           pinned;
}

static bool may_matter(void *payload, const rp_trial *trial, int64_t hope,
                       int thread) {
    finding_bottlenecks *f = payload;

    (void)trial;
    return hope == INT64_MAX || /* nothing is known of a colleague */
           is_enough(f, &f->benches[thread], hope, false);
}

static const rp_trial_sieve sieve = {hope_of, may_matter};

/* Does a candidate leave all pairs as they are? */
static bool is_direct(const rp_remedy *one) {
    return one->row == &rp_remedy_opening || rp_term_edits_has(one->row);
}

/* One opening more, or a limit. */
static void try_direct(void *payload, size_t number, int thread) {
    finding_bottlenecks *f = payload;
    bench *b = &f->benches[thread];
    const rp_remedy *one = &f->found.items[f->direct[number]];
    const rp_edit *e = &one->edit;
    bool is_limit = e->side == RP_LIMITS;
    rp_shift shift = {.client = RP_NONE,
                      .therapist = is_limit ? RP_NONE : e->person,
                      .seats = one->row == &rp_remedy_opening,
                      .raised = rp_term_edits_raised(f->study->outcome->fit, e),
                      .edits = {is_limit ? NULL : e}};

    if (b->status == RP_OK)
        b->status = try_shift(f, one, &shift, thread);
}

/* What one thread has found is a bar for all. */
static void share_best(finding_bottlenecks *f) {
    bench *all = &f->benches[0];

    for (int k = 1; k < f->study->threads; k++)
        for (size_t i = 0; i < f->benches[k].count; i++)
            keep_best(all, f->most, &f->benches[k].best[i]);
    for (int k = 1; k < f->study->threads; k++) {
        memcpy(f->benches[k].best, all->best, all->count * sizeof *all->best);
        f->benches[k].count = all->count;
    }
}

/* What may be hoped of a therapist's column is found once for all edits of
 * it. */
static int by_column(const void *left, const void *right) {
    const rp_trial *a = left, *b = right;
    uint32_t x = a->edits[0].column, y = b->edits[0].column;

    if (a->therapist != b->therapist)
        return a->therapist < b->therapist ? -1 : 1;
    if (x != y)
        return x < y ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* What changes no pair comes first. */
static rp_status try_all(finding_bottlenecks *f) {
    rp_trial *trials = rp_new_array(f->found.count, sizeof *trials);
    rp_status status = RP_OK;
    size_t used = 0;

    f->direct = rp_new_array(f->found.count, sizeof *f->direct);
    if (!trials || !f->direct)
        status = RP_ERR_MEMORY;
    for (size_t k = 0; k < f->found.count && status == RP_OK; k++) {
        const rp_remedy *one = &f->found.items[k];
        if (is_direct(one))
            f->direct[f->direct_count++] = k;
        else
            trials[used++] = (rp_trial){.edits = {one->edit},
                                        .count = 1,
                                        .client = RP_NONE,
                                        .therapist = one->edit.person,
                                        .number = (uint32_t)k};
    }
    if (status == RP_OK)
        rp_thread_pool_run(f->study->threads, f->direct_count, try_direct, f);
    for (int k = 0; k < f->study->threads && status == RP_OK; k++)
        status = f->benches[k].status;
    if (status == RP_OK) {
        qsort(trials, used, sizeof *trials, by_column);
        share_best(f);
        status = rp_trials_read(f->study, trials, used, &sieve, take_trial, f);
    }
    free(trials);
    return status;
}

/* -- telling --------------------------------------------------------------- */

static bool put_colleague(rp_buffer *text, const rp_roster *roster,
                          const rp_bottleneck *b) {
    uint32_t therapist = b->candidate.edit.person;

    return rp_words_put(text,
                        ", or a colleague like %.60s with one opening "
                        "is hired",
                        roster->therapists[therapist].id);
}

static const char *words_of(rp_arena *arena, const rp_roster *roster,
                            const rp_bottleneck *b) {
    rp_buffer text = {0};
    bool put = rp_words_put(&text, "if ") &&
               rp_words_conditions(&text, roster, &b->candidate, 1) &&
               (!b->has_colleague || put_colleague(&text, roster, b)) &&
               rp_words_put(&text, ", the plan places ");

    if (rp_effect_moves_tiers(&b->effect))
        put = put && rp_words_placed(&text, b->effect.placed);
    else
        put = put && rp_words_put(&text, "as many clients");
    put = put && rp_words_put(&text, ": ") &&
          rp_words_points(&text, b->effect.points) &&
          rp_words_put(&text, " in all");
    const char *kept =
        put ? rp_arena_text(arena, text.bytes, text.length) : NULL;
    rp_buffer_clear(&text);
    return kept;
}

/* The best of all threads; those that the first one shared stand in each. */
static rp_status gather(finding_bottlenecks *f, rp_bottlenecks *out) {
    bench all = {.best = rp_new_array(f->most + 1, sizeof *all.best)};

    out->items = all.best;
    if (!all.best)
        return RP_ERR_MEMORY;
    for (int k = 0; k < f->study->threads; k++)
        for (size_t i = 0; i < f->benches[k].count; i++) {
            const rp_bottleneck *next = &f->benches[k].best[i];
            bool is_there = false;
            for (size_t j = 0; j < all.count; j++)
                if (compare(next, &all.best[j]) == 0) {
                    is_there = true;
                    all.best[j].has_colleague |= next->has_colleague;
                }
            if (!is_there)
                keep_best(&all, f->most, next);
        }
    out->count = all.count;
    for (size_t k = 0; k < out->count; k++) {
        out->items[k].words = words_of(
            &out->arena, f->study->outcome->fit->roster, &out->items[k]);
        if (!out->items[k].words)
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

static rp_status open_finding(finding_bottlenecks *f) {
    const rp_dense_problem *g = f->study->seating;

    f->benches = rp_new_array((size_t)f->study->threads, sizeof *f->benches);
    if (!f->benches)
        return RP_ERR_MEMORY;
    for (int k = 0; k < f->study->threads; k++) {
        bench *b = &f->benches[k];
        b->numbers = rp_new_array(g->clients, sizeof *b->numbers);
        b->most = rp_new_array(g->clients, sizeof *b->most);
        b->best = rp_new_array(f->most + 1, sizeof *b->best);
        if (!b->numbers || !b->most || !b->best ||
            rp_after_make(&b->after, f->study) != RP_OK)
            return RP_ERR_MEMORY;
    }
    return RP_OK;
}

rp_status rp_bottlenecks_find(rp_bottlenecks *out, const rp_study *study) {
    finding_bottlenecks f = {.study = study, .most = study->bottlenecks};

    *out = (rp_bottlenecks){0};
    if (study->bottlenecks == 0)
        return RP_OK;
    rp_status status = open_finding(&f);
    if (status == RP_OK)
        status = rp_reach_make(&f.reach, study);
    if (status == RP_OK)
        status = rp_candidates_find(&f.found, study, &out->arena);
    if (status == RP_OK)
        status = try_all(&f);
    if (status == RP_OK)
        status = gather(&f, out);
    out->tried = f.found.count;
    for (int k = 0; f.benches && k < study->threads; k++) {
        rp_after_clear(&f.benches[k].after);
        free(f.benches[k].numbers);
        free(f.benches[k].most);
        free(f.benches[k].best);
    }
    rp_reach_clear(&f.reach);
    rp_remedies_clear(&f.found);
    free(f.direct);
    free(f.benches);
    return status;
}

void rp_bottlenecks_clear(rp_bottlenecks *bottlenecks) {
    rp_arena_clear(&bottlenecks->arena);
    free(bottlenecks->items);
    *bottlenecks = (rp_bottlenecks){0};
}

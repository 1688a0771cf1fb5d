#include "match/chosen.h"

#include "base/array.h"
#include "fit/score.h"
#include "match/conditions/conditioned.h"
#include "match/within.h"

#include <stdlib.h>
#include <string.h>

/* Why a choice is not held. */
typedef enum refusal {
    ALLOWED,
    NO_PLACE, /* the client waits without it */
    NO_PRICE, /* no plan has it */
    TOO_DEAR, /* the others lose too much */
    TOO_MANY, /* not together with the choices before */
    UNKNOWN   /* no ways are known, and there are too many to be solved again */
} refusal;

/* A client who has chosen. */
typedef struct wish {
    uint32_t client, therapist, turn;
    int32_t on;
    refusal why;
    int64_t loss; /* of the others, S-units, where the pair has a price */
    bool is_told; /* it was said that it cannot be had */
    bool is_back; /* held where they were told before */
} wish;

/* Who has a place where while choices are held one after the other: a way to
 * seat everybody, at an hour where hours are promised. */
typedef struct seating {
    rp_wide_problem wide;           /* where hours are promised */
    const rp_dense_problem *places; /* that, or the pairs of the choices */
    uint16_t *least; /* [people] the lowest S that a client may move to */
    uint32_t *place; /* [clients] */
    uint32_t *left;  /* [places] */
    bool *is_fixed;  /* [people] who has chosen: stays with the therapist */
    uint32_t *via;   /* [places] who moves there; of one search */
    uint32_t *from;  /* [places] from where; likewise, RP_NONE: it began here */
    bool *is_seen;   /* [places] likewise */
    uint32_t *queue; /* [places] likewise */
} seating;

/* Choices are held one after the other. */
typedef struct choosing {
    rp_outcome base; /* the plan without */
    rp_choices choices;
    rp_triage *start;  /* owned: what holds without any choice */
    rp_triage *branch; /* owned: with those that are held */
    seating seating;
    bool has_ways, is_small; /* the plan without: how choices are judged */
    uint16_t *least;         /* [clients] where it has none: rp_within */
    uint32_t *fixed;         /* [clients] likewise: choices that are held */
    const rp_context *context;
    rp_chooser chooser;
    rp_findings *findings;
    size_t held;
} choosing;

/* ---- is there a plan with all of them? ----------------------------------- */

/* May the client move to the place? Whoever holds an hour may have another one
 * of the same therapist. */
static bool may_move(const seating *s, uint32_t client, uint32_t place) {
    const rp_dense_problem *p = s->places;
    uint16_t score = rp_dense_problem_column(p, place)[client];

    if (p->tier[client] == 0 || score == RP_NO_PAIR)
        return false;
    if (rp_dense_problem_whose(p, place) ==
        rp_dense_problem_whose(p, s->place[client]))
        return true;
    return client < p->people && !s->is_fixed[client] &&
           score >= s->least[client];
}

/* Search on from `here`: where those who are there may go. */
static uint32_t pass_on(seating *s, uint32_t here, uint32_t behind) {
    const rp_dense_problem *p = s->places;

    for (uint32_t c = 0; c < p->clients; c++)
        for (uint32_t t = 0; s->place[c] == here && t < p->therapists; t++)
            if (!s->is_seen[t] && may_move(s, c, t)) {
                s->is_seen[t] = true;
                s->via[t] = c;
                s->from[t] = here;
                s->queue[behind++] = t;
            }
    return behind;
}

/* Find a way to an empty seat from a place of the therapist that the client can
 * have: hands move on, each to a place that is allowed. Its end, or RP_NONE. */
static uint32_t find_seat(seating *s, uint32_t client, uint32_t therapist) {
    const rp_dense_problem *p = s->places;
    uint32_t first = 0, behind = 0;

    memset(s->is_seen, 0, p->therapists * sizeof *s->is_seen);
    for (uint32_t t = rp_dense_problem_first(p, therapist);
         t < rp_dense_problem_end(p, therapist); t++)
        if (rp_dense_problem_column(p, t)[client] != RP_NO_PAIR) {
            s->is_seen[t] = true;
            s->from[t] = RP_NONE;
            s->queue[behind++] = t;
        }
    while (first < behind) {
        uint32_t here = s->queue[first++];
        if (s->left[here] > 0)
            return here;
        behind = pass_on(s, here, behind);
    }
    return RP_NONE;
}

/* Seat the client there, whoever has to move on for it.
 * @return false, and nothing changes, where that cannot be */
static bool seat(seating *s, uint32_t client, uint32_t therapist) {
    uint32_t own = s->place[client];

    s->place[client] = RP_NONE;
    s->left[own]++;
    uint32_t at = find_seat(s, client, therapist);
    if (at == RP_NONE) {
        s->place[client] = own;
        s->left[own]--;
        return false;
    }
    s->left[at]--;
    for (; s->from[at] != RP_NONE; at = s->from[at])
        s->place[s->via[at]] = at;
    s->place[client] = at;
    s->is_fixed[client] = true;
    return true;
}

static void clear_seating(seating *s) {
    rp_wide_problem_clear(&s->wide);
    free(s->least);
    free(s->place);
    free(s->left);
    free(s->is_fixed);
    free(s->via);
    free(s->from);
    free(s->is_seen);
    free(s->queue);
    *s = (seating){.places = NULL};
}

static bool allocate(seating *s) {
    uint32_t clients = s->places->clients, places = s->places->therapists;

    s->least = rp_new_array(clients, sizeof *s->least);
    s->place = rp_new_array(clients, sizeof *s->place);
    s->is_fixed = rp_new_array(clients, sizeof *s->is_fixed);
    s->left = rp_new_array(places, sizeof *s->left);
    s->via = rp_new_array(places, sizeof *s->via);
    s->from = rp_new_array(places, sizeof *s->from);
    s->is_seen = rp_new_array(places, sizeof *s->is_seen);
    s->queue = rp_new_array(places, sizeof *s->queue);
    return s->least && s->place && s->is_fixed && s->left && s->via &&
           s->from && s->is_seen && s->queue;
}

/* As the plan without has it. */
static rp_status open_seating(choosing *k, uint16_t floor) {
    const rp_outcome *o = &k->base;
    seating *s = &k->seating;
    rp_status status = RP_OK;

    clear_seating(s);
    s->places = k->choices.pairs;
    if (o->suiting) {
        rp_bound_hours all;
        status = rp_bound_hours_init(&all, o->market);
        if (status == RP_OK) {
            rp_bound_hours_all(&all, s->places, o->market);
            status =
                rp_wide_problem_make(&s->wide, s->places, o->market, &all, 0);
        }
        rp_bound_hours_clear(&all);
        s->places = &s->wide.problem;
    }
    if (status == RP_OK && !allocate(s))
        status = RP_ERR_MEMORY;
    if (status != RP_OK)
        return status;
    memcpy(s->left, s->places->seats, s->places->therapists * sizeof *s->left);
    for (uint32_t c = 0; c < s->places->clients; c++) {
        s->place[c] = s->places->tier[c] > 0 ? s->places->placed[c] : RP_NONE;
        if (s->place[c] != RP_NONE)
            s->left[s->place[c]]--;
        if (c < s->places->people)
            s->least[c] = rp_within_least(o, c, floor);
    }
    return RP_OK;
}

/* ---- one choice ---------------------------------------------------------- */

/* What the others lose by a pair that has a price. */
static int64_t loss_of(const choosing *k, uint32_t c, uint32_t t,
                       int64_t price) {
    const rp_dense_problem *pairs = k->choices.pairs;

    return price -
           ((int64_t)k->base.score[c] - rp_dense_problem_column(pairs, t)[c]);
}

static refusal judge_by_ways(choosing *k, wish *w) {
    int64_t most = (int64_t)k->base.fit->policy->choice_points;
    int64_t price = rp_choices_price(&k->choices, w->client, w->therapist);

    if (price == RP_NO_PRICE)
        return NO_PRICE;
    w->loss = loss_of(k, w->client, w->therapist, price);
    if (w->loss > most)
        return TOO_DEAR;
    return seat(&k->seating, w->client, w->therapist) ? ALLOWED : TOO_MANY;
}

/* By solving again: the choice alone, and with those before. */
static rp_status judge_again(choosing *k, wish *w) {
    const rp_within within = {&k->base, k->least, k->context};
    int64_t any;
    bool is_had;
    rp_status status =
        rp_within_loss(&within, w->client, w->therapist, &is_had, &w->loss);

    w->why = !is_had ? NO_PRICE : TOO_DEAR;
    if (status != RP_OK || !is_had ||
        w->loss > (int64_t)k->base.fit->policy->choice_points)
        return status;
    k->fixed[w->client] = w->therapist;
    status = rp_within_try(&within, k->fixed, &is_had, &any);
    w->why = status == RP_OK && is_had ? ALLOWED : TOO_MANY;
    if (w->why != ALLOWED)
        k->fixed[w->client] = RP_NONE;
    return status;
}

static rp_status judge(choosing *k, wish *w) {
    if (k->base.therapist[w->client] == RP_NONE)
        w->why = NO_PLACE;
    else if (k->has_ways)
        w->why = judge_by_ways(k, w);
    else if (k->is_small)
        return judge_again(k, w);
    else
        w->why = UNKNOWN;
    return RP_OK;
}

static void hold(choosing *k, const wish *w) {
    k->branch->pin[w->client] = w->therapist;
    k->branch->held[w->client] = RP_HELD_CHOSEN;
    k->branch->openings[w->therapist]--;
    k->held++;
}

/* ---- saying why not ------------------------------------------------------ */

static const char *id_of(const choosing *k, uint32_t client) {
    return k->base.fit->roster->clients[client].id;
}

/* "T1 (Ana Bell) sees C1, C2 and 3 more" */
static bool put_seats(rp_buffer *out, const choosing *k, uint32_t therapist) {
    const rp_roster *roster = k->base.fit->roster;
    uint32_t count = 0;
    char words[96];
    bool whole = rp_holding_put_therapist(out, roster, therapist);

    for (uint32_t c = 0; whole && c < roster->client_count; c++) {
        if (k->base.therapist[c] != therapist || count++ >= 2)
            continue;
        snprintf(words, sizeof words, "%s%s", count == 1 ? " has " : " and ",
                 rp_quote(rp_text_of(id_of(k, c))).bytes);
        whole = rp_buffer_puts(out, words);
    }
    if (count > 2) {
        snprintf(words, sizeof words, " and %u more", (unsigned)(count - 2));
        whole = whole && rp_buffer_puts(out, words);
    }
    return whole && (count > 0 || rp_buffer_puts(out, " has no seat to give"));
}

/* The best other therapist whom the client could have. */
static bool put_next_best(rp_buffer *out, choosing *k, const wish *w) {
    const rp_outcome *o = &k->base;
    int64_t most = (int64_t)o->fit->policy->choice_points;
    if (!k->has_ways)
        return true; /* others have no price */
    size_t count = rp_outcome_choices(o, w->client, 0, 0, &k->chooser, NULL);

    for (size_t i = 0; i < count; i++) {
        uint32_t t = k->chooser.choices[i].therapist;
        int64_t price = rp_choices_price(&k->choices, w->client, t);
        if (t == w->therapist || price == RP_NO_PRICE ||
            loss_of(k, w->client, t, price) > most)
            continue;
        return rp_buffer_puts(out, "; the next best choice is ") &&
               rp_holding_put_therapist(out, o->fit->roster, t) &&
               (o->therapist[w->client] != t ||
                rp_buffer_puts(out, ", whom they have without it"));
    }
    return true;
}

static bool put_reason(rp_buffer *out, choosing *k, const wish *w) {
    char words[128];

    switch (w->why) {
    case NO_PLACE:
        return rp_buffer_puts(out, "the client waits, and only who has a place "
                                   "can choose another; ") &&
               put_seats(out, k, w->therapist);
    case NO_PRICE:
        return put_seats(out, k, w->therapist) &&
               rp_buffer_puts(out, ", and nobody could move for it without "
                                   "losing a place or falling far");
    case TOO_DEAR:
        snprintf(words, sizeof words, ", and the others would lose %.2f points",
                 (double)w->loss / 100.0);
        return put_seats(out, k, w->therapist) && rp_buffer_puts(out, words);
    case TOO_MANY:
        return put_seats(out, k, w->therapist) &&
               rp_buffer_puts(out, ", and those who chose before leave no way "
                                   "to it");
    case UNKNOWN:
        snprintf(words, sizeof words,
                 "limits, links and clients who come every other week or twice "
                 "have to be solved again for it, which is done up to %d "
                 "clients",
                 RP_SOLVED_AGAIN);
        return rp_buffer_puts(out, words);
    case ALLOWED:
        break;
    }
    return true;
}

static bool tell(choosing *k, const wish *w) {
    const rp_standing *s = k->base.fit->standing;
    const rp_said *said = s->words[w->client].said;
    rp_buffer words = {0};
    bool whole =
        rp_buffer_puts(&words, "'") &&
        rp_buffer_puts(&words, rp_quote(rp_text_of(said->therapist)).bytes) &&
        rp_buffer_puts(&words, "' is not held for '") &&
        rp_buffer_puts(&words,
                       rp_quote(rp_text_of(id_of(k, w->client))).bytes) &&
        rp_buffer_puts(&words, "' (chosen): ") && put_reason(&words, k, w) &&
        put_next_best(&words, k, w) &&
        (k->start->before[w->client] == RP_NONE ||
         rp_buffer_puts(&words, "; what was answered before counts again"));

    if (whole && k->findings)
        rp_findings_add(
            k->findings, RP_WARNING,
            rp_answers_place(s->answers, said->row, RP_ANSWERS_THERAPIST), "%s",
            words.bytes);
    rp_buffer_clear(&words);
    return whole;
}

/* ---- all of them --------------------------------------------------------- */

static int by_order(const void *left, const void *right) {
    const wish *a = left, *b = right;

    if (a->on != b->on)
        return a->on < b->on ? -1 : 1;
    return (a->turn > b->turn) - (a->turn < b->turn);
}

static size_t collect(wish *wishes, const rp_fit *fit, const rp_triage *t) {
    size_t count = 0;

    for (uint32_t c = 0; c < fit->roster->client_count; c++)
        if (t->wish[c] != RP_NONE)
            wishes[count++] = (wish){.client = c,
                                     .therapist = t->wish[c],
                                     .turn = t->turn[c],
                                     .on = fit->standing->words[c].said->on};
    if (count > 1)
        qsort(wishes, count, sizeof *wishes, by_order);
    return count;
}

static rp_status open_ways(choosing *k, const rp_context *context) {
    rp_status status =
        rp_choices_make(&k->choices, &k->base, NULL, context, NULL);

    k->has_ways = true;
    return status == RP_OK ? open_seating(k, context->floor) : status;
}

/* What trials need that solve again. */
static rp_status open_again(choosing *k, uint16_t floor) {
    const rp_outcome *o = &k->base;
    uint32_t clients = o->fit->roster->client_count, matched = 0;

    free(k->least);
    free(k->fixed);
    k->has_ways = false;
    k->least = rp_new_array(clients, sizeof *k->least);
    k->fixed = rp_new_array(clients, sizeof *k->fixed);
    if (!k->least || !k->fixed)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++) {
        k->fixed[c] = RP_NONE;
        matched += rp_market_tier(o->market, c) > 0;
        if (o->therapist[c] != RP_NONE)
            k->least[c] = rp_within_least(o, c, floor);
    }
    k->is_small = matched <= RP_SOLVED_AGAIN;
    return RP_OK;
}

/* The plan without, and its prices; nobody has chosen yet. */
static rp_status begin(choosing *k, const rp_fit *fit,
                       const rp_context *context) {
    rp_choices_clear(&k->choices);
    rp_outcome_clear(&k->base);
    rp_triage_free(k->branch);
    k->branch = NULL;
    k->held = 0;
    k->context = context;
    rp_status status = rp_outcome_match(&k->base, fit, k->start, context);
    if (status == RP_OK)
        status = rp_outcome_has_ways(&k->base) ? open_ways(k, context)
                                               : open_again(k, context->floor);
    return status == RP_OK ? rp_triage_branch(&k->branch, k->start, fit->roster)
                           : status;
}

static void close_choosing(choosing *k) {
    rp_choices_clear(&k->choices);
    rp_outcome_clear(&k->base);
    rp_triage_free(k->start);
    rp_triage_free(k->branch);
    rp_chooser_clear(&k->chooser);
    free(k->least);
    free(k->fixed);
    clear_seating(&k->seating);
}

/* How low everybody may fall who has a place and is not held. */
static rp_status find_bounds(rp_bounds *out, const choosing *k,
                             const rp_context *context) {
    const rp_outcome *o = &k->base;
    uint32_t clients = o->fit->roster->client_count;

    out->without = rp_new_array(clients, sizeof *out->without);
    out->least = rp_new_array(clients, sizeof *out->least);
    if (!out->without || !out->least)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++) {
        out->without[c] = o->therapist[c];
        if (o->therapist[c] != RP_NONE && !rp_triage_is_out(o->triage, c))
            out->least[c] = rp_within_least(o, c, context->floor);
    }
    return RP_OK;
}

/* A choice that cannot be followed has no effect: who was told of a place, or
 * had said yes to one, is held there again.
 * @return is anybody? Then the plan without is another one */
static bool fall_back(choosing *k, wish *wishes, size_t count) {
    const rp_word *words = k->base.fit->standing->words;
    rp_triage *t = k->start;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        uint32_t c = wishes[i].client, before = t->before[c];
        if (wishes[i].why == ALLOWED || wishes[i].is_back ||
            before == RP_NONE || t->openings[before] == 0 ||
            !rp_promises_take(t->promises, c, before, NULL))
            continue;
        t->openings[before]--;
        t->pin[c] = before;
        t->held[c] = words[c].before->kind == RP_SAID_ACCEPTED
                         ? RP_HELD_ACCEPTED
                         : RP_HELD_OFFERED;
        wishes[i].is_back = any = true;
    }
    return any;
}

static rp_status judge_all(choosing *k, wish *wishes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        wish *w = &wishes[i];
        if (w->is_told)
            continue;
        rp_status status = judge(k, w);
        if (status != RP_OK)
            return status;
        if (w->why == ALLOWED)
            hold(k, w);
        else if (!tell(k, w))
            return RP_ERR_MEMORY;
        w->is_told = w->why != ALLOWED;
    }
    return RP_OK;
}

/* The plan without is the plan; it takes its triage over. */
static rp_status take_base(rp_outcome *out, choosing *k,
                           const rp_context *context, const uint32_t *given) {
    rp_status status = RP_OK;

    if (given) {
        status = rp_outcome_prove(out, k->base.fit, k->start, context, given);
    } else {
        *out = k->base;
        k->base = (rp_outcome){0};
    }
    out->branch = k->start;
    k->start = NULL;
    return status;
}

static rp_status choose(rp_outcome *out, choosing *k, wish *wishes,
                        size_t count, const rp_context *context,
                        const uint32_t *given) {
    const rp_fit *fit = k->base.fit;
    rp_bounds bounds = {NULL, NULL};
    rp_status status = judge_all(k, wishes, count);

    while (status == RP_OK && fall_back(k, wishes, count)) {
        status = begin(k, fit, context);
        if (status == RP_OK)
            status = judge_all(k, wishes, count);
    }
    if (status != RP_OK)
        return status;
    if (k->held == 0)
        return take_base(out, k, context, given);
    status = find_bounds(&bounds, k, context);
    if (status == RP_OK) {
        status = rp_within_match(out, fit, k->branch, &bounds, context, given);
        k->branch = NULL;
    }
    rp_bounds_clear(&bounds);
    return status;
}

rp_status rp_chosen_match(rp_outcome *out, const rp_fit *fit,
                          const rp_triage *triage, const rp_context *context,
                          const uint32_t *given, rp_findings *findings) {
    wish *wishes = rp_new_array(fit->roster->client_count, sizeof *wishes);
    choosing k = {.findings = findings};

    *out = (rp_outcome){0};
    if (!wishes)
        return RP_ERR_MEMORY;
    size_t count = collect(wishes, fit, triage);
    rp_status status = RP_OK;
    if (count == 0) {
        status = given ? rp_outcome_prove(out, fit, triage, context, given)
                       : rp_outcome_match(out, fit, triage, context);
    } else {
        status = rp_triage_branch(&k.start, triage, fit->roster);
        if (status == RP_OK &&
            !rp_chooser_init(&k.chooser, fit->roster->therapist_count))
            status = RP_ERR_MEMORY;
        if (status == RP_OK)
            status = begin(&k, fit, context);
        if (status == RP_OK)
            status = choose(out, &k, wishes, count, context, given);
    }
    close_choosing(&k);
    free(wishes);
    return status;
}

#include "match/chosen.h"

#include "base/array.h"
#include "fit/score.h"

#include <stdlib.h>
#include <string.h>

/* Why a choice is not held. */
typedef enum refusal {
    ALLOWED,
    NO_PLACE, /* the client waits without it */
    NO_PRICE, /* no plan has it */
    TOO_DEAR, /* the others lose too much */
    TOO_MANY  /* not together with the choices before */
} refusal;

/* A client who has chosen. */
typedef struct wish {
    uint32_t client, therapist, turn;
    int32_t on;
    refusal why;
    bool is_told; /* it was said that it cannot be had */
    bool is_back; /* held where they were told before */
} wish;

/* Choices are held one after the other: where everybody could sit then. */
typedef struct choosing {
    rp_outcome base; /* the plan without */
    rp_choices choices;
    rp_triage *start;  /* owned: what holds without any choice */
    rp_triage *branch; /* owned: with those that are held */
    uint32_t *place;   /* [clients] */
    uint32_t *left;    /* [therapists] */
    bool *is_fixed;    /* [clients] who has chosen */
    uint32_t *via;     /* [therapists] who moves there; of one search */
    bool *is_seen;     /* [therapists] likewise */
    uint32_t *queue;   /* [therapists] likewise */
    rp_chooser chooser;
    rp_findings *findings;
    size_t held;
} choosing;

/* ---- is there a plan with all of them? ----------------------------------- */

/* May the client be moved to the therapist? */
static bool may_move(const choosing *k, uint32_t client, uint32_t therapist) {
    return !k->is_fixed[client] && k->choices.plan.tier[client] > 0 &&
           rp_dense_problem_column(&k->choices.plan.capped,
                                   therapist)[client] != RP_NO_PAIR;
}

/* Find a way to an empty seat: hands move on from `from`, each to a place that
 * is allowed. Its end, or RP_NONE. */
static uint32_t find_seat(choosing *k, uint32_t from) {
    uint32_t therapists = k->base.fit->roster->therapist_count;
    uint32_t clients = k->base.fit->roster->client_count;
    uint32_t first = 0, behind = 0;

    memset(k->is_seen, 0, therapists * sizeof *k->is_seen);
    k->is_seen[from] = true;
    k->queue[behind++] = from;
    while (first < behind) {
        uint32_t here = k->queue[first++];
        if (k->left[here] > 0)
            return here;
        for (uint32_t c = 0; c < clients; c++)
            for (uint32_t t = 0; k->place[c] == here && t < therapists; t++)
                if (!k->is_seen[t] && may_move(k, c, t)) {
                    k->is_seen[t] = true;
                    k->via[t] = c;
                    k->queue[behind++] = t;
                }
    }
    return RP_NONE;
}

/* Seat the client there, whoever has to move on for it.
 * @return false, and nothing changes, where that cannot be */
static bool seat(choosing *k, uint32_t client, uint32_t therapist) {
    uint32_t own = k->place[client];

    k->place[client] = RP_NONE;
    k->left[own]++;
    uint32_t at = find_seat(k, therapist);
    if (at == RP_NONE) {
        k->place[client] = own;
        k->left[own]--;
        return false;
    }
    k->left[at]--;
    while (at != therapist) {
        uint32_t mover = k->via[at], from = k->place[mover];
        k->place[mover] = at;
        at = from;
    }
    k->place[client] = therapist;
    k->is_fixed[client] = true;
    return true;
}

/* ---- one choice ---------------------------------------------------------- */

/* What the others lose by a pair that has a price. */
static int64_t loss_of(const choosing *k, uint32_t c, uint32_t t,
                       int64_t price) {
    const rp_dense_problem *pairs = k->choices.plan.problem;

    return price -
           ((int64_t)k->base.score[c] - rp_dense_problem_column(pairs, t)[c]);
}

static refusal judge(choosing *k, const wish *w) {
    int64_t most = (int64_t)k->base.fit->policy->choice_points;

    if (k->base.therapist[w->client] == RP_NONE)
        return NO_PLACE;
    int64_t price = rp_choices_price(&k->choices, w->client, w->therapist);
    if (price == RP_NO_PRICE)
        return NO_PRICE;
    if (loss_of(k, w->client, w->therapist, price) > most)
        return TOO_DEAR;
    return seat(k, w->client, w->therapist) ? ALLOWED : TOO_MANY;
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
    char words[96];
    int64_t price;

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
        price = rp_choices_price(&k->choices, w->client, w->therapist);
        snprintf(words, sizeof words, ", and the others would lose %.2f points",
                 (double)loss_of(k, w->client, w->therapist, price) / 100.0);
        return put_seats(out, k, w->therapist) && rp_buffer_puts(out, words);
    case TOO_MANY:
        return put_seats(out, k, w->therapist) &&
               rp_buffer_puts(out, ", and those who chose before leave no way "
                                   "to it");
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

static rp_status allocate(choosing *k, const rp_fit *fit) {
    uint32_t clients = fit->roster->client_count;
    uint32_t therapists = fit->roster->therapist_count;

    k->place = rp_new_array(clients, sizeof *k->place);
    k->is_fixed = rp_new_array(clients, sizeof *k->is_fixed);
    k->left = rp_new_array(therapists, sizeof *k->left);
    k->via = rp_new_array(therapists, sizeof *k->via);
    k->is_seen = rp_new_array(therapists, sizeof *k->is_seen);
    k->queue = rp_new_array(therapists, sizeof *k->queue);
    return k->place && k->is_fixed && k->left && k->via && k->is_seen &&
                   k->queue && rp_chooser_init(&k->chooser, therapists)
               ? RP_OK
               : RP_ERR_MEMORY;
}

/* The plan without, and its prices; nobody has chosen yet. */
static rp_status begin(choosing *k, const rp_fit *fit,
                       const rp_context *context) {
    uint32_t clients = fit->roster->client_count;
    uint32_t therapists = fit->roster->therapist_count;

    rp_choices_clear(&k->choices);
    rp_outcome_clear(&k->base);
    rp_triage_free(k->branch);
    k->branch = NULL;
    k->held = 0;
    rp_status status = rp_outcome_match(&k->base, fit, k->start, context);
    if (status == RP_OK)
        status = rp_choices_make(&k->choices, &k->base, NULL, context, NULL);
    if (status == RP_OK)
        status = rp_triage_branch(&k->branch, k->start, fit->roster);
    if (status != RP_OK)
        return status;
    memcpy(k->place, k->base.therapist, clients * sizeof *k->place);
    memcpy(k->left, k->base.left, therapists * sizeof *k->left);
    memset(k->is_fixed, 0, clients * sizeof *k->is_fixed);
    return RP_OK;
}

static void close_choosing(choosing *k) {
    rp_choices_clear(&k->choices);
    rp_outcome_clear(&k->base);
    rp_triage_free(k->start);
    rp_triage_free(k->branch);
    rp_chooser_clear(&k->chooser);
    free(k->place);
    free(k->is_fixed);
    free(k->left);
    free(k->via);
    free(k->is_seen);
    free(k->queue);
}

/* How low everybody may fall who has a place and is not held. */
static rp_status find_bounds(rp_bounds *out, const choosing *k,
                             const rp_context *context) {
    const rp_outcome *o = &k->base;
    uint32_t clients = o->fit->roster->client_count;
    int drop = (int)o->fit->policy->choice_drop;

    out->without = rp_new_array(clients, sizeof *out->without);
    out->least = rp_new_array(clients, sizeof *out->least);
    if (!out->without || !out->least)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++) {
        int own = o->score[c], least = own > drop ? own - drop : 0;
        if (context->floor > 0 && own >= context->floor &&
            least < context->floor)
            least = context->floor;
        out->without[c] = o->therapist[c];
        if (o->therapist[c] != RP_NONE && !rp_triage_is_out(o->triage, c))
            out->least[c] = (uint16_t)least;
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
            before == RP_NONE || t->openings[before] == 0)
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
        w->why = judge(k, w);
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
        status = rp_outcome_match_within(out, fit, k->branch, &bounds, context,
                                         given);
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
        if (status == RP_OK)
            status = allocate(&k, fit);
        if (status == RP_OK)
            status = begin(&k, fit, context);
        if (status == RP_OK)
            status = choose(out, &k, wishes, count, context, given);
    }
    close_choosing(&k);
    free(wishes);
    return status;
}

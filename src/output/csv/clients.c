#include "output/csv/clients.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "fit/flags.h"
#include "fit/phrases.h"
#include "match/absence.h"
#include "match/conditions/words.h"
#include "match/obstacles.h"
#include "match/second/words.h"
#include "output/csv/reasons.h"
#include "why/edit/words.h"
#include "why/holders.h"
#include "why/near_hours.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    BLOCK = 64, /* clients whose rows one thread makes at a time */
    WAVE = 16,  /* blocks that are made before they are written in order */
};

/* What one thread needs to write rows about clients. */
typedef struct desk {
    const rp_outcome *outcome;
    const rp_source *source;
    rp_obstacles *obstacles; /* NULL: the file does not tell of them */
    int thread;
    rp_sheet sheet;
    rp_reasons reasons;
    rp_chooser chooser;
    rp_texts flags;
    rp_buffer words;
    rp_buffer *block; /* gets the rows */
} desk;

static void close_desk(desk *d) {
    rp_sheet_end(&d->sheet);
    rp_reasons_clear(&d->reasons);
    rp_chooser_clear(&d->chooser);
    rp_texts_clear(&d->flags);
    rp_buffer_clear(&d->words);
}

static void put_buffer(void *payload, const void *bytes, size_t length) {
    desk *d = payload;

    d->sheet.out_of_memory |= !rp_buffer_put(d->block, bytes, length);
}

static bool open_desk(desk *d, const rp_sheet *sheet, const rp_source *source,
                      int thread, rp_obstacles *obstacles) {
    const rp_outcome *o = source->outcome;

    *d = (desk){.outcome = o,
                .source = source,
                .obstacles = obstacles,
                .thread = thread,
                .reasons = {.tables = rp_eligible_tables(o->eligible)}};
    rp_sheet_begin_apart(&d->sheet, sheet, put_buffer, d);
    return rp_chooser_init(&d->chooser, o->fit->roster->therapist_count);
}

/* Turn the reasons to a client whose own list is in the chooser's row. */
static bool turn(desk *d, uint32_t c) {
    return rp_reasons_turn(&d->reasons, d->outcome->fit, c, d->chooser.row,
                           d->chooser.count);
}

/* What a pin overrode comes first of what speaks against the pair. */
static bool put_broken_first(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    rp_texts all = {0};
    const char *text = NULL;

    if (o->status[c] != RP_STATUS_PINNED)
        return true;
    bool whole = rp_triage_breaks(o->triage, o->fit, c, &d->words);
    if (!whole || d->words.length == 0)
        return whole;
    rp_buffer first = {0};
    whole = rp_buffer_puts(&first, "pinned although: ") &&
            rp_buffer_puts(&first, d->words.bytes) &&
            rp_texts_add(&all, first.bytes);
    while (whole && all.count < RP_MOST_BUT &&
           (text = rp_texts_next(&d->reasons.but, text)) != NULL)
        whole = rp_texts_add(&all, text);
    rp_texts swap = d->reasons.but;
    d->reasons.but = all;
    rp_texts_clear(&swap);
    rp_buffer_clear(&first);
    return whole;
}

/* because, but and confirm of a pair; the reasons are turned to its client. */
static void put_reasons(desk *d, uint32_t therapist, bool with_points) {
    if (!rp_reasons_judge(&d->reasons, therapist) ||
        (!with_points && !put_broken_first(d, d->reasons.need.index))) {
        d->sheet.out_of_memory = true;
        return;
    }
    for (int k = 0; with_points && k < RP_CRITERION_COUNT; k++)
        rp_sheet_tenths(&d->sheet, d->reasons.tenths[k]);
    rp_reasons_put(&d->sheet, &d->reasons);
}

static void put_weeks(desk *d, uint32_t c) {
    int32_t weeks = d->outcome->triage->weeks[c];

    if (weeks == RP_NO_WEEKS)
        rp_sheet_blank(&d->sheet);
    else
        rp_sheet_whole(&d->sheet, weeks);
}

/* Blank where it was not computed; the margin also where a pair is forced. */
static void put_margin(desk *d, uint32_t c) {
    const rp_analyses *analyses = d->source->analyses;
    bool made = analyses && analyses->made & RP_ANALYSE_MARGINS;

    if (made && analyses->margins.points[c] >= 0)
        rp_sheet_cents(&d->sheet, analyses->margins.points[c]);
    else
        rp_sheet_blank(&d->sheet);
    rp_sheet_text(&d->sheet,
                  made ? rp_firmness_names[analyses->margins.firmness[c]] : "");
}

/* "tue 18:00; thu 18:00 ?": asked of a client who names no slots. */
static void put_hour(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    uint32_t t = o->therapist[c];

    if (!o->suiting)
        return;
    bool whole = rp_buffer_puts(&d->words, "");
    d->words.length = 0;
    if (whole && o->schedule && t != RP_NONE)
        whole = rp_schedule_put(&d->words, &o->fit->offers[t].hours,
                                &o->schedule->held[c]) &&
                (d->words.length == 0 ||
                 o->fit->roster->clients[c].slots.count > 0 ||
                 rp_buffer_puts(&d->words, " ?"));
    if (!whole)
        d->sheet.out_of_memory = true;
    rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
}

/* How many hours of the therapist suit the client whom the reasons are turned
 * to; blank where none are promised. */
static void put_hours(desk *d, uint32_t t) {
    const rp_outcome *o = d->outcome;

    if (!o->suiting)
        return;
    if (o->fit->roster->therapists[t].slots.count == 0)
        rp_sheet_blank(&d->sheet);
    else
        rp_sheet_whole(&d->sheet,
                       rp_meeting_hours(o->fit, &d->reasons.need, t, NULL));
}

static void put_assignment(desk *d, uint32_t c, size_t row) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    uint32_t therapist = o->therapist[c];

    (void)row;
    rp_sheet_text(&d->sheet, roster->clients[c].id);
    rp_sheet_text(&d->sheet, rp_status_names[o->status[c]]);
    if (therapist == RP_NONE) {
        for (int blank = 0; blank < 4; blank++)
            rp_sheet_blank(&d->sheet);
    } else {
        uint32_t rank;
        rp_outcome_choices(o, c, d->thread, 1, &d->chooser, &rank);
        rp_sheet_text(&d->sheet, roster->therapists[therapist].id);
        rp_sheet_text(&d->sheet, roster->therapists[therapist].name);
        rp_sheet_tenths(&d->sheet, rp_score_tenths(o->score[c]));
        if (rank)
            rp_sheet_whole(&d->sheet, rank);
        else
            rp_sheet_blank(&d->sheet);
    }
    rp_sheet_text(&d->sheet, rp_tier_names[o->triage->tier[c]]);
    put_weeks(d, c);
    if (therapist == RP_NONE) {
        for (int blank = 0; blank < 3; blank++)
            rp_sheet_blank(&d->sheet);
    } else if (turn(d, c)) {
        put_reasons(d, therapist, false);
    } else {
        d->sheet.out_of_memory = true;
    }
    if (!rp_flags_texts(o->fit, &roster->clients[c], therapist, &d->flags))
        d->sheet.out_of_memory = true;
    else
        rp_reasons_cell(&d->sheet, &d->flags, &d->words);
    put_margin(d, c);
    rp_sheet_text(&d->sheet, rp_triage_is_held(o->triage, c)
                                 ? rp_held_names[o->triage->held[c]]
                                 : "");
    put_hour(d, c);
    rp_sheet_end_row(&d->sheet);
}

/* Rows stand in three groups: human; assigned and pinned; the others. */
static int group_of(uint8_t status) {
    return status == RP_STATUS_HUMAN ? 0
           : status == RP_STATUS_ASSIGNED || status == RP_STATUS_PINNED ||
                   status == RP_STATUS_GROUP
               ? 1
               : 2;
}

static void put_choices(desk *d, uint32_t c, size_t row) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    const rp_choices *choices = rp_analyses_choices(d->source->analyses);

    (void)row;
    size_t count =
        rp_outcome_choices(o, c, d->thread, d->source->top, &d->chooser, NULL);
    if (!turn(d, c)) {
        d->sheet.out_of_memory = true;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        rp_choice choice = d->chooser.choices[i];
        rp_sheet_text(&d->sheet, roster->clients[c].id);
        rp_sheet_whole(&d->sheet, (int64_t)i + 1);
        rp_sheet_text(&d->sheet, roster->therapists[choice.therapist].id);
        rp_sheet_text(&d->sheet, roster->therapists[choice.therapist].name);
        if (d->source->blank_status)
            rp_sheet_blank(&d->sheet);
        else
            rp_sheet_text(&d->sheet,
                          rp_seat_names[rp_choices_seat(
                              choices, o, c, choice.therapist, d->thread)]);
        rp_reasons_price(&d->sheet,
                         rp_choices_price(choices, c, choice.therapist));
        rp_sheet_tenths(&d->sheet, rp_score_tenths(choice.score));
        put_reasons(d, choice.therapist, true);
        put_hours(d, choice.therapist);
        rp_sheet_end_row(&d->sheet);
    }
}

/* Where the plan was studied, of the therapist who fits best: whom the openings
 * went to, and what one of them would cost. */
static bool put_holders(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    const rp_analyses *a = d->source->analyses;
    rp_buffer cost = {0};

    if (!a || !a->distances ||
        rp_outcome_choices(o, c, d->thread, 1, &d->chooser, NULL) == 0)
        return true;
    uint32_t best = d->chooser.choices[0].therapist;
    if (rp_absence_of(o->fit, best, o->triage->as_of) != RP_PRESENT)
        return rp_buffer_puts(&d->words, ": ") &&
               rp_words_therapist(&d->words, o->fit->roster, best) &&
               rp_buffer_puts(&d->words, " ") &&
               rp_absence_put(&d->words, o->fit, best, o->triage->as_of);
    if (o->assigned[best] == 0)
        return true;
    const rp_context context = {.threads = 1};
    const rp_study study = rp_analyses_study(a, o, &context);
    bool put = rp_buffer_puts(&d->words, ": ") &&
               rp_words_therapist(&d->words, o->fit->roster, best) &&
               rp_buffer_puts(&d->words, " serves ") &&
               rp_holders_put(&d->words, o, best) &&
               rp_holders_put_hours(&d->words, o, c, best, d->thread) &&
               rp_holders_put_cost(&cost, &study, NULL, c, best) &&
               (cost.length == 0 || (rp_buffer_puts(&d->words, "; ") &&
                                     rp_buffer_puts(&d->words, cost.bytes)));
    rp_buffer_clear(&cost);
    return put;
}

/* "3 therapists fit, and every opening serves somebody else in the best plan:
 * T03 (Ana Ruiz) serves C12 and C31; giving C35 the place would cost ..." */
static void put_full(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    bool has = rp_outcome_has_opening(o, c, d->thread, &d->chooser);
    uint32_t count = o->choices[c];
    rp_buffer reason = {0};

    d->words.length = 0;
    d->sheet.out_of_memory |=
        !rp_holders_put_reason(&reason, o, c, d->thread, &d->chooser);
    if (reason.length > 0) {
        d->sheet.out_of_memory |=
            !rp_words_put(&d->words, "%u therapist%s fit%s: ", (unsigned)count,
                          count == 1 ? "" : "s", count == 1 ? "s" : "") ||
            !rp_buffer_puts(&d->words, reason.bytes);
        rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
        rp_buffer_clear(&reason);
        return;
    }
    if (rp_words_put(&d->words, "%u therapist%s fit%s, and %s", (unsigned)count,
                     count == 1 ? "" : "s", count == 1 ? "s" : "",
                     rp_words_no_seat(count, has)) &&
        put_holders(d, c))
        rp_sheet_text(&d->sheet, d->words.bytes);
    else
        d->sheet.out_of_memory = true;
}

/* Of therapists whom one rule alone forbids, the first of whom there is more
 * to say than its words do: hours at other times of one of the client's
 * windows, whose language is missing. */
static bool put_more(desk *d, uint32_t c, rp_rule alone, rp_buffer *more) {
    const rp_rule_row *row = rp_rule_at(alone);
    const rp_fit *fit = d->outcome->fit;
    rp_need need = {0};
    bool put = rp_need_set(&need, fit, c);

    for (uint32_t t = 0;
         put && more->length == 0 && t < fit->roster->therapist_count; t++) {
        rp_rule rule;
        if (rp_rules_forbidding(fit, &need, t, &rule, 1) == 1 && rule == alone)
            put = row->tell ? row->tell(more, fit, &need, t)
                            : rp_near_hours_put(more, fit, &need, t);
    }
    rp_need_clear(&need);
    return put;
}

/* "no therapist passes every rule; 2 would if this held: …" */
static void put_alone(desk *d, uint32_t c, rp_rule rule, uint32_t count) {
    bool has_more = rule == rp_rule_of_time() || rp_rule_at(rule)->tell;
    rp_buffer more = {0};

    d->words.length = 0;
    d->sheet.out_of_memory |=
        (has_more && !put_more(d, c, rule, &more)) ||
        !rp_words_put(&d->words,
                      "no therapist passes every rule; %u would if this held: "
                      "%s",
                      (unsigned)count, rp_rule_at(rule)->words) ||
        (more.length > 0 && (!rp_buffer_puts(&d->words, "; ") ||
                             !rp_buffer_puts(&d->words, more.bytes)));
    rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
    rp_buffer_clear(&more);
}

/* Who has the openings, or the rule that stands alone in the way of most. */
static void put_note(desk *d, uint32_t c, const uint32_t *alone) {
    const rp_outcome *o = d->outcome;
    char note[240], day[16];
    rp_rule worst = 0;

    if (o->status[c] == RP_STATUS_HOLD) {
        rp_date_format(day, o->fit->standing->hold[c]);
        snprintf(note, sizeof note, "on hold until %s", day);
        rp_sheet_text(&d->sheet, note);
        return;
    }
    if (o->triage->wants_group[c]) {
        d->words.length = 0;
        d->sheet.out_of_memory |=
            !rp_buffer_puts(&d->words,
                            "wants a group instead of a therapist: ") ||
            !rp_second_put_seat(&d->words, o, c);
        rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
        return;
    }
    if (o->choices[c] > 0) {
        put_full(d, c);
        return;
    }
    for (rp_rule rule = 1; rule < rp_rule_count(); rule++)
        if (alone[rule] > alone[worst])
            worst = rule;
    if (alone[worst] > 0) {
        put_alone(d, c, worst, alone[worst]);
        return;
    }
    snprintf(note, sizeof note, "no therapist passes every rule%s",
             d->obstacles ? "; two or more rules forbid each of them" : "");
    rp_sheet_text(&d->sheet, note);
}

/* `language:12;cost:5` */
static void put_counts(desk *d, const uint32_t *counts) {
    char piece[64];

    d->words.length = 0;
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        if (counts[rule] == 0)
            continue;
        snprintf(piece, sizeof piece, "%s%s:%u", d->words.length ? ";" : "",
                 rp_rule_name(rule), (unsigned)counts[rule]);
        d->sheet.out_of_memory |= !rp_buffer_puts(&d->words, piece);
    }
    rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
}

static void put_waiting(desk *d, uint32_t c, size_t row) {
    const rp_outcome *o = d->outcome;
    uint32_t blocked[RP_RULES_MOST], alone[RP_RULES_MOST] = {0};

    rp_eligible_blocked(o->eligible, c, d->thread, blocked);
    if (d->obstacles)
        d->sheet.out_of_memory |=
            !rp_obstacles_of(d->obstacles, c, d->thread, alone);
    if (o->status[c] == RP_STATUS_WAITLIST)
        rp_sheet_whole(&d->sheet, (int64_t)row);
    else
        rp_sheet_blank(&d->sheet);
    rp_sheet_text(&d->sheet, o->fit->roster->clients[c].id);
    rp_sheet_text(&d->sheet, rp_status_names[o->status[c]]);
    rp_sheet_text(&d->sheet, rp_tier_names[o->triage->tier[c]]);
    put_weeks(d, c);
    rp_sheet_whole(&d->sheet, o->choices[c]);
    put_counts(d, blocked);
    put_counts(d, alone);
    put_note(d, c, alone);
    rp_sheet_end_row(&d->sheet);
}

/* Who is in a file, and how. */
typedef struct client_rows {
    void (*put)(desk *d, uint32_t client, size_t row);    /* rows from 1 */
    uint32_t (*list)(const rp_outcome *o, uint32_t *out); /* in order */
    bool has_obstacles;
} client_rows;

/* Who has started, or is on hold, is not. */
static bool is_listed(const rp_outcome *o, uint32_t c) {
    return o->triage->away[c] == RP_AWAY_NOT;
}

/* By group, then client. */
static uint32_t list_all(const rp_outcome *o, uint32_t *out) {
    uint32_t count = 0;

    for (int group = 0; group < 3; group++)
        for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
            if (group_of(o->status[c]) == group && is_listed(o, c))
                out[count++] = c;
    return count;
}

static uint32_t list_matched(const rp_outcome *o, uint32_t *out) {
    uint32_t count = 0;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (rp_status_is_matched(o->status[c]))
            out[count++] = c;
    return count;
}

/* Who comes first, by tier and turn; then whom nobody can see, by id; last who
 * is on hold, by id. */
static uint32_t list_waiting(const rp_outcome *o, uint32_t *out) {
    const rp_triage *t = o->triage;
    uint32_t clients = o->fit->roster->client_count, count = 0;

    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        for (uint32_t k = 0; k < clients; k++) {
            uint32_t c = t->sequence[k];
            if (t->tier[c] == tier && o->status[c] == RP_STATUS_WAITLIST)
                out[count++] = c;
        }
    for (uint32_t c = 0; c < clients; c++)
        if (o->status[c] == RP_STATUS_INELIGIBLE)
            out[count++] = c;
    for (uint32_t c = 0; c < clients; c++)
        if (o->status[c] == RP_STATUS_HOLD)
            out[count++] = c;
    return count;
}

/* Rows are made by all threads, block by block, and written in order. */
typedef struct press {
    const client_rows *kind;
    const uint32_t *order; /* [count] clients */
    size_t count, base;    /* base: the first row of this wave */
    desk *desks;           /* [threads] */
    rp_buffer blocks[WAVE];
} press;

static void print_block(void *payload, size_t block, int thread) {
    press *p = payload;
    desk *d = &p->desks[thread];
    size_t first = p->base + block * BLOCK;
    size_t last = p->count - first < BLOCK ? p->count : first + BLOCK;

    d->block = &p->blocks[block];
    d->block->length = 0;
    for (size_t i = first; i < last && !d->sheet.out_of_memory; i++)
        p->kind->put(d, p->order[i], i + 1);
    rp_sheet_flush(&d->sheet);
}

static void print_all(press *p, rp_sheet *sheet, const rp_source *source) {
    rp_sheet_flush(sheet); /* the header stands above */
    while (p->base < p->count) {
        size_t blocks = (p->count - p->base + BLOCK - 1) / BLOCK;
        if (blocks > WAVE)
            blocks = WAVE;
        rp_thread_pool_run(source->context->threads, blocks, print_block, p);
        for (size_t b = 0; b < blocks; b++)
            if (p->blocks[b].length)
                sheet->put(sheet->payload, p->blocks[b].bytes,
                           p->blocks[b].length);
        p->base += blocks * BLOCK;
        if (p->base < p->count)
            rp_context_tell(source->context, source->file,
                            (double)p->base / (double)p->count);
    }
}

static void put_clients(rp_sheet *sheet, const rp_source *source,
                        const client_rows *kind) {
    press p = {.kind = kind};
    const rp_fit *fit = source->outcome->fit;
    uint32_t *order = rp_new_array(fit->roster->client_count, sizeof *order);
    rp_obstacles *obstacles = NULL;
    bool whole = order != NULL;

    p.order = order;
    if (whole)
        p.count = kind->list(source->outcome, order);
    if (whole && kind->has_obstacles && rp_obstacles_is_small(fit, p.count))
        whole = rp_obstacles_new(&obstacles, fit, order, p.count,
                                 source->context->threads) == RP_OK;
    p.desks = rp_new_array((size_t)source->context->threads, sizeof *p.desks);
    for (int k = 0; p.desks && k < source->context->threads; k++)
        whole &= open_desk(&p.desks[k], sheet, source, k, obstacles);
    if (whole && p.desks)
        print_all(&p, sheet, source);
    for (int k = 0; p.desks && k < source->context->threads; k++) {
        whole &= !p.desks[k].sheet.out_of_memory;
        sheet->ended += p.desks[k].sheet.ended;
        close_desk(&p.desks[k]);
    }
    for (size_t b = 0; b < WAVE; b++)
        rp_buffer_clear(&p.blocks[b]);
    whole &= p.desks != NULL && !rp_eligible_failed(source->outcome->eligible);
    rp_obstacles_free(obstacles);
    free(p.desks);
    free(order);
    sheet->out_of_memory |= !whole;
}

void rp_clients_assigned(rp_sheet *sheet, const rp_source *source) {
    static const client_rows rows = {put_assignment, list_all, false};

    put_clients(sheet, source, &rows);
}

void rp_clients_ranked(rp_sheet *sheet, const rp_source *source) {
    static const client_rows rows = {put_choices, list_matched, false};

    put_clients(sheet, source, &rows);
}

void rp_clients_waiting(rp_sheet *sheet, const rp_source *source) {
    static const client_rows rows = {put_waiting, list_waiting, true};

    put_clients(sheet, source, &rows);
}

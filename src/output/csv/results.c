#include "output/csv/results.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "fit/phrases.h"
#include "output/csv/answers.h"
#include "output/csv/equity.h"
#include "output/csv/reasons.h"
#include "output/csv/sheet.h"
#include "why/edit/words.h"

#include <stdio.h>
#include <stdlib.h>

enum {
    BLOCK = 64, /* clients whose rows one thread makes at a time */
    WAVE = 16,  /* blocks that are made before they are written in order */
};

/* What one thread needs to write rows about clients. */
typedef struct desk {
    const rp_outcome *outcome;
    const rp_results_options *options;
    int thread;
    bool blank_status;
    rp_sheet sheet;
    rp_reasons reasons;
    rp_chooser chooser;
    rp_buffer words;
    rp_buffer *block; /* gets the rows */
    bool out_of_memory;
} desk;

static void close_desk(desk *d) {
    rp_sheet_end(&d->sheet);
    rp_reasons_clear(&d->reasons);
    rp_chooser_clear(&d->chooser);
    rp_buffer_clear(&d->words);
}

static void put_buffer(void *payload, const void *bytes, size_t length) {
    desk *d = payload;

    d->out_of_memory |= !rp_buffer_put(d->block, bytes, length);
}

static bool open_desk(desk *d, const rp_outcome *outcome,
                      const rp_results_options *options, int thread) {
    *d = (desk){.outcome = outcome, .options = options, .thread = thread};
    rp_sheet_begin(&d->sheet, put_buffer, d, options->delimiter, false);
    return rp_chooser_init(&d->chooser, outcome->fit->roster->therapist_count);
}

static void put_words(desk *d, const rp_buffer *words) {
    rp_sheet_bytes(&d->sheet, (rp_text){words->bytes, words->length});
}

/* because, but and confirm of a pair; the reasons are turned to its client. */
static void put_reasons(desk *d, uint32_t therapist, bool with_points) {
    if (!rp_reasons_judge(&d->reasons, therapist)) {
        d->out_of_memory = true;
        return;
    }
    for (int k = 0; with_points && k < RP_CRITERION_COUNT; k++)
        rp_sheet_tenths(&d->sheet, d->reasons.tenths[k]);
    put_words(d, &d->reasons.because);
    put_words(d, &d->reasons.but);
    put_words(d, &d->reasons.words);
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
    const rp_analyses *analyses = d->options->analyses;
    bool made = analyses && analyses->made & RP_ANALYSE_MARGINS;

    if (made && analyses->margins.points[c] >= 0)
        rp_sheet_cents(&d->sheet, analyses->margins.points[c]);
    else
        rp_sheet_blank(&d->sheet);
    rp_sheet_text(&d->sheet,
                  made ? rp_firmness_names[analyses->margins.firmness[c]] : "");
}

static void put_assignment(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    uint32_t therapist = o->therapist[c];

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
    } else if (rp_reasons_turn(&d->reasons, o->fit, c)) {
        put_reasons(d, therapist, false);
    } else {
        d->out_of_memory = true;
    }
    if (!rp_phrases_flags(o->fit, &roster->clients[c], &d->words))
        d->out_of_memory = true;
    else
        rp_sheet_text(&d->sheet, d->words.bytes);
    put_margin(d, c);
    rp_sheet_end_row(&d->sheet);
}

/* Rows stand in three groups: human; assigned and pinned; the others. */
static int group_of(uint8_t status) {
    return status == RP_STATUS_HUMAN                                    ? 0
           : status == RP_STATUS_ASSIGNED || status == RP_STATUS_PINNED ? 1
                                                                        : 2;
}

static const char *seat_words(const rp_outcome *o, uint32_t c,
                              uint32_t therapist) {
    if (o->therapist[c] == therapist)
        return "assigned";
    return o->left[therapist] > 0 ? "open" : "full";
}

static void put_choices(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;

    if (!rp_reasons_turn(&d->reasons, o->fit, c)) {
        d->out_of_memory = true;
        return;
    }
    size_t count =
        rp_outcome_choices(o, c, d->thread, d->options->top, &d->chooser, NULL);
    for (size_t i = 0; i < count; i++) {
        rp_choice choice = d->chooser.choices[i];
        rp_sheet_text(&d->sheet, roster->clients[c].id);
        rp_sheet_whole(&d->sheet, (int64_t)i + 1);
        rp_sheet_text(&d->sheet, roster->therapists[choice.therapist].id);
        rp_sheet_text(&d->sheet, roster->therapists[choice.therapist].name);
        rp_sheet_text(&d->sheet, d->blank_status
                                     ? ""
                                     : seat_words(o, c, choice.therapist));
        rp_sheet_tenths(&d->sheet, rp_score_tenths(choice.score));
        put_reasons(d, choice.therapist, true);
        rp_sheet_end_row(&d->sheet);
    }
}

/* "no free seat: 3 therapists fit and are full" or the rule that blocks. */
static void put_note(desk *d, uint32_t c, const uint32_t *blocked) {
    const rp_outcome *o = d->outcome;
    char note[160];
    rp_rule worst = 0;

    if (o->choices[c] > 0) {
        bool has = rp_outcome_has_opening(o, c, d->thread, &d->chooser);
        snprintf(note, sizeof note, "%u therapist%s fit%s, and %s",
                 (unsigned)o->choices[c], o->choices[c] == 1 ? "" : "s",
                 o->choices[c] == 1 ? "s" : "",
                 rp_words_no_seat(o->choices[c], has));
    } else {
        for (rp_rule rule = 1; rule < rp_rule_count(); rule++)
            if (blocked[rule] > blocked[worst])
                worst = rule;
        snprintf(note, sizeof note,
                 "no therapist passes every rule; '%s' is the first to forbid "
                 "%u of them",
                 rp_rule_name(worst), (unsigned)blocked[worst]);
    }
    rp_sheet_text(&d->sheet, note);
}

static void put_waiting(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    uint32_t blocked[RP_RULES_MOST];
    char piece[64];

    rp_eligible_blocked(o->eligible, c, d->thread, blocked);
    rp_sheet_text(&d->sheet, o->fit->roster->clients[c].id);
    rp_sheet_text(&d->sheet, rp_status_names[o->status[c]]);
    rp_sheet_text(&d->sheet, rp_tier_names[o->triage->tier[c]]);
    put_weeks(d, c);
    rp_sheet_whole(&d->sheet, o->choices[c]);
    d->words.length = 0;
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        if (blocked[rule] == 0)
            continue;
        snprintf(piece, sizeof piece, "%s%s:%u", d->words.length ? ";" : "",
                 rp_rule_name(rule), (unsigned)blocked[rule]);
        d->out_of_memory |= !rp_buffer_puts(&d->words, piece);
    }
    rp_sheet_bytes(&d->sheet, (rp_text){d->words.bytes, d->words.length});
    put_note(d, c, blocked);
    rp_sheet_end_row(&d->sheet);
}

/* A sheet with rows about clients. */
typedef struct client_sheet {
    const char *name, *header;
    void (*put)(desk *d, uint32_t client);
    bool (*has)(uint8_t status); /* is a client of this status in it? */
    bool in_groups;              /* rows by group, then client */
} client_sheet;

static bool has_all(uint8_t status) {
    (void)status;
    return true;
}

static bool has_choices(uint8_t status) { return status != RP_STATUS_HUMAN; }

static bool has_waiting(uint8_t status) { return group_of(status) == 2; }

static const client_sheet assignments = {
    "assignments.csv",
    "client_id,status,therapist_id,therapist_name,score,rank,tier,"
    "weeks_waited,because,but,confirm,flags,margin,firmness",
    put_assignment, has_all, true};

static const client_sheet ranked = {"ranked.csv", RP_RANKED_COLUMNS,
                                    put_choices, has_choices, false};

static const client_sheet waitlist = {
    "waitlist.csv",
    "client_id,status,tier,weeks_waited,eligible_therapists,blocked_by,note",
    put_waiting, has_waiting, false};

/* The clients of a sheet in the order of its rows; NULL when out of memory. */
static uint32_t *order_of(const client_sheet *kind, const rp_outcome *o,
                          size_t *count) {
    uint32_t clients = o->fit->roster->client_count;
    uint32_t *order = rp_new_array(clients, sizeof *order);

    *count = 0;
    for (int group = 0; order && group < (kind->in_groups ? 3 : 1); group++)
        for (uint32_t c = 0; c < clients; c++)
            if (kind->has(o->status[c]) &&
                (!kind->in_groups || group_of(o->status[c]) == group))
                order[(*count)++] = c;
    return order;
}

/* Rows are made by all threads, block by block, and written in order. */
typedef struct press {
    const client_sheet *kind;
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
    for (size_t i = first; i < last && !d->out_of_memory; i++)
        p->kind->put(d, p->order[i]);
    rp_sheet_flush(&d->sheet);
}

static void print_all(press *p, const rp_results_options *options, rp_put *put,
                      void *payload) {
    while (p->base < p->count) {
        size_t blocks = (p->count - p->base + BLOCK - 1) / BLOCK;
        if (blocks > WAVE)
            blocks = WAVE;
        rp_thread_pool_run(options->threads, blocks, print_block, p);
        for (size_t b = 0; b < blocks; b++)
            if (p->blocks[b].length)
                put(payload, p->blocks[b].bytes, p->blocks[b].length);
        p->base += blocks * BLOCK;
        if (options->progress && p->base < p->count)
            options->progress(options->payload, p->kind->name,
                              (double)p->base / (double)p->count);
    }
}

/* Make the rows of a sheet; false when out of memory. */
static bool put_clients(const client_sheet *kind, const rp_outcome *outcome,
                        const rp_results_options *options, bool blank_status,
                        rp_put *put, void *payload) {
    press p = {.kind = kind};
    uint32_t *order = order_of(kind, outcome, &p.count);
    bool whole = order != NULL;

    p.order = order;
    p.desks = rp_new_array((size_t)options->threads, sizeof *p.desks);
    for (int k = 0; p.desks && k < options->threads; k++) {
        whole &= open_desk(&p.desks[k], outcome, options, k);
        p.desks[k].blank_status = blank_status;
    }
    if (whole && p.desks)
        print_all(&p, options, put, payload);
    for (int k = 0; p.desks && k < options->threads; k++) {
        whole &= !p.desks[k].out_of_memory && !p.desks[k].sheet.out_of_memory;
        close_desk(&p.desks[k]);
    }
    for (size_t b = 0; b < WAVE; b++)
        rp_buffer_clear(&p.blocks[b]);
    whole &= p.desks != NULL && !rp_eligible_failed(outcome->eligible);
    free(p.desks);
    free(order);
    return whole;
}

static bool put_header(const char *names, const rp_results_options *options,
                       bool bom, rp_put *put, void *payload) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, options->delimiter, bom);
    rp_sheet_header(&sheet, names);
    return rp_sheet_end(&sheet);
}

static bool put_workload(const rp_outcome *o, const rp_results_options *options,
                         rp_put *put, void *payload) {
    const rp_roster *roster = o->fit->roster;
    rp_sheet sheet;

    rp_sheet_begin(&sheet, put, payload, options->delimiter, options->bom);
    rp_sheet_header(&sheet, "therapist_id,therapist_name,openings,assigned,"
                            "left,eligible_clients,mean_score");
    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        uint64_t count = o->assigned[t];
        rp_sheet_text(&sheet, roster->therapists[t].id);
        rp_sheet_text(&sheet, roster->therapists[t].name);
        rp_sheet_whole(&sheet, roster->therapists[t].openings);
        rp_sheet_whole(&sheet, (int64_t)count);
        rp_sheet_whole(&sheet, o->left[t]);
        rp_sheet_whole(&sheet, o->seekers[t]);
        rp_sheet_tenths(
            &sheet,
            count ? (int)((2 * o->score_sum[t] + 10 * count) / (20 * count))
                  : -1);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

static void put_file(void *payload, const void *bytes, size_t length) {
    rp_file_put(payload, bytes, length);
}

static rp_status write_clients(rp_commit *commit, const rp_outcome *outcome,
                               const rp_results_options *options,
                               const client_sheet *kind) {
    rp_file *file = rp_commit_file(commit, kind->name);

    if (!file)
        return RP_ERR_IO;
    bool whole =
        put_header(kind->header, options, options->bom, put_file, file) &&
        put_clients(kind, outcome, options, false, put_file, file);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

static rp_status write_workload(rp_commit *commit, const rp_outcome *outcome,
                                const rp_results_options *options) {
    rp_file *file = rp_commit_file(commit, "workload.csv");

    if (!file)
        return RP_ERR_IO;
    bool whole = put_workload(outcome, options, put_file, file);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

rp_status rp_results_ranked(const rp_outcome *outcome,
                            const rp_results_options *options,
                            bool blank_status, rp_put *put, void *payload) {
    return put_header(ranked.header, options, options->bom, put, payload) &&
                   put_clients(&ranked, outcome, options, blank_status, put,
                               payload)
               ? RP_OK
               : RP_ERR_MEMORY;
}

static void tell(const rp_results_options *options, const char *name) {
    if (options->progress)
        options->progress(options->payload, name, 1.0);
}

rp_status rp_results_write(rp_commit *commit, const rp_outcome *outcome,
                           const rp_record *record,
                           const rp_results_options *options) {
    static const client_sheet *const kinds[] = {&assignments, &ranked,
                                                &waitlist};
    rp_status status = RP_OK;

    for (int k = 0; k < 3 && status == RP_OK; k++) {
        status = write_clients(commit, outcome, options, kinds[k]);
        tell(options, kinds[k]->name);
    }
    if (status == RP_OK)
        status = write_workload(commit, outcome, options);
    tell(options, "workload.csv");
    if (status == RP_OK && options->analyses)
        status = rp_answers_write(commit, outcome, options->analyses,
                                  options->delimiter, options->bom);
    if (status == RP_OK && options->equity)
        status = rp_equity_write(commit, options->equity, options->delimiter,
                                 options->bom);
    if (status != RP_OK)
        return status;
    json_t *values = rp_run_values(outcome, record);
    if (options->pages)
        status = rp_pages_write(commit, outcome, values, options->pages);
    if (status == RP_OK)
        status = rp_pages_record(commit, values);
    json_decref(values);
    return status;
}

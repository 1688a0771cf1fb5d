#include "why/trial/trials.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "fit/criteria.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "why/edit/amended.h"

#include <stdlib.h>
#include <string.h>

/* What one thread needs for itself. */
typedef struct workspace {
    rp_amended clinic;
    uint16_t *row, *column; /* [therapists + 1], [clients] */
    rp_need need;           /* of a client who is edited */
    uint16_t *most;         /* [clients] for the sieve */
    int64_t hope;           /* of all edits of one column of a therapist */
    uint32_t hope_of;       /* whose; RP_NONE: nobody's */
    uint32_t hope_column;
    rp_status status;
} workspace;

/* Which clients the rules and the criteria that read a column ask for it. */
typedef struct reading_of {
    uint64_t rules;   /* bits: those that read it */
    uint64_t clients; /* bits: columns of clients that make it matter to a
                         criterion */
} reading_of;

/* What can make a therapist's cells matter to a client. */
typedef struct asking {
    uint64_t rules;   /* bits: those that ask */
    uint64_t columns; /* bits: those that are filled */
} asking;

/* What may be hoped of a trial. */
typedef struct hoped {
    int64_t hope;
    size_t number;
} hoped;

typedef struct reading {
    const rp_study *study;
    const rp_trial *trials;
    rp_need *needs;                      /* [clients] of the clinic as it is */
    asking *asking;                      /* [clients] */
    reading_of columns[RP_COLUMNS_MOST]; /* of therapists */
    uint64_t readers[RP_COLUMNS_MOST];   /* bits: rules that read those of
                                            clients */
    workspace *spaces;                   /* [threads] */
    const rp_trial_sieve *sieve;         /* or NULL */
    hoped *order;                        /* [trials] or NULL: as they are */
    rp_trial_done *done;
    void *payload;
} reading;

uint16_t rp_trial_judge(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    if (rp_rules_forbidding(fit, need, therapist, NULL, 0) > 0)
        return RP_NO_PAIR;
    int s = rp_score_of(fit, need, therapist);
    return s < rp_rule_least_score(fit) ? RP_NO_PAIR : (uint16_t)s;
}

/* -- whom a therapist's cell can matter to --------------------------------- */

static void read_columns(reading_of *of) {
    const rp_schema *schema = &rp_schemas[RP_THERAPISTS];

    for (uint32_t i = 0; i < schema->count; i++) {
        of[i] = (reading_of){0, 0};
        if (schema->columns[i].kind == RP_KIND_IDS)
            of[i].rules = of[i].clients = ~(uint64_t)0; /* it names clients */
    }
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        uint64_t bits =
            rp_columns_bits(RP_THERAPISTS, rp_rule_at(rule)->therapists);
        for (uint32_t i = 0; i < schema->count; i++)
            if (bits >> i & 1)
                of[i].rules |= (uint64_t)1 << rule;
    }
    for (int k = 0; k < RP_CRITERION_COUNT; k++) {
        const rp_link *links = rp_criterion_rows[k]->links;
        for (int l = 0; l < RP_CRITERION_LINKS && links[l].therapists; l++) {
            uint64_t bits = rp_columns_bits(RP_THERAPISTS, links[l].therapists);
            uint64_t clients = rp_columns_bits(RP_CLIENTS, links[l].clients);
            for (uint32_t i = 0; i < schema->count; i++)
                if (bits >> i & 1)
                    of[i].clients |= clients;
        }
    }
}

/* The rules that read each column of clients. */
static void read_clients(uint64_t *readers) {
    const rp_schema *schema = &rp_schemas[RP_CLIENTS];

    for (uint32_t i = 0; i < schema->count; i++)
        readers[i] = schema->columns[i].kind == RP_KIND_IDS ? ~(uint64_t)0 : 0;
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++) {
        uint64_t bits = rp_columns_bits(RP_CLIENTS, rp_rule_at(rule)->clients);
        for (uint32_t i = 0; i < schema->count; i++)
            if (bits >> i & 1)
                readers[i] |= (uint64_t)1 << rule;
    }
}

static asking asking_of(const rp_fit *fit, const rp_need *need) {
    const rp_schema *schema = &rp_schemas[RP_CLIENTS];
    asking of = {0, 0};

    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rp_rule_asks(fit, need, rule))
            of.rules |= (uint64_t)1 << rule;
    for (uint32_t i = 0; i < schema->count; i++)
        if (rp_columns_is_filled(&schema->columns[i], need->client))
            of.columns |= (uint64_t)1 << i;
    return of;
}

/* What the edits of a trial reach, all together. */
static reading_of reach_of(const reading *r, const rp_trial *trial) {
    reading_of all = {0, 0};

    for (uint32_t k = 0; k < trial->count; k++) {
        const reading_of *of = &r->columns[trial->edits[k].column];
        all.rules |= of->rules;
        all.clients |= of->clients;
    }
    return all;
}

/* Does a rule forbid a pair that edits leave alone? As long as one does,
 * nothing else matters.
 * @param rules  bits: those that read what is edited */
static bool stays_forbidden(const rp_forbidding *blockers, uint64_t rules) {
    for (unsigned k = 0; k < rp_forbidding_count(blockers); k++)
        if (!(rules >> blockers->rules[k] & 1))
            return true;
    return false;
}

/* Can edits of a therapist change what a client's pair is worth? */
static bool matters(const asking *asks, const rp_forbidding *blockers,
                    reading_of edits) {
    return !stays_forbidden(blockers, edits.rules) &&
           (rp_forbidding_count(blockers) > 0 || (edits.rules & asks->rules) ||
            (edits.clients & asks->columns));
}

/* -- one trial ------------------------------------------------------------- */

static bool breaks_pin(const reading *r, const rp_fit *fit, uint32_t client,
                       uint32_t therapist) {
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rp_rule_at(rule)->breaks_pins &&
            rp_rule_forbids(fit, &r->needs[client], therapist, rule))
            return true;
    return false;
}

/* A pin stands whatever the score, but the score counts; where an edit makes
 * a rule forbid it that breaks pins, the edited clinic has an error: also where
 * the pin is that of a client who needs a person. */
static void judge_pinned(const reading *r, const rp_fit *fit,
                         uint32_t therapist, rp_trial_result *result) {
    const rp_outcome *o = r->study->outcome;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        uint8_t held =
            o->triage->pin[c] == therapist ? o->triage->held[c] : RP_HELD_NOT;
        bool is_pinned =
            rp_triage_is_held(o->triage, c) && o->triage->pin[c] == therapist;
        if (held == RP_HELD_PIN || held == RP_HELD_FROZEN)
            result->has_failed |= breaks_pin(r, fit, c, therapist);
        else if (held != RP_HELD_NOT) /* else they would be held no longer */
            result->has_failed |=
                rp_trial_judge(fit, &r->needs[c], therapist) == RP_NO_PAIR;
        if (is_pinned)
            result->pinned +=
                rp_score_of(fit, &r->needs[c], therapist) - o->score[c];
    }
}

/* Would the edit change what a client has tried with the therapist, and with it
 * every pair of theirs? Such an edit is not judged by one column. */
static rp_status change_tried(const reading *r, workspace *w,
                              uint32_t therapist, rp_trial_result *result) {
    const rp_fit *fit = &w->clinic.fit;

    for (uint32_t c = 0; c < fit->roster->client_count; c++) {
        const rp_client *client = &fit->roster->clients[c];
        const rp_parted *before = &r->needs[c].parted;
        bool is_theirs = false;
        for (uint32_t k = 0; k < client->parting_count; k++)
            is_theirs |= client->partings[k].therapist == therapist;
        if (!is_theirs)
            continue;
        if (!rp_need_set(&w->need, fit, c))
            return RP_ERR_MEMORY;
        result->has_failed |= !rp_parted_is_same(before, &w->need.parted);
    }
    return RP_OK;
}

/* A pair that falls too far for what was chosen is none. */
static uint16_t judge_bound(const reading *r, const rp_fit *fit,
                            const rp_need *need, uint32_t therapist) {
    uint16_t s = rp_trial_judge(fit, need, therapist);

    return s != RP_NO_PAIR &&
                   rp_outcome_allows(r->study->outcome, need->index, s)
               ? s
               : RP_NO_PAIR;
}

/* A trial of a therapist, or of a copy. */
static rp_status judge_therapist(const reading *r, workspace *w,
                                 rp_trial_result *result) {
    const rp_trial *trial = result->trial;
    const rp_dense_problem *seating = r->study->seating;
    const rp_fit *fit = &w->clinic.fit;
    bool is_copy = trial->edits[0].kind == RP_EDIT_COPY;
    uint32_t t = is_copy ? fit->roster->therapist_count - 1 : trial->therapist;
    const rp_forbidding *blockers =
        rp_blockers_of(r->study->blockers, trial->therapist);
    reading_of edits = reach_of(r, trial);

    memcpy(w->column, rp_dense_problem_column(seating, trial->therapist),
           seating->clients * sizeof *w->column);
    for (uint32_t c = 0; c < seating->clients; c++)
        if (seating->tier[c] != 0 &&
            (matters(&r->asking[c], &blockers[c], edits) ||
             (is_copy &&
              r->needs[c].is_measured))) /* who is new has no record */
            w->column[c] = judge_bound(r, fit, &r->needs[c], t);
    result->column = w->column;
    if (is_copy)
        return RP_OK;
    judge_pinned(r, fit, t, result);
    return change_tried(r, w, t, result);
}

/* A trial of a client, or of a client and a therapist. */
static rp_status judge_client(const reading *r, workspace *w,
                              rp_trial_result *result) {
    const rp_fit *fit = &w->clinic.fit;
    const rp_trial *trial = result->trial;
    uint32_t c = trial->client, therapists = r->study->seating->therapists;
    uint64_t rules = 0;

    if (!rp_need_set(&w->need, fit, c))
        return RP_ERR_MEMORY;
    if (trial->therapist != RP_NONE) {
        result->pair = rp_trial_judge(fit, &w->need, trial->therapist);
        return RP_OK;
    }
    for (uint32_t k = 0; k < trial->count; k++)
        rules |= r->readers[trial->edits[k].column];
    for (uint32_t t = 0; t < therapists; t++)
        w->row[t] =
            stays_forbidden(&rp_blockers_of(r->study->blockers, t)[c], rules)
                ? RP_NO_PAIR
                : rp_trial_judge(fit, &w->need, t);
    w->row[therapists] = RP_NO_PAIR; /* nobody is there yet */
    result->row = w->row;
    return RP_OK;
}

/* -- before it is read ----------------------------------------------------- */

/* What no text in the column can pass. */
static void find_most(const reading *r, workspace *w, const rp_trial *trial) {
    const rp_dense_problem *seating = r->study->seating;
    const uint16_t *pairs = rp_dense_problem_column(seating, trial->therapist);
    const rp_forbidding *blockers =
        rp_blockers_of(r->study->blockers, trial->therapist);
    reading_of edits = reach_of(r, trial);

    for (uint32_t c = 0; c < seating->clients; c++) {
        bool can_change = seating->tier[c] != 0 &&
                          matters(&r->asking[c], &blockers[c], edits);
        w->most[c] = can_change ? RP_SCORE_LIMIT : pairs[c];
    }
}

static int64_t most_pinned(const reading *r, uint32_t therapist) {
    const rp_outcome *o = r->study->outcome;
    int64_t most = 0;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (rp_triage_is_held(o->triage, c) && o->triage->pin[c] == therapist)
            most += RP_SCORE_LIMIT - o->score[c];
    return most;
}

/* What may be hoped of a trial; it is found once for all edits of the same
 * column that come one after the other. */
static void find_hope(void *payload, size_t number, int thread) {
    const reading *r = payload;
    workspace *w = &r->spaces[thread];
    const rp_trial *trial = &r->trials[number];
    const rp_edit *edit = &trial->edits[0];
    int64_t hope = INT64_MAX;

    if (trial->client == RP_NONE && trial->count == 1 &&
        edit->kind != RP_EDIT_COPY) {
        if (w->hope_of != trial->therapist || w->hope_column != edit->column) {
            find_most(r, w, trial);
            w->hope =
                r->sieve->hope_of(r->payload, trial->therapist, w->most,
                                  most_pinned(r, trial->therapist), thread);
            w->hope_of = trial->therapist;
            w->hope_column = edit->column;
        }
        hope = w->hope;
    }
    r->order[number] = (hoped){hope, number};
}

static int most_hopeful_first(const void *left, const void *right) {
    const hoped *a = left, *b = right;

    if (a->hope != b->hope)
        return a->hope > b->hope ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* What is best sets the bar for the rest. */
static rp_status order_by_hope(reading *r, size_t count) {
    r->order = rp_new_array(count, sizeof *r->order);
    if (!r->order)
        return RP_ERR_MEMORY;
    rp_thread_pool_run(r->study->threads, count, find_hope, r);
    qsort(r->order, count, sizeof *r->order, most_hopeful_first);
    return RP_OK;
}

static void run_trial(void *payload, size_t number, int thread) {
    reading *r = payload;
    workspace *w = &r->spaces[thread];
    int64_t hope = r->order ? r->order[number].hope : INT64_MAX;
    const rp_trial *trial =
        &r->trials[r->order ? r->order[number].number : number];
    rp_trial_result result = {.trial = trial,
                              .pair = RP_NO_PAIR,
                              .fit = &w->clinic.fit,
                              .thread = thread};

    if (w->status != RP_OK ||
        (r->sieve && !r->sieve->may_matter(r->payload, trial, hope, thread)))
        return;
    w->status = rp_amended_apply(&w->clinic, trial->edits, trial->count);
    if (w->status == RP_ERR_DATA) {
        result.has_failed = true;
        w->status = RP_OK;
    } else if (w->status == RP_OK && trial->client != RP_NONE) {
        w->status = judge_client(r, w, &result);
    } else if (w->status == RP_OK) {
        w->status = judge_therapist(r, w, &result);
    }
    if (w->status == RP_OK)
        w->status = r->done(r->payload, &result);
}

/* -- all of them ----------------------------------------------------------- */

static rp_status open_reading(reading *r) {
    const rp_fit *fit = r->study->outcome->fit;
    uint32_t clients = fit->roster->client_count;
    rp_status status = RP_OK;

    read_columns(r->columns);
    read_clients(r->readers);
    r->asking = rp_new_array(clients, sizeof *r->asking);
    r->needs = rp_needs_new(fit);
    r->spaces = rp_new_array((size_t)r->study->threads, sizeof *r->spaces);
    if (!r->asking || !r->needs || !r->spaces)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        r->asking[c] = asking_of(fit, &r->needs[c]);
    for (int k = 0; k < r->study->threads && status == RP_OK; k++) {
        workspace *w = &r->spaces[k];
        w->row = rp_new_array((size_t)fit->roster->therapist_count + 1,
                              sizeof *w->row);
        w->column = rp_new_array(clients, sizeof *w->column);
        w->most = rp_new_array(clients, sizeof *w->most);
        w->hope_of = RP_NONE;
        status = w->row && w->column && w->most
                     ? rp_amended_open(&w->clinic, fit)
                     : RP_ERR_MEMORY;
    }
    return status;
}

static void close_reading(reading *r) {
    uint32_t clients = r->study->outcome->fit->roster->client_count;

    for (int k = 0; r->spaces && k < r->study->threads; k++) {
        workspace *w = &r->spaces[k];
        rp_amended_clear(&w->clinic);
        rp_need_clear(&w->need);
        free(w->row);
        free(w->column);
        free(w->most);
    }
    rp_needs_free(r->needs, clients);
    free(r->asking);
    free(r->spaces);
    free(r->order);
}

rp_status rp_trials_read(const rp_study *study, const rp_trial *trials,
                         size_t count, const rp_trial_sieve *sieve,
                         rp_trial_done *done, void *payload) {
    reading r = {.study = study,
                 .trials = trials,
                 .sieve = sieve,
                 .done = done,
                 .payload = payload};

    if (count == 0)
        return RP_OK;
    rp_status status = open_reading(&r);
    if (status == RP_OK && sieve && sieve->hope_of)
        status = order_by_hope(&r, count);
    if (status == RP_OK)
        rp_thread_pool_run(study->threads, count, run_trial, &r);
    for (int k = 0; status == RP_OK && k < study->threads; k++)
        status = r.spaces[k].status;
    close_reading(&r);
    return status;
}

#include "why/trials.h"

#include "base/array.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/crew.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one thread needs for itself. */
typedef struct workspace {
    uint16_t *row;
    uint16_t *columns; /* [therapists][clients] of one wave */
    uint32_t *at;      /* [therapists] of one wave, in the clinic read */
    uint8_t *touches;  /* [therapists][2] touch of each edit */
    rp_edit *edits;    /* of one wave */
    rp_need need;
    rp_status status;
} workspace;

typedef struct reading {
    const rp_study *study;
    const rp_trial *trials;
    size_t *order;      /* [count] trials, wave by wave */
    size_t *first;      /* [waves + 1] into order */
    size_t waves, most; /* trials of the largest */
    workspace *spaces;  /* [threads] */
    rp_trial_done *done;
    void *payload;
} reading;

uint16_t rp_trial_judge(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++)
        if (rp_rule_forbids(fit, need, therapist, (rp_rule)rule))
            return RP_NO_PAIR;
    int s = rp_score_of(fit, need, therapist);
    return s < rp_rule_least_score(fit) ? RP_NO_PAIR : (uint16_t)s;
}

/* -- whom a therapist's cell can concern ----------------------------------- */

/* What a client must have for a therapist's cell to touch the pair. */
typedef enum touch {
    TOUCHES_ALL,
    TOUCHES_COST,
    TOUCHES_HOME,
    TOUCHES_AGE,
    TOUCHES_LANGUAGES,
    TOUCHES_FORMATS,
    TOUCHES_SLOTS,
    TOUCHES_PRESCRIBER,
    TOUCHES_GENDER,
    TOUCHES_POPULATIONS,
    TOUCHES_CONCERNS,
    TOUCHES_SPECIALTIES,
    TOUCHES_MODALITIES,
    TOUCHES_NAMES /* a copy: who is named is not the copy */
} touch;

/* Where in doubt, all. */
static touch touch_of(const rp_edit *e) {
    static const struct {
        const char *column;
        touch touch;
    } touches[] = {{"insurance", TOUCHES_COST},
                   {"fee", TOUCHES_COST},
                   {"fee_min", TOUCHES_COST},
                   {"licensed_in", TOUCHES_HOME},
                   {"age_min", TOUCHES_AGE},
                   {"age_max", TOUCHES_AGE},
                   {"languages", TOUCHES_LANGUAGES},
                   {"formats", TOUCHES_FORMATS},
                   {"sites", TOUCHES_FORMATS},
                   {"slots", TOUCHES_SLOTS},
                   {"prescribes", TOUCHES_PRESCRIBER},
                   {"gender", TOUCHES_GENDER},
                   {"populations", TOUCHES_POPULATIONS},
                   {"not_treated", TOUCHES_CONCERNS},
                   {"specialties", TOUCHES_SPECIALTIES},
                   {"modalities", TOUCHES_MODALITIES}};

    if (e->kind == RP_EDIT_COPY)
        return TOUCHES_NAMES;
    const char *name = rp_schemas[e->side].columns[e->column].name;
    for (size_t k = 0; k < sizeof touches / sizeof *touches; k++)
        if (strcmp(touches[k].column, name) == 0)
            return touches[k].touch;
    return TOUCHES_ALL;
}

static bool has_must(const rp_client *c) {
    for (uint32_t i = 0; i < c->want_modalities.count; i++)
        if (c->want_modalities.items[i].strength == RP_MUST)
            return true;
    return false;
}

static bool concerns(touch which, const rp_client *c, bool is_eligible,
                     bool plain) {
    switch (which) {
    case TOUCHES_COST:
        return c->insurance.count > 0 || !isnan(c->max_fee);
    case TOUCHES_HOME:
        return c->lives_in.count > 0;
    case TOUCHES_AGE:
        return c->age != RP_BLANK;
    case TOUCHES_LANGUAGES:
        return c->languages.count > 0;
    case TOUCHES_FORMATS:
        return c->formats.count > 0;
    case TOUCHES_SLOTS:
        return c->slots.count > 0;
    case TOUCHES_PRESCRIBER:
        return c->needs_prescriber == RP_NEED_YES;
    case TOUCHES_GENDER:
        return c->want_gender.count > 0;
    case TOUCHES_POPULATIONS:
        return c->want_populations.count > 0;
    case TOUCHES_CONCERNS:
        return c->concerns.count > 0;
    case TOUCHES_SPECIALTIES:
        return c->concerns.count > 0 && (is_eligible || !plain);
    case TOUCHES_MODALITIES:
        return (c->concerns.count > 0 || c->want_modalities.count > 0) &&
               (is_eligible || !plain || has_must(c));
    case TOUCHES_NAMES:
        return c->requested.count > 0 || c->past.count > 0 ||
               c->avoid.count > 0;
    case TOUCHES_ALL:
        break;
    }
    return true;
}

/* -- one trial in a wave that is read -------------------------------------- */

/* A pin stands whatever the score, but the score counts; where an edit makes
 * it contraindicated, the edited clinic has an error. */
static rp_status judge_pinned(const rp_study *study, workspace *w,
                              const rp_fit *fit, uint32_t therapist,
                              int64_t *points, bool *broken) {
    const rp_outcome *o = study->outcome;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        if (o->status[c] != RP_STATUS_PINNED || o->therapist[c] != therapist)
            continue;
        if (!rp_need_set(&w->need, fit, c))
            return RP_ERR_MEMORY;
        *broken |=
            rp_rule_forbids(fit, &w->need, therapist, RP_RULE_CONTRAINDICATED);
        *points += rp_score_of(fit, &w->need, therapist) - o->score[c];
    }
    return RP_OK;
}

/* The therapist of a trial in the clinic that was read. */
static uint32_t find_therapist(const rp_fit *fit, const rp_trial *trial) {
    return trial->edits[0].kind == RP_EDIT_COPY
               ? rp_roster_find(fit->roster, RP_THERAPISTS,
                                rp_text_of(trial->edits[0].to))
               : trial->therapist;
}

/* The columns of all therapists of a wave. Client by client, since what a
 * client needs is the same for each of them. */
static rp_status judge_columns(reading *r, workspace *w, const rp_fit *fit,
                               const size_t *trials, size_t count) {
    const rp_study *study = r->study;
    const rp_roster *roster = study->outcome->fit->roster;
    const rp_policy *policy = study->outcome->fit->policy;
    bool plain = policy->min_score <= 0.0 && policy->require_concern <= 0.0;
    size_t clients = roster->client_count;

    for (size_t k = 0; k < count; k++) {
        const rp_trial *trial = &r->trials[trials[k]];
        w->at[k] = find_therapist(fit, trial);
        if (w->at[k] == RP_NO_TAG)
            return RP_ERR_SOLVER; /* the copy that was just made is gone */
        w->touches[2 * k] = (uint8_t)touch_of(&trial->edits[0]);
        w->touches[2 * k + 1] =
            (uint8_t)touch_of(&trial->edits[trial->count - 1]);
        memcpy(w->columns + k * clients,
               rp_seating_column(study->seating, trial->therapist),
               clients * sizeof *w->columns);
    }
    for (uint32_t c = 0; c < clients; c++) {
        bool is_set = false;
        if (study->seating->tier[c] == 0)
            continue;
        for (size_t k = 0; k < count; k++) {
            uint16_t *cell = &w->columns[k * clients + c];
            const rp_client *client = &roster->clients[c];
            bool is_eligible = *cell != RP_NO_PAIR;
            if (!concerns((touch)w->touches[2 * k], client, is_eligible,
                          plain) &&
                !concerns((touch)w->touches[2 * k + 1], client, is_eligible,
                          plain))
                continue;
            if (!is_set && !rp_need_set(&w->need, fit, c))
                return RP_ERR_MEMORY;
            is_set = true;
            *cell = rp_trial_judge(fit, &w->need, w->at[k]);
        }
    }
    return RP_OK;
}

/* A trial of a client, or of a client and a therapist. */
static rp_status judge_client(workspace *w, const rp_fit *fit,
                              rp_trial_result *result) {
    const rp_trial *trial = result->trial;

    if (!rp_need_set(&w->need, fit, trial->client))
        return RP_ERR_MEMORY;
    if (trial->therapist != RP_NOBODY) {
        result->pair = rp_trial_judge(fit, &w->need, trial->therapist);
        return RP_OK;
    }
    for (uint32_t t = 0; t < fit->roster->therapist_count; t++)
        w->row[t] = rp_trial_judge(fit, &w->need, t);
    result->row = w->row;
    return RP_OK;
}

/* Tell what came of the trials of a wave; without a fit, that they failed. */
static rp_status judge(reading *r, int thread, const rp_fit *fit,
                       const size_t *trials, size_t count) {
    workspace *w = &r->spaces[thread];
    bool of_clients = r->trials[trials[0]].client != RP_NOBODY;
    size_t clients = r->study->outcome->fit->roster->client_count;
    rp_status status = RP_OK;

    if (fit && !of_clients)
        status = judge_columns(r, w, fit, trials, count);
    for (size_t k = 0; k < count && status == RP_OK; k++) {
        const rp_trial *trial = &r->trials[trials[k]];
        rp_trial_result result = {.trial = trial,
                                  .has_failed = fit == NULL,
                                  .pair = RP_NO_PAIR,
                                  .thread = thread};
        if (fit && of_clients) {
            status = judge_client(w, fit, &result);
        } else if (fit) {
            result.column = w->columns + k * clients;
            if (trial->edits[0].kind == RP_EDIT_CELL)
                status = judge_pinned(r->study, w, fit, trial->therapist,
                                      &result.pinned, &result.has_failed);
        }
        if (status == RP_OK)
            status = r->done(r->payload, &result);
    }
    return status;
}

/* Read some trials together and judge each. @return RP_ERR_DATA when the
 * edited clinic has errors */
static rp_status read_wave(reading *r, int thread, const size_t *trials,
                           size_t count) {
    workspace *w = &r->spaces[thread];
    const rp_fit *fit = r->study->outcome->fit;
    rp_edit_base base = {fit->roster, fit->taxonomy, false};
    rp_findings findings = {0};
    rp_roster roster = {0};
    rp_fit edited = {0};
    size_t edits = 0;

    for (size_t k = 0; k < count; k++)
        for (uint32_t e = 0; e < r->trials[trials[k]].count; e++)
            w->edits[edits++] = r->trials[trials[k]].edits[e];
    rp_status status =
        rp_edit_apply(&roster, &base, w->edits, edits, &findings);
    if (status == RP_OK)
        status = rp_fit_init(&edited, &roster, fit->policy, fit->taxonomy,
                             fit->scores, fit->unknown_forbids);
    if (status == RP_OK)
        status = judge(r, thread, &edited, trials, count);
    rp_fit_clear(&edited);
    rp_roster_clear(&roster);
    rp_findings_clear(&findings);
    return status;
}

static void run_wave(void *payload, size_t wave, int thread) {
    reading *r = payload;
    const size_t *trials = r->order + r->first[wave];
    size_t count = r->first[wave + 1] - r->first[wave];
    rp_status status = RP_ERR_DATA;

    if (r->spaces[thread].status != RP_OK)
        return;
    if (count > 0)
        status = read_wave(r, thread, trials, count);
    /* one edit with errors spoils a wave: then each by itself */
    if (status == RP_ERR_DATA)
        status = RP_OK;
    else if (status == RP_OK)
        return;
    for (size_t k = 0; k < count && status == RP_OK; k++) {
        status = count > 1 ? read_wave(r, thread, trials + k, 1) : RP_ERR_DATA;
        if (status == RP_ERR_DATA)
            status = judge(r, thread, NULL, trials + k, 1);
    }
    r->spaces[thread].status = status;
}

/* -- waves ----------------------------------------------------------------- */

/* Who is edited in the waves of pairs, and by which trial. */
typedef struct rolls {
    size_t people, count, room;
    uint32_t *by; /* [room][people] trial + 1, 0: nobody's */
} rolls;

static const rp_edit *edit_of(const rp_trial *trial, rp_side side) {
    return &trial->edits[trial->edits[0].side == side ? 0 : 1];
}

/* May two trials stand in one wave, as far as one side goes? */
static bool agrees(const reading *r, uint32_t by, size_t k, rp_side side) {
    if (by == 0)
        return true;
    const rp_edit *a = edit_of(&r->trials[by - 1], side);
    const rp_edit *b = edit_of(&r->trials[k], side);
    return strcmp(a->header, b->header) == 0 && strcmp(a->to, b->to) == 0;
}

/* The first wave where a pair can stand: there nobody of the two is edited
 * otherwise. SIZE_MAX: out of memory. */
static size_t find_wave(const reading *r, rolls *roll, size_t k) {
    size_t client = r->trials[k].client;
    size_t therapist = r->study->outcome->fit->roster->client_count +
                       (size_t)r->trials[k].therapist;
    size_t wave = 0;

    while (wave < roll->count &&
           !(agrees(r, roll->by[wave * roll->people + client], k, RP_CLIENTS) &&
             agrees(r, roll->by[wave * roll->people + therapist], k,
                    RP_THERAPISTS)))
        wave++;
    if (wave == roll->count) {
        uint32_t *by = rp_grow_array(roll->by, roll->count, &roll->room,
                                     roll->people * sizeof *by);
        if (!by)
            return SIZE_MAX;
        roll->by = by;
        memset(by + wave * roll->people, 0, roll->people * sizeof *by);
        roll->count++;
    }
    roll->by[wave * roll->people + client] = (uint32_t)k + 1;
    roll->by[wave * roll->people + therapist] = (uint32_t)k + 1;
    return wave;
}

/* What a trial touches: 0 a client, 1 a therapist, 2 both. */
static int kind_of(const rp_trial *trial) {
    return trial->client == RP_NOBODY      ? 1
           : trial->therapist == RP_NOBODY ? 0
                                           : 2;
}

/* The wave of each trial. Trials of clients, of therapists and of pairs are
 * read in waves of their own, nobody edited in two ways in one. */
static bool number_waves(reading *r, size_t count, size_t *wave) {
    const rp_roster *roster = r->study->outcome->fit->roster;
    size_t people = (size_t)roster->client_count + roster->therapist_count;
    size_t *turn = rp_new_array(people, sizeof *turn);
    rolls roll = {.people = people};
    bool whole = turn != NULL;

    for (int kind = 0; whole && kind < 3; kind++) {
        size_t base = r->waves;
        for (size_t k = 0; whole && k < count; k++) {
            const rp_trial *t = &r->trials[k];
            if (kind_of(t) != kind)
                continue;
            size_t at =
                kind == 0 ? turn[t->client]++
                : kind == 1
                    ? turn[roster->client_count + (size_t)t->therapist]++
                    : find_wave(r, &roll, k);
            whole = at != SIZE_MAX;
            wave[k] = base + at;
            r->waves = base + at + 1 > r->waves ? base + at + 1 : r->waves;
        }
    }
    free(turn);
    free(roll.by);
    return whole;
}

static rp_status plan_waves(reading *r, size_t count) {
    size_t *wave = rp_new_array(count, sizeof *wave);
    rp_status status = RP_ERR_MEMORY;

    r->order = rp_new_array(count, sizeof *r->order);
    if (!wave || !r->order || !number_waves(r, count, wave))
        goto done;
    r->first = rp_new_array(r->waves + 2, sizeof *r->first);
    if (!r->first)
        goto done;
    for (size_t k = 0; k < count; k++)
        r->first[wave[k] + 1]++;
    for (size_t k = 0; k < r->waves; k++) {
        r->most = r->first[k + 1] > r->most ? r->first[k + 1] : r->most;
        r->first[k + 1] += r->first[k];
    }
    for (size_t k = count; k-- > 0;)
        r->order[--r->first[wave[k] + 1]] = k;
    for (size_t k = 0; k < r->waves; k++) /* each stands at its own begin */
        r->first[k] = r->first[k + 1];
    r->first[r->waves] = count;
    status = RP_OK;
done:
    free(wave);
    return status;
}

static rp_status open_spaces(reading *r) {
    const rp_roster *roster = r->study->outcome->fit->roster;

    r->spaces = rp_new_array((size_t)r->study->threads, sizeof *r->spaces);
    for (int k = 0; r->spaces && k < r->study->threads; k++) {
        workspace *w = &r->spaces[k];
        w->row = rp_new_array(r->study->residual->therapists, sizeof *w->row);
        w->columns =
            rp_new_array((size_t)roster->therapist_count * roster->client_count,
                         sizeof *w->columns);
        w->at = rp_new_array(roster->therapist_count, sizeof *w->at);
        w->touches = rp_new_array((size_t)roster->therapist_count * 2,
                                  sizeof *w->touches);
        w->edits = rp_new_array(2 * r->most, sizeof *w->edits);
        if (!w->row || !w->columns || !w->at || !w->touches || !w->edits)
            return RP_ERR_MEMORY;
        for (uint32_t t = roster->therapist_count;
             t < r->study->residual->therapists; t++)
            w->row[t] = RP_NO_PAIR; /* the spare ones see nobody */
    }
    return r->spaces ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_trials_read(const rp_study *study, const rp_trial *trials,
                         size_t count, rp_trial_done *done, void *payload) {
    reading r = {
        .study = study, .trials = trials, .done = done, .payload = payload};
    rp_status status = RP_OK;

    if (count == 0)
        return RP_OK;
    status = plan_waves(&r, count);
    if (status == RP_OK)
        status = open_spaces(&r);
    if (status == RP_OK)
        rp_crew_run(study->threads, r.waves, run_wave, &r);
    for (int k = 0; r.spaces && k < study->threads; k++) {
        workspace *w = &r.spaces[k];
        if (status == RP_OK)
            status = w->status;
        rp_need_clear(&w->need);
        free(w->row);
        free(w->columns);
        free(w->at);
        free(w->touches);
        free(w->edits);
    }
    free(r.spaces);
    free(r.order);
    free(r.first);
    return status;
}

#include "why/trial/trials.h"

#include "base/array.h"
#include "base/thread_pool.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "why/edit/amended.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one thread needs for itself. */
typedef struct workspace {
    rp_amended clinic;
    uint16_t *row, *column; /* [therapists + 1], [clients] */
    rp_need need;           /* of a client who is edited */
    rp_status status;
} workspace;

typedef struct reading {
    const rp_study *study;
    const rp_trial *trials;
    rp_need *needs;    /* [clients] of the clinic as it is */
    bool plain;        /* no pair is forbidden for its score or its concern */
    workspace *spaces; /* [threads] */
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
    for (uint32_t i = 0; i < c->want_modalities->count; i++)
        if (c->want_modalities->items[i].strength == RP_MUST)
            return true;
    return false;
}

static bool concerns(touch which, const rp_client *c, bool is_eligible,
                     bool plain) {
    switch (which) {
    case TOUCHES_COST:
        return c->insurance->count > 0 || !isnan(c->max_fee);
    case TOUCHES_HOME:
        return c->lives_in->count > 0;
    case TOUCHES_AGE:
        return c->age != RP_BLANK;
    case TOUCHES_LANGUAGES:
        return c->languages->count > 0;
    case TOUCHES_FORMATS:
        return c->formats->count > 0;
    case TOUCHES_SLOTS:
        return c->slots.count > 0;
    case TOUCHES_PRESCRIBER:
        return c->needs_prescriber == RP_NEED_YES;
    case TOUCHES_GENDER:
        return c->want_gender->count > 0;
    case TOUCHES_POPULATIONS:
        return c->want_populations->count > 0;
    case TOUCHES_CONCERNS:
        return c->concerns->count > 0;
    case TOUCHES_SPECIALTIES:
        return c->concerns->count > 0 && (is_eligible || !plain);
    case TOUCHES_MODALITIES:
        return (c->concerns->count > 0 || c->want_modalities->count > 0) &&
               (is_eligible || !plain || has_must(c));
    case TOUCHES_NAMES:
        return c->requested->count > 0 || c->past->count > 0 ||
               c->avoid->count > 0;
    case TOUCHES_ALL:
        break;
    }
    return true;
}

/* -- one trial ------------------------------------------------------------- */

/* A pin stands whatever the score, but the score counts; where an edit makes
 * it contraindicated, the edited clinic has an error. */
static void judge_pinned(const reading *r, const rp_fit *fit,
                         uint32_t therapist, rp_trial_result *result) {
    const rp_outcome *o = r->study->outcome;

    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        if (o->status[c] != RP_STATUS_PINNED || o->therapist[c] != therapist)
            continue;
        result->has_failed |= rp_rule_forbids(fit, &r->needs[c], therapist,
                                              RP_RULE_CONTRAINDICATED);
        result->pinned +=
            rp_score_of(fit, &r->needs[c], therapist) - o->score[c];
    }
}

/* A trial of a therapist, or of a copy. */
static void judge_therapist(const reading *r, workspace *w,
                            rp_trial_result *result) {
    const rp_trial *trial = result->trial;
    const rp_dense_problem *seating = r->study->seating;
    const rp_client *clients = r->study->outcome->fit->roster->clients;
    const rp_fit *fit = &w->clinic.fit;
    bool is_copy = trial->edits[0].kind == RP_EDIT_COPY;
    uint32_t t = is_copy ? fit->roster->therapist_count - 1 : trial->therapist;
    touch touches[2] = {touch_of(&trial->edits[0]),
                        touch_of(&trial->edits[trial->count - 1])};

    memcpy(w->column, rp_dense_problem_column(seating, trial->therapist),
           seating->clients * sizeof *w->column);
    for (uint32_t c = 0; c < seating->clients; c++) {
        bool is_eligible = w->column[c] != RP_NO_PAIR;
        if (seating->tier[c] != 0 &&
            (concerns(touches[0], &clients[c], is_eligible, r->plain) ||
             concerns(touches[1], &clients[c], is_eligible, r->plain)))
            w->column[c] = rp_trial_judge(fit, &r->needs[c], t);
    }
    result->column = w->column;
    if (!is_copy)
        judge_pinned(r, fit, t, result);
}

/* A trial of a client, or of a client and a therapist. */
static rp_status judge_client(workspace *w, size_t therapists,
                              rp_trial_result *result) {
    const rp_fit *fit = &w->clinic.fit;
    const rp_trial *trial = result->trial;

    if (!rp_need_set(&w->need, fit, trial->client))
        return RP_ERR_MEMORY;
    if (trial->therapist != RP_NONE) {
        result->pair = rp_trial_judge(fit, &w->need, trial->therapist);
        return RP_OK;
    }
    for (uint32_t t = 0; t < therapists; t++)
        w->row[t] = rp_trial_judge(fit, &w->need, t);
    w->row[therapists] = RP_NO_PAIR; /* nobody is there yet */
    result->row = w->row;
    return RP_OK;
}

static void run_trial(void *payload, size_t number, int thread) {
    reading *r = payload;
    workspace *w = &r->spaces[thread];
    const rp_trial *trial = &r->trials[number];
    rp_trial_result result = {
        .trial = trial, .pair = RP_NO_PAIR, .thread = thread};

    if (w->status != RP_OK)
        return;
    w->status = rp_amended_apply(&w->clinic, trial->edits, trial->count);
    if (w->status == RP_ERR_DATA) {
        result.has_failed = true;
        w->status = RP_OK;
    } else if (w->status == RP_OK && trial->client != RP_NONE) {
        w->status = judge_client(w, r->study->seating->therapists, &result);
    } else if (w->status == RP_OK) {
        judge_therapist(r, w, &result);
    }
    if (w->status == RP_OK)
        w->status = r->done(r->payload, &result);
}

/* -- all of them ----------------------------------------------------------- */

static rp_status open_reading(reading *r) {
    const rp_fit *fit = r->study->outcome->fit;
    uint32_t clients = fit->roster->client_count;
    rp_status status = RP_OK;

    r->plain =
        fit->policy->min_score <= 0.0 && fit->policy->require_concern <= 0.0;
    r->needs = rp_new_array(clients, sizeof *r->needs);
    r->spaces = rp_new_array((size_t)r->study->threads, sizeof *r->spaces);
    if (!r->needs || !r->spaces)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        if (!rp_need_set(&r->needs[c], fit, c))
            return RP_ERR_MEMORY;
    for (int k = 0; k < r->study->threads && status == RP_OK; k++) {
        workspace *w = &r->spaces[k];
        w->row = rp_new_array((size_t)fit->roster->therapist_count + 1,
                              sizeof *w->row);
        w->column = rp_new_array(clients, sizeof *w->column);
        status = w->row && w->column ? rp_amended_open(&w->clinic, fit)
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
    }
    for (uint32_t c = 0; r->needs && c < clients; c++)
        rp_need_clear(&r->needs[c]);
    free(r->needs);
    free(r->spaces);
}

rp_status rp_trials_read(const rp_study *study, const rp_trial *trials,
                         size_t count, rp_trial_done *done, void *payload) {
    reading r = {
        .study = study, .trials = trials, .done = done, .payload = payload};

    if (count == 0)
        return RP_OK;
    rp_status status = open_reading(&r);
    if (status == RP_OK)
        rp_thread_pool_run(study->threads, count, run_trial, &r);
    for (int k = 0; status == RP_OK && k < study->threads; k++)
        status = r.spaces[k].status;
    close_reading(&r);
    return status;
}

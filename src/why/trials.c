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
    uint16_t *row, *column;
    rp_edit *edits; /* [room] of one wave */
    size_t room;
    rp_need need;
    rp_status status;
} workspace;

typedef struct reading {
    const rp_study *study;
    const rp_trial *trials;
    size_t *order; /* [count] trials, wave by wave */
    size_t *first; /* [waves + 1] into order */
    size_t waves;
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

/* Can the cell of this column touch the pair? Where in doubt, yes. */
static bool concerns(const rp_study *study, const char *column,
                     const rp_client *c, bool is_eligible) {
    const rp_policy *policy = study->outcome->fit->policy;
    bool plain = policy->min_score <= 0.0 && policy->require_concern <= 0.0;
    bool has_must = false;

    if (strcmp(column, "insurance") == 0 || strcmp(column, "fee") == 0 ||
        strcmp(column, "fee_min") == 0)
        return c->insurance.count > 0 || !isnan(c->max_fee);
    if (strcmp(column, "licensed_in") == 0)
        return c->lives_in.count > 0;
    if (strcmp(column, "age_min") == 0 || strcmp(column, "age_max") == 0)
        return c->age != RP_BLANK;
    if (strcmp(column, "languages") == 0)
        return c->languages.count > 0;
    if (strcmp(column, "formats") == 0 || strcmp(column, "sites") == 0)
        return c->formats.count > 0;
    if (strcmp(column, "slots") == 0)
        return c->slots.count > 0;
    if (strcmp(column, "prescribes") == 0)
        return c->needs_prescriber == RP_NEED_YES;
    if (strcmp(column, "gender") == 0)
        return c->want_gender.count > 0;
    if (strcmp(column, "populations") == 0)
        return c->want_populations.count > 0;
    if (strcmp(column, "not_treated") == 0)
        return c->concerns.count > 0;
    if (strcmp(column, "specialties") == 0)
        return c->concerns.count > 0 && (is_eligible || !plain);
    if (strcmp(column, "modalities") == 0) {
        for (uint32_t i = 0; i < c->want_modalities.count; i++)
            has_must |= c->want_modalities.items[i].strength == RP_MUST;
        return (c->concerns.count > 0 || c->want_modalities.count > 0) &&
               (is_eligible || has_must || !plain);
    }
    return true;
}

static bool edit_concerns(const rp_study *study, const rp_trial *trial,
                          const rp_client *c, bool is_eligible) {
    for (uint32_t k = 0; k < trial->count; k++) {
        const rp_edit *e = &trial->edits[k];
        if (e->kind == RP_EDIT_COPY)
            return c->requested.count > 0 || c->past.count > 0 ||
                   c->avoid.count > 0;
        if (concerns(study, rp_schemas[e->side].columns[e->column].name, c,
                     is_eligible))
            return true;
    }
    return false;
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

static rp_status judge_column(reading *r, workspace *w, const rp_fit *fit,
                              const rp_trial *trial) {
    const rp_study *study = r->study;
    const rp_roster *roster = study->outcome->fit->roster;
    const uint16_t *old = rp_seating_column(study->seating, trial->therapist);
    uint32_t at = trial->therapist;

    if (trial->edits[0].kind == RP_EDIT_COPY)
        at = rp_roster_find(fit->roster, RP_THERAPISTS,
                            rp_text_of(trial->edits[0].to));
    if (at == RP_NO_TAG)
        return RP_ERR_SOLVER; /* the copy that was just made is gone */
    memcpy(w->column, old, roster->client_count * sizeof *old);
    for (uint32_t c = 0; c < roster->client_count; c++) {
        if (study->seating->tier[c] == 0 ||
            !edit_concerns(study, trial, &roster->clients[c],
                           old[c] != RP_NO_PAIR))
            continue;
        if (!rp_need_set(&w->need, fit, c))
            return RP_ERR_MEMORY;
        w->column[c] = rp_trial_judge(fit, &w->need, at);
    }
    return RP_OK;
}

static rp_status judge(reading *r, int thread, const rp_fit *fit,
                       const rp_trial *trial) {
    workspace *w = &r->spaces[thread];
    rp_trial_result result = {.trial = trial,
                              .has_failed = fit == NULL,
                              .pair = RP_NO_PAIR,
                              .thread = thread};
    rp_status status = RP_OK;

    if (fit && trial->client != RP_NOBODY) {
        if (!rp_need_set(&w->need, fit, trial->client))
            return RP_ERR_MEMORY;
        if (trial->therapist != RP_NOBODY) {
            result.pair = rp_trial_judge(fit, &w->need, trial->therapist);
        } else {
            for (uint32_t t = 0; t < fit->roster->therapist_count; t++)
                w->row[t] = rp_trial_judge(fit, &w->need, t);
            result.row = w->row;
        }
    } else if (fit) {
        status = judge_column(r, w, fit, trial);
        if (status == RP_OK && trial->edits[0].kind == RP_EDIT_CELL)
            status = judge_pinned(r->study, w, fit, trial->therapist,
                                  &result.pinned, &result.has_failed);
        result.column = w->column;
    }
    return status == RP_OK ? r->done(r->payload, &result) : status;
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
    for (size_t k = 0; k < count && status == RP_OK; k++)
        status = judge(r, thread, &edited, &r->trials[trials[k]]);
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
            status = judge(r, thread, NULL, &r->trials[trials[k]]);
    }
    r->spaces[thread].status = status;
}

/* -- waves ----------------------------------------------------------------- */

/* Trials of clients, of therapists and of pairs are read in waves of their
 * own, nobody twice in one. */
static rp_status plan_waves(reading *r, size_t count) {
    const rp_roster *roster = r->study->outcome->fit->roster;
    size_t people = (size_t)roster->client_count + roster->therapist_count;
    size_t *turn = rp_new_array(people, sizeof *turn);
    size_t *wave = rp_new_array(count, sizeof *wave);
    rp_status status = RP_ERR_MEMORY;

    r->order = rp_new_array(count, sizeof *r->order);
    r->first = rp_new_array(3 * count + 2, sizeof *r->first);
    if (!turn || !wave || !r->order || !r->first)
        goto done;
    for (int kind = 0; kind < 3; kind++) {
        size_t base = r->waves;
        memset(turn, 0, people * sizeof *turn);
        for (size_t k = 0; k < count; k++) {
            const rp_trial *t = &r->trials[k];
            bool a = t->client != RP_NOBODY, b = t->therapist != RP_NOBODY;
            if ((a && b ? 2 : a ? 0 : 1) != kind)
                continue;
            size_t *client = a ? &turn[t->client] : NULL;
            size_t *therapist =
                b ? &turn[roster->client_count + t->therapist] : NULL;
            size_t at = a ? *client : 0;
            if (b && *therapist > at)
                at = *therapist;
            if (a)
                *client = at + 1;
            if (b)
                *therapist = at + 1;
            wave[k] = base + at;
            r->waves = base + at + 1 > r->waves ? base + at + 1 : r->waves;
        }
    }
    for (size_t k = 0; k < count; k++)
        r->first[wave[k] + 1]++;
    for (size_t k = 0; k < r->waves; k++)
        r->first[k + 1] += r->first[k];
    for (size_t k = count; k-- > 0;)
        r->order[--r->first[wave[k] + 1]] = k;
    for (size_t k = 0; k < r->waves; k++) /* each stands at its own begin */
        r->first[k] = r->first[k + 1];
    r->first[r->waves] = count;
    status = RP_OK;
done:
    free(turn);
    free(wave);
    return status;
}

static rp_status open_spaces(reading *r) {
    const rp_roster *roster = r->study->outcome->fit->roster;
    size_t room =
        2 * ((size_t)roster->client_count + (size_t)roster->therapist_count);

    r->spaces = rp_new_array((size_t)r->study->threads, sizeof *r->spaces);
    for (int k = 0; r->spaces && k < r->study->threads; k++) {
        workspace *w = &r->spaces[k];
        w->row =
            rp_new_array((size_t)roster->therapist_count * 2, sizeof *w->row);
        w->column = rp_new_array(roster->client_count, sizeof *w->column);
        w->edits = rp_new_array(room, sizeof *w->edits);
        if (!w->row || !w->column || !w->edits)
            return RP_ERR_MEMORY;
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
    status = open_spaces(&r);
    if (status == RP_OK)
        status = plan_waves(&r, count);
    if (status == RP_OK)
        rp_crew_run(study->threads, r.waves, run_wave, &r);
    for (int k = 0; r.spaces && k < study->threads; k++) {
        workspace *w = &r.spaces[k];
        if (status == RP_OK)
            status = w->status;
        rp_need_clear(&w->need);
        free(w->row);
        free(w->column);
        free(w->edits);
    }
    free(r.spaces);
    free(r.order);
    free(r.first);
    return status;
}

#include "library/match.h"

#include "base/array.h"
#include "base/shortage.h"
#include "input/sheet/locate.h"
#include "match/conditions/waiting.h"
#include "rapport/version.h"
#include "why/explain.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- behind the face ---------------------------------------------------- */

rp_context rp_match_context(const rp_clinic *clinic, bool fair, int threads) {
    long cores = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);

    return (rp_context){.threads = cores < 1         ? 1
                                   : cores > INT_MAX ? INT_MAX
                                                     : (int)cores,
                        .floor = fair ? rp_outcome_floor(&clinic->policy) : 0,
                        .crash = RP_START_NETWORK,
                        .delimiter = ',',
                        .bom = true};
}

unsigned rp_match_default_analyses(const rp_clinic *clinic) {
    return clinic->roster.client_count <= RP_ANALYSED_CLIENTS ? RP_ANALYSE_ALL
                                                              : 0;
}

rp_status rp_match_open(rp_match *out, const rp_clinic *clinic,
                        const rp_match_settings *settings) {
    const rp_context *context = &settings->context;

    *out = (rp_match){.clinic = clinic, .context = *context};
    /* findings of the match are about files that the clinic has read */
    rp_status status =
        rp_findings_take_sources(&out->findings, &clinic->findings)
            ? RP_OK
            : RP_ERR_MEMORY;
    if (status == RP_OK)
        status = rp_chosen_match(&out->outcome, &clinic->fit, &clinic->triage,
                                 context, settings->given, &out->findings);
    if (status == RP_OK)
        status = rp_waiting_count(&out->outcome, context);
    if (status == RP_OK)
        status = rp_second_make(&out->second, &out->outcome);
    rp_table_locate(&clinic->answers.table, &out->findings);
    rp_findings_sort(&out->findings);
    out->is_solved = status == RP_OK;
    if (status == RP_OK)
        status = rp_analyses_make(&out->analyses, &out->outcome, context,
                                  &settings->analyses);
    out->has_equity = settings->audit != NULL;
    if (status == RP_OK && settings->audit)
        status = rp_equity_make(&out->equity, &out->outcome, settings->audit,
                                settings->small_cell);
    return status;
}

void rp_match_clear(rp_match *match) {
    free(match->results);
    rp_analyses_clear(&match->study);
    rp_equity_clear(&match->equity);
    rp_analyses_clear(&match->analyses);
    rp_second_clear(&match->second);
    rp_outcome_clear(&match->outcome);
    rp_findings_clear(&match->findings);
}

rp_status rp_match_put(const rp_match *match, rp_commit *commit,
                       const char *const *command, size_t count,
                       const rp_results_options *options) {
    const rp_clinic *clinic = match->clinic;
    rp_record record = {command, count, clinic->inputs, clinic->input_count,
                        rp_version()};
    rp_results_options how = *options;
    rp_shortlist_options pages;
    rp_review review = {0};
    rp_status status = RP_OK;

    if (rp_shortage_count() != clinic->shortages)
        return RP_ERR_MEMORY;
    how.analyses = &match->analyses;
    how.equity = match->has_equity ? &match->equity : NULL;
    if (options->pages) {
        status = rp_clinic_review(&review, clinic);
        pages = *options->pages;
        pages.review = &review;
        pages.findings = &clinic->findings;
        how.pages = &pages;
    }
    if (status == RP_OK)
        status = rp_results_write(commit, &match->outcome, &record,
                                  &match->context, &how);
    rp_review_clear(&review);
    return status;
}

/* ---- the face: matching ------------------------------------------------- */

_Static_assert((int)RP_DECISION_HUMAN == RP_STATUS_HUMAN &&
                   (int)RP_DECISION_ASSIGNED == RP_STATUS_ASSIGNED &&
                   (int)RP_DECISION_PINNED == RP_STATUS_PINNED &&
                   (int)RP_DECISION_WAITLIST == RP_STATUS_WAITLIST &&
                   (int)RP_DECISION_INELIGIBLE == RP_STATUS_INELIGIBLE &&
                   (int)RP_DECISION_STARTED == RP_STATUS_STARTED &&
                   (int)RP_DECISION_GROUP == RP_STATUS_GROUP &&
                   (int)RP_DECISION_HOLD == RP_STATUS_HOLD,
               "a decision is a status by another name");

const char *rp_decision_name(rp_decision decision) {
    return rp_status_names[decision];
}

static rp_status take_options(rp_match_settings *out, const rp_clinic *clinic,
                              const rp_match_options *options) {
    static const rp_match_options plain = RP_MATCH_OPTIONS_INIT;
    const rp_match_options *o = options ? options : &plain;
    unsigned wanted = rp_match_default_analyses(clinic);
    rp_text wrong;

    if (o->size != sizeof *o || o->threads < 0 ||
        (o->analyses && !rp_analyses_parse(&wanted, &wrong, o->analyses)))
        return RP_ERR_USAGE;
    *out = (rp_match_settings){
        .context = rp_match_context(clinic, o->fair, o->threads),
        .analyses = {.wanted = wanted, .bottlenecks = o->bottlenecks}};
    out->context.progress = o->progress;
    out->context.payload = o->payload;
    return RP_OK;
}

static rp_status make_results(rp_match *match) {
    const rp_outcome *o = &match->outcome;
    uint32_t clients = o->fit->roster->client_count;

    match->results = rp_new_array(clients, sizeof *match->results);
    if (!match->results)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        match->results[c] =
            (rp_result){.decision = (rp_decision)o->status[c],
                        .therapist = o->therapist[c],
                        .score = o->score[c] / 100.0,
                        .eligible = o->choices[c],
                        .tier = rp_tier_names[o->triage->tier[c]],
                        .weeks = o->triage->weeks[c]};
    return RP_OK;
}

rp_status rp_match_make(rp_match **out, const rp_clinic *clinic,
                        const rp_match_options *options) {
    rp_match_settings settings;
    rp_status status = take_options(&settings, clinic, options);

    *out = NULL;
    if (status != RP_OK)
        return status;
    rp_match *match = malloc(sizeof *match);
    if (!match)
        return RP_ERR_MEMORY;
    status = rp_match_open(match, clinic, &settings);
    if (status == RP_OK)
        status = make_results(match);
    if (status == RP_OK)
        *out = match;
    else
        rp_match_free(match);
    return status;
}

void rp_match_free(rp_match *match) {
    if (match)
        rp_match_clear(match);
    free(match);
}

const rp_result *rp_match_result(const rp_match *match, uint32_t client) {
    return &match->results[client];
}

uint32_t rp_match_left(const rp_match *match, uint32_t therapist) {
    return match->outcome.left[therapist];
}

/* ---- the face: why ------------------------------------------------------ */

static rp_reason reason_of(const rp_fact *f) {
    return (rp_reason){.kind = rp_fact_names[f->kind],
                       .therapist = f->therapist,
                       .name = f->name,
                       .verdict = f->verdict,
                       .value = f->value,
                       .weight = f->weight,
                       .points = f->tenths < 0 ? NAN : f->tenths / 10.0,
                       .words = f->words,
                       .source = f->source,
                       .status = f->status};
}

/* Is it known there what another place costs, or how to find out? */
static bool has_ways(const rp_analyses *analyses) {
    return analyses->distances || analyses->recall;
}

/* What every other place would cost: of the analyses, or made now. */
static rp_status find_study(rp_study *out, rp_match *match) {
    static const rp_analyses_options margins = {.wanted = RP_ANALYSE_MARGINS};
    rp_analyses *from =
        has_ways(&match->analyses) ? &match->analyses : &match->study;
    rp_context context = match->context;
    rp_status status = RP_OK;

    context.progress = NULL;
    if (!has_ways(from)) {
        rp_analyses_clear(from); /* of a try that failed */
        status = rp_analyses_make(from, &match->outcome, &context, &margins);
    }
    *out = rp_analyses_study(from, &match->outcome, &context);
    return status;
}

rp_status rp_match_explain(rp_match *match, uint32_t client, uint32_t therapist,
                           rp_reason_callback *reason, void *payload) {
    const rp_roster *roster = &match->clinic->roster;
    rp_explanation explanation = {0};
    rp_study study;

    if (client >= roster->client_count ||
        (therapist != RP_NONE && therapist >= roster->therapist_count))
        return RP_ERR_USAGE;
    rp_status status = find_study(&study, match);
    if (status == RP_OK)
        status = rp_explain(&explanation, &study,
                            rp_analyses_choices(&match->analyses),
                            (rp_question){client, therapist});
    for (size_t k = 0; status == RP_OK && k < explanation.count; k++) {
        rp_reason told = reason_of(&explanation.facts[k]);
        reason(payload, &told);
    }
    rp_explanation_clear(&explanation);
    return status;
}

/* ---- the face: writing -------------------------------------------------- */

enum { WORDS = 46 + 2 * RP_MAX_MAPS };

/* What a command line would have said, so that a run can be read again. */
typedef struct command {
    const char *words[WORDS];
    size_t count;
    char top[16], page_top[16], delimiter[2], analyses[128];
} command;

static void add(command *c, const char *name, const char *value) {
    c->words[c->count++] = name;
    if (value)
        c->words[c->count++] = value;
}

/* As --analyses takes them. */
static void name_analyses(char *out, size_t size, unsigned made) {
    size_t length = 0;

    snprintf(out, size, "none");
    for (int k = 0; k < RP_ANALYSES; k++)
        if (made & 1u << k && length < size)
            length +=
                (size_t)snprintf(out + length, size - length, "%s%s",
                                 length > 0 ? "," : "", rp_analysis_names[k]);
}

static void make_command(command *out, const rp_match *match,
                         const rp_write_options *o) {
    const rp_clinic *clinic = match->clinic;

    *out = (command){.words = {"match"}, .count = 1};
    for (size_t k = 0; k < clinic->word_count; k++)
        add(out, clinic->words[k], NULL);
    if (match->context.floor > 0)
        add(out, "--objective", "fair");
    unsigned wanted = match->analyses.made | match->analyses.left_out;
    if (wanted != rp_match_default_analyses(clinic)) {
        name_analyses(out->analyses, sizeof out->analyses, wanted);
        add(out, "--analyses", out->analyses);
    }
    snprintf(out->top, sizeof out->top, "%u", (unsigned)o->top);
    add(out, "--top", out->top);
    out->delimiter[0] = o->delimiter;
    add(out, "--delimiter", o->delimiter == '\t' ? "TAB" : out->delimiter);
    if (!o->bom)
        add(out, "--no-bom", NULL);
    if (o->pages) {
        snprintf(out->page_top, sizeof out->page_top, "%u",
                 (unsigned)o->page_top);
        add(out, "--pages", NULL);
        add(out, "--page-top", out->page_top);
    }
    if (o->pages && o->page_full)
        add(out, "--page-full", NULL);
    if (o->pages && o->page_scores)
        add(out, "--page-scores", NULL);
    if (o->calendars)
        add(out, "--ics", NULL);
    if (o->xlsx)
        add(out, "--xlsx", NULL);
    for (int side = 0; side < RP_SIDES; side++)
        add(out, clinic->inputs[side].path, NULL);
}

static rp_status put_all(const rp_match *match, rp_commit *commit,
                         const rp_write_options *o) {
    rp_match written = *match; /* with what only writing asks for */
    rp_shortlist_options pages = {.top = o->page_top,
                                  .with_full = o->page_full,
                                  .with_scores = o->page_scores,
                                  .contact = &match->clinic->contact};
    rp_results_options how = {.top = o->top,
                              .pages = o->pages ? &pages : NULL,
                              .calendars = o->calendars,
                              .xlsx = o->xlsx};
    command c;

    written.context.delimiter = o->delimiter;
    written.context.bom = o->bom;
    make_command(&c, match, o);
    return rp_match_put(&written, commit, c.words, c.count, &how);
}

/* What is wrong, in words; the hold knows best what is in the way. */
static void tell_trouble(const rp_write_options *o, const rp_hold *hold,
                         const rp_commit *commit, const char *directory,
                         rp_status status, int reason) {
    const char *words = rp_hold_trouble(hold);
    const char *culprit = commit ? rp_commit_culprit(commit) : directory;

    if (status == RP_OK || !o->trouble || o->trouble_size == 0)
        return;
    if (words)
        snprintf(o->trouble, o->trouble_size, "%s", words);
    else if (status == RP_ERR_IO)
        snprintf(o->trouble, o->trouble_size, "%s: cannot be written: %s",
                 culprit, strerror(reason));
    else
        snprintf(o->trouble, o->trouble_size, "%s: %s", culprit,
                 rp_status_words(status));
}

rp_status rp_match_write(const rp_match *match, const char *directory,
                         const rp_write_options *options) {
    static const rp_write_options plain = RP_WRITE_OPTIONS_INIT;
    const rp_write_options *o = options ? options : &plain;
    rp_commit *commit = NULL;
    rp_hold *hold;

    if (o->size != sizeof *o || !o->delimiter ||
        !strchr(",;\t", o->delimiter) ||
        (o->calendars && (!rp_meeting_promises(&match->clinic->fit) ||
                          match->clinic->triage.as_of == RP_NO_DAY)))
        return RP_ERR_USAGE;
    rp_status status = rp_hold_take(&hold, directory, &rp_results_purpose);
    if (status == RP_OK)
        status = rp_clinic_spare(match->clinic, hold);
    if (status == RP_OK)
        status = rp_hold_check_all(hold);
    int reason = errno;
    if (status == RP_OK)
        status = rp_commit_begin(&commit, hold);
    if (status == RP_OK)
        status = put_all(match, commit, o);
    if (status == RP_OK)
        status = rp_commit_finish(commit);
    if (commit)
        reason = rp_commit_errno(commit);
    tell_trouble(o, hold, commit, directory, status, reason);
    rp_commit_free(commit);
    rp_hold_release(hold);
    errno = reason;
    return status;
}

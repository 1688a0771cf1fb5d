#include "library/clinic.h"

#include "base/array.h"
#include "base/digest.h"
#include "base/path.h"
#include "base/shortage.h"
#include "input/sheet/locate.h"
#include "library/alert.h"

#include <stdlib.h>
#include <string.h>

/* ---- options ------------------------------------------------------------ */

/* What is read, with texts that live as long as the clinic. */
typedef struct reading {
    rp_clinic *clinic;
    rp_csv people[RP_SIDES];
    const char *policy, *taxonomy, *scores, *keep, *contact, *cleared;
    const char *outcomes, *history, *answers, *groups, *limits, *sheet;
    const char *pseudonyms, *maps[RP_MAX_MAPS];
    size_t map_count;
    int32_t today;
    rp_date_order dates;
    bool each, strict, strict_queue, unknown_forbids, frozen, keeps_pinned_only;
    bool uses_reserve;
    uint32_t effort;
} reading;

static bool are_sound(const rp_clinic_options *o) {
    return o && o->size == sizeof *o && o->therapists.name && o->clients.name &&
           o->map_count <= RP_MAX_MAPS && (!o->frozen || o->keep) &&
           (!o->dates || strcmp(o->dates, "mdy") == 0 ||
            strcmp(o->dates, "dmy") == 0);
}

/* A copy in the clinic's arena, NULL of NULL. */
static const char *keep_text(reading *r, const char *text, rp_status *status) {
    const char *copy =
        text ? rp_arena_text(&r->clinic->arena, text, strlen(text)) : NULL;

    if (text && !copy)
        *status = RP_ERR_MEMORY;
    return copy;
}

/* An option as a command line would have it; nothing without a value. */
static void add_words(rp_clinic *c, const char *name, const char *value) {
    if (!value)
        return;
    c->words[c->word_count++] = name;
    if (*value)
        c->words[c->word_count++] = value;
}

static void tell_options(rp_clinic *c, const reading *r, const char *today) {
    add_words(c, "--policy", r->policy);
    add_words(c, "--scores", r->scores);
    add_words(c, "--sheet", r->sheet);
    for (size_t k = 0; k < r->map_count; k++)
        add_words(c, "--map", r->maps[k]);
    add_words(c, "--outcomes", r->outcomes);
    add_words(c, "--taxonomy", r->taxonomy);
    add_words(c, "--limits", r->limits);
    add_words(c, "--groups", r->groups);
    add_words(c, "--answers", r->answers);
    add_words(c, "--cleared", r->cleared);
    add_words(c, "--pseudonyms", r->pseudonyms);
    add_words(c, "--unknown", r->unknown_forbids ? "forbid" : NULL);
    add_words(c, "--today", today);
    add_words(c, "--dates",
              r->dates == RP_DATES_MDY   ? "mdy"
              : r->dates == RP_DATES_DMY ? "dmy"
                                         : NULL);
    add_words(c, "--strict", r->strict ? "" : NULL);
    add_words(c, "--queue", r->strict_queue ? "strict" : NULL);
    add_words(c, "--clinic", r->contact);
    add_words(c, "--keep", r->keep);
    add_words(c, "--frozen", r->frozen ? "" : NULL);
}

static rp_status take_options(reading *r, const rp_clinic_options *o) {
    rp_status status = RP_OK;

    if (!are_sound(o))
        return RP_ERR_USAGE;
    r->today = RP_NO_DAY;
    if (o->today && !rp_date_parse(&r->today, rp_text_of(o->today)))
        return RP_ERR_USAGE;
    r->dates = !o->dates                      ? RP_DATES_UNASKED
               : strcmp(o->dates, "mdy") == 0 ? RP_DATES_MDY
                                              : RP_DATES_DMY;
    r->each = o->each;
    r->strict = o->strict;
    r->strict_queue = o->strict_queue;
    r->unknown_forbids = o->unknown_forbids;
    r->frozen = o->frozen;
    r->people[RP_THERAPISTS] = o->therapists;
    r->people[RP_CLIENTS] = o->clients;
    for (int side = 0; side < RP_SIDES; side++) {
        r->people[side].name = keep_text(r, r->people[side].name, &status);
        r->clinic->in_memory[side] = r->people[side].bytes != NULL;
    }
    r->policy = keep_text(r, o->policy, &status);
    r->taxonomy = keep_text(r, o->taxonomy, &status);
    r->scores = keep_text(r, o->scores, &status);
    r->keep = keep_text(r, o->keep, &status);
    r->contact = keep_text(r, o->clinic, &status);
    r->cleared = keep_text(r, o->cleared, &status);
    r->outcomes = keep_text(r, o->outcomes, &status);
    r->history = keep_text(r, o->history, &status);
    r->answers = keep_text(r, o->answers, &status);
    r->groups = keep_text(r, o->groups, &status);
    r->limits = keep_text(r, o->limits, &status);
    r->uses_reserve = o->use_reserve;
    r->effort = o->effort;
    r->sheet = keep_text(r, o->sheet, &status);
    r->pseudonyms = keep_text(r, o->pseudonyms, &status);
    r->clinic->key = r->pseudonyms;
    for (size_t k = 0; k < o->map_count; k++)
        r->maps[k] = keep_text(r, o->maps[k], &status);
    r->map_count = o->map_count;
    if (status == RP_OK)
        tell_options(r->clinic, r, keep_text(r, o->today, &status));
    return status;
}

/* ---- files -------------------------------------------------------------- */

static rp_input input_of(const char *path, const rp_table *table) {
    rp_input input = {path, {0}, table->rows};

    memcpy(input.sha256, table->sha256, RP_DIGEST_SIZE);
    return input;
}

/* A header that a map names can only be missed where both were read. */
static bool has_headers(const rp_roster *roster) {
    return roster->layouts[RP_THERAPISTS].uses &&
           roster->layouts[RP_CLIENTS].uses;
}

/* Both rosters, one of them at least out of memory. */
static rp_status read_tables(const reading *r, const rp_intake *intake) {
    rp_clinic *c = r->clinic;
    rp_table tables[RP_SIDES] = {{0}, {0}};
    rp_status status = RP_OK;

    for (int side = 0; side < RP_SIDES && status != RP_ERR_MEMORY; side++) {
        const rp_csv *from = &r->people[side];
        status = rp_status_graver(
            status,
            from->bytes
                ? rp_table_parse(&tables[side], from->name, from->bytes,
                                 from->length, &c->findings)
                : rp_table_read(&tables[side], from->name, &c->findings));
        if (from->bytes) /* run.json says what was read */
            rp_digest(tables[side].sha256, from->bytes, from->length);
    }
    return rp_status_graver(
        status, rp_intake_tables(&c->roster, tables, intake, &c->findings));
}

/* People who have left the rosters are reported, too. */
static rp_status note_courses(rp_clinic *c) {
    for (uint32_t k = 0; c->pseudonyms && k < c->courses.therapist_count; k++)
        if (!rp_pseudonyms_note(c->pseudonyms, RP_THERAPISTS,
                                c->courses.therapists[k], NULL))
            return RP_ERR_MEMORY;
    return RP_OK;
}

/* What came of earlier therapies. Who is at risk is in crisis, whatever else is
 * wrong with any file. */
static rp_status read_outcomes(const reading *r, rp_input *input) {
    rp_clinic *c = r->clinic;
    const rp_outcome_options options = {.taxonomy = &c->taxonomy,
                                        .map = c->map,
                                        .dates = r->dates,
                                        .strict = r->strict,
                                        .open_days = c->policy.open_days};
    rp_status status = rp_courses_read(&c->courses, r->outcomes, &options,
                                       input, &c->findings);

    if (status != RP_ERR_MEMORY)
        rp_courses_mark_risk(&c->courses, &c->roster);
    if (status == RP_OK)
        status = note_courses(c);
    c->has_outcomes = status == RP_OK;
    if (c->has_outcomes && r->scores)
        rp_findings_add(
            &c->findings, RP_WARNING,
            (rp_place){rp_findings_source(&c->findings, r->outcomes),
                       RP_NO_RECORD, 0},
            "no record of a therapist counts beside --scores; who "
            "is at risk is named even so");
    return status;
}

static rp_status read_limits(const reading *r, rp_input *input) {
    rp_clinic *c = r->clinic;
    const rp_limits_options options = {.roster = &c->roster,
                                       .map = c->map,
                                       .minutes = c->policy.session_minutes,
                                       .strict = r->strict};

    return rp_limits_read(&c->limits, r->limits, &options, input, &c->findings);
}

/* Inputs that name people of the rosters. */
typedef struct about_people {
    rp_input scores, answers, cleared, outcomes, groups, limits;
} about_people;

/* The rosters and what is said of their people. */
static rp_status read_people(const reading *r, about_people *inputs) {
    rp_clinic *c = r->clinic;
    const rp_csv *people = r->people;
    rp_intake intake = {.therapists = people[RP_THERAPISTS].name,
                        .clients = people[RP_CLIENTS].name,
                        .taxonomy = &c->taxonomy,
                        .sheet = r->sheet,
                        .map = c->map,
                        .parts = c->policy.hours,
                        .pseudonyms = c->pseudonyms,
                        .strict = r->strict,
                        .has_outcomes = r->outcomes != NULL,
                        .has_groups = r->groups != NULL,
                        .has_today = r->today != RP_NO_DAY,
                        .today = r->today,
                        .dates = r->dates};
    rp_status status = people[RP_THERAPISTS].bytes || people[RP_CLIENTS].bytes
                           ? read_tables(r, &intake)
                           : rp_intake_read(&c->roster, &intake, &c->findings);

    if (r->outcomes && status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_outcomes(r, &inputs->outcomes));
    if (r->history && status != RP_ERR_MEMORY) {
        const rp_history_options history = {&c->roster, c->map, r->dates};
        status =
            rp_status_graver(status, rp_history_read(&c->history, r->history,
                                                     &history, &c->findings));
    }
    if (r->groups && status != RP_ERR_MEMORY) {
        const rp_groups_options groups = {.roster = &c->roster,
                                          .map = c->map,
                                          .dates = r->dates,
                                          .parts = c->policy.hours,
                                          .strict = r->strict,
                                          .pseudonyms = c->pseudonyms};
        status = rp_status_graver(
            status, rp_groups_read(&c->groups, r->groups, &groups,
                                   &inputs->groups, &c->findings));
    }
    if (r->limits && status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_limits(r, &inputs->limits));
    if (status == RP_ERR_MEMORY)
        return status;
    if (has_headers(&c->roster))
        rp_map_report_unused(c->map);
    if (r->scores)
        status = rp_status_graver(
            status, rp_scores_read(&c->scores, r->scores, &c->roster,
                                   &inputs->scores, &c->findings));
    if (r->answers && status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, rp_answers_read(&c->answers, r->answers, &c->roster,
                                    &inputs->answers, &c->findings));
    if (r->cleared && status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, rp_cleared_read(&c->cleared, r->cleared, &c->roster,
                                    &inputs->cleared, &c->findings));
    return status;
}

static rp_status read_contact(const reading *r) {
    rp_clinic *c = r->clinic;
    rp_input *input = &c->inputs[c->input_count];

    *input = (rp_input){r->contact, {0}, 0};
    c->contact_at = c->input_count++;
    return rp_contact_read(&c->contact, r->contact, &c->arena, input->sha256,
                           &input->rows, &c->findings);
}

/* Every file is read, whatever is wrong with those before it: only lack of
 * memory stops. The inputs stand in the order in which run.json tells them. */
static rp_status read_all(const reading *r) {
    rp_clinic *c = r->clinic;
    rp_input policy = {r->policy, {0}, 0};
    about_people about = {.scores = {0}};
    rp_input *maps = &c->inputs[2];
    size_t next = 0;
    rp_status status =
        rp_taxonomy_load(&c->taxonomy, r->taxonomy, &c->findings);

    c->folder = r->taxonomy;
    c->folder_sources = c->findings.source_count;
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, rp_policy_load(&c->policy, r->policy, policy.sha256,
                                   &policy.rows, &c->findings));
    if (r->scores)
        maps++;
    if (r->policy)
        maps++;
    if (status != RP_ERR_MEMORY)
        status =
            rp_status_graver(status, rp_map_read(&c->map, r->maps, r->map_count,
                                                 maps, &c->findings));
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_people(r, &about));
    for (; next < 2; next++)
        c->inputs[next] =
            input_of(r->people[next].name, &c->roster.tables[next]);
    if (r->scores)
        c->inputs[next++] = about.scores;
    if (r->policy)
        c->inputs[next++] = policy;
    c->input_count = next + r->map_count;
    if (r->outcomes)
        c->inputs[c->input_count++] = about.outcomes;
    if (r->limits)
        c->inputs[c->input_count++] = about.limits;
    if (r->groups)
        c->inputs[c->input_count++] = about.groups;
    if (r->answers)
        c->inputs[c->input_count++] = about.answers;
    if (r->contact && status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_contact(r));
    if (r->cleared)
        c->inputs[c->input_count++] = about.cleared;
    return status;
}

/* Who was paired, by pseudonyms, whether that run had them or not. */
static rp_status mask_pairs(rp_clinic *c) {
    for (size_t k = 0; c->pseudonyms && k < c->pairs.count; k++) {
        rp_kept_pair *pair = &c->pairs.items[k];
        rp_text *texts[RP_SIDES] = {&pair->therapist, &pair->client};
        for (int side = 0; side < RP_SIDES; side++) {
            if (texts[side]->length == 0 || rp_pseudonyms_is(*texts[side]))
                continue;
            const char *id = rp_arena_text(&c->arena, texts[side]->bytes,
                                           texts[side]->length);
            const char *shown =
                id ? rp_pseudonyms_note(c->pseudonyms, (rp_side)side, id, NULL)
                   : NULL;
            if (!shown)
                return RP_ERR_MEMORY;
            *texts[side] = rp_text_of(shown);
        }
    }
    return RP_OK;
}

/* The pairs of the earlier run. */
static rp_status read_pairs(const reading *r) {
    rp_clinic *c = r->clinic;
    rp_status status = rp_kept_open(&c->kept, r->keep);

    if (status == RP_OK)
        status = rp_kept_read(&c->pairs, &c->kept, r->keeps_pinned_only,
                              &c->findings);
    if (status == RP_OK)
        status = mask_pairs(c);
    c->has_keep = status == RP_OK;
    c->keeps = (rp_kept_list){c->pairs.items, c->pairs.count, r->frozen};
    return status;
}

rp_status rp_clinic_measure(const rp_clinic *clinic, rp_track *track,
                            rp_fit *fit) {
    *track = (rp_track){0};
    if (!clinic->has_outcomes)
        return RP_OK;
    rp_status status =
        rp_track_make(track, &clinic->courses, fit->roster, fit->policy);
    return status == RP_OK ? rp_fit_measure(fit, &track->measured) : status;
}

rp_status rp_clinic_review(rp_review *out, const rp_clinic *clinic) {
    const rp_roster *roster = &clinic->roster;

    *out = (rp_review){0};
    return clinic->courses.form == RP_FORM_SESSIONS
               ? rp_review_make(out, &clinic->courses, &clinic->fit,
                                &clinic->triage,
                                roster->has_today ? roster->today : RP_NO_DAY)
               : RP_OK;
}

/* Who is for whom, of files that have no errors. */
static rp_status sort_out(const reading *r) {
    rp_clinic *c = r->clinic;
    rp_status kept = RP_OK;
    rp_status status =
        r->groups ? rp_groups_take_hours(&c->groups, &c->roster) : RP_OK;

    if (status == RP_OK)
        status = rp_fit_init(&c->fit, &c->roster, &c->policy, &c->taxonomy,
                             r->scores ? &c->scores : NULL, r->unknown_forbids);
    c->fit.cleared = rp_clinic_cleared(c);
    c->fit.groups = r->groups ? &c->groups : NULL;
    c->fit.limits = r->limits ? &c->limits : NULL;
    c->fit.uses_reserve = r->uses_reserve;
    c->fit.effort = r->effort;

    if (status == RP_OK && r->answers)
        status =
            rp_standing_make(&c->standing, &c->answers, &c->roster,
                             c->roster.layouts[RP_CLIENTS].as_of, &c->findings);
    c->fit.standing = r->answers ? &c->standing : NULL;
    if (status == RP_OK)
        status = rp_clinic_measure(c, &c->track, &c->fit);
    if (status == RP_OK && r->keep)
        kept = read_pairs(r);
    if (status == RP_OK)
        status = rp_triage_make(&c->triage, &c->fit, r->today, r->strict_queue,
                                rp_clinic_keeps(c), &c->findings);
    if (c->pairs.table.path)
        rp_table_locate(&c->pairs.table, &c->findings);
    rp_table_locate(&c->answers.table, &c->findings);
    return status == RP_OK ? kept : status;
}

rp_status rp_clinic_open(rp_clinic *out, const rp_clinic_options *options,
                         bool keeps_pinned_only) {
    reading r = {.clinic = out, .keeps_pinned_only = keeps_pinned_only};

    *out = (rp_clinic){.shortages = rp_shortage_count()};
    rp_status status = take_options(&r, options);
    if (status != RP_OK)
        return status;
    /* without the key nothing is read that might be told */
    if (r.pseudonyms)
        status =
            rp_pseudonyms_read(&out->pseudonyms, r.pseudonyms, &out->findings);
    if (status == RP_OK)
        status = read_all(&r);
    if (status == RP_OK)
        status = sort_out(&r);
    rp_roster_settle(&out->roster, &out->findings);
    if (out->pseudonyms)
        rp_pseudonyms_hide(out->pseudonyms, &out->findings);
    rp_map_free(out->map);
    out->map = NULL;
    rp_findings_sort(&out->findings);
    if (!r.each)
        rp_findings_gather(&out->findings);
    return out->findings.out_of_memory ? RP_ERR_MEMORY : status;
}

void rp_clinic_clear(rp_clinic *clinic) {
    rp_triage_clear(&clinic->triage);
    rp_kept_pairs_clear(&clinic->pairs);
    rp_kept_clear(&clinic->kept);
    rp_fit_clear(&clinic->fit);
    rp_scores_clear(&clinic->scores);
    rp_standing_clear(&clinic->standing);
    rp_answers_clear(&clinic->answers);
    rp_cleared_clear(&clinic->cleared);
    rp_groups_clear(&clinic->groups);
    rp_limits_clear(&clinic->limits);
    rp_track_clear(&clinic->track);
    rp_courses_clear(&clinic->courses);
    rp_history_clear(&clinic->history);
    rp_roster_clear(&clinic->roster);
    rp_pseudonyms_free(clinic->pseudonyms);
    rp_map_free(clinic->map);
    rp_taxonomy_clear(&clinic->taxonomy);
    rp_findings_clear(&clinic->findings);
    rp_arena_clear(&clinic->arena);
}

/* A table of the taxonomy's folder, and not one that is built in. */
static bool is_in_folder(const rp_clinic *clinic, const char *source) {
    size_t length = clinic->folder ? strlen(clinic->folder) : 0;

    return clinic->folder && strncmp(source, clinic->folder, length) == 0 &&
           rp_path_is_separator(source[length]);
}

rp_status rp_clinic_spare(const rp_clinic *clinic, rp_hold *hold) {
    rp_status status = RP_OK;

    for (size_t k = 0; k < clinic->input_count && status == RP_OK; k++)
        if (k >= RP_SIDES || !clinic->in_memory[k])
            status = rp_hold_spare(hold, clinic->inputs[k].path);
    if (clinic->key && status == RP_OK)
        status = rp_hold_spare(hold, clinic->key);
    for (size_t k = 0; k < clinic->folder_sources && status == RP_OK; k++)
        if (is_in_folder(clinic, clinic->findings.sources[k].name))
            status = rp_hold_spare(hold, clinic->findings.sources[k].name);
    return status;
}

rp_status rp_clinic_move_groups(const rp_clinic *clinic, rp_groups *groups,
                                rp_roster *roster) {
    *groups = (rp_groups){0};
    if (!clinic->fit.groups)
        return RP_OK;
    rp_status status =
        rp_groups_move(groups, &clinic->groups, &clinic->roster, roster);
    return status == RP_OK ? rp_groups_take_hours(groups, roster) : status;
}

const rp_kept_list *rp_clinic_keeps(const rp_clinic *clinic) {
    return clinic->has_keep ? &clinic->keeps : NULL;
}

const rp_cleared *rp_clinic_cleared(const rp_clinic *clinic) {
    return clinic->cleared.ids ? &clinic->cleared : NULL;
}

/* ---- the face ----------------------------------------------------------- */

static void tell_all(const rp_clinic *c, const rp_clinic_options *o) {
    const rp_fit read = {.roster = &c->roster,
                         .taxonomy = &c->taxonomy,
                         .cleared = rp_clinic_cleared(c)};

    if (o->alert)
        rp_alert_each(&read, NULL, &c->findings, o->alert, o->payload);
    for (size_t k = 0; o->finding && k < c->findings.count; k++) {
        rp_finding finding = rp_findings_show(&c->findings, k);
        o->finding(o->payload, &finding);
    }
    if (o->finding && c->kept.trouble.length > 0)
        o->finding(o->payload, &(rp_finding){.severity = RP_ERROR,
                                             .source = o->keep,
                                             .line = 1,
                                             .column = 1,
                                             .message = c->kept.trouble.bytes,
                                             .cells = 1});
}

rp_status rp_clinic_read(rp_clinic **out, const rp_clinic_options *options) {
    rp_clinic *clinic = malloc(sizeof *clinic);

    *out = NULL;
    if (!clinic)
        return RP_ERR_MEMORY;
    rp_status status = rp_clinic_open(clinic, options, false);
    if (status != RP_ERR_USAGE)
        tell_all(clinic, options);
    if (status == RP_OK)
        *out = clinic;
    else
        rp_clinic_free(clinic);
    return status;
}

void rp_clinic_free(rp_clinic *clinic) {
    if (clinic)
        rp_clinic_clear(clinic);
    free(clinic);
}

uint32_t rp_clinic_client_count(const rp_clinic *clinic) {
    return clinic->roster.client_count;
}

uint32_t rp_clinic_therapist_count(const rp_clinic *clinic) {
    return clinic->roster.therapist_count;
}

const char *rp_clinic_client_id(const rp_clinic *clinic, uint32_t client) {
    return clinic->roster.clients[client].id;
}

const char *rp_clinic_therapist_id(const rp_clinic *clinic,
                                   uint32_t therapist) {
    return clinic->roster.therapists[therapist].id;
}

const char *rp_clinic_therapist_name(const rp_clinic *clinic,
                                     uint32_t therapist) {
    return clinic->roster.therapists[therapist].name;
}

uint32_t rp_clinic_therapist_openings(const rp_clinic *clinic,
                                      uint32_t therapist) {
    return (uint32_t)clinic->roster.therapists[therapist].openings;
}

uint32_t rp_clinic_find_client(const rp_clinic *clinic, const char *id) {
    return rp_roster_find(&clinic->roster, RP_CLIENTS, rp_text_of(id));
}

uint32_t rp_clinic_find_therapist(const rp_clinic *clinic, const char *id) {
    return rp_roster_find(&clinic->roster, RP_THERAPISTS, rp_text_of(id));
}

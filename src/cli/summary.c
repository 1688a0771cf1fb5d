#include "cli/summary.h"

#include "cli/fail_on.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "fit/score.h"
#include "library/alert.h"
#include "output/json.h"
#include "rapport/cli.h"
#include "rapport/version.h"

#include <stdlib.h>

/* A path or a cell may be any bytes; what is not UTF-8 is not shown. */
static json_t *text(rp_text value) {
    return rp_text_is_utf8(value) ? json_stringn(value.bytes, value.length)
                                  : json_string("?");
}

static void set_text(json_t *object, const char *name, const char *value) {
    rp_json_set(object, name, text(rp_text_of(value)));
}

static void set_whole(json_t *object, const char *name, uint64_t value) {
    rp_json_set(object, name, json_integer((json_int_t)value));
}

void rp_summary_begin(rp_summary *out, const rp_options *options) {
    *out = (rp_summary){.fail_on = options->fail_on};
    if (!options->as_json)
        return;
    out->object = json_object();
    set_text(out->object, "rapport", rp_version());
    set_text(out->object, "command", options->command[0]);
    rp_json_set(out->object, "exit", json_null()); /* known in the end */
}

/* ---- people and findings ------------------------------------------------ */

static void add_person(void *people, rp_alert alert, const char *id,
                       const char *source, uint32_t row, const char *words) {
    static const char *const names[] = {[RP_ALERT_READ] = "read",
                                        [RP_ALERT_LOOK] = "look",
                                        [RP_ALERT_CONCERN] = "concern",
                                        [RP_ALERT_CRISIS] = "crisis"};
    json_t *person = json_object();

    set_text(person, "alert", names[alert]);
    rp_json_set(person, "client_id", id ? text(rp_text_of(id)) : json_null());
    set_text(person, "file", source);
    set_whole(person, "row", row);
    set_text(person, "words", words);
    rp_json_append(people, person);
}

static json_t *finding_of(const rp_findings *findings, size_t which) {
    rp_finding f = rp_findings_show(findings, which);
    char cell[RP_FINDING_CELL];
    json_t *finding = json_object();

    set_text(finding, "severity", rp_findings_severity(f.severity));
    set_text(finding, "file", f.source);
    set_whole(finding, "line", f.line);
    set_whole(finding, "column", f.column);
    if (rp_findings_cell(findings, which, cell))
        set_text(finding, "cell", cell);
    set_text(finding, "message", f.message);
    set_whole(finding, "cells", f.cells);
    if (f.first_line)
        set_whole(finding, "first_line", f.first_line);
    return finding;
}

static void append_findings(json_t *list, const rp_findings *findings) {
    for (size_t k = 0; k < findings->count; k++)
        rp_json_append(list, finding_of(findings, k));
}

void rp_summary_clinic(rp_summary *summary, const rp_clinic *clinic) {
    const rp_fit read = {.roster = &clinic->roster,
                         .taxonomy = &clinic->taxonomy,
                         .cleared = rp_clinic_cleared(clinic)};
    json_t *object = summary->object, *people, *findings;

    if (!object)
        return;
    set_whole(object, "therapists", clinic->roster.therapist_count);
    set_whole(object, "clients", clinic->roster.client_count);
    set_whole(object, "errors", clinic->findings.errors);
    set_whole(object, "warnings",
              clinic->findings.count - clinic->findings.errors);
    people = json_array();
    rp_alert_each(&read, NULL, &clinic->findings, add_person, people);
    rp_json_set(object, "people", people);
    findings = json_array();
    append_findings(findings, &clinic->findings);
    rp_json_set(object, "findings", findings);
}

/* ---- a plan ------------------------------------------------------------- */

static json_t *place_of(const rp_outcome *o, uint32_t c) {
    const rp_roster *roster = o->fit->roster;
    uint32_t therapist = o->therapist[c];
    json_t *place = json_object();

    set_text(place, "client_id", roster->clients[c].id);
    set_text(place, "status", rp_status_names[o->status[c]]);
    rp_json_set(place, "therapist_id",
                therapist == RP_NONE
                    ? json_null()
                    : text(rp_text_of(roster->therapists[therapist].id)));
    set_text(place, "tier", rp_tier_names[o->triage->tier[c]]);
    rp_json_set(place, "score",
                therapist == RP_NONE
                    ? json_null()
                    : json_real(rp_score_tenths(o->score[c]) / 10.0));
    return place;
}

void rp_summary_match(rp_summary *summary, const rp_match *match,
                      const char *directory, FILE *err) {
    const rp_outcome *o = &match->outcome;
    json_t *object = summary->object, *places;
    char day[16];

    summary->is_there = rp_fail_on_tell(summary->fail_on, o, err);
    if (!object)
        return;
    append_findings(json_object_get(object, "findings"), &match->findings);
    set_whole(object, "warnings",
              match->clinic->findings.count + match->findings.count);
    set_text(object, "results", directory);
    if (o->triage->as_of != RP_NO_DAY)
        rp_date_format(day, o->triage->as_of);
    rp_json_set(object, "as_of",
                o->triage->as_of != RP_NO_DAY ? json_string(day) : json_null());
    rp_json_set(object, "counts", rp_run_counts(o));
    rp_json_set(object, "tiers", rp_run_tiers(o));
    rp_json_set(object, "score", rp_run_score(o));
    places = json_array();
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++)
        if (o->status[c] != RP_STATUS_STARTED && o->status[c] != RP_STATUS_HOLD)
            rp_json_append(places, place_of(o, c));
    rp_json_set(object, "assignments", places);
}

/* ---- edits -------------------------------------------------------------- */

static json_t *id_or_null(const char *id) {
    return *id ? text(rp_text_of(id)) : json_null();
}

void rp_summary_edit(rp_summary *summary, const rp_roster *roster,
                     const rp_edit *edit) {
    static const char *const kinds[] = {[RP_EDIT_CELL] = "set",
                                        [RP_EDIT_REMOVE] = "remove",
                                        [RP_EDIT_COPY] = "copy"};
    bool is_client = edit->side == RP_CLIENTS;
    json_t *one, *edits;

    if (!summary->object)
        return;
    one = json_object();
    edits = json_object_get(summary->object, "edits");
    if (!edits) {
        edits = json_array();
        rp_json_set(summary->object, "edits", edits);
    }
    set_text(one, "edit", kinds[edit->kind]);
    set_text(one, is_client ? "client_id" : "therapist_id",
             is_client ? roster->clients[edit->person].id
                       : roster->therapists[edit->person].id);
    if (edit->kind == RP_EDIT_CELL) {
        set_text(one, "column", edit->header);
        set_text(one, "from", edit->from);
    }
    if (edit->kind != RP_EDIT_REMOVE)
        set_text(one, "to", edit->to);
    rp_json_append(edits, one);
}

/* What a plan is worth to everybody, in points. */
static double points_of(const rp_outcome *o) {
    size_t pairs;

    return (double)(o->fit_total + o->wait_total + rp_outcome_kept(o, &pairs)) /
           100.0;
}

void rp_summary_whatif(rp_summary *summary, const rp_outcome *before,
                       const rp_outcome *after, const rp_move *moves,
                       size_t count) {
    json_t *object = summary->object, *list, *points;

    if (!object)
        return;
    rp_json_set(object, "tiers_before", rp_run_tiers(before));
    rp_json_set(object, "tiers_after", rp_run_tiers(after));
    points = json_object();
    rp_json_set(points, "before", json_real(points_of(before)));
    rp_json_set(points, "after", json_real(points_of(after)));
    rp_json_set(object, "points", points);
    list = json_array();
    for (size_t k = 0; k < count; k++) {
        json_t *move = json_object();
        set_text(move, "client_id", moves[k].client);
        set_text(move, "change", rp_move_names[moves[k].kind]);
        rp_json_set(move, "from", id_or_null(moves[k].from));
        rp_json_set(move, "to", id_or_null(moves[k].to));
        rp_json_append(list, move);
    }
    rp_json_set(object, "moves", list);
}

/* ---- a difference ------------------------------------------------------- */

/* Cells of an assignments.csv; blanks are null, and there is none of a side
 * where the client is not. */
static json_t *side_of(const rp_diff_side *side) {
    json_t *object;
    char score[32];

    if (side->status.length == 0)
        return json_null();
    object = json_object();
    rp_json_set(object, "status", text(side->status));
    rp_json_set(object, "therapist_id",
                side->therapist.length ? text(side->therapist) : json_null());
    rp_json_set(object, "tier", text(side->tier));
    snprintf(score, sizeof score, "%.*s", (int)side->score.length,
             side->score.bytes ? side->score.bytes : "");
    rp_json_set(object, "score",
                *score ? json_real(strtod(score, NULL)) : json_null());
    return object;
}

void rp_summary_changes(rp_summary *summary, const rp_diff *diff) {
    json_t *counts, *changes;

    if (!summary->object)
        return;
    counts = json_object();
    for (int kind = 0; kind < RP_DIFF_KINDS; kind++)
        set_whole(counts, rp_diff_names[kind], diff->kinds[kind]);
    set_whole(counts, "unchanged", diff->unchanged);
    rp_json_set(summary->object, "change_counts", counts);
    changes = json_array();
    for (size_t k = 0; k < diff->count; k++) {
        json_t *change = json_object();
        rp_json_set(change, "client_id", text(diff->items[k].client));
        set_text(change, "change", rp_diff_names[diff->items[k].kind]);
        rp_json_set(change, "old", side_of(&diff->items[k].old));
        rp_json_set(change, "now", side_of(&diff->items[k].now));
        rp_json_append(changes, change);
    }
    rp_json_set(summary->object, "changes", changes);
}

/* ---- the end ------------------------------------------------------------ */

int rp_summary_end(rp_summary *summary, rp_status status,
                   const rp_streams *to) {
    int exit = rp_reading_exit(status);
    rp_buffer words = {0};

    if (exit == RP_EXIT_OK && summary->is_there)
        exit = RP_EXIT_FOUND;
    if (summary->object) {
        rp_json_set(summary->object, "exit", json_integer(exit));
        if (rp_json_text(&words, summary->object,
                         JSON_INDENT(2) | JSON_REAL_PRECISION(15)))
            fprintf(to->out, "%s\n", words.bytes);
        else {
            rp_say_status(to->err, RP_ERR_MEMORY);
            exit = RP_EXIT_FAILURE;
        }
    }
    rp_buffer_clear(&words);
    json_decref(summary->object);
    *summary = (rp_summary){0};
    return exit;
}

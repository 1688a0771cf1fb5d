#include "why/edit/whatif.h"
#include "base/path.h"
#include "base/shortage.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/summary.h"
#include "match/chosen.h"
#include "match/second/second.h"
#include "output/split/saved.h"
#include "rapport/cli.h"

#include <stdlib.h>
#include <string.h>

/* The clinic after the edits, and the two plans. */
typedef struct trial {
    const rp_options *options;
    const rp_clinic *clinic;
    const rp_streams *to;
    rp_hold *hold; /* of the folder to write to, or NULL */
    rp_summary *summary;
    rp_arena arena;
    rp_edit edits[RP_MAX_EDITS];
    size_t count;
    rp_findings findings;
    rp_roster roster;
    rp_scores scores;
    rp_standing standing;
    rp_groups groups;
    rp_fit fit;
    rp_track track;
    rp_triage triage;
    rp_outcome before, after;
    rp_second before_second, after_second;
} trial;

static rp_status parse_edits(trial *t) {
    rp_rewriter w = {&t->clinic->roster, &t->arena, false};
    rp_status status = RP_OK;

    for (size_t k = 0; k < t->options->edit_count; k++) {
        const rp_typed_edit *typed = &t->options->edits[k];
        char wrong[200] = "";
        rp_status parsed =
            rp_whatif_parse(t->edits, t->count, &w, (rp_wish_kind)typed->kind,
                            typed->text, wrong, sizeof wrong);
        if (parsed == RP_OK)
            t->count++;
        else if (*wrong)
            rp_say(t->to->err, "'%s': %s",
                   rp_quote(rp_text_of(typed->text)).bytes, wrong);
        if (status == RP_OK)
            status = parsed;
    }
    return status;
}

/* Nobody can be both changed by one edit and removed by another. */
static rp_status refuse_lost(const trial *t) {
    for (size_t k = 0; k < t->count; k++)
        for (size_t other = 0; other < t->count; other++) {
            const rp_edit *e = &t->edits[k], *gone = &t->edits[other];
            if (gone->kind != RP_EDIT_REMOVE || other == k ||
                e->side != gone->side || e->person != gone->person)
                continue;
            rp_say(t->to->err,
                   "'%s' is removed by one edit and changed by "
                   "another",
                   rp_quote(rp_text_of(gone->from)).bytes);
            return RP_ERR_USAGE;
        }
    return RP_OK;
}

/* Errors have no place: what was edited stands in no file. */
static void tell_errors(const trial *t) {
    for (size_t k = 0; k < t->findings.count; k++)
        if (t->findings.items[k].severity == RP_ERROR)
            rp_say(t->to->err, "after the edits: %s",
                   t->findings.items[k].message);
}

/* Whom a person has to see first, and nobody would after the edits. */
static void tell_released(const trial *t) {
    const rp_roster *before = &t->clinic->roster;

    for (uint32_t c = 0; c < before->client_count; c++) {
        const char *id = before->clients[c].id;
        uint32_t then =
            id && t->clinic->triage.human[c]
                ? rp_roster_find(&t->roster, RP_CLIENTS, rp_text_of(id))
                : RP_NONE;
        if (then != RP_NONE && !t->triage.human[then])
            rp_say(t->to->err,
                   "after the edits: nobody would be told that client %s "
                   "needs a person: make that edit only when a person has "
                   "looked at them",
                   rp_quote(rp_text_of(id)).bytes);
    }
}

static rp_status read_edited(trial *t) {
    const rp_clinic *c = t->clinic;
    rp_edit_base base = {&c->roster, &c->taxonomy, t->options->strict};
    const rp_fit edited = {.roster = &t->roster,
                           .taxonomy = &c->taxonomy,
                           .cleared = c->fit.cleared};
    rp_input input;
    rp_status status =
        rp_edit_apply(&t->roster, &base, t->edits, t->count, &t->findings);

    if (c->courses.form != RP_FORM_NONE)
        rp_courses_mark_risk(&c->courses, &t->roster);
    rp_reading_name_humans(&edited, &c->fit, &t->findings, t->to->err);
    if (status == RP_OK && t->options->scores)
        status = rp_scores_read(&t->scores, t->options->scores, &t->roster,
                                &input, &t->findings);
    if (status == RP_OK)
        status = rp_clinic_move_groups(c, &t->groups, &t->roster);
    if (status == RP_OK)
        status = rp_fit_init(&t->fit, &t->roster, &c->policy, &c->taxonomy,
                             t->options->scores ? &t->scores : NULL,
                             t->options->unknown_forbids);
    t->fit.cleared = c->fit.cleared;
    if (status == RP_OK && c->fit.standing)
        status = rp_standing_make(&t->standing, &c->answers, &t->roster,
                                  c->triage.as_of, &t->findings);
    t->fit.standing = c->fit.standing ? &t->standing : NULL;
    t->fit.groups = c->fit.groups ? &t->groups : NULL;
    t->fit.limits = c->fit.limits;
    t->fit.uses_reserve = c->fit.uses_reserve;
    t->fit.effort = c->fit.effort;
    if (status == RP_OK)
        status = rp_clinic_measure(c, &t->track, &t->fit);
    if (status == RP_OK) /* the day stays as it was */
        status = rp_triage_make(&t->triage, &t->fit, c->triage.as_of,
                                c->triage.is_strict, rp_clinic_keeps(c),
                                &t->findings);
    if (status == RP_OK)
        tell_released(t);
    tell_errors(t);
    return status;
}

static rp_status solve(trial *t) {
    rp_context context = rp_reading_context(t->clinic, t->options, NULL);
    rp_status status = rp_chosen_match(
        &t->before, &t->clinic->fit, &t->clinic->triage, &context, NULL, NULL);

    if (status == RP_OK)
        status = rp_chosen_match(&t->after, &t->fit, &t->triage, &context, NULL,
                                 NULL);
    if (status == RP_OK)
        status = rp_second_make(&t->before_second, &t->before);
    if (status == RP_OK)
        status = rp_second_make(&t->after_second, &t->after);
    return status;
}

static void tell_totals(const trial *t) {
    const rp_outcome *a = &t->before, *b = &t->after;
    FILE *out = t->to->out;
    uint64_t before = 0, after = 0;

    for (int tier = RP_TIER_ROUTINE; tier <= RP_TIER_URGENT; tier++) {
        before += a->placed[tier];
        after += b->placed[tier];
    }
    fprintf(out, "placed       %llu -> %llu", (unsigned long long)before,
            (unsigned long long)after);
    for (int tier = RP_TIER_URGENT; tier >= RP_TIER_ROUTINE; tier--)
        fprintf(out, "%s%s %llu -> %llu", tier == RP_TIER_URGENT ? " (" : ", ",
                rp_tier_names[tier], (unsigned long long)a->placed[tier],
                (unsigned long long)b->placed[tier]);
    size_t pairs;
    int64_t then = b->fit_total + b->wait_total + rp_outcome_kept(b, &pairs);
    int64_t now = a->fit_total + a->wait_total + rp_outcome_kept(a, &pairs);
    fprintf(out, ")\npoints       %.2f -> %.2f (%+.2f)\n", (double)now / 100.0,
            (double)then / 100.0, (double)(then - now) / 100.0);
}

/* A cell gives a terminal no orders. */
static const char *show(trial *t, const char *text) {
    size_t length = strlen(text);
    char *shown = rp_arena_text(&t->arena, text, length);

    if (!shown) {
        rp_shortage_note(); /* the command fails in the end */
        return "";
    }
    rp_text_tame(shown, length);
    return shown;
}

static void tell_edit(trial *t, const rp_edit *e) {
    const rp_roster *roster = &t->clinic->roster;
    const char *id =
        show(t, e->side == RP_CLIENTS ? roster->clients[e->person].id
                                      : roster->therapists[e->person].id);

    if (e->kind == RP_EDIT_CELL)
        fprintf(t->to->out, "edit         %s.%s: '%s' -> '%s'\n", id,
                show(t, e->header), show(t, e->from), show(t, e->to));
    else
        fprintf(t->to->out, "edit         %s %s%s\n", id,
                e->kind == RP_EDIT_COPY ? "copied with one opening as "
                                        : "removed",
                show(t, e->to));
}

static void tell_all(trial *t, const rp_move *moves, size_t count) {
    for (size_t k = 0; k < t->count; k++)
        tell_edit(t, &t->edits[k]);
    tell_totals(t);
    for (size_t k = 0; k < count; k++) {
        const rp_move *m = &moves[k];
        fprintf(t->to->out, "%-13s%s%s%s%s%s\n", rp_move_words[m->kind],
                show(t, m->client), *m->from ? " from " : "", show(t, m->from),
                *m->to ? " to " : "", show(t, m->to));
    }
    if (count == 0)
        fprintf(t->to->out, "nobody is placed, moved or displaced\n");
}

static rp_status tell(trial *t) {
    rp_move *moves;
    size_t count;
    rp_status status = rp_whatif_compare(&moves, &count, &t->before, &t->after);

    if (status != RP_OK)
        return status;
    if (!t->options->as_json)
        tell_all(t, moves, count);
    for (size_t k = 0; k < t->count; k++)
        rp_summary_edit(t->summary, &t->clinic->roster, &t->edits[k]);
    rp_summary_whatif(t->summary, &t->before, &t->after, moves, count);
    free(moves);
    return status;
}

/* The name that an edited table is saved under. A sheet of a workbook is saved
 * as CSV, under the usual name. */
static const char *saved_name(const trial *t, rp_side side) {
    static const char *const usual[] = {"therapists.csv", "clients.csv"};
    const char *path = t->options->arguments[side];

    if (strcmp(path, "-") == 0)
        return usual[side];
    if (!t->clinic->roster.tables[side].sheet)
        return rp_path_name(path);
    if (!t->options->quiet)
        rp_say(t->to->err, "the %s are saved as CSV: %s/%s",
               rp_schemas[side].name, t->options->write, usual[side]);
    return usual[side];
}

static rp_status save_table(const trial *t, rp_commit *commit, rp_side side,
                            const char *name) {
    rp_findings none = {0};
    rp_table table;
    rp_file *file = rp_commit_file(commit, name);
    rp_status status = file ? rp_edit_table(&table, &t->clinic->roster, side,
                                            t->edits, t->count, &none)
                            : RP_ERR_IO;

    bool bom = t->clinic->roster.tables[side].sheet != NULL;
    if (status == RP_OK && !rp_saved_put(&table, bom, rp_file_put, file))
        status = RP_ERR_MEMORY;
    if (file) {
        rp_status closed = rp_file_close(file);
        status = status == RP_OK ? closed : status;
        rp_table_clear(&table);
    }
    rp_findings_clear(&none);
    return status;
}

/* Both tables into a folder, under their own names; nothing there is
 * replaced. */
static rp_status save(const trial *t) {
    const char *const others[] = {"therapists.csv", "clients.csv"};
    const char *names[RP_SIDES];
    rp_commit *commit;
    rp_status status = rp_commit_begin(&commit, t->hold);

    for (int side = 0; side < RP_SIDES; side++)
        names[side] = saved_name(t, (rp_side)side);
    bool is_same = strcmp(names[0], names[1]) == 0;
    for (int side = 0; side < RP_SIDES && status == RP_OK; side++)
        status = save_table(t, commit, (rp_side)side,
                            is_same ? others[side] : names[side]);
    return rp_command_commit(commit, t->hold, status, t->to->err);
}

static void clear(trial *t) {
    rp_second_clear(&t->after_second);
    rp_second_clear(&t->before_second);
    rp_outcome_clear(&t->after);
    rp_outcome_clear(&t->before);
    rp_triage_clear(&t->triage);
    rp_fit_clear(&t->fit);
    rp_standing_clear(&t->standing);
    rp_groups_clear(&t->groups);
    rp_track_clear(&t->track);
    rp_scores_clear(&t->scores);
    rp_roster_clear(&t->roster);
    rp_findings_clear(&t->findings);
    rp_arena_clear(&t->arena);
}

static rp_status try_edits(trial *t) {
    rp_status status = parse_edits(t);

    if (status == RP_OK)
        status = refuse_lost(t);
    if (status == RP_OK)
        status = read_edited(t);
    if (status == RP_OK)
        status = solve(t);
    if (status == RP_ERR_MEMORY || status == RP_ERR_SOLVER ||
        status == RP_ERR_SIZE)
        rp_say_status(t->to->err, status);
    if (status == RP_OK && t->options->write)
        status = save(t);
    if (status == RP_OK) {
        status = tell(t);
        rp_say_status(t->to->err, status);
    }
    return status;
}

int rp_command_whatif(const rp_options *options, const rp_streams *to) {
    static const rp_purpose purpose = {NULL, NULL, true};
    rp_clinic clinic;
    rp_summary summary;
    rp_hold *hold = NULL;
    rp_status held = RP_OK;

    rp_summary_begin(&summary, options);
    if (options->write)
        held = rp_hold_take(&hold, options->write, &purpose);
    rp_status status = rp_reading_open_briefly(&clinic, options, to->err);
    if (hold && held == RP_OK && status == RP_OK)
        held = rp_clinic_spare(&clinic, hold);
    if (options->write)
        status = rp_command_held(hold, status, held, options->quiet, to->err);
    rp_summary_clinic(&summary, &clinic);
    if (status == RP_OK) {
        trial t = {.options = options,
                   .clinic = &clinic,
                   .to = to,
                   .hold = hold,
                   .summary = &summary};
        status = try_edits(&t);
        clear(&t);
    }
    rp_hold_release(hold);
    rp_clinic_clear(&clinic);
    return rp_summary_end(&summary, status, to);
}

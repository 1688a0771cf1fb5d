#include "output/results.h"

#include "base/array.h"
#include "fit/phrases.h"
#include "output/sheet.h"

#include <stdio.h>
#include <stdlib.h>

/* What writing rows about clients needs again and again. */
typedef struct desk {
    const rp_outcome *outcome;
    const rp_results_options *options;
    rp_sheet *sheet;
    rp_need need;
    rp_chooser chooser;
    rp_buffer because, but, words;
    bool out_of_memory;
} desk;

static void close_desk(desk *d) {
    rp_need_clear(&d->need);
    rp_chooser_clear(&d->chooser);
    rp_buffer_clear(&d->because);
    rp_buffer_clear(&d->but);
    rp_buffer_clear(&d->words);
}

static bool open_desk(desk *d, const rp_outcome *outcome,
                      const rp_results_options *options, rp_sheet *sheet) {
    *d = (desk){.outcome = outcome, .options = options, .sheet = sheet};
    return rp_chooser_init(&d->chooser, outcome->fit->roster->therapist_count);
}

/* because, but and confirm of a pair; the need is set. */
static void put_reasons(desk *d, uint32_t therapist, rp_score *score,
                        rp_confirm *confirm, bool with_points) {
    const rp_fit *fit = d->outcome->fit;
    int tenths[RP_CRITERION_COUNT];

    *confirm = (rp_confirm){0};
    for (int rule = 0; rule < RP_RULE_MINIMUM; rule++)
        rp_rule_judge(fit, &d->need, therapist, (rp_rule)rule, confirm);
    *score = rp_score_judge(fit, &d->need, therapist, confirm);
    if (with_points) {
        rp_score_round(score, tenths);
        for (int k = 0; k < RP_CRITERION_COUNT; k++)
            rp_sheet_tenths(d->sheet, tenths[k]);
    }
    if (!rp_phrases_pair(fit, &d->need, therapist, &d->because, &d->but) ||
        !rp_phrases_confirm(confirm, &d->words)) {
        d->out_of_memory = true;
        return;
    }
    rp_sheet_text(d->sheet, d->because.bytes);
    rp_sheet_text(d->sheet, d->but.bytes);
    rp_sheet_text(d->sheet, d->words.bytes);
}

static void put_weeks(desk *d, uint32_t c) {
    int32_t weeks = d->outcome->triage->weeks[c];

    if (weeks == RP_NO_WEEKS)
        rp_sheet_blank(d->sheet);
    else
        rp_sheet_whole(d->sheet, weeks);
}

static void put_assignment(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    uint32_t therapist = o->therapist[c];
    rp_confirm confirm;
    rp_score score;

    rp_sheet_text(d->sheet, roster->clients[c].id);
    rp_sheet_text(d->sheet, rp_status_names[o->status[c]]);
    if (therapist == RP_NOBODY) {
        for (int blank = 0; blank < 4; blank++)
            rp_sheet_blank(d->sheet);
    } else {
        uint32_t rank;
        rp_outcome_choices(o, c, 0, 1, &d->chooser, &rank);
        rp_sheet_text(d->sheet, roster->therapists[therapist].id);
        rp_sheet_text(d->sheet, roster->therapists[therapist].name);
        rp_sheet_tenths(d->sheet, rp_score_tenths(o->score[c]));
        if (rank)
            rp_sheet_whole(d->sheet, rank);
        else
            rp_sheet_blank(d->sheet);
    }
    rp_sheet_text(d->sheet, rp_tier_names[o->triage->tier[c]]);
    put_weeks(d, c);
    if (therapist == RP_NOBODY) {
        for (int blank = 0; blank < 3; blank++)
            rp_sheet_blank(d->sheet);
    } else if (rp_need_set(&d->need, o->fit, c)) {
        put_reasons(d, therapist, &score, &confirm, false);
    } else {
        d->out_of_memory = true;
    }
    if (!rp_phrases_flags(o->fit, &roster->clients[c], &d->words))
        d->out_of_memory = true;
    else
        rp_sheet_text(d->sheet, d->words.bytes);
    rp_sheet_blank(d->sheet); /* margin and firmness: not computed */
    rp_sheet_blank(d->sheet);
    rp_sheet_end_row(d->sheet);
}

/* Rows stand in three groups: human; assigned and pinned; the others. */
static int group_of(uint8_t status) {
    return status == RP_STATUS_HUMAN                                    ? 0
           : status == RP_STATUS_ASSIGNED || status == RP_STATUS_PINNED ? 1
                                                                        : 2;
}

static void write_assignments(desk *d) {
    uint32_t clients = d->outcome->fit->roster->client_count;

    rp_sheet_header(d->sheet,
                    "client_id,status,therapist_id,therapist_name,score,rank,"
                    "tier,weeks_waited,because,but,confirm,flags,margin,"
                    "firmness");
    for (int group = 0; group < 3; group++)
        for (uint32_t c = 0; c < clients && !d->out_of_memory; c++)
            if (group_of(d->outcome->status[c]) == group)
                put_assignment(d, c);
}

static const char *seat_words(const rp_outcome *o, uint32_t c,
                              uint32_t therapist) {
    if (o->therapist[c] == therapist)
        return "assigned";
    return o->left[therapist] > 0 ? "open" : "full";
}

static void put_choices(desk *d, uint32_t c, bool blank_status) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;
    rp_confirm confirm;
    rp_score score;

    if (!rp_need_set(&d->need, o->fit, c)) {
        d->out_of_memory = true;
        return;
    }
    size_t count =
        rp_outcome_choices(o, c, 0, d->options->top, &d->chooser, NULL);
    for (size_t i = 0; i < count; i++) {
        rp_choice choice = d->chooser.choices[i];
        rp_sheet_text(d->sheet, roster->clients[c].id);
        rp_sheet_whole(d->sheet, (int64_t)i + 1);
        rp_sheet_text(d->sheet, roster->therapists[choice.therapist].id);
        rp_sheet_text(d->sheet, roster->therapists[choice.therapist].name);
        rp_sheet_text(d->sheet,
                      blank_status ? "" : seat_words(o, c, choice.therapist));
        rp_sheet_tenths(d->sheet, rp_score_tenths(choice.score));
        put_reasons(d, choice.therapist, &score, &confirm, true);
        rp_sheet_end_row(d->sheet);
    }
}

static void write_ranked(desk *d, bool blank_status) {
    uint32_t clients = d->outcome->fit->roster->client_count;

    rp_sheet_header(d->sheet,
                    "client_id,rank,therapist_id,therapist_name,status,score,"
                    "expertise,modality,style,preferences,access,because,but,"
                    "confirm");
    for (uint32_t c = 0; c < clients && !d->out_of_memory; c++) {
        if (d->outcome->status[c] != RP_STATUS_HUMAN)
            put_choices(d, c, blank_status);
        if (d->options->progress && c % 1024 == 0)
            d->options->progress(d->options->payload, "writing",
                                 (double)c / clients);
    }
}

/* "no free seat: 3 therapists fit and are full" or the rule that blocks. */
static void put_note(desk *d, uint32_t c, const uint32_t *blocked) {
    const rp_outcome *o = d->outcome;
    char note[160];
    int worst = 0;

    if (o->choices[c] > 0) {
        snprintf(note, sizeof note,
                 "%u therapist%s fit%s, and every opening serves somebody "
                 "else in the best plan",
                 (unsigned)o->choices[c], o->choices[c] == 1 ? "" : "s",
                 o->choices[c] == 1 ? "s" : "");
    } else {
        for (int rule = 1; rule < RP_RULE_COUNT; rule++)
            if (blocked[rule] > blocked[worst])
                worst = rule;
        snprintf(note, sizeof note,
                 "no therapist passes every rule; '%s' forbids the most, %u",
                 rp_rule_names[worst], (unsigned)blocked[worst]);
    }
    rp_sheet_text(d->sheet, note);
}

static void put_waiting(desk *d, uint32_t c) {
    const rp_outcome *o = d->outcome;
    uint32_t blocked[RP_RULE_COUNT];
    char piece[64];

    rp_eligible_blocked(o->eligible, c, 0, blocked);
    rp_sheet_text(d->sheet, o->fit->roster->clients[c].id);
    rp_sheet_text(d->sheet, rp_status_names[o->status[c]]);
    rp_sheet_text(d->sheet, rp_tier_names[o->triage->tier[c]]);
    put_weeks(d, c);
    rp_sheet_whole(d->sheet, o->choices[c]);
    d->words.length = 0;
    for (int rule = 0; rule < RP_RULE_COUNT; rule++) {
        if (blocked[rule] == 0)
            continue;
        snprintf(piece, sizeof piece, "%s%s:%u", d->words.length ? ";" : "",
                 rp_rule_names[rule], (unsigned)blocked[rule]);
        d->out_of_memory |= !rp_buffer_puts(&d->words, piece);
    }
    rp_sheet_bytes(d->sheet, (rp_text){d->words.bytes, d->words.length});
    put_note(d, c, blocked);
    rp_sheet_end_row(d->sheet);
}

static void write_waitlist(desk *d) {
    uint32_t clients = d->outcome->fit->roster->client_count;

    rp_sheet_header(d->sheet, "client_id,status,tier,weeks_waited,"
                              "eligible_therapists,blocked_by,note");
    for (uint32_t c = 0; c < clients; c++)
        if (group_of(d->outcome->status[c]) == 2)
            put_waiting(d, c);
    d->out_of_memory |= rp_eligible_failed(d->outcome->eligible);
}

static void write_workload(desk *d) {
    const rp_outcome *o = d->outcome;
    const rp_roster *roster = o->fit->roster;

    rp_sheet_header(d->sheet, "therapist_id,therapist_name,openings,assigned,"
                              "left,eligible_clients,mean_score");
    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        uint64_t count = o->assigned[t];
        rp_sheet_text(d->sheet, roster->therapists[t].id);
        rp_sheet_text(d->sheet, roster->therapists[t].name);
        rp_sheet_whole(d->sheet, roster->therapists[t].openings);
        rp_sheet_whole(d->sheet, (int64_t)count);
        rp_sheet_whole(d->sheet, o->left[t]);
        rp_sheet_whole(d->sheet, o->seekers[t]);
        rp_sheet_tenths(
            d->sheet,
            count ? (int)((2 * o->score_sum[t] + 10 * count) / (20 * count))
                  : -1);
        rp_sheet_end_row(d->sheet);
    }
}

static void put_file(void *payload, const void *bytes, size_t length) {
    rp_file_put(payload, bytes, length);
}

typedef enum result { ASSIGNMENTS, RANKED, WAITLIST, WORKLOAD } result;

static rp_status write_sheet(rp_commit *commit, const rp_outcome *outcome,
                             const rp_results_options *options, result which) {
    static const char *const names[] = {"assignments.csv", "ranked.csv",
                                        "waitlist.csv", "workload.csv"};
    rp_file *file = rp_commit_file(commit, names[which]);
    rp_sheet sheet;
    desk d;

    if (!file)
        return RP_ERR_IO;
    rp_sheet_begin(&sheet, put_file, file, options->delimiter, options->bom);
    if (!open_desk(&d, outcome, options, &sheet))
        d.out_of_memory = true;
    else if (which == ASSIGNMENTS)
        write_assignments(&d);
    else if (which == RANKED)
        write_ranked(&d, false);
    else if (which == WAITLIST)
        write_waitlist(&d);
    else
        write_workload(&d);
    bool whole = rp_sheet_end(&sheet) && !d.out_of_memory;
    close_desk(&d);
    rp_status closed = rp_file_close(file);
    return whole ? closed : RP_ERR_MEMORY;
}

rp_status
rp_results_ranked(const rp_outcome *outcome, const rp_results_options *options,
                  bool blank_status,
                  void (*put)(void *payload, const void *bytes, size_t length),
                  void *payload) {
    rp_sheet sheet;
    desk d;

    rp_sheet_begin(&sheet, put, payload, options->delimiter, false);
    bool whole = open_desk(&d, outcome, options, &sheet);
    if (whole)
        write_ranked(&d, blank_status);
    whole = rp_sheet_end(&sheet) && whole && !d.out_of_memory;
    close_desk(&d);
    return whole ? RP_OK : RP_ERR_MEMORY;
}

rp_status rp_results_write(rp_commit *commit, const rp_outcome *outcome,
                           const rp_record *record,
                           const rp_results_options *options) {
    rp_status status = RP_OK;

    for (int k = ASSIGNMENTS; k <= WORKLOAD && status == RP_OK; k++)
        status = write_sheet(commit, outcome, options, (result)k);
    if (status != RP_OK)
        return status;
    rp_file *file = rp_commit_file(commit, "run.json");
    if (!file)
        return RP_ERR_IO;
    status = rp_run_write(commit, file, outcome, record);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

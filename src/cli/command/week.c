#include "cli/clinic_folder.h"
#include "cli/command.h"
#include "cli/matching.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "output/directory/results.h"
#include "output/earlier_run/diff.h"
#include "rapport/cli.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- what changed ------------------------------------------------------- */

/* Who reads the changes, and whose names they may see. */
typedef struct telling {
    const rp_clinic *clinic;
    FILE *out;
    bool is_terminal;
} telling;

static void put_cell(const telling *t, rp_text id, const char *name) {
    fprintf(t->out, "%s", rp_quote(id).bytes);
    if (t->is_terminal && name && *name)
        fprintf(t->out, " (%s)", rp_quote(rp_text_of(name)).bytes);
}

static void put_client(const telling *t, rp_text id) {
    const rp_roster *roster = &t->clinic->roster;
    uint32_t c = rp_roster_find(roster, RP_CLIENTS, id);

    put_cell(t, id, c == RP_NONE ? NULL : roster->clients[c].name);
}

static void put_therapist(const telling *t, const char *word, rp_text id) {
    const rp_roster *roster = &t->clinic->roster;
    uint32_t k = rp_roster_find(roster, RP_THERAPISTS, id);

    if (id.length == 0)
        return;
    fprintf(t->out, " %s ", word);
    put_cell(t, id, k == RP_NONE ? NULL : roster->therapists[k].name);
}

static const char *word_of(const telling *t, const rp_diff_row *row) {
    static const char *const words[RP_DIFF_KINDS] = {
        "new", "gone", "newly placed", "moved", "displaced", "changed"};
    const rp_triage *triage = &t->clinic->triage;
    uint32_t c = rp_roster_find(&t->clinic->roster, RP_CLIENTS, row->client);

    if (row->kind != RP_DIFF_GONE || c == RP_NONE)
        return words[row->kind];
    return triage->away[c] == RP_AWAY_STARTED ? "started"
           : triage->away[c] == RP_AWAY_HOLD  ? "on hold"
                                              : "needs a person";
}

/* A line for everybody whose place is another one than it was. */
static void tell_changes(const telling *t, const rp_diff *diff) {
    size_t told = 0;

    for (int kind = 0; kind < RP_DIFF_CHANGED; kind++)
        for (size_t k = 0; k < diff->count; k++) {
            const rp_diff_row *row = &diff->items[k];
            if ((int)row->kind != kind)
                continue;
            fprintf(t->out, "%-14s", word_of(t, row));
            put_client(t, row->client);
            put_therapist(t, "from", row->old.therapist);
            put_therapist(t, "to", row->now.therapist);
            if (kind == RP_DIFF_NEW && row->now.therapist.length == 0)
                fputs(" waits", t->out);
            fputc('\n', t->out);
            told++;
        }
    fprintf(t->out, "%-14s%zu\n", told ? "all others" : "nobody moved",
            diff->unchanged + diff->kinds[RP_DIFF_CHANGED]);
}

static rp_status read_assignments(rp_table *out, const char *directory,
                                  rp_findings *findings) {
    rp_buffer path = {0};
    rp_status status = RP_ERR_MEMORY;

    *out = (rp_table){0};
    if (rp_buffer_puts(&path, directory) &&
        rp_buffer_puts(&path, "/" RP_FILE_ASSIGNMENTS))
        status = rp_table_read(out, path.bytes, findings);
    rp_buffer_clear(&path);
    return status;
}

/* A week without a new referral has the day of the week before, and offers
 * never lapse. */
static void tell_standstill(const rp_clinic_folder *folder, int32_t day,
                            const rp_options *options, FILE *err) {
    const char *then = folder->newest ? rp_kept_day(&folder->kept) : NULL;
    char now[16];

    rp_date_format(now, day);
    if (options->today == RP_NO_DAY && then && strcmp(then, now) == 0)
        rp_say(err,
               "no referral is newer than the last run, so waits and offers "
               "are still counted to %s: say --today DATE",
               now);
}

static rp_status compare(const rp_clinic *clinic, const char *then,
                         const char *now, rp_summary *summary,
                         const rp_streams *to) {
    rp_findings findings = {0};
    rp_table tables[2] = {{0}, {0}};
    rp_diff diff = {0};
    telling t = {clinic, to->out, isatty(fileno(to->out)) != 0};
    rp_status status = read_assignments(&tables[0], then, &findings);

    if (status == RP_OK)
        status = read_assignments(&tables[1], now, &findings);
    if (status == RP_OK)
        status = rp_diff_make(&diff, &tables[0], &tables[1]);
    if (status == RP_OK && summary->object) {
        rp_summary_changes(summary, &diff);
    } else if (status == RP_OK) {
        fprintf(to->out, "since         %s\n", then);
        tell_changes(&t, &diff);
    }
    rp_say_status(to->err, status);
    rp_diff_clear(&diff);
    for (int k = 0; k < 2; k++)
        rp_table_clear(&tables[k]);
    rp_findings_clear(&findings);
    return status;
}

/* ---- the run ------------------------------------------------------------ */

/* What run.json tells: the options typed, the files found, the two rosters. */
static bool choose(rp_options *out, rp_clinic_folder *folder,
                   const rp_options *typed) {
    size_t count = typed->command_count - 1; /* without the folder */
    const char **words =
        rp_new_array(count + RP_CLINIC_FOLDER_WORDS + 2, sizeof *words);

    *out = *typed;
    out->command = words;
    if (!words)
        return false;
    memcpy(words, typed->command, count * sizeof *words);
    out->offers = true;
    out->keep = folder->newest;
    if (folder->newest) {
        words[count++] = "--keep";
        words[count++] = folder->newest;
    }
    bool whole = rp_clinic_folder_fill(folder, out, words, &count);
    out->command_count = count;
    return whole;
}

/* A run has its day's directory to itself, and a week all runs. */
static rp_status run(rp_options *options, rp_clinic_folder *folder,
                     rp_hold *runs, rp_status held, rp_summary *summary,
                     const rp_streams *to) {
    rp_clinic clinic;
    rp_progress progress;
    rp_hold *hold = NULL;

    rp_progress_begin(&progress, options, to->err);
    rp_status status = rp_reading_open(&clinic, options, to->err);
    rp_status settled = rp_clinic_folder_settle(folder, to->err);
    status = rp_status_graver(status, settled);
    status = rp_command_held(runs, status, held, options->quiet, to->err);
    rp_summary_clinic(summary, &clinic);
    if (status == RP_OK && clinic.triage.as_of == RP_NO_DAY) {
        rp_say(to->err, "no referral has a date, so the run has no day: say "
                        "--today DATE");
        status = RP_ERR_USAGE;
    }
    if (status == RP_OK) {
        options->out = rp_clinic_folder_next(folder, clinic.triage.as_of);
        held = options->out
                   ? rp_hold_take(&hold, options->out, &rp_results_purpose)
                   : RP_ERR_MEMORY;
        if (held == RP_OK)
            held = rp_clinic_spare(&clinic, hold);
        status =
            hold ? rp_command_held(hold, status, held, options->quiet, to->err)
                 : held;
    }
    if (status == RP_OK)
        status = rp_matching_run(options, &clinic, NULL, hold, &progress,
                                 summary, to);
    if (status == RP_OK) {
        rp_hold_is_used(runs);
        tell_standstill(folder, clinic.triage.as_of, options, to->err);
        if (folder->newest)
            status =
                compare(&clinic, folder->newest, options->out, summary, to);
    }
    rp_hold_release(hold);
    rp_clinic_clear(&clinic);
    return status;
}

int rp_command_week(const rp_options *options, const rp_streams *to) {
    static const rp_purpose purpose = {NULL, NULL, true};
    const char *path = options->arguments[0];
    rp_clinic_folder folder = {0};
    rp_options chosen = {0};
    rp_hold *hold = NULL;
    rp_buffer runs = {0};
    rp_summary summary;
    struct stat there;
    rp_status held = RP_ERR_MEMORY;

    rp_summary_begin(&summary, options);
    if (stat(path, &there) != 0 || !S_ISDIR(there.st_mode)) {
        rp_say(to->err, "%s: no such folder", path);
        return rp_summary_end(&summary, RP_ERR_IO, to);
    }
    if (rp_buffer_puts(&runs, path) && rp_buffer_puts(&runs, "/runs"))
        held = rp_hold_take(&hold, runs.bytes, &purpose);
    rp_status status = rp_clinic_folder_open(&folder, path, to->err);
    if (status == RP_OK)
        status = choose(&chosen, &folder, options) ? RP_OK : RP_ERR_MEMORY;
    if (status == RP_OK) /* also where the folder is held: people first */
        status = run(&chosen, &folder, hold, held, &summary, to);
    free((void *)chosen.command);
    rp_clinic_folder_clear(&folder);
    rp_hold_release(hold);
    rp_buffer_clear(&runs);
    return rp_summary_end(&summary, status, to);
}

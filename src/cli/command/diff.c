#include "output/earlier_run/diff.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "cli/summary.h"
#include "output/csv/sheet.h"
#include "output/earlier_run/kept.h"
#include "rapport/cli.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define DIFF "diff.csv"

/* Read assignments.csv of a directory that holds a whole run. */
static rp_status read_run(rp_table *out, const char *directory, FILE *err) {
    rp_findings findings = {0};
    rp_kept kept;
    char path[4096];
    rp_status status = rp_kept_open(&kept, directory);

    *out = (rp_table){0};
    if (status != RP_OK)
        rp_say(err, "%s: %.*s", directory, (int)kept.trouble.length,
               kept.trouble.bytes ? kept.trouble.bytes : "");
    rp_kept_clear(&kept);
    if (status == RP_OK) {
        int length =
            snprintf(path, sizeof path, "%s/" RP_FILE_ASSIGNMENTS, directory);
        status = length < 0 || (size_t)length >= sizeof path
                     ? RP_ERR_IO
                     : rp_table_read(out, path, &findings);
        if (status != RP_OK)
            rp_say(err, "%s/" RP_FILE_ASSIGNMENTS ": cannot be read",
                   directory);
        out->path = RP_FILE_ASSIGNMENTS;
    }
    rp_findings_clear(&findings);
    return status;
}

static void put_side(rp_sheet *sheet, const rp_diff_side *side) {
    rp_sheet_bytes(sheet, side->status);
    rp_sheet_bytes(sheet, side->therapist);
    rp_sheet_bytes(sheet, side->tier);
    rp_sheet_bytes(sheet, side->score);
}

#define HEADER                                                                 \
    "client_id,change,old_status,old_therapist_id,old_tier,old_score,status,"  \
    "therapist_id,tier,score"

static bool put_rows(const rp_diff *diff, const rp_options *options,
                     rp_file *file) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, rp_file_put, file, options->delimiter,
                   !options->no_bom && options->has_out);
    rp_sheet_header(&sheet, HEADER);
    for (size_t k = 0; k < diff->count; k++) {
        const rp_diff_row *row = &diff->items[k];
        rp_sheet_bytes(&sheet, row->client);
        rp_sheet_text(&sheet, rp_diff_names[row->kind]);
        put_side(&sheet, &row->old);
        put_side(&sheet, &row->now);
        rp_sheet_end_row(&sheet);
    }
    return rp_sheet_end(&sheet);
}

static rp_status save(const rp_diff *diff, const rp_options *options,
                      rp_hold *hold, FILE *err) {
    rp_commit *commit;
    rp_status status = rp_commit_begin(&commit, hold);
    rp_file *file = status == RP_OK ? rp_commit_file(commit, DIFF) : NULL;

    if (file) {
        bool whole = put_rows(diff, options, file);
        status = rp_file_close(file);
        status = whole ? status : RP_ERR_MEMORY;
    } else if (status == RP_OK) {
        status = RP_ERR_IO;
    }
    return rp_command_commit(commit, hold, status, err);
}

/* Is a diff.csv of this program there? Its header tells. */
static bool is_ours(rp_hold *hold) {
    char bytes[sizeof HEADER + 4] = "";
    const char *at = bytes, *expected = HEADER;
    int file = rp_folder_read(rp_hold_folder(hold), DIFF, "");

    if (file < 0)
        return false;
    if (read(file, bytes, sizeof bytes - 1) < 0)
        bytes[0] = '\0';
    close(file);
    if (strncmp(at, "\xEF\xBB\xBF", 3) == 0)
        at += 3;
    while (*expected && (*at == *expected ||
                         (*expected == ',' && (*at == ';' || *at == '\t')))) {
        at++;
        expected++;
    }
    return *expected == '\0' && *at == '\r';
}

/* What is compared stays as it is, and what is nobody's diff.csv. */
static rp_status prepare(rp_hold *hold, const rp_options *options) {
    static const char *const names[] = {RP_FILE_RUN, RP_FILE_ASSIGNMENTS};
    char path[4096];
    rp_status status = RP_OK;

    for (size_t k = 0; k < 4 && status == RP_OK; k++) {
        snprintf(path, sizeof path, "%s/%s", options->arguments[k / 2],
                 names[k % 2]);
        status = rp_hold_spare(hold, path);
    }
    if (status == RP_OK && is_ours(hold) && !rp_hold_allow(hold, DIFF))
        status = RP_ERR_MEMORY;
    return status;
}

/* Without --out JSON alone is wanted, and no file. */
static bool has_file(const rp_options *options) {
    return options->has_out || !options->as_json;
}

static void summarise(const rp_diff *diff, const rp_options *options,
                      FILE *err) {
    for (int kind = 0; kind < RP_DIFF_KINDS; kind++)
        if (diff->kinds[kind])
            fprintf(err, "%-13s%zu\n", rp_diff_names[kind], diff->kinds[kind]);
    fprintf(err, "%-13s%zu\n", "unchanged", diff->unchanged);
    if (has_file(options))
        fprintf(err, "%-13s%s/diff.csv\n", "rows",
                options->has_out ? options->out : ".");
}

static const char *name_of(size_t k) { return k == 0 ? DIFF : NULL; }

int rp_command_diff(const rp_options *options, const rp_streams *to) {
    static const rp_purpose purpose = {NULL, name_of, false};
    rp_table tables[2] = {{0}, {0}};
    rp_diff diff = {0};
    rp_summary summary;
    rp_hold *hold = NULL;
    rp_status status = RP_OK;

    rp_summary_begin(&summary, options);
    if (has_file(options)) {
        rp_status held = rp_hold_take(
            &hold, options->has_out ? options->out : ".", &purpose);
        if (held == RP_OK)
            held = prepare(hold, options);
        status = rp_command_held(hold, RP_OK, held, options->quiet, to->err);
    }
    for (int k = 0; k < 2 && status == RP_OK; k++)
        status = read_run(&tables[k], options->arguments[k], to->err);
    if (status == RP_OK) {
        status = rp_diff_make(&diff, &tables[0], &tables[1]);
        rp_say_status(to->err, status == RP_ERR_MEMORY ? status : RP_OK);
    }
    if (status == RP_OK && has_file(options))
        status = save(&diff, options, hold, to->err);
    if (status == RP_OK) {
        rp_summary_changes(&summary, &diff);
        if (!options->quiet)
            summarise(&diff, options, to->err);
    }
    rp_hold_release(hold);
    rp_diff_clear(&diff);
    for (int k = 0; k < 2; k++)
        rp_table_clear(&tables[k]);
    return rp_summary_end(&summary, status, to);
}

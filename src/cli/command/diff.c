#include "output/earlier_run/diff.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "output/csv/sheet.h"
#include "output/earlier_run/kept.h"
#include "rapport/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

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

static bool write_rows(const rp_diff *diff, const rp_options *options,
                       FILE *out) {
    rp_sheet sheet;

    rp_sheet_begin(&sheet, rp_command_put, out, options->delimiter,
                   !options->no_bom && options->has_out);
    rp_sheet_header(&sheet, "client_id,change,old_status,old_therapist_id,"
                            "old_tier,old_score,status,therapist_id,tier,"
                            "score");
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

/* A new file that only its owner may read; these are health records. */
static FILE *create(const char *path) {
    int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");

    if (!file && descriptor >= 0)
        close(descriptor);
    return file;
}

/* diff.csv beside its final name, then renamed whole. */
static rp_status save(const rp_diff *diff, const rp_options *options,
                      FILE *err) {
    const char *folder = options->has_out ? options->out : ".";
    char path[4096], part[4096];
    rp_status status = RP_ERR_IO;
    FILE *file = NULL;

    int length = snprintf(path, sizeof path, "%s/diff.csv", folder);
    int longer = snprintf(part, sizeof part, "%s/diff.csv.part", folder);
    if (length > 0 && longer > 0 && (size_t)longer < sizeof part)
        file = create(part);
    if (file) {
        bool whole = write_rows(diff, options, file);
        bool written = !ferror(file);
        written &= fclose(file) == 0;
        status = !whole ? RP_ERR_MEMORY : written ? RP_OK : RP_ERR_IO;
        if (status == RP_OK && rename(part, path) != 0)
            status = RP_ERR_IO;
        if (status != RP_OK)
            remove(part);
    }
    if (status == RP_ERR_IO)
        rp_say(err, "%s/diff.csv: cannot be written: %s", folder,
               strerror(errno));
    return status;
}

static void summarise(const rp_diff *diff, const rp_options *options,
                      FILE *err) {
    for (int kind = 0; kind < RP_DIFF_KINDS; kind++)
        if (diff->kinds[kind])
            fprintf(err, "%-13s%zu\n", rp_diff_names[kind], diff->kinds[kind]);
    fprintf(err, "%-13s%zu\n%-13s%s/diff.csv\n", "unchanged", diff->unchanged,
            "rows", options->has_out ? options->out : ".");
}

int rp_command_diff(const rp_options *options, const rp_streams *to) {
    rp_table tables[2] = {{0}, {0}};
    rp_diff diff = {0};
    rp_status status = RP_OK;

    for (int k = 0; k < 2 && status == RP_OK; k++)
        status = read_run(&tables[k], options->arguments[k], to->err);
    if (status == RP_OK)
        status = rp_diff_make(&diff, &tables[0], &tables[1]);
    if (status == RP_OK)
        status = save(&diff, options, to->err);
    if (status == RP_OK && !options->quiet)
        summarise(&diff, options, to->err);
    if (status == RP_ERR_MEMORY)
        rp_say_status(to->err, status);
    rp_diff_clear(&diff);
    for (int k = 0; k < 2; k++)
        rp_table_clear(&tables[k]);
    return rp_reading_exit(status);
}

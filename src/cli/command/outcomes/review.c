#include "outcomes/review/review.h"
#include "base/path.h"
#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "outcomes/review/words.h"
#include "output/csv/review_sheet.h"
#include "output/single_file.h"
#include "output/split/saved.h"
#include "rapport/cli.h"
#include "why/edit/reviewed.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- who needs a person ------------------------------------------------- */

/* Somebody whose scores are severe and no better, and of whom nothing else
 * says that they need a person. */
static bool name_severe(const rp_clinic *clinic, const rp_client *client,
                        int32_t today, FILE *err) {
    uint32_t seen = rp_courses_client(&clinic->courses, client->id);
    rp_signs signs = {0};
    rp_buffer words = {0};
    bool whole = seen == RP_NONE || rp_signs_read(&signs, &clinic->courses,
                                                  seen, &clinic->policy, today);

    if (whole && signs.severe) {
        whole = rp_review_put_severe(&words, &clinic->taxonomy, signs.severe);
        if (whole)
            rp_say(err, "client %s needs a person: %s",
                   rp_quote(rp_text_of(client->id)).bytes, words.bytes);
    }
    rp_buffer_clear(&words);
    rp_signs_clear(&signs);
    return whole;
}

/* Behind those whom every command names. */
static bool name_all_severe(const rp_clinic *clinic, const rp_options *options,
                            FILE *err) {
    const rp_roster *roster = &clinic->roster;
    bool whole = true;

    for (uint32_t c = 0;
         clinic->courses.form == RP_FORM_SESSIONS && c < roster->client_count;
         c++) {
        const rp_client *client = &roster->clients[c];
        if (client->id && client->urgency != RP_CRISIS)
            whole &= name_severe(clinic, client, options->today, err);
    }
    return whole;
}

/* ---- the sheet ---------------------------------------------------------- */

static rp_status write_file(const rp_review *review, const rp_fit *fit,
                            const rp_options *options, FILE *err) {
    rp_buffer rows = {0};
    rp_status status =
        rp_review_sheet_write(review, fit, options->delimiter, !options->no_bom,
                              rp_single_file_put, &rows);

    if (status == RP_OK)
        status = rp_single_file_write(options->out, &rows);
    if (status == RP_ERR_IO)
        rp_say_unwritten(err, options->out);
    rp_buffer_clear(&rows);
    return status;
}

static void summarise(const rp_review *review, size_t steps, bool is_of_book,
                      const rp_options *options, FILE *err) {
    size_t human, look = rp_review_to_look_at(review, &human);

    fprintf(err, "clients    %zu with rows in the sheet of outcomes\n",
            review->client_count);
    fprintf(err, "to look at %zu therap%s", look, look == 1 ? "y" : "ies");
    if (human > 0)
        fprintf(err, ", %zu client%s a person first", human,
                human == 1 ? " needs" : "s need");
    fputc('\n', err);
    if (options->write)
        fprintf(err, "saved      %s%s, with %zu step%s taken\n", options->write,
                is_of_book ? "/clients.csv, as CSV" : "", steps,
                steps == 1 ? "" : "s");
}

/* ---- the clients' sheet with the steps ---------------------------------- */

/* The name that the sheet is saved under. One of a workbook is saved as CSV,
 * under the usual name. */
static const char *saved_name(const rp_roster *roster,
                              const rp_options *options) {
    const char *path = options->arguments[RP_CLIENTS];

    if (strcmp(path, "-") == 0 || roster->tables[RP_CLIENTS].sheet)
        return "clients.csv";
    return rp_path_name(path);
}

/* Is a directory the one that a file is in? */
static bool is_its_folder(const char *directory, const char *file) {
    size_t length = (size_t)(rp_path_name(file) - file);
    rp_buffer folder = {0};
    struct stat here, there;
    bool same = strcmp(file, "-") != 0 &&
                (length > 0 ? rp_buffer_put(&folder, file, length)
                            : rp_buffer_puts(&folder, ".")) &&
                stat(folder.bytes, &here) == 0 &&
                stat(directory, &there) == 0 && here.st_dev == there.st_dev &&
                here.st_ino == there.st_ino;

    rp_buffer_clear(&folder);
    return same;
}

static rp_status put_clients(const rp_roster *roster, const rp_edit *edits,
                             size_t count, rp_file *file) {
    const rp_table *clients = &roster->tables[RP_CLIENTS];
    rp_findings none = {0};
    rp_table table;
    rp_status status =
        rp_edit_table(&table, roster, RP_CLIENTS, edits, count, &none);

    if (status == RP_OK &&
        !(clients->sheet ? rp_saved_put(&table, true, rp_file_put, file)
                         : rp_saved_put_exact(&table, clients->is_marked,
                                              rp_file_put, file)))
        status = RP_ERR_MEMORY;
    rp_table_clear(&table);
    rp_findings_clear(&none);
    return status;
}

/* The same sheet under its own name in another folder, where nothing is
 * replaced. */
static rp_status save(const rp_clinic *clinic, const rp_review *review,
                      rp_hold *hold, size_t *steps, const rp_options *options,
                      FILE *err) {
    rp_arena arena = {0};
    rp_rewriter w = {&clinic->roster, &arena, false};
    rp_edit *edits = NULL;
    size_t count;
    rp_commit *commit = NULL;
    rp_status status = rp_reviewed_edits(&edits, &count, steps, review, &w);

    if (status == RP_OK)
        status = rp_commit_begin(&commit, hold);
    rp_file *file =
        status == RP_OK
            ? rp_commit_file(commit, saved_name(&clinic->roster, options))
            : NULL;
    if (status == RP_OK)
        status =
            file ? put_clients(&clinic->roster, edits, count, file) : RP_ERR_IO;
    if (file) {
        rp_status closed = rp_file_close(file);
        status = status == RP_OK ? closed : status;
    }
    status = rp_command_commit(commit, hold, status, err);
    free(edits);
    rp_arena_clear(&arena);
    return status;
}

/* ---- the command -------------------------------------------------------- */

/* What cannot be, said once the people are named. */
static rp_status refuse(const rp_clinic *clinic, const rp_options *options,
                        FILE *err) {
    if (clinic->courses.form != RP_FORM_SESSIONS) {
        fprintf(err,
                "%s:1:1: error: header: a row for every course, expected a row "
                "for every questionnaire (date, score): a review asks what "
                "happened on the way\n",
                options->outcomes);
        return RP_ERR_DATA;
    }
    if (options->has_out && access(options->out, F_OK) == 0) {
        rp_say(err, "'%s' is there already: write another file", options->out);
        return RP_ERR_IO;
    }
    if (options->write &&
        is_its_folder(options->write, options->arguments[RP_CLIENTS])) {
        rp_say(err,
               "--write: '%s' is the folder that the clients' sheet is in: "
               "name another one",
               options->write);
        return RP_ERR_USAGE;
    }
    return RP_OK;
}

static rp_status review(const rp_clinic *clinic, const rp_options *options,
                        rp_hold *hold, const rp_streams *to) {
    rp_review found;
    size_t steps = 0;
    rp_status status = rp_clinic_review(&found, clinic);

    if (status == RP_OK && options->write)
        status = save(clinic, &found, hold, &steps, options, to->err);
    else
        rp_say_status(to->err, status);
    if (status == RP_OK) {
        status = options->has_out
                     ? write_file(&found, &clinic->fit, options, to->err)
                     : rp_review_sheet_write(&found, &clinic->fit,
                                             options->delimiter, false,
                                             rp_command_put, to->out);
        if (status != RP_ERR_IO)
            rp_say_status(to->err, status);
    }
    fflush(to->out); /* the summary stands below the rows */
    if (status == RP_OK && !options->quiet)
        summarise(&found, steps,
                  clinic->roster.tables[RP_CLIENTS].sheet != NULL, options,
                  to->err);
    rp_review_clear(&found);
    return status;
}

int rp_command_review(const rp_options *options, const rp_streams *to) {
    static const rp_purpose purpose = {NULL, NULL, true};
    rp_clinic clinic;
    rp_hold *hold = NULL;

    if (!options->outcomes) {
        rp_say(to->err, "review needs --outcomes FILE: what was measured?");
        return RP_EXIT_USAGE;
    }
    rp_status status =
        rp_reading_open_naming(&clinic, options, name_all_severe, to->err);
    if (status == RP_OK)
        status = refuse(&clinic, options, to->err);
    if (status == RP_OK && options->write) {
        rp_status held = rp_hold_take(&hold, options->write, &purpose);
        if (held == RP_OK)
            held = rp_clinic_spare(&clinic, hold);
        status = rp_command_held(hold, status, held, options->quiet, to->err);
    }
    if (status == RP_OK)
        status = review(&clinic, options, hold, to);
    rp_hold_release(hold);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

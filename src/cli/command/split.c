#include "output/split/split.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "rapport/cli.h"
#include "rapport/version.h"

#include <string.h>

static void summarise(const rp_split *split, FILE *to) {
    const rp_parts *parts = split->parts;
    uint64_t clients = 0, largest = 0;

    for (size_t k = 0; k < parts->count; k++) {
        clients += parts->part[k].clients;
        if (parts->part[k].clients > largest)
            largest = parts->part[k].clients;
    }
    fprintf(to,
            "parts      %zu, the largest of %llu clients\n"
            "clients    %llu of %u have an eligible therapist\n"
            "jobs       %s/jobs.txt; when all are done: rapport merge %s\n",
            parts->count, (unsigned long long)largest,
            (unsigned long long)clients,
            (unsigned)split->outcome->fit->roster->client_count,
            split->directory, split->directory);
}

static rp_status split_clinic(const rp_clinic *clinic,
                              const rp_options *options, rp_hold *hold,
                              rp_progress *progress, FILE *err) {
    rp_context context = rp_reading_context(clinic, options, progress);
    rp_record record = {options->command, options->command_count,
                        clinic->inputs, clinic->input_count, rp_version()};
    rp_outcome outcome = {0};
    rp_parts parts = {0};
    rp_split split = {options->out, &outcome, &parts, &record};
    rp_commit *commit = NULL;
    rp_status status =
        rp_outcome_rank(&outcome, &clinic->fit, &clinic->triage, &context);

    if (status == RP_OK && rp_outcome_conditions(&outcome)) {
        rp_progress_end(progress);
        rp_say(err, "limits and links may join the parts of a clinic: it is to "
                    "be matched as a whole, with rapport match");
        rp_outcome_clear(&outcome);
        return RP_ERR_USAGE;
    }
    if (status == RP_OK)
        status = rp_parts_find(&parts, outcome.market, (int)options->threads);
    if (status == RP_OK) {
        status = rp_commit_begin(&commit, hold);
        if (status == RP_OK)
            status = rp_split_write(&split, commit);
        rp_progress_end(progress);
        status = rp_command_commit(commit, hold, status, err);
    } else {
        rp_progress_end(progress);
        rp_say_status(err, status);
    }
    if (status == RP_OK && !options->quiet)
        summarise(&split, err);
    rp_parts_clear(&parts);
    rp_outcome_clear(&outcome);
    return status;
}

/* What the merge could not read again by the words of split.json. */
static const char *find_trouble(const rp_options *options, rp_text *word) {
    *word = (rp_text){"", 0};
    if (!options->has_out)
        return "split needs --out DIR";
    for (int k = 0; k < 2; k++)
        if (strcmp(options->arguments[k], "-") == 0)
            return "split needs files, not standard input: the merge reads "
                   "them again";
    for (size_t k = 0; k < options->command_count; k++) {
        *word = rp_text_of(options->command[k]);
        if (!rp_text_is_utf8(*word))
            return "is not UTF-8, so split.json cannot name it for the merge: "
                   "rename it";
    }
    *word = (rp_text){"", 0};
    return NULL;
}

/* A folder with a run in it is somebody's result. */
static rp_status refuse_run(rp_hold *hold) {
    return rp_folder_is_free(rp_hold_folder(hold), RP_FILE_RUN, "")
               ? RP_OK
               : rp_hold_refuse(hold, RP_FILE_RUN,
                                "belongs to a run: split into another "
                                "folder");
}

int rp_command_split(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_progress progress;
    rp_text word;
    rp_hold *hold;
    const char *trouble = find_trouble(options, &word);

    if (trouble) {
        const char *colon = word.length ? ": " : "";
        rp_say(to->err, "%s%s%s", rp_quote(word).bytes, colon, trouble);
        return RP_EXIT_USAGE;
    }
    rp_progress_begin(&progress, options, to->err);
    rp_status held = rp_hold_take(&hold, options->out, &rp_split_purpose);
    rp_status status = rp_reading_open(&clinic, options, to->err);
    if (held == RP_OK && status == RP_OK)
        held = rp_clinic_spare(&clinic, hold);
    if (held == RP_OK && status == RP_OK)
        held = refuse_run(hold);
    status = rp_command_held(hold, status, held, options->quiet, to->err);
    if (status == RP_OK)
        status = split_clinic(&clinic, options, hold, &progress, to->err);
    rp_hold_release(hold);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

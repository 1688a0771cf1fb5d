#include "output/html/pages.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "match/second/second.h"
#include "output/directory/results.h"
#include "output/earlier_run/kept.h"
#include "rapport/cli.h"

#include <stdlib.h>
#include <string.h>

/* What the run was told, with what this command line says instead. */
static bool merge(rp_options *out, const rp_kept *kept,
                  const rp_options *options, FILE *err) {
    size_t count;
    char **command = rp_kept_command(kept, &count);
    bool parsed =
        command && count > 0 &&
        rp_options_parse(out, (int)count, command, RP_RUN_OPTIONS, err);

    bool merged = parsed && strcmp(command[0], "merge") == 0;
    free(command);
    if (!parsed)
        return false;
    out->arguments[0] = options->arguments[0];
    out->arguments[1] = options->arguments[1];
    rp_options_copy(out, options, RP_TAKES_WORK, false);
    rp_options_copy(out, options,
                    RP_TAKES_FILES | RP_TAKES_OUTCOMES | RP_TAKES_PSEUDONYMS,
                    true);
    /* which pairs of an earlier run became pins stands in the run itself */
    out->keeps_pinned = out->frozen = out->frozen || merged;
    out->keep = out->frozen ? options->results : NULL;
    return true;
}

static rp_status write_pages(rp_kept *kept, const rp_outcome *outcome,
                             const rp_clinic *clinic, const rp_choices *choices,
                             const rp_options *options,
                             const rp_context *context, rp_hold *hold,
                             rp_progress *progress, FILE *err) {
    rp_shortlist_options how = {.top = (size_t)options->page_top,
                                .with_full = options->page_full,
                                .with_scores = options->page_scores,
                                .contact = &clinic->contact,
                                .choices = choices,
                                .findings = &clinic->findings};
    rp_review review;
    rp_commit *commit;
    rp_status status = rp_commit_begin(&commit, hold);
    rp_status reviewed = rp_clinic_review(&review, clinic);

    how.review = &review;
    if (status == RP_OK)
        status = reviewed;
    if (status == RP_OK)
        status = rp_kept_carry(kept, commit);
    if (status == RP_OK)
        status = rp_pages_write(commit, outcome, kept->run, context, &how);
    if (status == RP_OK)
        status = rp_pages_record(commit, kept->run);
    rp_progress_end(progress);
    rp_review_clear(&review);
    return rp_command_commit(commit, hold, status, err);
}

/* The clinic is judged again; the places are those that the run gave. */
static rp_status make_pages(rp_kept *kept, const rp_options *options,
                            const rp_options *run, rp_hold *hold,
                            rp_status held, FILE *err) {
    rp_clinic clinic;
    rp_outcome outcome = {0};
    rp_second second = {0};
    rp_choices choices = {0};
    rp_progress progress;

    rp_progress_begin(&progress, run, err);
    rp_status status = rp_reading_open(&clinic, run, err);
    if (held == RP_OK && status == RP_OK)
        held = rp_clinic_spare(&clinic, hold);
    status = rp_command_held(hold, status, held, options->quiet, err);
    if (status != RP_OK)
        goto done;
    rp_reading_warn_of_pages(&clinic, options->quiet, err);
    rp_context context = rp_reading_context(&clinic, run, &progress);
    status = rp_kept_compare(kept, clinic.inputs, clinic.input_count,
                             clinic.contact_at);
    if (status == RP_OK)
        status =
            rp_outcome_rank(&outcome, &clinic.fit, &clinic.triage, &context);
    if (status == RP_OK)
        status = rp_kept_adopt(kept, &outcome);
    if (status == RP_OK)
        status = rp_second_make(&second, &outcome);
    if (status == RP_OK)
        status = rp_reading_choices(&choices, &clinic, &outcome, &context, run);
    if (status != RP_OK)
        rp_say(err, "%s",
               kept->trouble.length > 0 ? kept->trouble.bytes
                                        : rp_status_words(status));
    else
        status = write_pages(kept, &outcome, &clinic, &choices, options,
                             &context, hold, &progress, err);
    if (status == RP_OK && !options->quiet)
        fprintf(err,
                "pages      %s/" RP_COMMIT_FOLDER "/ and %s/" RP_FILE_REPORT
                "\n",
                options->results, options->results);
done:
    rp_choices_clear(&choices);
    rp_second_clear(&second);
    rp_outcome_clear(&outcome);
    rp_clinic_clear(&clinic);
    return status;
}

int rp_command_pages(const rp_options *options, const rp_streams *to) {
    rp_options run = {0};
    rp_kept kept;
    rp_hold *hold;
    rp_status held = rp_hold_take(&hold, options->results, &rp_pages_purpose);
    rp_status status = rp_kept_open(&kept, options->results);

    /* a run that can be read says who needs a person, locked or not */
    if (status == RP_OK && merge(&run, &kept, options, to->err))
        status = make_pages(&kept, options, &run, hold, held, to->err);
    else if (status == RP_OK)
        status = run.command ? RP_ERR_DATA : RP_ERR_MEMORY;
    else if (held != RP_OK)
        status = rp_command_held(hold, RP_OK, held, options->quiet, to->err);
    else
        rp_say(to->err, "%s",
               kept.trouble.length > 0 ? kept.trouble.bytes
                                       : rp_status_words(status));
    rp_hold_release(hold);
    rp_options_clear(&run);
    rp_kept_clear(&kept);
    return rp_reading_exit(status);
}

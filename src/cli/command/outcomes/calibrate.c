#include "cli/command.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "outcomes/calibration.h"
#include "output/calibration_report.h"
#include "output/csv/policy_sheet.h"
#include "output/single_file.h"
#include "rapport/cli.h"

#include <string.h>
#include <unistd.h>

/* What would make a mess of files: said before anything is read. */
static bool is_in_the_way(const rp_options *options, FILE *err) {
    if (options->report && access(options->report, F_OK) == 0) {
        rp_say(err, "'%s' is there already: write another file",
               options->report);
        return true;
    }
    return false;
}

static rp_status write_report(const rp_calibration *c,
                              const rp_options *options, FILE *err) {
    rp_buffer text = {0};
    rp_status status = rp_calibration_report(&text, c);

    if (status == RP_OK)
        status = rp_single_file_write(options->report, &text);
    if (status == RP_ERR_IO)
        rp_say_unwritten(err, options->report);
    else
        rp_say_status(err, status);
    rp_buffer_clear(&text);
    return status;
}

static rp_status write_policy(const rp_calibration *c,
                              const rp_options *options, const rp_streams *to) {
    bool is_new[RP_CRITERION_COUNT] = {false};
    char source[120];
    const rp_new_weights weights = {c->weight, is_new, source};

    snprintf(source, sizeof source,
             "calibrated on %zu pairs, concordance %.4f against %.4f", c->pairs,
             c->calibrated, c->usual);
    for (int j = 0; j < c->facts.count; j++)
        is_new[c->facts.criteria[j]] = c->refusal == RP_REFUSAL_NONE;
    rp_status status = rp_policy_sheet_write(
        options->policy, &weights, options->delimiter, rp_command_put, to->out);
    rp_say_status(to->err, status);
    return status;
}

/* What a person wants to see before using the policy. */
static void summarize(const rp_calibration *c, FILE *err) {
    fprintf(err, "history      %zu pair%s of %zu client%s, by %s\n", c->pairs,
            c->pairs == 1 ? "" : "s", c->clients, c->clients == 1 ? "" : "s",
            rp_history_kinds[c->kind]);
    for (int j = 0; c->has_lesson && j < c->facts.count; j++) {
        int k = c->facts.criteria[j];
        fprintf(err,
                "%-12s %.4f of the weights by default; %.4f by the history, "
                "%.4f to %.4f as good\n",
                rp_criterion_names[k], c->facts.share[k], c->lesson.share[k],
                c->lesson.range[k].low, c->lesson.range[k].high);
    }
    if (c->has_lesson)
        fprintf(err,
                "concordance  %.4f, default %.4f, equal weights %.4f; "
                "difference %.4f, error %.4f\n",
                c->calibrated, c->usual, c->equal, c->difference, c->error);
    if (c->refusal != RP_REFUSAL_NONE)
        rp_say(err, "the default policy stays: %s", c->reason);
}

static rp_status calibrate(const rp_clinic *clinic, const rp_options *options,
                           const rp_streams *to) {
    rp_sample sample = {0};
    rp_calibration found;
    rp_status status = rp_sample_make(&sample, &clinic->fit, &clinic->history);

    if (status == RP_OK)
        status = rp_calibrate(&found, &sample, options->free_shares);
    rp_sample_clear(&sample);
    rp_say_status(to->err, status);
    if (status == RP_OK && options->report)
        status = write_report(&found, options, to->err);
    if (status == RP_OK)
        status = write_policy(&found, options, to);
    if (status != RP_OK)
        return status;
    fflush(to->out); /* the summary stands below the rows */
    if (!options->quiet)
        summarize(&found, to->err);
    else if (found.refusal != RP_REFUSAL_NONE)
        rp_say(to->err, "the default policy stays: %s", found.reason);
    return RP_OK;
}

int rp_command_calibrate(const rp_options *options, const rp_streams *to) {
    rp_options own = *options;
    rp_clinic clinic;

    own.history = own.arguments[RP_SIDES];
    if (own.policy && strcmp(own.policy, "-") == 0) {
        rp_say(to->err, "the policy is read twice: give --policy a file");
        return RP_EXIT_USAGE;
    }
    if (is_in_the_way(&own, to->err))
        return RP_EXIT_FAILURE;
    rp_status status = rp_reading_open(&clinic, &own, to->err);
    if (status == RP_OK)
        status = calibrate(&clinic, &own, to);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

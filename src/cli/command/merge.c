#include "cli/matching.h"

#include "base/array.h"
#include "cli/say.h"
#include "output/directory/results.h"
#include "output/split/merge.h"

#include <stdlib.h>
#include <string.h>

/* The split's own options say what is read, all others are the merge's. The
 * command stays that of the merge; `split` is what to clear in the end. */
static bool choose_options(rp_options *out, rp_options *split,
                           const rp_merge *merge, const rp_options *options,
                           FILE *err) {
    enum { GROUPS = RP_TAKES_INPUT | RP_TAKES_OBJECTIVE | RP_TAKES_KEEP };

    if (!rp_options_parse(split, merge->word_count, merge->words, GROUPS,
                          err) ||
        split->argument_count != 2)
        return false;
    *out = *options;
    rp_options_copy(out, split, GROUPS, false);
    rp_options_copy(out, options, RP_TAKES_WORK, false);
    memcpy(out->arguments, split->arguments, sizeof out->arguments);
    out->argument_count = split->argument_count;
    return true;
}

static void print(rp_findings *findings, FILE *err) {
    rp_findings_sort(findings);
    rp_findings_gather(findings);
    rp_findings_print(findings, err, 0);
    rp_findings_count(findings, err);
    fputc('\n', err);
}

/* The originals, the pairs of the parts, the proof, the results. */
static rp_status merge_parts(rp_merge *merge, const rp_options *options,
                             rp_findings *findings, rp_hold *hold,
                             rp_status held, rp_summary *summary,
                             const rp_streams *to) {
    rp_progress progress;
    rp_clinic clinic;
    uint32_t *given = NULL;

    rp_progress_begin(&progress, options, to->err);
    rp_status status = rp_reading_open(&clinic, options, to->err);
    if (held == RP_OK && status == RP_OK)
        held = rp_clinic_spare(&clinic, hold);
    if (held == RP_OK && status == RP_OK)
        held = rp_merge_spare(merge, hold);
    status = rp_command_held(hold, status, held, options->quiet, to->err);
    if (status == RP_OK)
        status = rp_merge_check_inputs(merge, clinic.inputs, clinic.input_count,
                                       findings);
    if (status == RP_OK) {
        given = rp_new_array(clinic.roster.client_count, sizeof *given);
        status = given
                     ? rp_merge_collect(merge, &clinic.roster, given, findings)
                     : RP_ERR_MEMORY;
    }
    if (status == RP_OK)
        status = rp_matching_run(options, &clinic, given, hold, &progress,
                                 summary, to);
    else
        print(findings, to->err);
    free(given);
    rp_clinic_clear(&clinic);
    return status;
}

int rp_command_merge(const rp_options *options, const rp_streams *to) {
    rp_findings findings = {0};
    rp_options split = {0}, chosen;
    rp_summary summary;
    rp_merge merge;
    rp_hold *hold;

    rp_summary_begin(&summary, options);
    rp_status held = rp_hold_take(&hold, options->out, &rp_results_purpose);
    rp_status status = rp_merge_open(&merge, options->arguments[0], &findings);

    if (status != RP_OK) {
        print(&findings, to->err);
    } else if (choose_options(&chosen, &split, &merge, options, to->err)) {
        status =
            merge_parts(&merge, &chosen, &findings, hold, held, &summary, to);
    } else if (!split.command) {
        status = RP_ERR_MEMORY; /* which was told */
    } else {
        rp_say(to->err, "%s/split.json: not the command of a split",
               options->arguments[0]);
        status = RP_ERR_DATA;
    }
    if (status == RP_ERR_MEMORY && findings.count == 0)
        rp_say_status(to->err, status);
    rp_hold_release(hold);
    rp_options_clear(&split);
    rp_findings_clear(&findings);
    rp_merge_clear(&merge);
    return rp_summary_end(&summary, status, to);
}

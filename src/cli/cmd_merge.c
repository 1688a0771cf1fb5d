#include "cli/matching.h"

#include "base/array.h"
#include "output/merge.h"

#include <stdlib.h>

/* The split's own options say what is read, those of the merge what is
 * written. */
static bool choose_options(rp_options *out, const rp_merge *merge,
                           const rp_options *options, FILE *err) {
    if (!rp_options_parse(out, merge->word_count, merge->words, RP_TAKES_INPUT,
                          err) ||
        out->argument_count != 2)
        return false;
    out->out = options->out;
    out->top = options->top;
    out->delimiter = options->delimiter;
    out->no_bom = options->no_bom;
    out->quiet = options->quiet;
    out->threads = options->threads;
    out->progress = options->progress;
    out->timings = options->timings;
    return true;
}

static void print(rp_findings *findings, FILE *err) {
    rp_findings_sort(findings);
    rp_findings_print(findings, err, false);
}

/* The originals, the pairs of the parts, the proof, the results. `options`
 * are those of the split, `command` those that the user typed. */
static rp_status merge_parts(rp_merge *merge, const rp_options *options,
                             const rp_options *command, rp_findings *findings,
                             const rp_streams *to) {
    rp_progress progress;
    rp_clinic clinic;
    uint32_t *given = NULL;
    rp_options told = *options;

    told.command = command->command;
    told.command_count = command->command_count;
    rp_progress_begin(&progress, options, to->err);
    rp_status status = rp_clinic_open(&clinic, options, true, to->err);
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
        status = rp_match_run(&told, &clinic, given, &progress, to);
    else
        print(findings, to->err);
    free(given);
    rp_clinic_clear(&clinic);
    return status;
}

int rp_command_merge(const rp_options *options, const rp_streams *to) {
    rp_findings findings = {0};
    rp_options split = {0};
    rp_merge merge;
    rp_status status = rp_merge_open(&merge, options->arguments[0], &findings);

    if (status != RP_OK) {
        print(&findings, to->err);
    } else if (choose_options(&split, &merge, options, to->err)) {
        status = merge_parts(&merge, &split, options, &findings, to);
    } else {
        fprintf(to->err, "rapport: %s/split.json: not the command of a split\n",
                options->arguments[0]);
        status = RP_ERR_DATA;
    }
    if (status == RP_ERR_MEMORY && findings.count == 0)
        fprintf(to->err, "rapport: %s\n", rp_status_words(status));
    rp_options_clear(&split);
    rp_findings_clear(&findings);
    rp_merge_clear(&merge);
    return rp_clinic_exit(status);
}

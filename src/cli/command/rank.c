#include "cli/clinic.h"
#include "cli/command.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "output/directory/results.h"

int rp_command_rank(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_outcome outcome = {0};
    rp_progress progress;

    rp_progress_begin(&progress, options, to->err);
    rp_status status = rp_clinic_open(&clinic, options, true, to->err);
    if (status == RP_OK) {
        rp_planner_options how = {.threads = (int)options->threads,
                                  .progress = rp_progress_tell,
                                  .payload = &progress};
        rp_results_options rows = {.top = (size_t)options->top,
                                   .delimiter = options->delimiter,
                                   .bom = false,
                                   .threads = (int)options->threads,
                                   .progress = rp_progress_tell,
                                   .payload = &progress};
        status =
            rp_outcome_make(&outcome, &clinic.fit, &clinic.triage, &how, false);
        if (status == RP_OK)
            status = rp_results_ranked(&outcome, &rows, true, rp_command_put,
                                       to->out);
        rp_progress_end(&progress);
        rp_say_status(to->err, status);
    }
    rp_outcome_clear(&outcome);
    rp_clinic_clear(&clinic);
    return rp_clinic_exit(status);
}

#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "output/directory/results.h"

int rp_command_rank(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_outcome outcome = {0};
    rp_progress progress;

    rp_progress_begin(&progress, options, to->err);
    rp_status status = rp_reading_open(&clinic, options, to->err);
    if (status == RP_OK) {
        rp_context context = rp_reading_context(&clinic, options, &progress);
        context.bom = false; /* it is no file */
        rp_results_options rows = {.top = (size_t)options->top,
                                   .as_json = options->as_json};
        status =
            rp_outcome_list(&outcome, &clinic.fit, &clinic.triage, &context);
        if (status == RP_OK)
            status = rp_results_ranked(&outcome, &context, &rows, true,
                                       rp_command_put, to->out);
        rp_progress_end(&progress);
        rp_say_status(to->err, status);
    }
    rp_outcome_clear(&outcome);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

#include "output/html/pages.h"

#include "output/report/report.h"

rp_status rp_pages_write(rp_commit *commit, const rp_outcome *outcome,
                         const json_t *values, const rp_context *context,
                         const rp_shortlist_options *options) {
    rp_status status = rp_shortlists_write(commit, outcome, context, options);

    const rp_report_sources sources = {
        outcome, options->choices, options->review, options->findings, values};

    return status == RP_OK ? rp_report_write(commit, &sources) : status;
}

rp_status rp_pages_record(rp_commit *commit, json_t *values) {
    if (!values)
        return RP_ERR_MEMORY;
    rp_file *file = rp_commit_file(commit, RP_FILE_RUN);
    if (!file)
        return RP_ERR_IO;
    rp_status status = rp_run_write(commit, file, values);
    rp_status closed = rp_file_close(file);
    return status == RP_OK ? closed : status;
}

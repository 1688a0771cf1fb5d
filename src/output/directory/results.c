#include "output/directory/results.h"

#include "output/calendar/calendars.h"
#include "output/workbook/results_book.h"

const rp_purpose rp_results_purpose = {RP_FILE_RUN, rp_result_name, true};
const rp_purpose rp_pages_purpose = {RP_FILE_RUN, rp_result_name, false};

static void put_file(void *payload, const void *bytes, size_t length) {
    rp_file_put(payload, bytes, length);
}

static rp_source source_of(const rp_outcome *outcome, const rp_context *context,
                           const rp_results_options *options) {
    return (rp_source){.outcome = outcome,
                       .analyses = options->analyses,
                       .equity = options->equity,
                       .top = options->top,
                       .as_json = options->as_json,
                       .offers = options->offers,
                       .offer_most = options->offer_most,
                       .context = context};
}

static rp_status write_sheet(rp_commit *commit, const rp_result_file *kind,
                             const rp_source *source,
                             const rp_results_options *options) {
    rp_file *file = rp_commit_file(commit, kind->name);
    uint64_t rows;

    if (!file)
        return RP_ERR_IO;
    bool whole =
        rp_result_put(kind, source, put_file, file, source->context->delimiter,
                      source->context->bom, &rows);
    rp_status closed = rp_file_close(file);
    rp_context_tell(source->context, kind->name, 1.0);
    if (options->counted)
        options->counted(options->payload, kind->name, rows);
    return whole ? closed : RP_ERR_MEMORY;
}

static rp_status write_calendars(rp_commit *commit, const rp_outcome *outcome) {
    rp_agenda agenda;
    rp_status status = rp_agenda_make(&agenda, outcome);

    if (status == RP_OK)
        status = rp_calendars_write(commit, &agenda, outcome->fit->roster,
                                    outcome->triage->as_of);
    rp_agenda_clear(&agenda);
    return status;
}

rp_status rp_results_write(rp_commit *commit, const rp_outcome *outcome,
                           const rp_record *record, const rp_context *context,
                           const rp_results_options *options) {
    rp_source source = source_of(outcome, context, options);
    unsigned has =
        rp_result_has(&source, options->pages != NULL, options->xlsx);
    rp_status status = RP_OK;

    for (size_t k = 0; k < rp_result_count && status == RP_OK; k++) {
        const rp_result_file *kind = &rp_result_files[k];
        if (kind->put && (kind->needs & ~has) == 0)
            status = write_sheet(commit, kind, &source, options);
    }
    if (status == RP_OK && options->calendars)
        status = write_calendars(commit, outcome);
    if (status != RP_OK)
        return status;
    json_t *values = rp_run_values(outcome, record);
    if (options->xlsx && values)
        status = rp_results_book_write(commit, &source, has, values);
    if (options->pages && status == RP_OK) {
        rp_shortlist_options pages = *options->pages;
        pages.choices = rp_analyses_choices(options->analyses);
        status = rp_pages_write(commit, outcome, values, context, &pages);
    }
    if (status == RP_OK)
        status = rp_pages_record(commit, values);
    json_decref(values);
    return status;
}

rp_status rp_results_ranked(const rp_outcome *outcome,
                            const rp_context *context,
                            const rp_results_options *options,
                            bool blank_status, rp_put *put, void *payload) {
    rp_source source = source_of(outcome, context, options);

    source.blank_status = blank_status;
    return rp_result_put(rp_result_find("ranked.csv"), &source, put, payload,
                         context->delimiter, context->bom, NULL)
               ? RP_OK
               : RP_ERR_MEMORY;
}

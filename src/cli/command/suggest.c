#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "match/chosen.h"
#include "match/second/second.h"
#include "output/suggest/listing.h"
#include "rapport/cli.h"

/* What --sort says, or the default: best first. */
static rp_status read_order(rp_suggestion_options *how,
                            const rp_options *options, FILE *err) {
    rp_text name = rp_text_of(options->sort ? options->sort : "rank");
    const char *near = NULL;

    if (name.length > 0 && *name.bytes == '-') {
        how->is_reversed = true;
        name.bytes++;
        name.length--;
    }
    rp_status status = rp_text_is_utf8(name)
                           ? rp_subject_find(&how->order, name, &near)
                           : RP_ERR_USAGE;
    if (status == RP_ERR_MEMORY)
        rp_say_status(err, status);
    else if (status != RP_OK)
        rp_say(err, "--sort: unknown column '%s'%s%s", rp_quote(name).bytes,
               near ? ", nearest: " : "", near ? near : "");
    return status;
}

static rp_status read_filters(rp_filters *filters, const rp_options *options,
                              const rp_fit *fit, FILE *err) {
    rp_buffer trouble = {0};
    rp_status status =
        rp_filters_parse(filters, options->wheres, options->where_count,
                         options->known, fit, &trouble);

    if (status == RP_ERR_USAGE)
        rp_say(err, "--where %s", trouble.bytes);
    else
        rp_say_status(err, status);
    rp_buffer_clear(&trouble);
    return status;
}

static rp_status write_list(const rp_outcome *outcome, uint32_t client,
                            const rp_suggestion_options *how,
                            const rp_options *options, const rp_streams *to) {
    rp_suggestion suggestion;
    rp_buffer advice = {0};
    rp_status status = rp_suggestion_make(&suggestion, outcome, client, how);

    if (status == RP_OK)
        status =
            rp_listing_write(&suggestion, (rp_listing_format)options->format,
                             options->delimiter, rp_command_put, to->out);
    if (status == RP_OK && !rp_suggestion_advice(&advice, &suggestion))
        status = RP_ERR_MEMORY;
    if (status == RP_OK && !options->quiet) {
        fflush(to->out); /* the advice stands below the list */
        fputs(advice.bytes, to->err);
    }
    rp_buffer_clear(&advice);
    rp_suggestion_clear(&suggestion);
    return status;
}

/* Everything is read and matched as `match` would, so that "open" means what
 * it means there. */
int rp_command_suggest(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_outcome outcome = {0};
    rp_second second = {0};
    rp_choices choices = {0};
    rp_filters filters = {0};
    rp_progress progress;
    rp_suggestion_options how = {options->wheres,
                                 &filters,
                                 {RP_ASPECT_RANK, NULL},
                                 false,
                                 options->top_is_given ? (size_t)options->top
                                                       : 0,
                                 NULL};

    if (!options->client) {
        rp_say(to->err, "suggest needs --client ID");
        return RP_EXIT_USAGE;
    }
    rp_status status = read_order(&how, options, to->err);
    if (status != RP_OK)
        return rp_reading_exit(status);
    rp_progress_begin(&progress, options, to->err);
    status = rp_reading_open_briefly(&clinic, options, to->err);
    if (status != RP_OK)
        goto done;
    uint32_t client =
        rp_command_person(&clinic.roster, RP_CLIENTS, options->client, to->err);
    status = client == RP_NONE
                 ? RP_ERR_USAGE
                 : read_filters(&filters, options, &clinic.fit, to->err);
    if (status != RP_OK)
        goto done;
    rp_context context = rp_reading_context(&clinic, options, &progress);
    status = rp_chosen_match(&outcome, &clinic.fit, &clinic.triage, &context,
                             NULL, NULL);
    if (status == RP_OK)
        status = rp_second_make(&second, &outcome);
    if (status == RP_OK)
        status =
            rp_reading_choices(&choices, &clinic, &outcome, &context, options);
    rp_progress_end(&progress);
    how.choices = &choices;
    if (status == RP_OK)
        status = write_list(&outcome, client, &how, options, to);
    rp_say_status(to->err, status);
done:
    rp_filters_clear(&filters);
    rp_choices_clear(&choices);
    rp_second_clear(&second);
    rp_outcome_clear(&outcome);
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

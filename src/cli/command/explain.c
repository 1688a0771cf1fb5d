#include "cli/command.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/say.h"
#include "match/chosen.h"
#include "match/second/second.h"
#include "output/csv/account.h"
#include "rapport/cli.h"
#include "why/analyses.h"

static rp_status explain(const rp_clinic *clinic, const rp_options *options,
                         rp_question question, const rp_streams *to) {
    rp_context context = rp_reading_context(clinic, options, NULL);
    rp_analyses_options none = {.wanted = RP_ANALYSE_MARGINS};
    const rp_client *client = &clinic->roster.clients[question.client];
    rp_explanation explanation = {0};
    rp_analyses analyses = {0};
    rp_choices choices = {0};
    rp_second second = {0};
    rp_outcome outcome;

    rp_status status = rp_chosen_match(&outcome, &clinic->fit, &clinic->triage,
                                       &context, NULL, NULL);
    if (status == RP_OK)
        status = rp_second_make(&second, &outcome);
    if (status == RP_OK)
        status = rp_analyses_make(&analyses, &outcome, &context, &none);
    rp_study study = rp_analyses_study(&analyses, &outcome, &context);
    if (status == RP_OK)
        status =
            rp_reading_choices(&choices, clinic, &outcome, &context, options);
    if (status == RP_OK)
        status = rp_explain(&explanation, &study, &choices, question);
    if (status == RP_OK)
        status = rp_account_write(&explanation, client->id,
                                  (rp_account_format)options->answer,
                                  options->delimiter, rp_command_put, to->out);
    rp_say_status(to->err, status);
    rp_explanation_clear(&explanation);
    rp_choices_clear(&choices);
    rp_analyses_clear(&analyses);
    rp_second_clear(&second);
    rp_outcome_clear(&outcome);
    return status;
}

int rp_command_explain(const rp_options *options, const rp_streams *to) {
    rp_clinic clinic;
    rp_question question = {RP_NONE, RP_NONE};

    if (!options->client) {
        rp_say(to->err, "explain needs --client ID");
        return RP_EXIT_USAGE;
    }
    rp_status status = rp_reading_open_briefly(&clinic, options, to->err);
    if (status == RP_OK) {
        question.client = rp_command_person(&clinic.roster, RP_CLIENTS,
                                            options->client, to->err);
        if (options->therapist)
            question.therapist = rp_command_person(
                &clinic.roster, RP_THERAPISTS, options->therapist, to->err);
        if (question.client == RP_NONE ||
            (options->therapist && question.therapist == RP_NONE))
            status = RP_ERR_USAGE;
        else
            status = explain(&clinic, options, question, to);
    }
    rp_clinic_clear(&clinic);
    return rp_reading_exit(status);
}

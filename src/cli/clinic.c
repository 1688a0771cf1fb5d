#include "cli/clinic.h"

#include "cli/say.h"
#include "fit/phrases.h"
#include "rapport/rapport.h"

#include <errno.h>
#include <string.h>

static rp_input input_of(const char *path, const rp_table *table) {
    rp_input input = {path, {0}, table->rows};

    memcpy(input.sha256, table->sha256, RP_DIGEST_SIZE);
    return input;
}

/* A header that a map names can only be missed where both were read. */
static bool has_headers(const rp_roster *roster) {
    return roster->tables[RP_THERAPISTS].columns > 0 &&
           roster->tables[RP_CLIENTS].columns > 0;
}

/* The rosters and what is said of their people. */
static rp_status read_people(rp_clinic *c, const rp_options *options,
                             rp_input *scores) {
    rp_intake intake = {.therapists = options->arguments[0],
                        .clients = options->arguments[1],
                        .taxonomy = &c->taxonomy,
                        .map = c->map,
                        .strict = options->strict};
    rp_status status = rp_intake_read(&c->roster, &intake, &c->findings);

    if (status == RP_ERR_MEMORY)
        return status;
    if (has_headers(&c->roster))
        rp_map_report_unused(c->map);
    if (options->scores)
        status = rp_status_graver(
            status, rp_scores_read(&c->scores, options->scores, &c->roster,
                                   scores, &c->findings));
    return status;
}

/* Every file is read, whatever is wrong with those before it: only lack of
 * memory stops. The inputs stand in the order in which run.json tells them. */
static rp_status read_all(rp_clinic *c, const rp_options *options) {
    rp_input policy = {options->policy, {0}, 0}, scores = {0};
    rp_input *maps = &c->inputs[2];
    size_t next = 0;
    rp_status status =
        rp_taxonomy_load(&c->taxonomy, options->taxonomy, &c->findings);

    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(
            status, rp_policy_load(&c->policy, options->policy, policy.sha256,
                                   &policy.rows, &c->findings));
    if (options->scores)
        maps++;
    if (options->policy)
        maps++;
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, rp_map_read(&c->map, options->maps,
                                                      options->map_count, maps,
                                                      &c->findings));
    if (status != RP_ERR_MEMORY)
        status = rp_status_graver(status, read_people(c, options, &scores));
    for (; next < 2; next++)
        c->inputs[next] =
            input_of(options->arguments[next], &c->roster.tables[next]);
    if (options->scores)
        c->inputs[next++] = scores;
    if (options->policy)
        c->inputs[next++] = policy;
    c->input_count = next + options->map_count;
    return status;
}

/* Why a person has to act. */
typedef enum need { NONE, CONCERN, CRISIS } need;

static need need_of(const rp_fit *fit, const rp_client *client) {
    if (client->urgency == RP_CRISIS)
        return CRISIS;
    return client->id && rp_phrases_asks_human(fit, client) ? CONCERN : NONE;
}

/* By id, or where there is none by the place in the file. */
static void name_client(const rp_client *client, const rp_table *table,
                        const rp_findings *findings, const char *when,
                        const char *words, FILE *err) {
    if (client->id)
        rp_say(err, "%sclient %s %s", when,
               rp_quote(rp_text_of(client->id)).bytes, words);
    else
        rp_say(err,
               "%sa client without an id, row %u below the header of %s, "
               "%s",
               when, (unsigned)client->row, findings->sources[table->source],
               words);
}

static bool was_named(const rp_fit *before, const rp_client *client,
                      need what) {
    uint32_t then =
        before && client->id
            ? rp_roster_find(before->roster, RP_CLIENTS, rp_text_of(client->id))
            : RP_NONE;

    return then != RP_NONE &&
           need_of(before, &before->roster->clients[then]) == what;
}

void rp_clinic_name_humans(const rp_fit *fit, const rp_fit *before,
                           const rp_findings *findings, FILE *err) {
    const rp_roster *roster = fit->roster;
    static const char *const words[] = {
        [CONCERN] = "has a concern that a person should look at first",
        [CRISIS] = "is in crisis: a person has to act now, no program matches "
                   "them"};

    for (int what = CRISIS; what > NONE; what--)
        for (uint32_t i = 0; i < roster->client_count; i++) {
            const rp_client *client = &roster->clients[i];
            if ((int)need_of(fit, client) != what ||
                was_named(before, client, (need)what))
                continue;
            name_client(client, &roster->tables[RP_CLIENTS], findings,
                        before ? "after the edits: " : "", words[what], err);
        }
}

/* The earlier run of --keep. */
static rp_status keep_pairs(rp_clinic *c, const rp_options *options) {
    rp_status status = rp_kept_open(&c->kept, options->keep);

    if (status == RP_OK)
        status = rp_kept_read(&c->pairs, &c->kept, options->keeps_pinned,
                              &c->findings);
    if (status == RP_OK)
        status =
            rp_standing_keep(&c->triage, &c->fit, c->pairs.items,
                             c->pairs.count, options->frozen, &c->findings);
    if (c->pairs.table.path)
        rp_table_locate(&c->pairs.table, &c->findings);
    return status;
}

rp_status rp_clinic_open(rp_clinic *out, const rp_options *options,
                         bool settle_pins, FILE *err) {
    const rp_fit read = {.roster = &out->roster, .taxonomy = &out->taxonomy};

    *out = (rp_clinic){0};
    rp_status status = read_all(out, options);
    if (status == RP_OK)
        status = rp_fit_init(
            &out->fit, &out->roster, &out->policy, &out->taxonomy,
            options->scores ? &out->scores : NULL, options->unknown_forbids);
    if (status == RP_OK && settle_pins)
        status = rp_triage_make(&out->triage, &out->fit, options->today,
                                &out->findings);
    if (status == RP_OK && settle_pins && options->keep)
        status = keep_pairs(out, options);
    rp_roster_settle(&out->roster, &out->findings);
    rp_map_free(out->map);
    out->map = NULL;
    if (out->findings.out_of_memory)
        status = RP_ERR_MEMORY;
    rp_clinic_name_humans(&read, NULL, &out->findings, err);
    rp_findings_sort(&out->findings);
    rp_findings_print(&out->findings, err, options->quiet);
    if (out->kept.trouble.length > 0)
        rp_say(err, "%s", out->kept.trouble.bytes);
    /* what findings tell of a file needs no more words */
    else if (status > RP_ERR_IO ||
             (status == RP_ERR_IO && out->findings.errors == 0))
        rp_say_status(err, status);
    return status;
}

void rp_clinic_clear(rp_clinic *clinic) {
    rp_triage_clear(&clinic->triage);
    rp_kept_pairs_clear(&clinic->pairs);
    rp_kept_clear(&clinic->kept);
    rp_fit_clear(&clinic->fit);
    rp_scores_clear(&clinic->scores);
    rp_roster_clear(&clinic->roster);
    rp_map_free(clinic->map);
    rp_taxonomy_clear(&clinic->taxonomy);
    rp_findings_clear(&clinic->findings);
}

rp_status rp_clinic_spare(const rp_clinic *clinic, rp_hold *hold) {
    rp_status status = RP_OK;

    for (size_t k = 0; k < clinic->input_count && status == RP_OK; k++)
        status = rp_hold_spare(hold, clinic->inputs[k].path);
    return status;
}

uint16_t rp_clinic_floor(const rp_clinic *clinic, const rp_options *options) {
    return options->fair ? rp_outcome_floor(&clinic->policy) : 0;
}

int rp_clinic_exit(rp_status status) {
    switch (status) {
    case RP_OK:
        return RP_EXIT_OK;
    case RP_ERR_DATA:
        return RP_EXIT_INPUT;
    case RP_ERR_USAGE:
        return RP_EXIT_USAGE;
    case RP_ERR_PINS:
        return RP_EXIT_PINS;
    case RP_ERR_IO:
    case RP_ERR_MEMORY:
    case RP_ERR_SOLVER:
    case RP_ERR_SIZE:
        break;
    }
    return RP_EXIT_FAILURE;
}

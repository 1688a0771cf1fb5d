#include "cli/clinic.h"

#include "fit/phrases.h"
#include "rapport/rapport.h"

#include <errno.h>
#include <string.h>

/* Policy, scores and map files in the order in which run.json tells them. */
static void note_input(rp_clinic *clinic, rp_input input) {
    clinic->inputs[clinic->input_count++] = input;
}

static rp_input input_of(const char *path, const rp_table *table) {
    rp_input input = {path, {0}, table->rows};

    memcpy(input.sha256, table->sha256, RP_DIGEST_SIZE);
    return input;
}

/* Errors in one file must not hide those of the next; only what cannot go on
 * stops. */
static bool stops(rp_status status) {
    return status != RP_OK && status != RP_ERR_DATA;
}

static rp_status worse(rp_status before, rp_status after) {
    return before != RP_OK ? before : after;
}

static rp_status read_all(rp_clinic *c, const rp_options *options) {
    rp_input policy = {options->policy, {0}, 0}, scores = {0};
    rp_input maps[RP_MAX_MAPS];
    rp_status status =
        rp_taxonomy_load(&c->taxonomy, options->taxonomy, &c->findings);

    if (status != RP_OK)
        return status;
    status = rp_policy_load(&c->policy, options->policy, policy.sha256,
                            &policy.rows, &c->findings);
    if (stops(status))
        return status;
    rp_status mapped = rp_map_read(&c->map, options->maps, options->map_count,
                                   maps, &c->findings);
    if (mapped != RP_OK)
        return mapped;
    rp_intake intake = {.therapists = options->arguments[0],
                        .clients = options->arguments[1],
                        .taxonomy = &c->taxonomy,
                        .map = c->map,
                        .strict = options->strict};
    rp_status read = rp_intake_read(&c->roster, &intake, &c->findings);
    if (stops(read))
        return read;
    rp_map_report_unused(c->map);
    status = worse(status, read);
    if (options->scores && read == RP_OK) {
        read = rp_scores_read(&c->scores, options->scores, &c->roster, &scores,
                              &c->findings);
        if (stops(read))
            return read;
        status = worse(status, read);
    }
    note_input(
        c, input_of(options->arguments[0], &c->roster.tables[RP_THERAPISTS]));
    note_input(c,
               input_of(options->arguments[1], &c->roster.tables[RP_CLIENTS]));
    if (options->scores)
        note_input(c, scores);
    if (options->policy)
        note_input(c, policy);
    for (size_t i = 0; i < options->map_count; i++)
        note_input(c, maps[i]);
    return status;
}

/* Named first, also where the files have errors. */
static void name_humans(const rp_clinic *c, FILE *err) {
    const rp_fit fit = {.roster = &c->roster, .taxonomy = &c->taxonomy};

    for (uint32_t i = 0; i < c->roster.client_count; i++)
        if (c->roster.clients[i].id &&
            c->roster.clients[i].urgency == RP_CRISIS)
            fprintf(err,
                    "rapport: client %s is in crisis: a person has to act "
                    "now, no program matches them\n",
                    c->roster.clients[i].id);
    for (uint32_t i = 0; i < c->roster.client_count; i++)
        if (c->roster.clients[i].id &&
            c->roster.clients[i].urgency != RP_CRISIS &&
            rp_phrases_asks_human(&fit, &c->roster.clients[i]))
            fprintf(err,
                    "rapport: client %s has a concern that a person should "
                    "look at first\n",
                    c->roster.clients[i].id);
}

/* The earlier run of --keep. */
static rp_status keep_pairs(rp_clinic *c, const rp_options *options) {
    rp_status status = rp_kept_open(&c->kept, options->keep);

    if (status == RP_OK)
        status = rp_kept_read(&c->pairs, &c->kept, options->keeps_pinned,
                              &c->findings);
    if (status == RP_OK)
        status = rp_earlier_keep(&c->triage, &c->fit, c->pairs.items,
                                 c->pairs.count, options->frozen, &c->findings);
    if (c->pairs.table.path)
        rp_table_locate(&c->pairs.table, &c->findings);
    return status;
}

rp_status rp_clinic_open(rp_clinic *out, const rp_options *options,
                         bool settle_pins, FILE *err) {
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
    name_humans(out, err);
    rp_findings_sort(&out->findings);
    rp_findings_print(&out->findings, err, options->quiet);
    if (out->kept.trouble.length > 0)
        fprintf(err, "rapport: %s\n", out->kept.trouble.bytes);
    else if (status != RP_OK && status != RP_ERR_DATA &&
             status != RP_ERR_PINS && out->findings.errors == 0)
        fprintf(err, "rapport: %s\n", rp_status_words(status));
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

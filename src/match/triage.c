#include "match/triage.h"

#include "base/array.h"
#include "fit/flags.h"
#include "fit/rules.h"
#include "fit/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const rp_tier_names[RP_TIER_CRISIS + 1] = {"", "routine", "soon",
                                                       "urgent", "crisis"};

static int32_t latest_referral(const rp_roster *roster) {
    int32_t latest = RP_NO_DAY;

    for (uint32_t c = 0; c < roster->client_count; c++)
        if (roster->clients[c].referred_on > latest)
            latest = roster->clients[c].referred_on;
    return latest;
}

static rp_tier tier_of(const rp_policy *policy, const rp_client *client,
                       int32_t days) {
    switch (client->urgency) {
    case RP_CRISIS:
        return RP_TIER_CRISIS;
    case RP_URGENT:
        return RP_TIER_URGENT;
    case RP_SOON:
        return RP_TIER_SOON;
    default:
        return days > 7.0 * policy->promote_weeks ||
                       (policy->promote_rematch > 0.0 &&
                        rp_parted_promotes(client))
                   ? RP_TIER_SOON
                   : RP_TIER_ROUTINE;
    }
}

static void sort_out(rp_triage *t, const rp_fit *fit, uint32_t c) {
    const rp_client *client = &fit->roster->clients[c];
    const rp_policy *policy = fit->policy;
    bool dated = client->referred_on != RP_NO_DAY && t->as_of != RP_NO_DAY;
    int32_t days = dated ? t->as_of - client->referred_on : 0;

    if (days < 0) /* a referral after that day waits 0 weeks */
        days = 0;
    int32_t weeks = days / 7;
    t->weeks[c] = dated ? weeks : RP_NO_WEEKS;
    t->tier[c] = (uint8_t)tier_of(policy, client, days);
    if (!t->is_strict)
        t->wait[c] = (int32_t)(policy->wait_points *
                               fmin(weeks, policy->wait_weeks_max));
    t->human[c] =
        t->tier[c] == RP_TIER_CRISIS || rp_flags_hold_back(fit, client);
    t->pin[c] = client->pin->count ? client->pin->items[0].tag : RP_NONE;
}

/* ---- who comes first ---------------------------------------------------- */

typedef struct claim {
    int32_t day;
    uint32_t client; /* in the order of ids */
    uint64_t number;
} claim;

static int by_claim(const void *left, const void *right) {
    const claim *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->number != b->number)
        return a->number < b->number ? -1 : 1;
    return (a->client > b->client) - (a->client < b->client);
}

static uint64_t *lots_of(const rp_roster *roster, rp_side side) {
    uint32_t count =
        side == RP_CLIENTS ? roster->client_count : roster->therapist_count;
    uint64_t *lots = rp_new_array(count, sizeof *lots);

    for (uint32_t k = 0; lots && k < count; k++) {
        const char *id = side == RP_CLIENTS ? roster->clients[k].id
                                            : roster->therapists[k].id;
        lots[k] = rp_lottery_lot(id, strlen(id));
    }
    return lots;
}

static rp_status line_up(rp_triage *t, const rp_fit *fit) {
    const rp_roster *roster = fit->roster;
    uint32_t clients = roster->client_count;
    claim *claims = rp_new_array(clients, sizeof *claims);

    t->lottery = (rp_lottery){(uint64_t)fit->policy->lottery,
                              lots_of(roster, RP_CLIENTS),
                              lots_of(roster, RP_THERAPISTS)};
    t->sequence = rp_new_array(clients, sizeof *t->sequence);
    t->turn = rp_new_array(clients, sizeof *t->turn);
    if (!claims || !t->lottery.clients || !t->lottery.therapists ||
        !t->sequence || !t->turn) {
        free(claims);
        return RP_ERR_MEMORY;
    }
    for (uint32_t c = 0; c < clients; c++) {
        int32_t day = roster->clients[c].referred_on;
        claims[c] = (claim){day == RP_NO_DAY ? INT32_MAX : day, c,
                            rp_lottery_client(&t->lottery, c)};
    }
    if (clients > 1)
        qsort(claims, clients, sizeof *claims, by_claim);
    for (uint32_t k = 0; k < clients; k++) {
        t->sequence[k] = claims[k].client;
        t->turn[claims[k].client] = k;
    }
    free(claims);
    return RP_OK;
}

int rp_triage_compare(const rp_triage *triage, uint32_t a, uint32_t b) {
    if (triage->tier[a] != triage->tier[b])
        return triage->tier[a] > triage->tier[b] ? -1 : 1;
    return (triage->turn[a] > triage->turn[b]) -
           (triage->turn[a] < triage->turn[b]);
}

/* ---- pins --------------------------------------------------------------- */

static rp_place pin_place(const rp_fit *fit, uint32_t c) {
    const rp_schema *schema = &rp_schemas[RP_CLIENTS];
    const rp_column *pin = rp_schema_find(RP_CLIENTS, rp_text_of("pin"));
    const rp_layout *layout = &fit->roster->layouts[RP_CLIENTS];

    return rp_table_place(&fit->roster->tables[RP_CLIENTS],
                          fit->roster->clients[c].row,
                          layout->own[pin - schema->columns]);
}

static rp_quoted quoted(const char *id) { return rp_quote(rp_text_of(id)); }

/* A pin overrides every rule but those that say so. */
static void check_rules(const rp_fit *fit, rp_need *need, uint32_t c,
                        uint32_t therapist, rp_findings *findings) {
    if (!rp_need_set(need, fit, c)) {
        findings->out_of_memory = true;
        return;
    }
    for (rp_rule rule = 0; rule < rp_rule_count(); rule++)
        if (rp_rule_at(rule)->breaks_pins &&
            rp_rule_forbids(fit, need, therapist, rule))
            rp_findings_add(findings, RP_ERROR, pin_place(fit, c),
                            "pin: '%s' may not see client '%s' by the rule "
                            "'%s', which a pin cannot override",
                            quoted(fit->roster->therapists[therapist].id).bytes,
                            quoted(fit->roster->clients[c].id).bytes,
                            rp_rule_name(rule));
}

static void take_pins(rp_triage *t, const rp_fit *fit, rp_findings *findings) {
    rp_need need = {0};

    for (uint32_t c = 0; c < fit->roster->client_count; c++) {
        uint32_t therapist = t->pin[c];
        if (therapist == RP_NONE)
            continue;
        check_rules(fit, &need, c, therapist, findings);
        if (t->openings[therapist] > 0)
            t->openings[therapist]--;
        else
            rp_findings_add(
                findings, RP_ERROR, pin_place(fit, c),
                "pin: client '%s' is one too many for the %d opening%s of '%s'",
                quoted(fit->roster->clients[c].id).bytes,
                (int)fit->roster->therapists[therapist].openings,
                fit->roster->therapists[therapist].openings == 1 ? "" : "s",
                quoted(fit->roster->therapists[therapist].id).bytes);
    }
    rp_need_clear(&need);
}

/* The earlier run's pairs, brought into this one. */
static rp_status keep_pairs(rp_triage *t, const rp_fit *fit,
                            const rp_kept_list *kept, rp_findings *findings) {
    const rp_keep_base base = {t->human, t->tier, t->turn, t->pin, t->openings};

    return rp_keep_make(&t->keep, fit, kept, &base, findings);
}

rp_status rp_triage_make(rp_triage *out, const rp_fit *fit, int32_t today,
                         bool is_strict, const rp_kept_list *kept,
                         rp_findings *findings) {
    uint32_t clients = fit->roster->client_count;
    uint32_t therapists = fit->roster->therapist_count;
    size_t errors = findings->errors;

    *out = (rp_triage){
        .as_of = today == RP_NO_DAY ? latest_referral(fit->roster) : today,
        .is_strict = is_strict,
        .tier = rp_new_array(clients, sizeof *out->tier),
        .weeks = rp_new_array(clients, sizeof *out->weeks),
        .wait = rp_new_array(clients, sizeof *out->wait),
        .human = rp_new_array(clients, sizeof *out->human),
        .pin = rp_new_array(clients, sizeof *out->pin),
        .openings = rp_new_array(therapists, sizeof *out->openings)};
    if (!out->tier || !out->weeks || !out->wait || !out->human || !out->pin ||
        !out->openings)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++)
        out->openings[t] = (uint32_t)fit->roster->therapists[t].openings;
    for (uint32_t c = 0; c < clients; c++)
        sort_out(out, fit, c);
    if (line_up(out, fit) != RP_OK)
        return RP_ERR_MEMORY;
    take_pins(out, fit, findings);
    if (findings->out_of_memory)
        return RP_ERR_MEMORY;
    if (findings->errors > errors)
        return RP_ERR_PINS;
    return kept ? keep_pairs(out, fit, kept, findings) : RP_OK;
}

bool rp_triage_breaks(const rp_triage *triage, const rp_fit *fit,
                      uint32_t client, rp_buffer *out) {
    uint32_t therapist = triage->pin[client];
    rp_need need = {0};
    bool whole = rp_buffer_put(out, "", 0) && rp_need_set(&need, fit, client);

    out->length = 0;
    for (rp_rule rule = 0; whole && rule < rp_rule_count(); rule++) {
        bool is_broken =
            rule == rp_rule_of_score()
                ? rp_score_of(fit, &need, therapist) < rp_rule_least_score(fit)
                : rp_rule_forbids(fit, &need, therapist, rule);
        if (is_broken)
            whole = (out->length == 0 || rp_buffer_puts(out, ", ")) &&
                    rp_buffer_puts(out, rp_rule_name(rule));
    }
    rp_need_clear(&need);
    return whole;
}

void rp_triage_clear(rp_triage *triage) {
    free(triage->tier);
    free(triage->weeks);
    free(triage->wait);
    free(triage->sequence);
    free(triage->turn);
    free((void *)(uintptr_t)triage->lottery.clients); /* it owns them */
    free((void *)(uintptr_t)triage->lottery.therapists);
    free(triage->human);
    free(triage->pin);
    free(triage->openings);
    rp_keep_free(triage->keep);
    *triage = (rp_triage){0};
}

#include "match/triage.h"

#include "base/array.h"
#include "fit/flags.h"
#include "fit/rules.h"
#include "fit/score.h"
#include "match/absence.h"

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
        const char *id = rp_roster_filed_id(roster, side, k);
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

/* The place of a row's cell in a column of the schema that the file has. */
static rp_place place_of(const rp_fit *fit, rp_side side, uint32_t row,
                         const char *name) {
    const rp_column *column = rp_schema_find(side, rp_text_of(name));
    const rp_roster *roster = fit->roster;

    return rp_table_place(
        &roster->tables[side], row,
        roster->layouts[side].own[column - rp_schemas[side].columns]);
}

static rp_place pin_place(const rp_fit *fit, uint32_t c) {
    return place_of(fit, RP_CLIENTS, fit->roster->clients[c].row, "pin");
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

/* "tue 18:00": an hour that a pin names and that is none of the therapist's;
 * NULL: there is none. */
static const char *wrong_hour(char out[RP_HOUR_NAME], const rp_fit *fit,
                              const rp_pin_hours *named, uint32_t therapist) {
    for (uint32_t k = 0; k < named->count; k++)
        if (rp_hours_find(&fit->offers[therapist].hours, named->begin[k]) ==
            RP_HOUR_NONE) {
            rp_hour_name(out, named->begin[k]);
            return out;
        }
    return NULL;
}

/* Of whoever wants a group and no therapist, and has no pin of their own. */
static bool is_for_group(const rp_triage *t, const rp_fit *fit, uint32_t c) {
    return fit->groups &&
           fit->roster->clients[c].wants_group == RP_GROUP_INSTEAD &&
           t->pin[c] == RP_NONE;
}

static void tell_torn(const rp_fit *fit, const rp_triage *t, uint32_t first,
                      uint32_t second, rp_findings *findings) {
    const rp_roster *roster = fit->roster;

    rp_findings_add(
        findings, RP_ERROR, pin_place(fit, second),
        "pin: client '%s' is pinned to '%s' and client '%s' to '%s'; they are "
        "to have one therapist (linked_to)",
        quoted(roster->clients[first].id).bytes,
        quoted(roster->therapists[t->pin[first]].id).bytes,
        quoted(roster->clients[second].id).bytes,
        quoted(roster->therapists[t->pin[second]].id).bytes);
}

/* A pin of one of a party is a pin of all who have none. */
static rp_status spread_pins(rp_triage *t, const rp_fit *fit,
                             rp_findings *findings) {
    uint32_t clients = fit->roster->client_count;
    uint32_t *first = rp_new_array(t->links.kins, sizeof *first);

    if (!first)
        return RP_ERR_MEMORY;
    for (uint32_t k = 0; k < t->links.kins; k++)
        first[k] = RP_NONE;
    for (uint32_t c = 0; t->links.kins > 0 && c < clients; c++) {
        t->wants_group[c] = is_for_group(t, fit, c);
        if (!rp_triage_is_of_party(t, c) || t->pin[c] == RP_NONE)
            continue;
        uint32_t *of = &first[t->links.kin[c]];
        if (*of == RP_NONE)
            *of = c;
        else if (t->pin[*of] != t->pin[c])
            tell_torn(fit, t, *of, c, findings);
    }
    for (uint32_t c = 0; t->links.kins > 0 && c < clients; c++) {
        uint32_t of =
            rp_triage_is_of_party(t, c) ? first[t->links.kin[c]] : RP_NONE;
        if (of == RP_NONE || t->pin[c] != RP_NONE)
            continue;
        t->pin[c] = t->pin[of];
        t->with[c] = of;
    }
    free(first);
    return RP_OK;
}

/* Pins of two who are to be apart; a client who needs a person counts. */
static void check_apart(const rp_triage *t, const rp_fit *fit,
                        rp_findings *findings) {
    const rp_roster *roster = fit->roster;

    for (size_t k = 0; k < t->links.apart_count; k++) {
        rp_apart pair = t->links.aparts[k];
        if (t->pin[pair.a] == RP_NONE || t->pin[pair.a] != t->pin[pair.b])
            continue;
        rp_findings_add(findings, RP_ERROR, pin_place(fit, pair.b),
                        "pin: clients '%s' and '%s' are pinned to '%s', and "
                        "are to be apart (linked_to)",
                        quoted(roster->clients[pair.a].id).bytes,
                        quoted(roster->clients[pair.b].id).bytes,
                        quoted(roster->therapists[t->pin[pair.a]].id).bytes);
    }
}

/* Hours that pins name are hours of their therapists. */
static void check_hours(const rp_triage *t, const rp_fit *fit,
                        rp_findings *findings) {
    char hour[RP_HOUR_NAME];

    for (uint32_t c = 0; t->promises && c < fit->roster->client_count; c++) {
        uint32_t therapist = t->pin[c];
        const rp_pin_hours *named = &fit->roster->clients[c].pin_hours;
        if (therapist != RP_NONE && wrong_hour(hour, fit, named, therapist))
            rp_findings_add(
                findings, RP_ERROR, pin_place(fit, c),
                "pin: %s is no hour of '%s'; expected the beginning of one, "
                "see session_minutes and slots there",
                hour, quoted(fit->roster->therapists[therapist].id).bytes);
    }
}

/* A pin holds an hour; that it holds beside those before. */
static void take_pinned_hours(rp_triage *t, const rp_fit *fit, uint32_t c,
                              uint32_t therapist, rp_findings *findings) {
    const rp_pin_hours *wanted = &fit->roster->clients[c].pin_hours;
    rp_held_hours named;

    if (!t->promises || !rp_promises_find(&named, fit, therapist, wanted) ||
        rp_promises_take(t->promises, c, therapist, &named))
        return;
    if (rp_promises_failed(t->promises))
        findings->out_of_memory = true;
    else
        rp_findings_add(
            findings, RP_ERROR, pin_place(fit, c),
            wanted->count > 0
                ? "pin: the hour of '%s' that is named for client '%s' is not "
                  "left by the pins before"
                : "pin: no hour of '%s' is left for client '%s' beside the "
                  "pins before",
            quoted(fit->roster->therapists[therapist].id).bytes,
            quoted(fit->roster->clients[c].id).bytes);
}

/* What was answered contradicts no pin: it was let go, or the client needs a
 * person, whose answers count for nothing. */
static void take_pins(rp_triage *t, const rp_fit *read, rp_findings *findings) {
    rp_need need = {0};
    rp_fit plain = *read;
    const rp_fit *fit = &plain;

    plain.standing = NULL;

    for (uint32_t c = 0; c < fit->roster->client_count; c++) {
        uint32_t therapist = t->pin[c];
        if (therapist == RP_NONE)
            continue;
        check_rules(fit, &need, c, therapist, findings);
        t->held[c] = RP_HELD_PIN;
        take_pinned_hours(t, fit, c, therapist, findings);
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

/* ---- who is away -------------------------------------------------------- */

/* Who has started, or is on hold, is in no result; their pin keeps no place. A
 * pin to somebody whom the client has declined is let go. */
static void leave_out(rp_triage *t, const rp_fit *fit, rp_findings *findings) {
    const rp_standing *s = fit->standing;

    for (uint32_t c = 0; s && c < fit->roster->client_count; c++) {
        uint32_t pin = t->pin[c];
        t->away[c] =
            (uint8_t)(s->words[c].kind == RP_SAID_STARTED ? RP_AWAY_STARTED
                      : s->hold[c] != RP_NO_DAY           ? RP_AWAY_HOLD
                                                          : RP_AWAY_NOT);
        if (t->away[c] != RP_AWAY_NOT)
            t->pin[c] = RP_NONE;
        if (t->away[c] != RP_AWAY_NOT || t->human[c] || pin == RP_NONE ||
            !rp_standing_declines(s, c, pin))
            continue;
        t->pin[c] = RP_NONE;
        rp_findings_add(findings, RP_WARNING, pin_place(fit, c),
                        "pin: '%s' has declined '%s': the pin is let go",
                        quoted(fit->roster->clients[c].id).bytes,
                        quoted(fit->roster->therapists[pin].id).bytes);
    }
}

/* Who has started uses an opening that no pin has. */
static void take_started(rp_triage *t, const rp_fit *fit) {
    for (uint32_t k = 0; fit->standing && k < fit->roster->therapist_count;
         k++) {
        uint32_t started = fit->standing->started[k];
        if (started > t->openings[k])
            t->next[k] = RP_NEXT_NOBODY;
        t->openings[k] -= started < t->openings[k] ? started : t->openings[k];
    }
}

/* ---- who leaves --------------------------------------------------------- */

/* Whose end is near takes nobody new. */
static void find_leavers(rp_triage *t, const rp_fit *fit,
                         rp_findings *findings) {
    const rp_therapist *therapists = fit->roster->therapists;
    char day[16];

    for (uint32_t k = 0; k < fit->roster->therapist_count; k++) {
        rp_absence absence = rp_absence_of(fit, k, t->as_of);
        if (absence == RP_NOT_YET || absence == RP_GONE)
            t->next[k] = RP_NEXT_NOBODY; /* an opening more is none */
        t->leaves[k] = absence == RP_LEAVING;
        if (!t->leaves[k])
            continue;
        rp_date_format(day, therapists[k].available_until);
        rp_findings_add(
            findings, RP_WARNING,
            place_of(fit, RP_THERAPISTS, therapists[k].row, "available_until"),
            "available_until: '%s' leaves on %s and takes nobody new; a place "
            "that was pinned, offered or accepted stands: ask whether it can",
            quoted(therapists[k].id).bytes, day);
    }
}

/* What is left of them after everybody who is held. */
static void close_leavers(rp_triage *t, uint32_t therapists) {
    for (uint32_t k = 0; k < therapists; k++) {
        if (!t->leaves[k])
            continue;
        t->openings[k] = 0;
        if (t->next[k] == RP_NONE)
            t->next[k] = RP_NEXT_NOBODY;
    }
}

/* ---- all of it ---------------------------------------------------------- */

static bool allocate(rp_triage *t, uint32_t clients, uint32_t therapists) {
    t->tier = rp_new_array(clients, sizeof *t->tier);
    t->weeks = rp_new_array(clients, sizeof *t->weeks);
    t->wait = rp_new_array(clients, sizeof *t->wait);
    t->human = rp_new_array(clients, sizeof *t->human);
    t->away = rp_new_array(clients, sizeof *t->away);
    t->wants_group = rp_new_array(clients, sizeof *t->wants_group);
    t->pin = rp_new_array(clients, sizeof *t->pin);
    t->with = rp_new_array(clients, sizeof *t->with);
    t->held = rp_new_array(clients, sizeof *t->held);
    t->wish = rp_new_array(clients, sizeof *t->wish);
    t->before = rp_new_array(clients, sizeof *t->before);
    t->openings = rp_new_array(therapists, sizeof *t->openings);
    t->leaves = rp_new_array(therapists, sizeof *t->leaves);
    t->next = rp_new_array(therapists, sizeof *t->next);
    t->next_score = rp_new_array(therapists, sizeof *t->next_score);
    return t->wants_group && t->tier && t->weeks && t->wait && t->human &&
           t->away && t->pin && t->with && t->held && t->wish && t->before &&
           t->openings && t->leaves && t->next && t->next_score;
}

/* Everybody else who is held, after the pins; then pairs of the earlier run. */
static rp_status hold_pairs(rp_triage *t, const rp_fit *fit,
                            const rp_kept_list *kept, rp_findings *findings) {
    const rp_holding holding = {.fit = fit,
                                .as_of = t->as_of,
                                .human = t->human,
                                .away = t->away,
                                .turn = t->turn,
                                .lottery = &t->lottery,
                                .links = &t->links,
                                .leaves = t->leaves,
                                .pin = t->pin,
                                .held = t->held,
                                .openings = t->openings,
                                .promises = t->promises,
                                .next = t->next,
                                .next_score = t->next_score,
                                .wish = t->wish,
                                .before = t->before};
    const rp_keep_base base = {&holding, t->tier};
    rp_status status = RP_OK;

    take_started(t, fit);
    if (fit->standing)
        status = rp_holding_make(&holding, findings);
    if (status == RP_OK && kept)
        status = rp_keep_make(&t->keep, fit, kept, &base, findings);
    close_leavers(t, fit->roster->therapist_count);
    for (uint32_t c = 0; fit->groups && c < fit->roster->client_count; c++)
        t->wants_group[c] = is_for_group(t, fit, c);
    return status;
}

static bool open_promises(rp_triage *t, const rp_fit *fit) {
    t->promises = rp_new_array(1, sizeof *t->promises);
    return t->promises && rp_promises_init(t->promises, fit) == RP_OK;
}

rp_status rp_triage_make(rp_triage *out, const rp_fit *fit, int32_t today,
                         bool is_strict, const rp_kept_list *kept,
                         rp_findings *findings) {
    uint32_t clients = fit->roster->client_count;
    uint32_t therapists = fit->roster->therapist_count;
    size_t errors = findings->errors;

    *out = (rp_triage){
        .as_of = today == RP_NO_DAY ? latest_referral(fit->roster) : today,
        .is_strict = is_strict};
    if (!allocate(out, clients, therapists))
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++) {
        out->openings[t] = (uint32_t)fit->roster->therapists[t].openings;
        out->next[t] = RP_NONE;
    }
    for (uint32_t c = 0; c < clients; c++) {
        sort_out(out, fit, c);
        out->wish[c] = out->before[c] = out->with[c] = RP_NONE;
    }
    if (line_up(out, fit) != RP_OK)
        return RP_ERR_MEMORY;
    find_leavers(out, fit, findings);
    leave_out(out, fit, findings);
    if (rp_meeting_promises(fit) && !open_promises(out, fit))
        return RP_ERR_MEMORY;
    check_hours(out, fit, findings);
    if (findings->errors > errors)
        return RP_ERR_DATA;
    if (rp_links_make(&out->links, fit->roster) != RP_OK ||
        spread_pins(out, fit, findings) != RP_OK)
        return RP_ERR_MEMORY;
    check_apart(out, fit, findings);
    take_pins(out, fit, findings);
    if (findings->out_of_memory)
        return RP_ERR_MEMORY;
    if (findings->errors > errors)
        return RP_ERR_PINS;
    return hold_pairs(out, fit, kept, findings);
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

rp_status rp_triage_branch(rp_triage **out, const rp_triage *from,
                           const rp_roster *roster) {
    size_t clients = roster->client_count, therapists = roster->therapist_count;
    rp_triage *branch = rp_new_array(1, sizeof *branch);

    *out = branch;
    if (!branch)
        return RP_ERR_MEMORY;
    *branch = *from;
    branch->is_branch = true;
    branch->pin = rp_new_array(clients, sizeof *branch->pin);
    branch->held = rp_new_array(clients, sizeof *branch->held);
    branch->openings = rp_new_array(therapists, sizeof *branch->openings);
    if (!branch->pin || !branch->held || !branch->openings) {
        rp_triage_free(branch);
        *out = NULL;
        return RP_ERR_MEMORY;
    }
    memcpy(branch->pin, from->pin, clients * sizeof *branch->pin);
    memcpy(branch->held, from->held, clients * sizeof *branch->held);
    memcpy(branch->openings, from->openings,
           therapists * sizeof *branch->openings);
    return RP_OK;
}

void rp_triage_free(rp_triage *branch) {
    if (!branch)
        return;
    free(branch->pin);
    free(branch->held);
    free(branch->openings);
    free(branch);
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
    free(triage->away);
    free(triage->wants_group);
    free(triage->pin);
    free(triage->with);
    free(triage->held);
    rp_links_clear(&triage->links);
    free(triage->wish);
    free(triage->before);
    free(triage->openings);
    free(triage->leaves);
    free(triage->next);
    free(triage->next_score);
    rp_keep_free(triage->keep);
    if (triage->promises)
        rp_promises_clear(triage->promises);
    free(triage->promises);
    *triage = (rp_triage){0};
}

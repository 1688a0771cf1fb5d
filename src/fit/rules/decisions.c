/* What people and the clinic have decided: who must not meet, which pairs a
 * file leaves out, what the policy demands. */
#include "fit/rules/record.h"

#include <stddef.h>

/* ---- avoid -------------------------------------------------------------- */

static bool asks_avoid(const rp_fit *fit, const rp_need *need) {
    return fit->role == RP_ROLE_GROUP || need->client->past->count > 0 ||
           need->client->avoid->count > 0 || fit->declined[need->index] ||
           rp_standing_declines_any(fit->standing, need->index);
}

static bool may_meet(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist) {
    return !rp_list_has(need->client->past, therapist) &&
           !rp_list_has(need->client->avoid, therapist) &&
           !rp_list_has(fit->people->therapists[therapist].declines,
                        need->index) &&
           !rp_standing_declines(fit->standing, need->index, therapist);
}

/* Of a group everybody who leads it. */
static rp_verdict judge_avoid(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist, rp_confirm *confirm) {
    bool passes = true;

    (void)confirm;
    if (fit->role != RP_ROLE_GROUP)
        return RP_VERDICT(may_meet(fit, need, therapist));
    const rp_list *leaders = fit->groups->items[therapist].leaders;
    for (uint32_t i = 0; i < leaders->count; i++)
        passes &= may_meet(fit, need, leaders->items[i].tag);
    return RP_VERDICT(passes);
}

/* Those whom the client names; others are asked where some name the client. */
static bool strike_avoid(const rp_ask *ask, const rp_crowd *crowd) {
    const rp_fit *fit = ask->fit;
    const rp_need *need = ask->need;

    if (fit->declined[need->index] ||
        rp_standing_declines_any(fit->standing, need->index))
        return false;
    rp_crowd_strike_list(crowd, need->client->past);
    rp_crowd_strike_list(crowd, need->client->avoid);
    return true;
}

/* The number of the client says who is named. */
static bool client_key(const rp_need *need, rp_buffer *out) {
    return rp_buffer_put(out, (const char *)&need->index, sizeof need->index);
}

/* ---- not_listed --------------------------------------------------------- */

static bool asks_not_listed(const rp_fit *fit, const rp_need *need) {
    (void)need;
    return fit->scores != NULL;
}

static rp_verdict judge_not_listed(const rp_fit *fit, const rp_need *need,
                                   uint32_t therapist, rp_confirm *confirm) {
    (void)confirm;
    return RP_VERDICT(rp_scores_find(fit->scores, need->index, therapist) >= 0);
}

static const uint32_t *listed(const rp_fit *fit, uint32_t client,
                              size_t *count) {
    size_t first = fit->scores->first[client];

    *count = fit->scores->first[client + 1] - first;
    return fit->scores->therapist + first;
}

/* ---- concern ------------------------------------------------------------ */

static bool asks_concern(const rp_fit *fit, const rp_need *need) {
    return fit->policy->require_concern > 0.0 &&
           need->client->concerns->count > 0;
}

static rp_verdict judge_concern(const rp_fit *fit, const rp_need *need,
                                uint32_t therapist, rp_confirm *confirm) {
    if (!fit->roster->therapists[therapist].specialties->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, specialties));
    const rp_depth *depth = rp_offer_depth(
        &fit->offers[therapist], need->client->concerns->items[0].tag);
    return RP_VERDICT(depth && depth->depth > 0.0);
}

/* Only the first concern counts. */
static bool first_concern_key(const rp_need *need, rp_buffer *out) {
    const rp_item *first = &need->client->concerns->items[0];

    return rp_buffer_put(out, (const char *)&first->tag, sizeof first->tag);
}

/* ---- minimum ------------------------------------------------------------ */

static bool asks_minimum(const rp_fit *fit, const rp_need *need) {
    (void)need;
    return fit->policy->min_score > 0.0;
}

/* ---- the rows ----------------------------------------------------------- */

static const rp_rule_row rows[] = {
    {.name = "avoid",
     .roles = RP_FOR_ALL,
     .words = "neither has ruled out the other, and they have no earlier "
              "therapy that ended",
     .broken = "an earlier therapy ended, or one has ruled out the other",
     .asks = asks_avoid,
     .judge = judge_avoid,
     .strike = strike_avoid,
     .clients = "client_id;past_therapists;avoid_therapists",
     .therapists = "therapist_id;declines",
     .key = client_key,
     .breaks_pins = true},
    {.name = "not_listed",
     .words = "the --scores file lists the pair",
     .asks = asks_not_listed,
     .judge = judge_not_listed,
     .clients = "client_id",
     .therapists = "therapist_id",
     .listed = listed},
    {.name = "concern",
     .words = "the therapist has treated the client's first concern, or one "
              "close to it, if the policy requires that",
     .asks = asks_concern,
     .judge = judge_concern,
     .clients = "concerns",
     .therapists = "specialties",
     .settings = "require_concern;related",
     .key = first_concern_key,
     .blanks = {{"specialties", "concerns", RP_REPLY_LIST, false,
                 "what they specialise in", "what do you specialise in?",
                 NULL}}},
    /* the last of all: what the others let pass is scored */
    {.name = "minimum",
     .words = "the score is at least what the policy requires",
     .asks = asks_minimum,
     .settings = "min_score"},
};

const rp_rule_family rp_rules_decisions = RP_RULE_FAMILY(rows);

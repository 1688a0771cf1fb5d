/* What the therapist does not treat, and what would do harm. */
#include "fit/rules/record.h"

static bool asks_concerns(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->concerns->count > 0;
}

/* The weights of the concerns are nothing to these rules. */
static bool concerns_key(const rp_need *need, rp_buffer *out) {
    return rp_columns_key_tags(need->client->concerns, out);
}

/* Strike whoever refuses, or may harm with, one of the client's concerns. */
static bool strike_concerns(const rp_ask *ask, const rp_crowd *crowd,
                            const uint64_t *(*struck)(const rp_concern_row *)) {
    const rp_list *concerns = ask->need->client->concerns;

    for (uint32_t i = 0; i < concerns->count; i++) {
        const rp_concern_row *row =
            rp_tables_concern(ask->tables, concerns->items[i].tag);
        if (!row)
            return false;
        rp_crowd_strike(crowd, struck(row));
    }
    return true;
}

static const uint64_t *refused_by(const rp_concern_row *row) {
    return row->refused;
}

static const uint64_t *contraindicated_by(const rp_concern_row *row) {
    return row->contraindicated;
}

/* ---- not_treated -------------------------------------------------------- */

static rp_verdict judge_not_treated(const rp_fit *fit, const rp_need *need,
                                    uint32_t therapist, rp_confirm *confirm) {
    const rp_list *refused = fit->roster->therapists[therapist].not_treated;
    const rp_list *concerns = need->client->concerns;

    (void)confirm;
    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        uint32_t parent = rp_taxonomy_parent(&fit->taxonomy->concerns, concern);
        if (rp_list_has(refused, concern) ||
            (parent != RP_NONE && rp_list_has(refused, parent)))
            return RP_FORBID;
    }
    return RP_PASS;
}

static bool strike_not_treated(const rp_ask *ask, const rp_crowd *crowd) {
    return strike_concerns(ask, crowd, refused_by);
}

/* Is a concern that is refused one of the client's, or the parent of one? */
static bool is_asked(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     uint32_t tag) {
    const rp_list *concerns = need->client->concerns;

    (void)therapist;
    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        if (concern == tag ||
            rp_taxonomy_parent(&fit->taxonomy->concerns, concern) == tag)
            return true;
    }
    return false;
}

/* ---- severity ----------------------------------------------------------- */

/* Who does not say how severe it is, or how severe it may be, passes. */
static bool asks_severity(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->severity != RP_BLANK;
}

static rp_verdict judge_severity(const rp_fit *fit, const rp_need *need,
                                 uint32_t therapist, rp_confirm *confirm) {
    int8_t most = fit->roster->therapists[therapist].severity_max;

    (void)confirm;
    return RP_VERDICT(most == RP_BLANK || need->client->severity <= most);
}

/* ---- contraindicated ---------------------------------------------------- */

static rp_verdict judge_contraindicated(const rp_fit *fit, const rp_need *need,
                                        uint32_t therapist,
                                        rp_confirm *confirm) {
    const rp_list *has = fit->roster->therapists[therapist].modalities;
    const rp_list *concerns = need->client->concerns;

    (void)confirm;
    for (uint32_t i = 0; i < has->count; i++)
        for (uint32_t k = 0; k < concerns->count; k++)
            if (rp_fit_rating(fit, concerns->items[k].tag, has->items[i].tag) ==
                RP_RATING_CONTRAINDICATED)
                return RP_FORBID;
    return RP_PASS;
}

static bool strike_contraindicated(const rp_ask *ask, const rp_crowd *crowd) {
    return strike_concerns(ask, crowd, contraindicated_by);
}

/* ---- the rows ----------------------------------------------------------- */

static const rp_rule_row rows[] = {
    {.name = "not_treated",
     .roles = RP_FOR_PRESCRIBERS,
     .words = "the therapist excludes none of the client's concerns",
     .asks = asks_concerns,
     .judge = judge_not_treated,
     .strike = strike_not_treated,
     .clients = "concerns",
     .therapists = "not_treated",
     .key = concerns_key,
     .remedies = {{.name = "treats",
                   .words = " treats %s",
                   .rank = RP_RANK_THERAPIST + 70,
                   .side = RP_THERAPISTS,
                   .column = "not_treated",
                   .how = RP_REMEDY_DROP,
                   .suits = is_asked}}},
    {.name = "severity",
     .words = "the therapist sees clients whose case is that severe",
     .asks = asks_severity,
     .judge = judge_severity,
     .clients = "severity",
     .therapists = "severity_max",
     .remedies = {{.name = "severity",
                   .words = " sees %s clients",
                   .rank = RP_RANK_THERAPIST + 75,
                   .side = RP_THERAPISTS,
                   .column = "severity_max",
                   .how = RP_REMEDY_SAME,
                   .from = "severity"}}},
    {.name = "contraindicated",
     .words = "none of the therapist's approaches is contraindicated for the "
              "client's concerns",
     .asks = asks_concerns,
     .judge = judge_contraindicated,
     .strike = strike_contraindicated,
     .clients = "concerns",
     .therapists = "modalities",
     .key = concerns_key,
     .breaks_pins = true},
};

const rp_rule_family rp_rules_clinical = RP_RULE_FAMILY(rows);

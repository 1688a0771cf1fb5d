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

/* ---- the rows ----------------------------------------------------------- */

static const rp_rule_row rows[] = {
    {.name = "not_treated",
     .words = "the therapist excludes none of the client's concerns",
     .asks = asks_concerns,
     .judge = judge_not_treated,
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
    {.name = "contraindicated",
     .words = "none of the therapist's approaches is contraindicated for the "
              "client's concerns",
     .asks = asks_concerns,
     .judge = judge_contraindicated,
     .clients = "concerns",
     .therapists = "modalities",
     .key = concerns_key,
     .breaks_pins = true},
};

const rp_rule_family rp_rules_clinical = RP_RULE_FAMILY(rows);

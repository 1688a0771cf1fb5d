/* What holds for groups alone. */
#include "fit/rules/record.h"

#include <stddef.h>

/* ---- topic -------------------------------------------------------------- */

static bool asks_topic(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return need->client->concerns->count > 0;
}

/* A concern, its parent or one of its children is among the topics: these are
 * the depths of a group. */
static rp_verdict judge_topic(const rp_fit *fit, const rp_need *need,
                              uint32_t group, rp_confirm *confirm) {
    const rp_list *concerns = need->client->concerns;

    if (!fit->roster->therapists[group].specialties->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, specialties));
    for (uint32_t i = 0; i < concerns->count; i++)
        if (fit->offers[group].depths &&
            rp_offer_depth(&fit->offers[group], concerns->items[i].tag))
            return RP_PASS;
    return RP_FORBID;
}

/* ---- the rows ----------------------------------------------------------- */

static const rp_rule_row rows[] = {
    {.name = "topic",
     .roles = RP_FOR_GROUPS,
     .words = "a concern of the client's is a topic of the group, or close to "
              "one",
     .asks = asks_topic,
     .judge = judge_topic,
     .clients = "concerns",
     .therapists = "specialties"},
};

const rp_rule_family rp_rules_groups = RP_RULE_FAMILY(rows);

/* What a client insists on: values marked `!`. */
#include "fit/rules/record.h"

#include <stddef.h>

static bool has_must(const rp_list *wishes) {
    for (uint32_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].strength == RP_MUST)
            return true;
    return false;
}

static rp_verdict judge_must(const rp_list *wishes, const rp_list *had,
                             size_t column, rp_confirm *confirm) {
    if (!had->known)
        return rp_verdict_blank(confirm, column);
    for (uint32_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].strength == RP_MUST &&
            rp_list_has(had, wishes->items[i].tag))
            return RP_PASS;
    return RP_FORBID;
}

/* ---- must_gender -------------------------------------------------------- */

static bool asks_gender(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return has_must(need->client->want_gender);
}

static rp_verdict judge_gender(const rp_fit *fit, const rp_need *need,
                               uint32_t therapist, rp_confirm *confirm) {
    return judge_must(need->client->want_gender,
                      fit->roster->therapists[therapist].gender,
                      offsetof(rp_therapist, gender), confirm);
}

/* ---- must_modality ------------------------------------------------------ */

static bool asks_modality(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return has_must(need->client->want_modalities);
}

static rp_verdict judge_modality(const rp_fit *fit, const rp_need *need,
                                 uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_list *wants = need->client->want_modalities;

    if (!t->modalities->known)
        return rp_verdict_blank(confirm, offsetof(rp_therapist, modalities));
    for (uint32_t i = 0; i < wants->count; i++)
        if (wants->items[i].strength == RP_MUST &&
            rp_offers_modality(fit, t, wants->items[i].tag,
                               need->client->avoid_modalities))
            return RP_PASS;
    return RP_FORBID;
}

/* Would the therapist offer a must, were this approach not avoided? */
static bool is_in_the_way(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, uint32_t tag) {
    const rp_list *offered = fit->roster->therapists[therapist].modalities;
    const rp_list *wants = need->client->want_modalities;

    for (uint32_t i = 0; i < offered->count; i++) {
        uint32_t has = offered->items[i].tag;
        uint32_t parent = rp_taxonomy_parent(&fit->taxonomy->modalities, has);
        for (uint32_t m = 0; m < wants->count; m++) {
            const rp_item *want = &wants->items[m];
            if (want->strength == RP_MUST &&
                (has == want->tag || parent == want->tag) &&
                (has == tag || parent == tag))
                return true;
        }
    }
    return false;
}

/* ---- must_populations --------------------------------------------------- */

static bool asks_populations(const rp_fit *fit, const rp_need *need) {
    (void)fit;
    return has_must(need->client->want_populations);
}

static rp_verdict judge_populations(const rp_fit *fit, const rp_need *need,
                                    uint32_t therapist, rp_confirm *confirm) {
    return judge_must(need->client->want_populations,
                      fit->roster->therapists[therapist].populations,
                      offsetof(rp_therapist, populations), confirm);
}

/* ---- the rows ----------------------------------------------------------- */

#define WISH(wishes)                                                           \
    {                                                                          \
        .name = "wish", .words = " asks for %s without insisting on it",       \
        .rank = RP_RANK_CLIENT + 10, .side = RP_CLIENTS, .column = (wishes),   \
        .how = RP_REMEDY_UNMARK                                                \
    }

static const rp_rule_row rows[] = {
    {.name = "must_gender",
     .roles = RP_FOR_PRESCRIBERS,
     .is_must = true,
     .words = "the therapist has a gender that the client insists on",
     .asks = asks_gender,
     .judge = judge_gender,
     .clients = "want_gender",
     .therapists = "gender",
     .blanks = {{"gender", "want_gender", RP_REPLY_LIST, true, "their gender",
                 "what is your gender?", NULL}},
     .remedies = {WISH("want_gender")}},
    {.name = "must_modality",
     .is_must = true,
     .words = "the therapist offers an approach that the client insists on",
     .asks = asks_modality,
     .judge = judge_modality,
     .clients = "want_modalities;avoid_modalities",
     .therapists = "modalities",
     .blanks = {{"modalities", "want_modalities", RP_REPLY_LIST, true,
                 "their approaches", "which approaches do you use?", NULL}},
     .remedies = {WISH("want_modalities"),
                  {.name = "approach",
                   .words = " no longer refuses %s",
                   .rank = RP_RANK_CLIENT + 60,
                   .side = RP_CLIENTS,
                   .column = "avoid_modalities",
                   .how = RP_REMEDY_DROP_EACH,
                   .suits = is_in_the_way}}},
    {.name = "must_populations",
     .roles = RP_FOR_GROUPS,
     .is_must = true,
     .words = "the therapist serves a community that the client insists on",
     .asks = asks_populations,
     .judge = judge_populations,
     .clients = "want_populations",
     .therapists = "populations",
     .blanks = {{"populations", "want_populations", RP_REPLY_LIST, true,
                 "the communities they serve",
                 "which communities do you serve?", NULL}},
     .remedies = {WISH("want_populations"),
                  {.name = "population",
                   .words = " serves %s",
                   .rank = RP_RANK_THERAPIST + 80,
                   .side = RP_THERAPISTS,
                   .column = "populations",
                   .how = RP_REMEDY_ADD,
                   .from = "want_populations"}}},
};

const rp_rule_family rp_rules_musts = RP_RULE_FAMILY(rows);

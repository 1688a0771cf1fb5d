#include "fit/rules.h"

#include "input/cell/times.h"

#include <math.h>

const char *const rp_rule_names[RP_RULE_COUNT] = {"licence",
                                                  "age",
                                                  "client_type",
                                                  "language",
                                                  "format",
                                                  "cost",
                                                  "time",
                                                  "prescriber",
                                                  "not_treated",
                                                  "contraindicated",
                                                  "must_gender",
                                                  "must_modality",
                                                  "must_populations",
                                                  "avoid",
                                                  "not_listed",
                                                  "concern",
                                                  "minimum"};

static bool has_must(const rp_list *wishes) {
    for (uint32_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].strength == RP_MUST)
            return true;
    return false;
}

bool rp_rule_asks(const rp_fit *fit, const rp_need *need, rp_rule rule) {
    const rp_client *c = need->client;

    switch (rule) {
    case RP_RULE_LICENCE:
        return c->lives_in->count > 0;
    case RP_RULE_AGE:
        return c->age != RP_BLANK;
    case RP_RULE_CLIENT_TYPE:
        return true;
    case RP_RULE_LANGUAGE:
        return c->languages->count > 0;
    case RP_RULE_FORMAT:
        return c->formats->count > 0;
    case RP_RULE_COST:
        return c->insurance->count > 0 || !isnan(c->max_fee);
    case RP_RULE_TIME:
        return c->slots.count > 0;
    case RP_RULE_PRESCRIBER:
        return c->needs_prescriber == RP_NEED_YES;
    case RP_RULE_NOT_TREATED:
    case RP_RULE_CONTRAINDICATED:
        return c->concerns->count > 0;
    case RP_RULE_MUST_GENDER:
        return has_must(c->want_gender);
    case RP_RULE_MUST_MODALITY:
        return has_must(c->want_modalities);
    case RP_RULE_MUST_POPULATIONS:
        return has_must(c->want_populations);
    case RP_RULE_AVOID:
        return c->past->count > 0 || c->avoid->count > 0 ||
               fit->declined[need->index];
    case RP_RULE_NOT_LISTED:
        return fit->scores != NULL;
    case RP_RULE_CONCERN:
        return fit->policy->require_concern > 0.0 && c->concerns->count > 0;
    case RP_RULE_MINIMUM:
        return fit->policy->min_score > 0.0;
    case RP_RULE_COUNT:
        break;
    }
    return false;
}

static rp_verdict unconfirmed(rp_confirm *confirm, rp_blank column) {
    rp_confirm_add(confirm, column);
    return RP_UNCONFIRMED;
}

/* Both lists name something and share nothing; a blank has to be confirmed. */
static rp_verdict meet(const rp_list *asked, const rp_list *had,
                       rp_blank column, rp_confirm *confirm) {
    if (!had->known)
        return unconfirmed(confirm, column);
    return rp_lists_meet(asked, had) ? RP_PASS : RP_FORBID;
}

static rp_verdict judge_age(const rp_client *c, const rp_therapist *t,
                            rp_confirm *confirm) {
    if (t->age_min == RP_BLANK && t->age_max == RP_BLANK)
        return unconfirmed(confirm, RP_BLANK_AGE_MIN);
    if (t->age_min != RP_BLANK && c->age < t->age_min)
        return RP_FORBID;
    return t->age_max != RP_BLANK && c->age > t->age_max ? RP_FORBID : RP_PASS;
}

unsigned rp_common_formats(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    unsigned common = need->formats & fit->offers[therapist].formats;

    if (need->client->sites->count > 0 && t->sites->count > 0 &&
        !rp_lists_meet(need->client->sites, t->sites))
        common &= ~(1u << RP_IN_PERSON);
    return common;
}

static rp_verdict judge_format(const rp_fit *fit, const rp_need *need,
                               uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = &fit->roster->therapists[therapist];

    if (!t->formats->known)
        return unconfirmed(confirm, RP_BLANK_FORMATS);
    unsigned common = rp_common_formats(fit, need, therapist);
    if (common == 0)
        return RP_FORBID;
    if (common == 1u << RP_IN_PERSON && need->client->sites->count > 0 &&
        t->sites->count == 0)
        return unconfirmed(confirm, RP_BLANK_SITES);
    return RP_PASS;
}

bool rp_insurer_matches(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    return rp_lists_meet(need->client->insurance,
                         fit->roster->therapists[therapist].insurance);
}

static rp_verdict judge_cost(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, rp_confirm *confirm) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_client *c = need->client;
    double lowest = fit->offers[therapist].lowest_fee;
    bool pays = !isnan(c->max_fee), insured = c->insurance->count > 0;

    if (insured && rp_insurer_matches(fit, need, therapist))
        return RP_PASS;
    if (pays && lowest <= c->max_fee) /* false while unknown */
        return RP_PASS;
    rp_verdict verdict = RP_FORBID;
    if (insured && !t->insurance->known)
        verdict = unconfirmed(confirm, RP_BLANK_INSURANCE);
    if (pays && isnan(lowest))
        verdict = unconfirmed(confirm, RP_BLANK_FEE);
    return verdict;
}

static rp_verdict judge_time(const rp_fit *fit, const rp_need *need,
                             const rp_therapist *t, rp_confirm *confirm) {
    if (t->slots.count == 0)
        return unconfirmed(confirm, RP_BLANK_SLOTS);
    return rp_times_share(&need->client->slots, &t->slots,
                          fit->policy->session_minutes)
               ? RP_PASS
               : RP_FORBID;
}

static bool is_treated(const rp_fit *fit, const rp_client *c,
                       const rp_therapist *t) {
    for (uint32_t i = 0; i < c->concerns->count; i++) {
        uint32_t concern = c->concerns->items[i].tag;
        uint32_t parent = rp_taxonomy_parent(&fit->taxonomy->concerns, concern);
        if (rp_list_has(t->not_treated, concern) ||
            (parent != RP_NONE && rp_list_has(t->not_treated, parent)))
            return false;
    }
    return true;
}

static bool is_contraindicated(const rp_fit *fit, const rp_client *c,
                               const rp_therapist *t) {
    for (uint32_t i = 0; i < t->modalities->count; i++)
        for (uint32_t k = 0; k < c->concerns->count; k++)
            if (rp_fit_rating(fit, c->concerns->items[k].tag,
                              t->modalities->items[i].tag) ==
                RP_RATING_CONTRAINDICATED)
                return true;
    return false;
}

static rp_verdict judge_must(const rp_list *wishes, const rp_list *had,
                             rp_blank column, rp_confirm *confirm) {
    if (!had->known)
        return unconfirmed(confirm, column);
    for (uint32_t i = 0; i < wishes->count; i++)
        if (wishes->items[i].strength == RP_MUST &&
            rp_list_has(had, wishes->items[i].tag))
            return RP_PASS;
    return RP_FORBID;
}

static rp_verdict judge_must_modality(const rp_fit *fit, const rp_client *c,
                                      const rp_therapist *t,
                                      rp_confirm *confirm) {
    if (!t->modalities->known)
        return unconfirmed(confirm, RP_BLANK_MODALITIES);
    for (uint32_t i = 0; i < c->want_modalities->count; i++)
        if (c->want_modalities->items[i].strength == RP_MUST &&
            rp_offers_modality(fit, t, c->want_modalities->items[i].tag,
                               c->avoid_modalities))
            return RP_PASS;
    return RP_FORBID;
}

static rp_verdict judge_concern(const rp_fit *fit, const rp_client *c,
                                uint32_t therapist, rp_confirm *confirm) {
    if (!fit->roster->therapists[therapist].specialties->known)
        return unconfirmed(confirm, RP_BLANK_SPECIALTIES);
    const rp_depth *depth =
        rp_offer_depth(&fit->offers[therapist], c->concerns->items[0].tag);
    return depth && depth->depth > 0.0 ? RP_PASS : RP_FORBID;
}

static rp_verdict verdict_of(bool passes) {
    return passes ? RP_PASS : RP_FORBID;
}

rp_verdict rp_rule_judge(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, rp_rule rule,
                         rp_confirm *confirm) {
    const rp_client *c = need->client;
    const rp_therapist *t = &fit->roster->therapists[therapist];

    if (!rp_rule_asks(fit, need, rule))
        return RP_PASS;
    switch (rule) {
    case RP_RULE_LICENCE:
        return meet(c->lives_in, t->licensed_in, RP_BLANK_LICENSED_IN, confirm);
    case RP_RULE_AGE:
        return judge_age(c, t, confirm);
    case RP_RULE_CLIENT_TYPE:
        return verdict_of(fit->offers[therapist].client_types &
                          1u << (c->client_type == RP_BLANK ? RP_INDIVIDUAL
                                                            : c->client_type));
    case RP_RULE_LANGUAGE:
        return meet(c->languages, t->languages, RP_BLANK_LANGUAGES, confirm);
    case RP_RULE_FORMAT:
        return judge_format(fit, need, therapist, confirm);
    case RP_RULE_COST:
        return judge_cost(fit, need, therapist, confirm);
    case RP_RULE_TIME:
        return judge_time(fit, need, t, confirm);
    case RP_RULE_PRESCRIBER:
        return t->prescribes == RP_UNKNOWN
                   ? unconfirmed(confirm, RP_BLANK_PRESCRIBES)
                   : verdict_of(t->prescribes == RP_YES);
    case RP_RULE_NOT_TREATED:
        return verdict_of(is_treated(fit, c, t));
    case RP_RULE_CONTRAINDICATED:
        return verdict_of(!is_contraindicated(fit, c, t));
    case RP_RULE_MUST_GENDER:
        return judge_must(c->want_gender, t->gender, RP_BLANK_GENDER, confirm);
    case RP_RULE_MUST_MODALITY:
        return judge_must_modality(fit, c, t, confirm);
    case RP_RULE_MUST_POPULATIONS:
        return judge_must(c->want_populations, t->populations,
                          RP_BLANK_POPULATIONS, confirm);
    case RP_RULE_AVOID:
        return verdict_of(!rp_list_has(c->past, therapist) &&
                          !rp_list_has(c->avoid, therapist) &&
                          !rp_list_has(t->declines, need->index));
    case RP_RULE_NOT_LISTED:
        return verdict_of(rp_scores_find(fit->scores, need->index, therapist) >=
                          0);
    case RP_RULE_CONCERN:
        return judge_concern(fit, c, therapist, confirm);
    case RP_RULE_MINIMUM:
    case RP_RULE_COUNT:
        break;
    }
    return RP_PASS;
}

bool rp_rule_forbids(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                     rp_rule rule) {
    rp_verdict verdict = rp_rule_judge(fit, need, therapist, rule, NULL);

    return verdict == RP_FORBID ||
           (verdict == RP_UNCONFIRMED && fit->unknown_forbids);
}

int rp_rule_least_score(const rp_fit *fit) {
    return (int)floor(100.0 * fit->policy->min_score + 0.5);
}

static bool put_list(rp_buffer *out, const rp_list *list) {
    bool put =
        rp_buffer_put(out, (const char *)&list->count, sizeof list->count);

    for (uint32_t i = 0; put && i < list->count; i++)
        put = rp_buffer_put(out, (const char *)&list->items[i].tag,
                            sizeof list->items[i].tag) &&
              rp_buffer_put(out, (const char *)&list->items[i].strength,
                            sizeof list->items[i].strength);
    return put;
}

bool rp_rule_key(const rp_fit *fit, const rp_need *need, rp_rule rule,
                 rp_buffer *out) {
    const rp_client *c = need->client;

    (void)fit;
    out->length = 0;
    switch (rule) {
    case RP_RULE_LICENCE:
        return put_list(out, c->lives_in);
    case RP_RULE_AGE:
        return rp_buffer_put(out, (const char *)&c->age, sizeof c->age);
    case RP_RULE_CLIENT_TYPE:
        return rp_buffer_put(out, (const char *)&c->client_type,
                             sizeof c->client_type);
    case RP_RULE_LANGUAGE:
        return put_list(out, c->languages);
    case RP_RULE_FORMAT:
        return rp_buffer_put(out, (const char *)&need->formats,
                             sizeof need->formats) &&
               put_list(out, c->sites);
    case RP_RULE_COST:
        return rp_buffer_put(out, (const char *)&c->max_fee,
                             sizeof c->max_fee) &&
               put_list(out, c->insurance);
    case RP_RULE_TIME:
        return rp_buffer_put(out, (const char *)c->slots.windows,
                             c->slots.count * sizeof *c->slots.windows);
    case RP_RULE_NOT_TREATED:
    case RP_RULE_CONTRAINDICATED:
        return put_list(out, c->concerns);
    case RP_RULE_CONCERN:
        return rp_buffer_put(out, (const char *)&c->concerns->items[0].tag,
                             sizeof c->concerns->items[0].tag);
    case RP_RULE_MUST_GENDER:
        return put_list(out, c->want_gender);
    case RP_RULE_MUST_MODALITY:
        return put_list(out, c->want_modalities) &&
               put_list(out, c->avoid_modalities);
    case RP_RULE_MUST_POPULATIONS:
        return put_list(out, c->want_populations);
    case RP_RULE_AVOID:
    case RP_RULE_NOT_LISTED:
        return rp_buffer_put(out, (const char *)&need->index,
                             sizeof need->index);
    case RP_RULE_PRESCRIBER:
    case RP_RULE_MINIMUM:
    case RP_RULE_COUNT:
        break;
    }
    return rp_buffer_put(out, "", 0);
}

bool rp_rule_licence_key(const rp_fit *fit, uint32_t therapist,
                         rp_buffer *out) {
    const rp_list *licences = fit->roster->therapists[therapist].licensed_in;

    out->length = 0;
    return put_list(out, licences) &&
           rp_buffer_put(out, (const char *)&licences->known,
                         sizeof licences->known);
}

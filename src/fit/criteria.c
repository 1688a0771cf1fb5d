#include "fit/criteria.h"

#include "fit/rules.h"
#include "input/cell/times.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

double rp_depth_value(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, uint32_t i) {
    if (!fit->roster->therapists[therapist].specialties->known)
        return fit->policy->specialties_blank;
    const rp_depth *depth = rp_offer_depth(
        &fit->offers[therapist], need->client->concerns->items[i].tag);
    return depth ? depth->depth : 0.0;
}

/* v = sum over concerns of share · depth */
static double expertise(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, rp_confirm *confirm) {
    double v = 0.0;

    if (need->client->concerns->count == 0)
        return RP_ABSENT_VALUE;
    if (!fit->roster->therapists[therapist].specialties->known)
        rp_confirm_add(confirm, RP_BLANK_SPECIALTIES);
    for (uint32_t i = 0; i < need->client->concerns->count; i++)
        v += need->share[i] * rp_depth_value(fit, need, therapist, i);
    return v;
}

/* Whether the name of a modality stands before that of another. */
static bool goes_before(const rp_fit *fit, uint32_t modality, uint32_t other) {
    const rp_names *names = &fit->roster->names;

    return strcmp(rp_names_name(names, RP_NAMES_MODALITIES, modality),
                  rp_names_name(names, RP_NAMES_MODALITIES, other)) < 0;
}

double rp_evidence_value(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, uint32_t i, uint32_t *modality) {
    const rp_client *c = need->client;
    const rp_list *has = fit->roster->therapists[therapist].modalities;
    double best = 0.0;
    uint32_t reaches = RP_NONE;

    for (uint32_t k = 0; k < has->count; k++) {
        uint32_t m = has->items[k].tag;
        if (rp_modality_in(fit, m, c->avoid_modalities))
            continue;
        double e =
            fit->policy
                ->rating[rp_fit_rating(fit, c->concerns->items[i].tag, m)];
        if (rp_modality_in(fit, m, c->tried_modalities))
            e *= 0.5;
        /* Where lists are spread over columns their order means nothing, so
         * the name decides; scores alone (no `modality`) do not ask. */
        if (reaches == RP_NONE || e > best ||
            (modality && e >= best && goes_before(fit, m, reaches))) {
            best = e;
            reaches = m;
        }
    }
    if (modality)
        *modality = reaches;
    return best;
}

static double evidence(const rp_fit *fit, const rp_need *need,
                       uint32_t therapist) {
    double e = 0.0;

    for (uint32_t i = 0; i < need->client->concerns->count; i++)
        e += need->share[i] * rp_evidence_value(fit, need, therapist, i, NULL);
    return e;
}

static double strength(uint8_t mark) { return mark == RP_MILD ? 0.5 : 1.0; }

double rp_strength_asked(const rp_list *wishes) {
    double best = 0.0;

    for (uint32_t i = 0; i < wishes->count; i++)
        best = fmax(best, strength(wishes->items[i].strength));
    return best;
}

double rp_strength_met(const rp_list *wishes, const rp_list *had) {
    double best = 0.0;

    for (uint32_t i = 0; i < wishes->count; i++)
        if (rp_list_has(had, wishes->items[i].tag))
            best = fmax(best, strength(wishes->items[i].strength));
    return best;
}

/* The best strength among wanted modalities that are offered, by the best
 * strength wanted. */
static double approach_wish(const rp_fit *fit, const rp_client *c,
                            const rp_therapist *t) {
    double best = 0.0;

    for (uint32_t i = 0; i < c->want_modalities->count; i++)
        if (rp_offers_modality(fit, t, c->want_modalities->items[i].tag,
                               c->avoid_modalities))
            best = fmax(best, strength(c->want_modalities->items[i].strength));
    return best / rp_strength_asked(c->want_modalities);
}

static double modality(const rp_fit *fit, const rp_need *need,
                       uint32_t therapist, rp_confirm *confirm) {
    const rp_client *c = need->client;
    const rp_therapist *t = &fit->roster->therapists[therapist];
    bool wants = c->want_modalities->count > 0;

    if (c->concerns->count == 0 && !wants)
        return RP_ABSENT_VALUE;
    if (!t->modalities->known) {
        rp_confirm_add(confirm, RP_BLANK_MODALITIES);
        return 0.5;
    }
    if (!wants)
        return evidence(fit, need, therapist);
    if (c->concerns->count == 0)
        return approach_wish(fit, c, t);
    return (evidence(fit, need, therapist) + approach_wish(fit, c, t)) / 2.0;
}

double rp_style_gap(const rp_client *client, const rp_therapist *therapist,
                    int axis) {
    if (isnan(therapist->style[axis]))
        return 0.5;
    return fabs(client->style[axis] / 3.0 - therapist->style[axis] / 3.0) / 2.0;
}

/* v = 1 - (sum of q a gap) / (sum of q a) over axes with q a > 0 */
static double style(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    double missed = 0.0, cared = 0.0;

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(need->attention[k] > 0.0))
            continue;
        if (isnan(t->style[k]))
            rp_confirm_add(confirm, (rp_blank)(RP_BLANK_STYLE + k));
        missed += need->attention[k] * rp_style_gap(need->client, t, k);
        cared += need->attention[k];
    }
    return cared > 0.0 ? 1.0 - missed / cared : RP_ABSENT_VALUE;
}

static const struct wish_column {
    size_t asked, had; /* offsets of the lists */
    rp_names_id names;
    rp_blank blank;
    const char *word;
} wish_columns[RP_WISHES] = {
    {offsetof(rp_client, want_gender), offsetof(rp_therapist, gender),
     RP_NAMES_GENDERS, RP_BLANK_GENDER, "gender"},
    {offsetof(rp_client, want_ethnicity), offsetof(rp_therapist, ethnicity),
     RP_NAMES_FREE, RP_BLANK_ETHNICITY, "ethnicity"},
    {offsetof(rp_client, want_faith), offsetof(rp_therapist, faith),
     RP_NAMES_FREE, RP_BLANK_FAITH, "faith"},
    {offsetof(rp_client, want_populations), offsetof(rp_therapist, populations),
     RP_NAMES_FREE, RP_BLANK_POPULATIONS, "serves"},
    {offsetof(rp_client, want_values), offsetof(rp_therapist, values),
     RP_NAMES_FREE, RP_BLANK_VALUES, "values"},
};

rp_wish rp_wish_at(const rp_client *client, const rp_therapist *therapist,
                   int which) {
    const struct wish_column *c = &wish_columns[which];

    return (rp_wish){rp_list_at(client, c->asked),
                     rp_list_at(therapist, c->had), c->names, c->blank,
                     c->word};
}

double rp_language_value(const rp_client *client,
                         const rp_therapist *therapist) {
    if (rp_list_has(therapist->languages, client->languages->items[0].tag))
        return 1.0;
    return rp_lists_meet(client->languages, therapist->languages) ? 0.5 : 0.0;
}

/* v = (sum of s m) / (sum of s) over the wishes that are stated */
static double preferences(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, rp_confirm *confirm) {
    const rp_client *c = need->client;
    const rp_therapist *t = &fit->roster->therapists[therapist];
    double met = 0.0, stated = 0.0;

    for (int which = 0; which < RP_WISHES; which++) {
        rp_wish wish = rp_wish_at(c, t, which);
        if (wish.asked->count == 0)
            continue;
        double s = rp_strength_asked(wish.asked), m = 0.5;
        if (wish.had->known)
            m = rp_strength_met(wish.asked, wish.had) / s;
        else
            rp_confirm_add(confirm, wish.blank);
        met += s * m;
        stated += s;
    }
    if (c->languages->count > 0) {
        if (!t->languages->known)
            rp_confirm_add(confirm, RP_BLANK_LANGUAGES);
        met += t->languages->known ? rp_language_value(c, t) : 0.5;
        stated += 1.0;
    }
    if (c->requested->count > 0) {
        met += rp_list_has(c->requested, therapist) ? 1.0 : 0.0;
        stated += 1.0;
    }
    return stated > 0.0 ? met / stated : RP_ABSENT_VALUE;
}

double rp_cost_value(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_client *c = need->client;

    if (!rp_rule_asks(fit, need, RP_RULE_COST))
        return RP_ABSENT_VALUE;
    if (rp_insurer_matches(fit, need, therapist))
        return 1.0;
    if (t->fee <= c->max_fee) /* false where either is unknown */
        return 1.0;
    if (fit->offers[therapist].lowest_fee <= c->max_fee)
        return 0.5;
    return rp_rule_judge(fit, need, therapist, RP_RULE_COST, NULL) ==
                   RP_UNCONFIRMED
               ? RP_ABSENT_VALUE
               : 0.0;
}

double rp_format_value(const rp_fit *fit, const rp_need *need,
                       uint32_t therapist) {
    if (need->formats == 0 ||
        !fit->roster->therapists[therapist].formats->known)
        return RP_ABSENT_VALUE;
    unsigned common = rp_common_formats(fit, need, therapist);
    if (common & 1u << need->client->formats->items[0].tag)
        return 1.0;
    return common ? 0.5 : 0.0;
}

double rp_time_value(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist) {
    const rp_times *a = &need->client->slots;
    const rp_times *b = &fit->roster->therapists[therapist].slots;

    if (a->count == 0 || b->count == 0)
        return RP_ABSENT_VALUE;
    return fmin(1.0, rp_times_overlap(a, b) / fit->policy->access_minutes);
}

/* The mean of the parts that are known on both sides. */
static double access_value(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist, rp_confirm *confirm) {
    double parts[3] = {rp_cost_value(fit, need, therapist),
                       rp_format_value(fit, need, therapist),
                       rp_time_value(fit, need, therapist)};
    double sum = 0.0;
    int known = 0;

    (void)confirm; /* what is blank here, the rules have named */
    for (int k = 0; k < 3; k++)
        if (parts[k] >= 0.0) {
            sum += parts[k];
            known++;
        }
    return known ? sum / known : RP_ABSENT_VALUE;
}

double rp_criterion_value(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, enum rp_criterion criterion,
                          rp_confirm *confirm) {
    switch (criterion) {
    case RP_EXPERTISE:
        return expertise(fit, need, therapist, confirm);
    case RP_MODALITY:
        return modality(fit, need, therapist, confirm);
    case RP_STYLE:
        return style(fit, need, therapist, confirm);
    case RP_PREFERENCES:
        return preferences(fit, need, therapist, confirm);
    case RP_ACCESS:
        return access_value(fit, need, therapist, confirm);
    case RP_CRITERION_COUNT:
        break;
    }
    return RP_ABSENT_VALUE;
}

/* How much of what the client brings the therapist has treated. */
#include "fit/criteria/record.h"

#include "base/sentence.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool is_known(const rp_fit *fit, uint32_t therapist) {
    return fit->roster->therapists[therapist].specialties->known;
}

static const rp_depth *depth_of(const rp_fit *fit, const rp_need *need,
                                uint32_t therapist, uint32_t i) {
    return rp_offer_depth(&fit->offers[therapist],
                          need->client->concerns->items[i].tag);
}

/* d_jc of src/docs/scoring.md for the client's concern number `i`, as the
 * therapist declares it. */
static double declared_depth(const rp_fit *fit, const rp_need *need,
                             uint32_t therapist, uint32_t i) {
    if (!is_known(fit, therapist))
        return fit->policy->specialties_blank;
    const rp_depth *depth = depth_of(fit, need, therapist, i);
    return depth ? depth->depth : 0.0;
}

/* What a record moves the depth by, 0 without one. */
static double record_pull(const rp_fit *fit, const rp_need *need,
                          const rp_record_of *record) {
    return record ? need->pull * record->theta / fit->policy->span : 0.0;
}

/* The declared depth and the record together, src/docs/outcomes.md. */
static double blend(const rp_need *need, double declared, double pull) {
    double depth = 0.5 + need->declared * (declared - 0.5) + pull;

    return fmax(0.0, fmin(1.0, depth));
}

static const rp_record_of *record_of(const rp_fit *fit, const rp_need *need,
                                     uint32_t therapist, uint32_t i) {
    return need->is_measured
               ? rp_fit_record(fit, therapist,
                               need->client->concerns->items[i].tag)
               : NULL;
}

static double depth_value(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, uint32_t i) {
    double declared = declared_depth(fit, need, therapist, i);

    return need->is_measured
               ? blend(
                     need, declared,
                     record_pull(fit, need, record_of(fit, need, therapist, i)))
               : declared;
}

/* v = sum over concerns of share · depth */
static double value(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    double v = 0.0;

    if (need->client->concerns->count == 0)
        return RP_ABSENT_VALUE;
    if (!is_known(fit, therapist))
        rp_confirm_add(confirm, offsetof(rp_therapist, specialties));
    for (uint32_t i = 0; i < need->client->concerns->count; i++)
        v += need->share[i] * depth_value(fit, need, therapist, i);
    return v;
}

static rp_column_kind column(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values) {
    const rp_need *need = ask->need;
    const rp_list *concerns = need->client->concerns;
    const double *depths = ask->tables->depths;

    if (concerns->count == 0)
        return RP_COLUMN_ABSENT;
    if (need->is_measured)
        return RP_COLUMN_PLAIN;
    for (size_t k = 0; k < count; k++)
        values[k] = 0.0;
    for (uint32_t i = 0; i < concerns->count; i++) {
        const rp_concern_row *row =
            rp_tables_concern(ask->tables, concerns->items[i].tag);
        double share = need->share[i];
        if (!row)
            return RP_COLUMN_PLAIN;
        for (size_t k = 0; k < count; k++)
            values[k] += share * depths[row->depth[therapists[k]]];
    }
    return RP_COLUMN_FULL;
}

static const char *label(const rp_fit *fit, uint32_t concern) {
    return rp_names_label(&fit->roster->names, RP_NAMES_CONCERNS, concern);
}

/* Does the concern call for a specialist, which the therapist is not? */
static bool lacks_specialist(const rp_phrase_list *l, uint32_t concern,
                             const rp_depth *depth) {
    bool is_called =
        rp_taxonomy_flags(l->fit->taxonomy, concern) & 1u << RP_SPECIALIST;

    return is_called && l->fit->role == RP_ROLE_THERAPIST &&
           (!depth || !(depth->depth > 0.0));
}

/* What the therapist has done with a concern; words about a related one only
 * where that may be shown. */
static void depth_phrase(rp_phrase_list *l, uint32_t concern, double share,
                         const rp_depth *depth) {
    const char *name = label(l->fit, concern);
    rp_phrase *said = rp_phrase_add(l, share, depth ? depth->depth : 0.0);
    bool is_group = l->fit->role == RP_ROLE_GROUP;

    if (!depth) {
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        is_group ? "%s: not a topic"
                                 : "%s: not among their specialties",
                        name);
        return;
    }
    said->loss = 0.0; /* some experience is nothing against the pair */
    rp_phrase_tell(said, depth->listed != concern       ? "because.related"
                         : depth->cases == RP_NO_NUMBER ? "because.specialty"
                         : depth->cases == 1            ? "because.treated_one"
                                                        : "because.treated");
    rp_phrase_label(said, "concern", RP_NAMES_CONCERNS, concern);
    if (depth->listed == concern && depth->cases > 1)
        rp_phrase_number(said, "count", depth->cases);
    if (depth->listed != concern &&
        !rp_phrase_may_show(l, RP_ADULT_CONCERN, depth->listed))
        rp_sentence_set(
            said->words, RP_PHRASE_LENGTH,
            is_group ? "%s: a related topic" : "%s: related experience", name);
    else if (depth->listed != concern)
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        is_group ? "%s: close to its topic %s"
                                 : "%s: experience with %s",
                        name, label(l->fit, depth->listed));
    else if (depth->cases == RP_NO_NUMBER)
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        is_group ? "%s: its topic" : "%s: a specialty", name);
    else
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "%s: %d client%s treated", name, (int)depth->cases,
                        depth->cases == 1 ? "" : "s");
    if (depth->listed == concern && depth->cases == 0)
        said->loss = said->gain + 1.0;
}

/* What the therapist's own clients of the same concern came to, where there are
 * enough of them and the whole interval is on one side. No therapist is rated
 * before a client. */
static void record_phrase(rp_phrase_list *l, uint32_t i) {
    const rp_record_of *r = record_of(l->fit, l->need, l->therapist, i);

    if (!r || l->audience.is_page || r->figures < RP_ENOUGH_FIGURES ||
        !(l->weight > 0.0))
        return;
    double reach = RP_INTERVAL_80 * sqrt(r->variance);
    bool is_above = r->theta - reach > 0.0;
    if (!is_above && !(r->theta + reach < 0.0))
        return;
    rp_sentence_set(
        rp_phrase_insist(l, is_above)->words, RP_PHRASE_LENGTH,
        "clients with %s changed %s with them than with colleagues here, "
        "n = %u",
        label(l->fit, l->need->client->concerns->items[i].tag),
        is_above ? "more" : "less", (unsigned)r->figures);
}

static void phrases(rp_phrase_list *l) {
    const rp_list *concerns = l->need->client->concerns;

    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        const rp_depth *depth = depth_of(l->fit, l->need, l->therapist, i);
        record_phrase(l, i);
        if (!is_known(l->fit, l->therapist))
            continue;
        if (!rp_phrase_may_show(l, RP_ADULT_CONCERN, concern))
            continue;
        if (lacks_specialist(l, concern, depth))
            rp_sentence_set(rp_phrase_insist(l, false)->words, RP_PHRASE_LENGTH,
                            "%s: needs a specialist, and is not among their "
                            "specialties",
                            label(l->fit, concern));
        else
            depth_phrase(l, concern, l->need->share[i] * l->need->declared,
                         depth);
    }
}

/* What was measured, and what it moves the score by. */
static void add_record(const rp_detail_list *l, uint32_t i, char *words,
                       size_t size) {
    const rp_need *need = l->need;
    const rp_record_of *r = record_of(l->fit, need, l->therapist, i);
    double declared = declared_depth(l->fit, need, l->therapist, i);
    size_t used = strlen(words);

    if (!need->is_measured)
        return;
    if (!r) {
        snprintf(words + used, size - used, "; nothing is measured of them");
        return;
    }
    double reach = RP_INTERVAL_80 * sqrt(r->variance);
    double moved = blend(need, declared, record_pull(l->fit, need, r)) -
                   blend(need, declared, 0.0);
    double points = l->weights > 0.0 ? 100.0 * need->weight[RP_EXPERTISE] *
                                           need->share[i] * moved / l->weights
                                     : 0.0;
    used += (size_t)snprintf(
        words + used, size - used,
        "; their clients changed %.2f standard deviations %s than colleagues' "
        "(80%% interval %+.2f to %+.2f, ",
        fabs(r->theta), r->theta < 0.0 ? "less" : "more", r->theta - reach,
        r->theta + reach);
    if (r->figures > 0)
        used += (size_t)snprintf(words + used, size - used, "n = %u)",
                                 (unsigned)r->figures);
    else
        used += (size_t)snprintf(words + used, size - used,
                                 "from other concerns alone)");
    snprintf(words + used, size - used, ", which moves the score by %+.1f",
             points);
}

static void details(const rp_detail_list *l) {
    const rp_list *concerns = l->need->client->concerns;
    char words[RP_DETAIL_LENGTH];

    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        const rp_depth *depth = depth_of(l->fit, l->need, l->therapist, i);
        int percent = (int)floor(100.0 * l->need->share[i] + 0.5);
        if (!is_known(l->fit, l->therapist))
            snprintf(words, sizeof words,
                     "%d%% of the need; specialties are not known", percent);
        else if (!depth)
            snprintf(words, sizeof words, "%d%% of the need; not listed",
                     percent);
        else if (depth->listed != concern)
            snprintf(words, sizeof words, "%d%% of the need; related to %s",
                     percent, label(l->fit, depth->listed));
        else if (depth->cases == RP_NO_NUMBER)
            snprintf(words, sizeof words,
                     "%d%% of the need; listed without a number of clients",
                     percent);
        else
            snprintf(words, sizeof words,
                     "%d%% of the need; %d client%s treated", percent,
                     (int)depth->cases, depth->cases == 1 ? "" : "s");
        add_record(l, i, words, sizeof words);
        l->put(l->payload, label(l->fit, concern),
               depth_value(l->fit, l->need, l->therapist, i), words);
    }
}

const rp_criterion_row rp_criterion_expertise = {
    .words = "how well the therapist's experience covers the client's concerns",
    .value = value,
    .column = column,
    .phrases = phrases,
    .details = details,
    .modifiers = "severity",
    .settings = "depth_half;related;specialties_blank;"
                "weight.expertise_measured;track.span;severity.severe",
    .links = {{"specialties", "concerns"}},
    .blanks = {{"specialties", "concerns", RP_REPLY_LIST, false,
                "what they specialise in", "what do you specialise in?", NULL}},
};

/* How much of what the client brings the therapist has treated. */
#include "fit/criteria/record.h"

#include <math.h>
#include <stdio.h>

static bool is_known(const rp_fit *fit, uint32_t therapist) {
    return fit->roster->therapists[therapist].specialties->known;
}

static const rp_depth *depth_of(const rp_fit *fit, const rp_need *need,
                                uint32_t therapist, uint32_t i) {
    return rp_offer_depth(&fit->offers[therapist],
                          need->client->concerns->items[i].tag);
}

/* d_jc of src/docs/scoring.md for the client's concern number `i`. */
static double depth_value(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, uint32_t i) {
    if (!is_known(fit, therapist))
        return fit->policy->specialties_blank;
    const rp_depth *depth = depth_of(fit, need, therapist, i);
    return depth ? depth->depth : 0.0;
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

static const char *label(const rp_fit *fit, uint32_t concern) {
    return rp_names_label(&fit->roster->names, RP_NAMES_CONCERNS, concern);
}

/* Does the concern call for a specialist, which the therapist is not? */
static bool lacks_specialist(const rp_phrase_list *l, uint32_t concern,
                             const rp_depth *depth) {
    bool is_called =
        rp_taxonomy_flags(l->fit->taxonomy, concern) & 1u << RP_SPECIALIST;

    return is_called && (!depth || !(depth->depth > 0.0));
}

/* What the therapist has done with a concern; words about a related one only
 * where that may be shown. */
static void depth_phrase(rp_phrase_list *l, uint32_t concern, double share,
                         const rp_depth *depth) {
    const char *name = label(l->fit, concern);
    rp_phrase *said = rp_phrase_add(l, share, depth ? depth->depth : 0.0);

    if (!depth) {
        snprintf(said->words, RP_PHRASE_LENGTH,
                 "%s: not among their specialties", name);
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
        snprintf(said->words, RP_PHRASE_LENGTH, "%s: related experience", name);
    else if (depth->listed != concern)
        snprintf(said->words, RP_PHRASE_LENGTH, "%s: experience with %s", name,
                 label(l->fit, depth->listed));
    else if (depth->cases == RP_NO_NUMBER)
        snprintf(said->words, RP_PHRASE_LENGTH, "%s: a specialty", name);
    else
        snprintf(said->words, RP_PHRASE_LENGTH, "%s: %d client%s treated", name,
                 (int)depth->cases, depth->cases == 1 ? "" : "s");
    if (depth->listed == concern && depth->cases == 0)
        said->loss = said->gain + 1.0;
}

static void phrases(rp_phrase_list *l) {
    const rp_list *concerns = l->need->client->concerns;

    if (!is_known(l->fit, l->therapist))
        return;
    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        const rp_depth *depth = depth_of(l->fit, l->need, l->therapist, i);
        if (!rp_phrase_may_show(l, RP_ADULT_CONCERN, concern))
            continue;
        if (lacks_specialist(l, concern, depth))
            snprintf(rp_phrase_insist(l, false)->words, RP_PHRASE_LENGTH,
                     "%s: needs a specialist, and is not among their "
                     "specialties",
                     label(l->fit, concern));
        else
            depth_phrase(l, concern, l->need->share[i], depth);
    }
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
        l->put(l->payload, label(l->fit, concern),
               depth_value(l->fit, l->need, l->therapist, i), words);
    }
}

const rp_criterion_row rp_criterion_expertise = {
    .words = "how well the therapist's experience covers the client's concerns",
    .value = value,
    .phrases = phrases,
    .details = details,
    .settings = "depth_half;related;specialties_blank",
    .links = {{"specialties", "concerns"}},
    .blanks = {{"specialties", "concerns", RP_REPLY_LIST, false,
                "what they specialise in", "what do you specialise in?"}},
};

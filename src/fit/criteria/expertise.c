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

static void phrases(rp_phrase_list *l) {
    const rp_list *concerns = l->need->client->concerns;

    for (uint32_t i = 0; i < concerns->count; i++) {
        uint32_t concern = concerns->items[i].tag;
        const char *name = label(l->fit, concern);
        if (!is_known(l->fit, l->therapist))
            return;
        const rp_depth *depth = depth_of(l->fit, l->need, l->therapist, i);
        rp_phrase *said =
            rp_phrase_add(l, l->need->share[i], depth ? depth->depth : 0.0);
        if (!depth) {
            snprintf(said->words, RP_PHRASE_LENGTH,
                     "%s: not among their specialties", name);
            continue;
        }
        said->loss = 0.0; /* some experience is nothing against the pair */
        if (depth->listed != concern)
            snprintf(said->words, RP_PHRASE_LENGTH, "%s: experience with %s",
                     name, label(l->fit, depth->listed));
        else if (depth->cases == RP_NO_NUMBER)
            snprintf(said->words, RP_PHRASE_LENGTH, "%s: a specialty", name);
        else
            snprintf(said->words, RP_PHRASE_LENGTH, "%s: %d client%s treated",
                     name, (int)depth->cases, depth->cases == 1 ? "" : "s");
        if (depth->listed == concern && depth->cases == 0)
            said->loss = said->gain + 1.0;
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
                "what they specialise in"}},
};

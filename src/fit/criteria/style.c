/* How near the therapist's way of working is to the one wished for. */
#include "fit/criteria/record.h"

#include <math.h>
#include <stdio.h>

/* The gap on an axis: |c - t| / 2 of values in -1..1, 0.5 if blank. */
static double gap_on(const rp_client *client, const rp_therapist *therapist,
                     int axis) {
    if (isnan(therapist->style[axis]))
        return 0.5;
    return fabs(client->style[axis] / 3.0 - therapist->style[axis] / 3.0) / 2.0;
}

/* v = 1 - (sum of q a gap) / (sum of q a) over axes with q a > 0 */
static double value(const rp_fit *fit, const rp_need *need, uint32_t therapist,
                    rp_confirm *confirm) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    double missed = 0.0, cared = 0.0;

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(need->attention[k] > 0.0))
            continue;
        if (isnan(t->style[k]))
            rp_confirm_add(confirm, offsetof(rp_therapist, style) +
                                        (size_t)k * sizeof *t->style);
        missed += need->attention[k] * gap_on(need->client, t, k);
        cared += need->attention[k];
    }
    return cared > 0.0 ? 1.0 - missed / cared : RP_ABSENT_VALUE;
}

static void phrases(rp_phrase_list *l) {
    static const char *const ways[RP_AXIS_COUNT][2] = {
        {"lets the client lead", "directs"},
        {"reserved about emotion", "invites emotion"},
        {"looks to the present", "looks to the past"},
        {"challenges", "supports warmly"}};
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    double cared = 0.0;

    for (int k = 0; k < RP_AXIS_COUNT; k++)
        cared += l->need->attention[k];
    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(l->need->attention[k] > 0.0) || isnan(t->style[k]))
            continue;
        bool same_side = (c->style[k] > 0.0) == (t->style[k] > 0.0) &&
                         fabs(t->style[k]) > 0.0;
        rp_phrase *said = rp_phrase_add(l, l->need->attention[k] / cared,
                                        1.0 - gap_on(c, t, k));
        if (same_side) {
            said->loss = 0.0;
            snprintf(said->words, RP_PHRASE_LENGTH, "style: %s, as requested",
                     ways[k][t->style[k] > 0.0]);
        } else if (fabs(t->style[k]) > 0.0) {
            said->gain = 0.0;
            snprintf(said->words, RP_PHRASE_LENGTH, "style: %s, requested: %s",
                     ways[k][t->style[k] > 0.0], ways[k][c->style[k] > 0.0]);
        } else {
            said->gain = 0.0;
            snprintf(said->words, RP_PHRASE_LENGTH,
                     "style: in between, requested: %s",
                     ways[k][c->style[k] > 0.0]);
        }
    }
}

static void details(const rp_detail_list *l) {
    const rp_client *c = l->need->client;
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    char words[RP_DETAIL_LENGTH];

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(l->need->attention[k] > 0.0))
            continue;
        if (isnan(t->style[k]))
            snprintf(words, sizeof words,
                     "client %+g, therapist not known: counts half",
                     c->style[k]);
        else
            snprintf(words, sizeof words, "client %+g, therapist %+g",
                     c->style[k], t->style[k]);
        l->put(l->payload, rp_axis_names[k], 1.0 - gap_on(c, t, k), words);
    }
}

#define WAY "their way of working"

const rp_criterion_row rp_criterion_style = {
    .words = "how close the therapist's way of working is to the client's wish",
    .value = value,
    .phrases = phrases,
    .details = details,
    .settings = "style.dead_zone;style.directive;style.emotion;style.past;"
                "style.support",
    .links = {{"style_directive", "style_directive"},
              {"style_emotion", "style_emotion"},
              {"style_past", "style_past"},
              {"style_support", "style_support"}},
    .blanks = {{"style_directive", "style_directive", RP_REPLY_PRICE, false,
                WAY},
               {"style_emotion", "style_emotion", RP_REPLY_PRICE, false, WAY},
               {"style_past", "style_past", RP_REPLY_PRICE, false, WAY},
               {"style_support", "style_support", RP_REPLY_PRICE, false, WAY}},
};

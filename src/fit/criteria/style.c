/* How near the therapist's way of working is to the one wished for. */
#include "fit/criteria/record.h"

#include "base/sentence.h"

#include <math.h>
#include <stdio.h>

enum { SINCE = RP_PARTED_WORDS + 20, WISH = RP_PARTED_WORDS + 60 };

/* The gap on an axis: |c - t| / 2 of values in -1..1, 0.5 if blank. */
static double gap_on(const rp_need *need, const rp_therapist *therapist,
                     int axis) {
    if (isnan(therapist->style[axis]))
        return 0.5;
    return fabs(need->parted.style[axis] / 3.0 - therapist->style[axis] / 3.0) /
           2.0;
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
        missed += need->attention[k] * gap_on(need, t, k);
        cared += need->attention[k];
    }
    return cared > 0.0 ? 1.0 - missed / cared : RP_ABSENT_VALUE;
}

/* Each axis takes few values: what the client misses is looked up by code. */
static rp_column_kind column(const rp_ask *ask, const uint32_t *therapists,
                             size_t count, double *values) {
    double missed[RP_AXIS_COUNT][RP_STYLE_CODES], cared = 0.0;
    const rp_tables *tables = ask->tables;
    const rp_need *need = ask->need;

    if (!tables->has_style)
        return RP_COLUMN_PLAIN;
    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        double attention = need->attention[k];
        bool matters = attention > 0.0;
        for (uint32_t code = 0; code < tables->style_codes[k]; code++) {
            double third = tables->thirds[k][code];
            double gap = isnan(third)
                             ? 0.5
                             : fabs(need->parted.style[k] / 3.0 - third) / 2.0;
            missed[k][code] = matters ? attention * gap : 0.0;
        }
        cared += matters ? attention : 0.0;
    }
    if (!(cared > 0.0))
        return RP_COLUMN_ABSENT;
    for (size_t k = 0; k < count; k++) {
        const uint8_t *code = tables->codes[therapists[k]].style;
        double sum = missed[0][code[0]];
        for (int axis = 1; axis < RP_AXIS_COUNT; axis++)
            sum += missed[axis][code[axis]];
        values[k] = sum;
    }
    for (size_t k = 0; k < count; k++)
        values[k] = 1.0 - values[k] / cared;
    return RP_COLUMN_FULL;
}

/* What a therapist at an end of an axis does, and what a client asked for who
 * is there: as clients understand it, no names of axes. */
static const struct way {
    const char *does, *asked;
} ways[RP_AXIS_COUNT][2] = {
    {{"lets clients lead", "letting clients lead"},
     {"gives direction", "direction"}},
    {{"keeps feelings in the background", "keeping feelings in the background"},
     {"makes room for feelings", "room for feelings"}},
    {{"looks to the present", "looking to the present"},
     {"looks to the past", "looking to the past"}},
    {{"challenges", "being challenged"}, {"supports warmly", "warm support"}},
};

/* "as requested", or since when; what a client reads names nobody. */
static void put_since(const rp_phrase_list *l, int k, bool is_met,
                      char since[SINCE]) {
    int from = l->need->parted.style_from[k];
    char words[RP_PARTED_WORDS];

    if (from < 0 || l->audience.is_page) {
        rp_sentence_set(since, SINCE,
                        is_met ? "as requested" : "was requested");
        return;
    }
    rp_parted_words(words, l->need->client, from);
    rp_sentence_set(since, SINCE, "%sasked for since %s", is_met ? "" : "was ",
                    words);
}

/* The words for clients: of a wish missed, and met. */
static const char *const keys[RP_AXIS_COUNT][2][2] = {
    {{"missed.directive_low", "because.directive_low"},
     {"missed.directive_high", "because.directive_high"}},
    {{"missed.emotion_low", "because.emotion_low"},
     {"missed.emotion_high", "because.emotion_high"}},
    {{"missed.past_low", "because.past_low"},
     {"missed.past_high", "because.past_high"}},
    {{"missed.support_low", "because.support_low"},
     {"missed.support_high", "because.support_high"}}};

static void axis_phrase(rp_phrase_list *l, int k, double cared) {
    double asked = l->need->parted.style[k];
    double has = l->fit->roster->therapists[l->therapist].style[k];
    const struct way *own = &ways[k][has > 0.0];
    const struct way *wish = &ways[k][asked > 0.0];
    bool has_side = fabs(has) > 0.0;
    rp_phrase *said = rp_phrase_add(
        l, l->need->attention[k] / cared,
        1.0 - gap_on(l->need, &l->fit->roster->therapists[l->therapist], k));
    bool is_met = has_side && own == wish;
    char since[SINCE];

    put_since(l, k, is_met, since);
    if (is_met) {
        said->loss = 0.0;
        rp_phrase_tell(said, keys[k][asked > 0.0][1]);
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s, %s", own->does,
                        since);
        return;
    }
    said->gain = 0.0;
    rp_phrase_tell(said, keys[k][asked > 0.0][0]);
    if (has_side)
        rp_sentence_set(said->words, RP_PHRASE_LENGTH, "%s, though %s %s",
                        own->does, wish->asked, since);
    else
        rp_sentence_set(said->words, RP_PHRASE_LENGTH,
                        "leans neither way, though %s %s", wish->asked, since);
}

static void phrases(rp_phrase_list *l) {
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    double cared = 0.0;

    for (int k = 0; k < RP_AXIS_COUNT; k++)
        cared += l->need->attention[k];
    for (int k = 0; k < RP_AXIS_COUNT; k++)
        if (l->need->attention[k] > 0.0 && !isnan(t->style[k]))
            axis_phrase(l, k, cared);
}

/* Whose wish it is, and since when. */
static void put_wish(const rp_detail_list *l, int k, char wish[WISH]) {
    const rp_parted *parted = &l->need->parted;
    double asked = l->need->client->style[k];
    char words[RP_PARTED_WORDS];

    if (parted->style_from[k] < 0) {
        snprintf(wish, WISH, "client %+g", parted->style[k]);
        return;
    }
    rp_parted_words(words, l->need->client, parted->style_from[k]);
    snprintf(wish, WISH, "client %+g (%+g as written, but %s)",
             parted->style[k], isnan(asked) ? 0.0 : asked, words);
}

static void details(const rp_detail_list *l) {
    const rp_therapist *t = &l->fit->roster->therapists[l->therapist];
    char words[RP_DETAIL_LENGTH], wish[WISH];

    for (int k = 0; k < RP_AXIS_COUNT; k++) {
        if (!(l->need->attention[k] > 0.0))
            continue;
        put_wish(l, k, wish);
        if (isnan(t->style[k]))
            snprintf(words, sizeof words,
                     "%s, therapist not known: counts half", wish);
        else
            snprintf(words, sizeof words, "%s, therapist %+g", wish,
                     t->style[k]);
        l->put(l->payload, rp_axis_names[k], 1.0 - gap_on(l->need, t, k),
               words);
    }
}

#define WAY "their way of working", "how do you work?"

const rp_criterion_row rp_criterion_style = {
    .words = "how close the therapist's way of working is to the client's wish",
    .value = value,
    .column = column,
    .phrases = phrases,
    .details = details,
    .settings = "style.dead_zone;style.directive;style.emotion;style.past;"
                "style.support",
    .links = {{"style_directive", "style_directive;past_therapists"},
              {"style_emotion", "style_emotion;past_therapists"},
              {"style_past", "style_past;past_therapists"},
              {"style_support", "style_support;past_therapists"}},
    .blanks = {{"style_directive", "style_directive", RP_REPLY_PRICE, false,
                WAY, NULL},
               {"style_emotion", "style_emotion", RP_REPLY_PRICE, false, WAY,
                NULL},
               {"style_past", "style_past", RP_REPLY_PRICE, false, WAY, NULL},
               {"style_support", "style_support", RP_REPLY_PRICE, false, WAY,
                NULL}},
};

#include "fit/criteria/record.h"

#include "fit/shown.h"

#include <assert.h>

/* The room of words and values is left as it is: they are set before they are
 * read. */
static rp_phrase *begin(rp_phrase_list *list, double gain, double loss,
                        bool is_needed) {
    rp_phrase *item = &list->items[list->count++];

    item->words[0] = '\0';
    item->key = NULL;
    item->values[0].name = NULL;
    item->gain = gain;
    item->loss = loss;
    item->is_shared = false;
    item->is_needed = is_needed;
    return item;
}

void rp_phrase_list_begin(rp_phrase_list *list, const rp_fit *fit,
                          const rp_need *need, uint32_t therapist,
                          const rp_audience *audience) {
    list->fit = fit;
    list->need = need;
    list->therapist = therapist;
    list->audience = audience ? *audience : (rp_audience){0};
    list->weight = list->weights = 0.0;
    list->count = 0;
    list->unsaid = (rp_phrase){.key = NULL};
}

rp_phrase *rp_phrase_add(rp_phrase_list *list, double share, double value) {
    double points = list->weight > 0.0 && list->weights > 0.0
                        ? 100.0 * list->weight * share / list->weights
                        : 0.0;

    if (list->count == RP_PHRASES || !(points > 0.0))
        return &list->unsaid;
    return begin(list, points * value, points * (1.0 - value), false);
}

rp_phrase *rp_phrase_insist(rp_phrase_list *list, bool is_for) {
    if (list->count == RP_PHRASES)
        return &list->unsaid;
    return begin(list, is_for, !is_for, true);
}

void rp_phrase_tell(rp_phrase *phrase, const char *key) {
    phrase->key = key;
    phrase->values[0].name = NULL;
}

static void add_value(rp_phrase *phrase, rp_phrase_value value) {
    int k = 0;

    while (k < RP_PHRASE_VALUES && phrase->values[k].name)
        k++;
    assert(k < RP_PHRASE_VALUES);
    phrase->values[k] = value;
    if (k + 1 < RP_PHRASE_VALUES)
        phrase->values[k + 1].name = NULL;
}

void rp_phrase_label(rp_phrase *phrase, const char *gap, rp_names_id names,
                     uint32_t tag) {
    add_value(phrase, (rp_phrase_value){gap, names, tag, 0.0});
}

void rp_phrase_number(rp_phrase *phrase, const char *gap, double number) {
    add_value(phrase, (rp_phrase_value){gap, RP_NAMES_NONE, 0, number});
}

bool rp_phrase_may_show(const rp_phrase_list *list, rp_adult_kind kind,
                        uint32_t tag) {
    return !list->audience.is_page ||
           rp_shown_may(list->fit, list->need->client, kind, tag);
}

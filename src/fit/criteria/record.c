#include "fit/criteria/record.h"

#include "fit/shown.h"

#include <assert.h>
#include <string.h>

rp_phrase *rp_phrase_add(rp_phrase_list *list, double share, double value) {
    double points = list->weight > 0.0 && list->weights > 0.0
                        ? 100.0 * list->weight * share / list->weights
                        : 0.0;

    if (list->count == RP_PHRASES || !(points > 0.0))
        return &list->unsaid;
    rp_phrase *item = &list->items[list->count++];
    *item = (rp_phrase){.gain = points * value, .loss = points * (1.0 - value)};
    return item;
}

rp_phrase *rp_phrase_insist(rp_phrase_list *list, bool is_for) {
    if (list->count == RP_PHRASES)
        return &list->unsaid;
    rp_phrase *item = &list->items[list->count++];
    *item = (rp_phrase){.gain = is_for, .loss = !is_for, .is_needed = true};
    return item;
}

void rp_phrase_tell(rp_phrase *phrase, const char *key) {
    phrase->key = key;
    memset(phrase->values, 0, sizeof phrase->values);
}

static void add_value(rp_phrase *phrase, rp_phrase_value value) {
    int k = 0;

    while (k < RP_PHRASE_VALUES && phrase->values[k].name)
        k++;
    assert(k < RP_PHRASE_VALUES);
    phrase->values[k] = value;
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

#include "fit/criteria/record.h"

rp_phrase *rp_phrase_add(rp_phrase_list *list, double share, double value) {
    double points = list->weight > 0.0 && list->weights > 0.0
                        ? 100.0 * list->weight * share / list->weights
                        : 0.0;

    if (list->count == RP_PHRASES || !(points > 0.0))
        return &list->unsaid;
    rp_phrase *item = &list->items[list->count++];
    item->gain = points * value;
    item->loss = points * (1.0 - value);
    return item;
}

#include "base/places.h"

#include <stdlib.h>
#include <string.h>

bool rp_places_init(rp_places *out, uint32_t items, uint32_t places) {
    *out = (rp_places){
        .items = items,
        .places = places,
        .at = rp_new_array(items, sizeof *out->at),
        .first = rp_new_array(places, sizeof *out->first),
        .next = rp_new_array(items, sizeof *out->next),
        .previous = rp_new_array(items, sizeof *out->previous),
    };
    if (!out->at || !out->first || !out->next || !out->previous)
        return false;
    for (uint32_t k = 0; k < items; k++)
        out->at[k] = RP_NONE;
    for (uint32_t k = 0; k < places; k++)
        out->first[k] = RP_NONE;
    return true;
}

void rp_places_clear(rp_places *places) {
    free(places->at);
    free(places->first);
    free(places->next);
    free(places->previous);
    *places = (rp_places){0};
}

void rp_places_copy(rp_places *to, const rp_places *from) {
    size_t items = from->items * sizeof *from->at;

    memcpy(to->at, from->at, items);
    memcpy(to->next, from->next, items);
    memcpy(to->previous, from->previous, items);
    memcpy(to->first, from->first, from->places * sizeof *from->first);
}

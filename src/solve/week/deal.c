#include "solve/week/deal.h"

#include "base/array.h"
#include "base/bits.h"

#include <stdlib.h>
#include <string.h>

/* At least so many elements; what was there is not kept. */
static bool make_room(void **array, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room)
        return true;
    free(*array);
    *array = rp_new_array(wanted + wanted / 2, size);
    *room = *array ? wanted + wanted / 2 : 0;
    return *array != NULL;
}

bool rp_deal_begin(rp_deal *deal, uint32_t hours) {
    void *holder = deal->holder, *seen = deal->seen;

    deal->hours = hours;
    deal->words = RP_HOUR_WORDS(hours);
    deal->count = 0;
    bool whole =
        make_room(&holder, &deal->holder_room, hours + 1, sizeof *deal->holder);
    whole &=
        make_room(&seen, &deal->seen_room, deal->words + 1, sizeof *deal->seen);
    deal->holder = holder;
    deal->seen = seen;
    for (uint32_t h = 0; whole && h < hours; h++)
        deal->holder[h] = RP_NONE;
    return whole;
}

uint64_t *rp_deal_next(rp_deal *deal) {
    size_t wanted = ((size_t)deal->count + 1) * deal->words;

    if (wanted > deal->suit_room) {
        uint64_t *suits =
            rp_resize_array(deal->suits, 2 * wanted, sizeof *suits);
        if (!suits)
            return NULL;
        deal->suits = suits;
        deal->suit_room = 2 * wanted;
    }
    uint16_t *hour =
        rp_grow_array(deal->hour, deal->count, &deal->hour_room, sizeof *hour);
    if (!hour)
        return NULL;
    deal->hour = hour;
    uint64_t *bits = deal->suits + deal->count * deal->words;
    memset(bits, 0, deal->words * sizeof *bits);
    return bits;
}

/* A free hour for a client, or one whose holder finds another. */
static bool seek(rp_deal *deal, uint32_t client) {
    const uint64_t *suits = deal->suits + client * deal->words;

    for (size_t w = 0; w < deal->words; w++)
        for (uint64_t left; (left = suits[w] & ~deal->seen[w]) != 0;) {
            uint32_t bit = rp_bits_lowest(left);
            uint32_t hour = (uint32_t)(64 * w) + bit;
            deal->seen[w] |= (uint64_t)1 << bit;
            if (deal->holder[hour] != RP_NONE &&
                !seek(deal, deal->holder[hour]))
                continue;
            deal->holder[hour] = client;
            deal->hour[client] = (uint16_t)hour;
            return true;
        }
    return false;
}

bool rp_deal_add(rp_deal *deal) {
    uint32_t client = deal->count++;

    deal->hour[client] = RP_NOT_DEALT;
    memset(deal->seen, 0, deal->words * sizeof *deal->seen);
    return seek(deal, client);
}

void rp_deal_drop(rp_deal *deal) {
    uint16_t hour = deal->hour[--deal->count];

    if (hour != RP_NOT_DEALT)
        deal->holder[hour] = RP_NONE;
}

void rp_deal_clear(rp_deal *deal) {
    free(deal->suits);
    free(deal->hour);
    free(deal->holder);
    free(deal->seen);
    *deal = (rp_deal){0};
}

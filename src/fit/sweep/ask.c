#include "fit/sweep/ask.h"

#include "fit/meeting.h"

#include <math.h>

enum { WORD = 64, STRETCH = 128 /* words */ };

/* Are the times of both on one clock, whoever the therapist is? */
static bool is_on_one_clock(const rp_tables *tables, const rp_client *client) {
    if (isnan(client->utc_offset) || isnan(tables->offset))
        return true;
    return !tables->has_offsets &&
           lround((client->utc_offset - tables->offset) * 60.0) == 0;
}

void rp_ask_set(rp_ask *ask, const rp_tables *tables, const rp_need *need) {
    const rp_times *slots = &need->client->slots;

    ask->tables = tables;
    ask->fit = tables->fit;
    ask->need = need;
    ask->is_on_one_clock = is_on_one_clock(tables, need->client);
    ask->has_times = rp_week_is_cut(&tables->week) && ask->is_on_one_clock;
    if (!ask->has_times)
        return;
    rp_week_spans(&tables->week, slots, ask->spans);
    for (uint32_t k = 0; tables->starts && k < tables->session_count; k++)
        rp_week_starts(&tables->week, slots, tables->sessions[k],
                       ask->starts[k]);
}

void rp_crowd_strike(const rp_crowd *crowd, const uint64_t *set) {
    if (!set)
        return;
    if (crowd->word)
        for (size_t k = 0; k < crowd->count; k++)
            crowd->bits[k] &= ~set[crowd->word[k]];
    else
        for (size_t k = 0; k < crowd->count; k++)
            crowd->bits[k] &= ~set[k];
}

/* A stretch of words at a time, which stays in registers and the first cache.
 */
static void keep_stretch(uint64_t *bits, const uint32_t *word, size_t first,
                         size_t length, const uint64_t *const *sets,
                         size_t count) {
    uint64_t any[STRETCH] = {0};

    for (size_t s = 0; s < count; s++) {
        if (!sets[s])
            continue;
        if (word)
            for (size_t k = 0; k < length; k++)
                any[k] |= sets[s][word[first + k]];
        else
            for (size_t k = 0; k < length; k++)
                any[k] |= sets[s][first + k];
    }
    for (size_t k = 0; k < length; k++)
        bits[first + k] &= any[k];
}

void rp_crowd_keep(const rp_crowd *crowd, const uint64_t *const *sets,
                   size_t count) {
    for (size_t first = 0; first < crowd->count; first += STRETCH) {
        size_t left = crowd->count - first;
        keep_stretch(crowd->bits, crowd->word, first,
                     left < STRETCH ? left : STRETCH, sets, count);
    }
}

/* Where a word stands among those that are listed; `count`: it is none. */
static size_t find_word(const rp_crowd *crowd, uint32_t word) {
    size_t low = 0, high = crowd->count;

    if (!crowd->word)
        return word < crowd->count ? word : crowd->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (crowd->word[middle] < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low < crowd->count && crowd->word[low] == word ? low : crowd->count;
}

void rp_crowd_strike_list(const rp_crowd *crowd, const rp_list *named) {
    for (uint32_t i = 0; i < named->count; i++) {
        uint32_t therapist = named->items[i].tag;
        size_t at = find_word(crowd, therapist / WORD);
        if (at < crowd->count)
            crowd->bits[at] &= ~((uint64_t)1 << therapist % WORD);
    }
}

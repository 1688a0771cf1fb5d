/**
 * @file places.h
 * Which of some numbered items are at which of some numbered places: one
 * doubly linked list for each place, so that an item moves in constant time.
 */
#ifndef RP_BASE_PLACES_H
#define RP_BASE_PLACES_H

#include "base/array.h"

#include <stdbool.h>

/** Arrays are owned. To go over the items of a place:
 *  `for (k = p.first[place]; k != RP_NONE; k = p.next[k])`, the last put
 *  first. */
typedef struct rp_places {
    uint32_t items, places;
    uint32_t *at;              /* [items] the place; RP_NONE: put nowhere yet */
    uint32_t *first;           /* [places] an item; RP_NONE: none is there */
    uint32_t *next, *previous; /* [items] of the same place; RP_NONE: none */
} rp_places;

/**
 * Items that are nowhere, places that are empty.
 *
 * @param[out] out  clear with rp_places_clear() in any case
 * @return false when out of memory
 */
bool rp_places_init(rp_places *out, uint32_t items, uint32_t places);
void rp_places_clear(rp_places *places);

/** The same contents; both were made with the same numbers. */
void rp_places_copy(rp_places *to, const rp_places *from);

/** Put an item that is in no list at the front of a place's list. */
static inline void rp_places_put(rp_places *p, uint32_t item, uint32_t place) {
    uint32_t head = p->first[place];

    p->at[item] = place;
    p->previous[item] = RP_NONE;
    p->next[item] = head;
    if (head != RP_NONE)
        p->previous[head] = item;
    p->first[place] = item;
}

/** Take an item out of its place's list; at[item] still names the place. */
static inline void rp_places_take(rp_places *p, uint32_t item) {
    uint32_t previous = p->previous[item], next = p->next[item];

    if (previous == RP_NONE)
        p->first[p->at[item]] = next;
    else
        p->next[previous] = next;
    if (next != RP_NONE)
        p->previous[next] = previous;
}

static inline void rp_places_move(rp_places *p, uint32_t item, uint32_t place) {
    rp_places_take(p, item);
    rp_places_put(p, item, place);
}

#endif

/**
 * @file gap_lists.h
 * Many ascending lists of small numbers in little memory: each number is the
 * gap since the one before it, in one byte where it is below 128.
 */
#ifndef RP_BASE_GAP_LISTS_H
#define RP_BASE_GAP_LISTS_H

#include "base/array.h"

#include <stdbool.h>

/** Arrays are owned; list k is bytes start[k] .. start[k + 1]. */
typedef struct rp_gap_lists {
    size_t *start;  /* [lists + 1] in bytes */
    uint8_t *bytes; /* gaps, seven bits in a byte, low end first */
} rp_gap_lists;

void rp_gap_lists_clear(rp_gap_lists *lists);

/**
 * Invert lists: list b of `out` has a exactly where list a of `from` has b.
 *
 * @param[out] out  [out_lists] every number of `from` is below out_lists;
 *                  clear with rp_gap_lists_clear() in any case
 * @param from      [from_lists]
 * @return false when out of memory
 */
bool rp_gap_lists_turn(rp_gap_lists *out, uint32_t out_lists,
                       const rp_gap_lists *from, uint32_t from_lists);

/* ---- reading ----------------------------------------------------------- */

/** A position in a list. */
typedef struct rp_gap_cursor {
    const uint8_t *at, *end;
    uint32_t next; /* the number read last, plus one */
} rp_gap_cursor;

static inline rp_gap_cursor rp_gap_lists_open(const rp_gap_lists *lists,
                                              uint32_t list) {
    rp_gap_cursor c = {lists->bytes + lists->start[list],
                       lists->bytes + lists->start[list + 1], 0};
    return c;
}

/** The next number of a list; RP_NONE at its end. */
static inline uint32_t rp_gap_cursor_next(rp_gap_cursor *c) {
    uint32_t gap, shift = 0;

    if (c->at == c->end)
        return RP_NONE;
    gap = *c->at & 127u;
    while (*c->at++ & 128u) {
        shift += 7;
        gap |= (*c->at & 127u) << shift;
    }
    uint32_t number = c->next + gap;
    c->next = number + 1;
    return number;
}

/* ---- writing ----------------------------------------------------------- */

/** Lists being written, one after the other; bytes are owned. Set `next` to
 *  0 where a list begins. */
typedef struct rp_gap_writer {
    uint8_t *bytes;
    size_t used, room;
    uint32_t next; /* the number written last, plus one */
} rp_gap_writer;

/** Make room for one more number. @return false when out of memory */
bool rp_gap_writer_grow(rp_gap_writer *writer);

/** Append a number, larger than the last one of its list.
 *  @return false when out of memory */
static inline bool rp_gap_writer_put(rp_gap_writer *w, uint32_t number) {
    enum { MOST_BYTES = 5 };
    uint32_t gap = number - w->next;

    if (w->room - w->used < MOST_BYTES && !rp_gap_writer_grow(w))
        return false;
    for (; gap >= 128; gap >>= 7)
        w->bytes[w->used++] = (uint8_t)(gap | 128u);
    w->bytes[w->used++] = (uint8_t)gap;
    w->next = number + 1;
    return true;
}

#endif

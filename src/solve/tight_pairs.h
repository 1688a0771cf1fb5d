/**
 * @file tight_pairs.h
 * All tight pairs of a part at optimal prices, from both sides.
 *
 * Every optimal plan uses tight pairs only. With massive ties they can be
 * nearly all pairs, so lists are kept as gaps of one byte where they fit.
 */
#ifndef RP_SOLVE_TIGHT_PAIRS_H
#define RP_SOLVE_TIGHT_PAIRS_H

#include "solve/model.h"

/** Ascending lists of numbers. */
typedef struct rp_gap_lists {
    size_t *start;  /* [lists + 1] in bytes */
    uint8_t *bytes; /* gaps, seven bits a byte, low end first */
} rp_gap_lists;

typedef struct rp_tight_pairs {
    rp_gap_lists of_client;    /* therapists of each client */
    rp_gap_lists of_therapist; /* clients of each therapist */
} rp_tight_pairs;

/** Where one is in a list. */
typedef struct rp_gap_cursor {
    const uint8_t *at, *end;
    uint32_t last; /* the number read last, plus one */
} rp_gap_cursor;

/**
 * @return RP_OK, RP_ERR_MEMORY (empty then)
 */
rp_status rp_tight_pairs_init(rp_tight_pairs *out, const rp_model *model,
                              const int64_t *client_price,
                              const int64_t *therapist_price);
void rp_tight_pairs_clear(rp_tight_pairs *tight);

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
    uint32_t number = c->last + gap;
    c->last = number + 1;
    return number;
}

#endif

/**
 * @file alive.h
 * Sets of therapists as bits, and those who are left when sets are met.
 */
#ifndef RP_MATCH_ALIVE_H
#define RP_MATCH_ALIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Bits of a word. */
enum { RP_BITMAP_WORD = 64 };

/** A set of therapists; arrays are owned. */
typedef struct rp_bitmap {
    uint64_t *bits; /* [count] */
    uint32_t *word; /* [count] which words they are, ascending; NULL: all */
    size_t count;
} rp_bitmap;

/** Who is left of a client's candidates; room for all words. */
typedef struct rp_alive {
    rp_bitmap set;
    bool is_listed; /* set.word counts; else set is all words */
    bool is_all;    /* nobody was struck out yet, and the set is not filled */
} rp_alive;

/** Which word of all the k-th one is. */
static inline uint32_t rp_alive_word(const rp_alive *a, size_t k) {
    return a->is_listed ? a->set.word[k] : (uint32_t)k;
}

/** Everybody, in so many words. */
void rp_alive_begin(rp_alive *a, size_t words);

/** Those of a set of all words. */
void rp_alive_begin_with(rp_alive *a, const uint64_t *set, size_t words);

/** Take out of a set of all words those who are left. */
void rp_alive_take_out(const rp_alive *a, uint64_t *set);

/** Fill in everybody, where nobody was struck out. */
void rp_alive_fill_in(rp_alive *a, uint32_t therapists);

/** Only whom a bitmap holds as well. */
void rp_alive_meet(rp_alive *a, const rp_bitmap *b);

/** A copy, sparse where that is worth it.
 *  @return false when out of memory; clear it in any case */
bool rp_alive_keep(rp_bitmap *out, const rp_alive *a, size_t words);

/** How many they are. */
uint32_t rp_alive_count(const rp_alive *a);

/** Who they are, ascending. @return how many */
size_t rp_alive_list(const rp_alive *a, uint32_t *therapist);
void rp_bitmap_clear(rp_bitmap *set);

#endif

/**
 * @file marks.h
 * Lists of names as bit sets: whether two of them meet is an AND.
 *
 * Only names that stand on both sides get a bit; the rest can meet nothing. Of
 * more than RP_MARK_SHARED such names the last share one bit, and who asks for
 * one of these has to be judged pair by pair.
 */
#ifndef RP_FIT_SWEEP_MARKS_H
#define RP_FIT_SWEEP_MARKS_H

#include "base/arena.h"
#include "input/roster.h"

/** Bits of a set that stand for no name of their own. */
enum { RP_MARK_SHARED = 62, RP_MARK_BLANK = 63 };

/** The bits of the names of two columns that are compared. */
typedef struct rp_marks {
    uint8_t *bit; /* [tags] or RP_MARK_BLANK: none */
    uint32_t tags;
} rp_marks;

/**
 * Number the names that lists of both sides hold.
 *
 * @param therapists  offset of the list in rp_therapist
 * @param clients     offset of the list in rp_client
 * @param[out] out    in the arena
 * @return false when out of memory
 */
bool rp_marks_make(rp_marks *out, rp_arena *arena, const rp_roster *roster,
                   size_t therapists, size_t clients);

/** The set of a name: a bit, or none. */
static inline uint64_t rp_marks_of(const rp_marks *marks, uint32_t tag) {
    uint8_t bit = tag < marks->tags ? marks->bit[tag] : RP_MARK_BLANK;

    return bit == RP_MARK_BLANK ? 0 : (uint64_t)1 << bit;
}

/** The set of a list. */
uint64_t rp_marks_set(const rp_marks *marks, const rp_list *list);

/** Does a set that is asked for hold names that share a bit? */
static inline bool rp_marks_are_shared(uint64_t asked) {
    return asked >> RP_MARK_SHARED & 1;
}

#endif

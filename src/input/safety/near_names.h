/**
 * @file near_names.h
 * Flagged names, and words that miss one by a letter or two.
 *
 * One letter may be wrong in a name of 8 letters or more, two in one of 12 or
 * more: put in, left out, another one, or two neighbours in the other order.
 * Blanks between the words of a name do not count.
 */
#ifndef RP_INPUT_SAFETY_NEAR_NAMES_H
#define RP_INPUT_SAFETY_NEAR_NAMES_H

#include "base/arena.h"
#include "input/safety/danger_words.h"

enum { RP_NEAR_LONGEST = 48 }; /* letters; longer names are not looked for */

typedef struct rp_near_name {
    const char *letters;
    uint64_t kinds; /* which letters it has, and which of them twice */
    uint32_t length;
    uint32_t concern;
    bool is_stem;
} rp_near_name;

typedef struct rp_near_names {
    rp_arena arena;
    rp_near_name *names; /* [count], by length once they are sorted */
    size_t count, room;
    uint32_t from[RP_NEAR_LONGEST + 4]; /* first name of at least so many
                                           letters; stems stand behind */
    uint32_t stems;                     /* first stem */
    size_t fewest_letters; /* a to z, in a text that has one, misspelt or not */
} rp_near_names;

/** What was found: the words from..to-1. */
typedef struct rp_near_match {
    uint32_t concern;
    size_t from, to;
} rp_near_match;

/** Add a name as words, or a stem of a single word; one that is too short to
 *  be missed is left out. @return false when out of memory */
bool rp_near_names_add(rp_near_names *names, const rp_danger_words *words,
                       bool is_stem, uint32_t concern);

/** After the last one was added. */
void rp_near_names_sort(rp_near_names *names);
void rp_near_names_clear(rp_near_names *names);

/** The first name that begins at word `at`, if any.
 *  @return is there one? */
bool rp_near_names_find(const rp_near_names *names,
                        const rp_danger_words *words, size_t at,
                        rp_near_match *out);

#endif

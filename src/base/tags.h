/**
 * @file tags.h
 * A dictionary of folded names: each text gets a small number, once.
 */
#ifndef RP_BASE_TAGS_H
#define RP_BASE_TAGS_H

#include "base/arena.h"
#include "base/array.h"
#include "base/text.h"

#include <stdint.h>

typedef struct rp_tags rp_tags;

/** A new, empty dictionary; NULL when out of memory. */
rp_tags *rp_tags_new(void);
void rp_tags_free(rp_tags *tags);

/** The number of a text, or RP_NONE. */
uint32_t rp_tags_find(const rp_tags *tags, rp_text text);

/** The number of a text, given out now if it is new: 0, 1, 2, … in the order
 *  of arrival. RP_NONE when out of memory. */
uint32_t rp_tags_intern(rp_tags *tags, rp_text text);

/** The text of a number; borrowed from the dictionary, ends with zero. */
const char *rp_tags_name(const rp_tags *tags, uint32_t tag);

uint32_t rp_tags_count(const rp_tags *tags);

/** Make room for so many texts at once; false when out of memory. */
bool rp_tags_reserve(rp_tags *tags, uint32_t count);

#endif

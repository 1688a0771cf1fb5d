/**
 * @file nearest.h
 * The names that are nearest to others: an index by runs of three letters.
 */
#ifndef RP_BASE_NEAREST_H
#define RP_BASE_NEAREST_H

#include "base/text.h"

typedef struct rp_nearest_index rp_nearest_index;

/** An empty index; NULL when out of memory. */
rp_nearest_index *rp_nearest_new(void);
void rp_nearest_free(rp_nearest_index *index);

/** Add a candidate, which is borrowed; false when out of memory. */
bool rp_nearest_add(rp_nearest_index *index, const char *candidate);

/**
 * The candidate nearest to a text by the rules of rp_nearest_try(), of those
 * that share two runs of three letters with it or more (one with a short
 * text): mostly the same one.
 * What was asked before is remembered.
 *
 * @return NULL when none is near, or without memory
 */
const char *rp_nearest_find(rp_nearest_index *index, rp_text wanted);

#endif

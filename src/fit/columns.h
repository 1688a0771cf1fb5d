/**
 * @file columns.h
 * The cells of a person by the names of their columns: what rules and criteria
 * say that they read.
 */
#ifndef RP_FIT_COLUMNS_H
#define RP_FIT_COLUMNS_H

#include "base/text.h"
#include "input/record.h"
#include "input/schema.h"

/** More than a side has columns. */
enum { RP_COLUMNS_MOST = 64 };

typedef struct rp_columns {
    const rp_column *items[RP_COLUMNS_MOST]; /* [count] */
    uint32_t count;
} rp_columns;

/** The columns of a list of names by ';'; NULL names none. Every name must be
 *  one of the schema. */
rp_columns rp_columns_named(rp_side side, const char *names);

/** The columns of a list as bits by their places in the schema. */
uint64_t rp_columns_bits(rp_side side, const char *names);

/** Does a cell say anything? `none` and blank do not; an id does. */
bool rp_columns_is_filled(const rp_column *column, const void *record);

/** Is a value of a list one that a rule may ask for? Where a column's values
 *  can be musts, only those are. */
bool rp_columns_insists(const rp_column *column, const rp_item *item);

/**
 * Append the bytes of a person's cells: people with the same bytes have the
 * same cells.
 *
 * @param person  index in the roster, which stands for the id
 * @return false when out of memory
 */
bool rp_columns_key(const rp_columns *columns, const void *record,
                    uint32_t person, rp_buffer *out);

/** Append the tags of a list with their strengths, but not their numbers. */
bool rp_columns_key_tags(const rp_list *list, rp_buffer *out);

#endif

/**
 * @file urgency.h
 * What a cell of urgency says that is none of its values.
 */
#ifndef RP_INPUT_CELL_URGENCY_H
#define RP_INPUT_CELL_URGENCY_H

#include "base/text.h"
#include "input/schema.h"

/** Is it the column that says who comes first? */
bool rp_urgency_is(const rp_column *column);

/**
 * The gravest urgency that a word of a cell names: "Crisis - call tonight" is a
 * crisis. Where no, not or non stands before it, it names none.
 *
 * @param key             room for the folded cell
 * @param[out] no_memory  set where there is none, else left
 * @return RP_URGENT or RP_CRISIS; RP_BLANK: neither
 */
int8_t rp_urgency_spoken(const rp_column *column, rp_text cell, rp_buffer *key,
                         bool *no_memory);

#endif

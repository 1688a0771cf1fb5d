/**
 * @file value.h
 * One value of a list: its marks, its number, and the tag that its name has.
 */
#ifndef RP_INPUT_CELL_VALUE_H
#define RP_INPUT_CELL_VALUE_H

#include "input/cell/cell.h"

/**
 * Read a value into the list that is being read. A finding tells what is wrong
 * with it, or that it is read as blank.
 *
 * @return false for a value that says nothing
 */
bool rp_value_take(rp_reader *reader, const rp_column *column, rp_place place,
                   rp_text value);

/** The tag of a value, with a finding when it is not known; RP_NONE when
 *  the column's names are closed and it is none of them. */
uint32_t rp_value_tag(rp_reader *reader, const rp_column *column,
                      rp_place place, rp_text value);

/** The known tag that a text stands for, or RP_NONE; no finding. */
uint32_t rp_value_known(rp_reader *reader, const rp_column *column,
                        rp_text text);

/** The same of `X (…)` and `X.` as X; the text is not empty. */
uint32_t rp_value_bare(rp_reader *reader, const rp_column *column,
                       rp_text value);

/** Does the whole text stand for a name of the column's vocabulary? */
bool rp_value_is_name(rp_reader *reader, const rp_column *column, rp_text text);

/** Cut small words off the end, whatever their case, where more is left. */
bool rp_value_drop_end(rp_text *value, const char *words);

#endif

/**
 * @file value.h
 * One value of a list: its marks, its number, and the name that it is.
 */
#ifndef RP_INPUT_CELL_VALUE_H
#define RP_INPUT_CELL_VALUE_H

#include "input/cell/cell.h"

/** Add a value to the list that was begun.
 *  @return false for one that says nothing */
bool rp_value_take(rp_reader *reader, const rp_column *column, rp_place place,
                   rp_text value);

/** The tag of a value, with a finding when it is not known; RP_NONE when
 *  the column's names are closed and it is none of them. */
uint32_t rp_tag_read(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text value);

/** Add what a tag stands for: hybrid is two formats, and who has no insurer
 *  adds none. RP_NONE adds nothing. */
void rp_value_add(rp_reader *reader, const rp_column *column, rp_item item);

/** The known name that a text is, or RP_NONE. */
uint32_t rp_value_known(rp_reader *reader, const rp_column *column,
                        rp_text text);

/** Warn where words in the brackets of `X (…)` may take X back: `NY (pending)`,
 *  `Aetna (expired)`, `CBT (not EMDR)`. */
void rp_value_tell_bracket(rp_reader *reader, const rp_column *column,
                           rp_place place, rp_text value);

/** `X (…)` and `X.` as X, where that is a known name; else RP_NONE. */
uint32_t rp_value_bare(rp_reader *reader, const rp_column *column,
                       rp_text value);

/** Does the text, marks and number taken off, stand for a known name? */
bool rp_value_is_known(rp_reader *reader, const rp_column *column,
                       rp_text text);

/** Are these a client's concerns, looked at for words of danger? */
bool rp_value_is_watched(const rp_reader *reader, const rp_column *column);

/** Take words off the end of a value; false when they are not there. */
bool rp_value_drop_end(rp_text *value, const char *words);

#endif

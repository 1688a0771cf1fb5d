/**
 * @file list.h
 * A list in a cell: splitting it into values, and values into tags.
 *
 * One list at a time: begin, take cells or add values, end.
 */
#ifndef RP_INPUT_CELL_LIST_H
#define RP_INPUT_CELL_LIST_H

#include "input/cell/cell.h"

/** Begin a list. */
void rp_list_begin(rp_reader *reader);

/**
 * Add the values of a list cell.
 *
 * @return false when every value says nothing: the cell counts as blank
 */
bool rp_list_take(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell);

/** What stands between the values of a list; without any of it a ','. */
#define RP_LIST_SEPARATORS ";|\r\n"

/** A list as programs write it, `["a","b"]` or `{a,b}`, without its brackets.
 *  @param[out] is_listed  a separator stands in it */
rp_text rp_list_unwrapped(rp_text cell, bool *is_listed);

/** The piece up to the next separator; moves *rest behind it. A comma inside
 *  brackets is none. */
rp_text rp_list_piece(rp_text *rest, const char *separators);

/** Add one value; a repeat counts once, the larger number and the stronger
 *  mark win. */
void rp_list_add(rp_reader *reader, rp_item item);

/** The list, in the arena. `known` makes an empty one known. */
const rp_list *rp_list_end(rp_reader *reader, bool known);

/** The list of a blank cell. */
extern const rp_list rp_unknown_list;

/** The tag of a value, with a finding when it is not known; RP_NONE when
 *  the column's names are closed and it is none of them. */
uint32_t rp_tag_read(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text value);

#endif

/**
 * @file list_cell.h
 * A cell that holds a list, taken apart into its values.
 */
#ifndef RP_INPUT_CELL_LIST_CELL_H
#define RP_INPUT_CELL_LIST_CELL_H

#include "input/cell/cell.h"

/** What stands between the values of a list; without any of it a ','. */
#define RP_LIST_SEPARATORS ";|\r\n"

/**
 * Add the values of a cell to the list that was begun.
 *
 * @return false when every value says nothing: the cell counts as blank
 */
bool rp_list_cell_take(rp_reader *reader, const rp_column *column,
                       rp_place place, rp_text cell);

/** A list as programs write it, `["a","b"]` or `{a,b}`, without its brackets.
 *  @param[out] is_listed  a separator stands in it */
rp_text rp_list_cell_unwrapped(rp_text cell, bool *is_listed);

/** The piece up to the next separator; moves *rest behind it. A comma inside
 *  brackets is none. */
rp_text rp_list_cell_piece(rp_text *rest, const char *separators);

#endif

/**
 * @file items.h
 * The list that is being read, one at a time: begin, add values, end.
 */
#ifndef RP_INPUT_CELL_ITEMS_H
#define RP_INPUT_CELL_ITEMS_H

#include "input/cell/cell.h"

/** Begin a list. */
void rp_items_begin(rp_reader *reader);

/** Add one value; a repeat counts once, the larger number and the stronger
 *  mark win. */
void rp_items_add(rp_reader *reader, rp_item item);

/** The list, in the arena. `known` makes an empty one known. */
const rp_list *rp_items_end(rp_reader *reader, bool known);

/** The list of a blank cell. */
extern const rp_list rp_unknown_list;

#endif

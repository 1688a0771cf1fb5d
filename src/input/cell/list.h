/**
 * @file list.h
 * A list being made: values are added one by one.
 *
 * One list at a time: begin, take cells or add values, end.
 */
#ifndef RP_INPUT_CELL_LIST_H
#define RP_INPUT_CELL_LIST_H

#include "input/cell/cell.h"

/** Begin a list. */
void rp_list_begin(rp_reader *reader);

/** Add one value; a repeat counts once, the larger number and the stronger
 *  mark win. */
void rp_list_add(rp_reader *reader, rp_item item);

/** The list, in the arena. `known` makes an empty one known. */
const rp_list *rp_list_end(rp_reader *reader, bool known);

/** The list of a blank cell. */
extern const rp_list rp_unknown_list;

#endif

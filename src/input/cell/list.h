/**
 * @file list.h
 * A list in a cell: splitting it into values.
 */
#ifndef RP_INPUT_CELL_LIST_H
#define RP_INPUT_CELL_LIST_H

#include "input/cell/cell.h"

/**
 * Add the values of a list cell to the list that is being read: items.h.
 *
 * @param people  whose ids the values are, NULL for names
 * @return false when every value says nothing: the cell counts as blank
 */
bool rp_list_take(rp_reader *reader, const rp_column *column, rp_place place,
                  rp_text cell, const rp_people *people);

#endif

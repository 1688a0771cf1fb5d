/**
 * @file persons.h
 * A list of people in a cell: ids, or names that tell one person from all
 * others.
 */
#ifndef RP_INPUT_CELL_PERSONS_H
#define RP_INPUT_CELL_PERSONS_H

#include "input/cell/cell.h"

/**
 * Add the people of a list cell to the list that was begun.
 *
 * Who is to be avoided must not be lost to a spelling: an entry that names
 * nobody is an error where that could happen, else a warning.
 *
 * @param people  whom the values name
 * @return false when every value says nothing: the cell counts as blank
 */
bool rp_persons_take(rp_reader *reader, const rp_column *column, rp_place place,
                     rp_text cell, rp_register *people);

#endif

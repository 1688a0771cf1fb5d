/**
 * @file danger_column.h
 * A column of clients whose header asks about danger.
 */
#ifndef RP_INPUT_CHECK_DANGER_COLUMN_H
#define RP_INPUT_CHECK_DANGER_COLUMN_H

#include "input/cell/cell.h"
#include "input/map/map.h"
#include "input/schema.h"

/** Does the header of a column that is not known ask about danger? */
bool rp_danger_column_asks(rp_side side, rp_reader *reader, rp_text header);

/** Warn, in every run, of a column that asks about danger and that a map leaves
 *  out; nothing for another column. */
void rp_danger_column_left_out(rp_side side, rp_reader *reader, rp_place place,
                               rp_text header);

/** An error that says which line of a map settles it. */
void rp_danger_column_refuse(rp_reader *reader, rp_place place, rp_text header);

/** Warn where a question whose no is the danger is read as `risk` without a
 *  row of the map that says what its answers mean. */
void rp_danger_column_turned(rp_reader *reader, rp_place place, rp_map *map,
                             rp_text header);

#endif

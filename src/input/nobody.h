/**
 * @file nobody.h
 * Rows of a sheet that are no person: a header again, a total, a footnote.
 */
#ifndef RP_INPUT_NOBODY_H
#define RP_INPUT_NOBODY_H

#include "input/layout.h"

/**
 * Take rows that are no person out of a table, each with a warning that quotes
 * its first cell: a row equal to the header, directly below it a second one, a
 * total, a last row of one cell behind a blank one. A row directly below the
 * header in which no cell is of the kind of those below it is an error.
 *
 * @return RP_OK, RP_ERR_DATA, RP_ERR_MEMORY
 */
rp_status rp_nobody_leave(rp_table *table, rp_side side, rp_map *map,
                          rp_reader *reader);

#endif

/**
 * @file side_sheet.h
 * A sheet beside the rosters (groups, limits, outcomes, a history), up to its
 * rows: bytes to cells, what the map says of them, and which column is which.
 * What a row means is for the caller to say.
 */
#ifndef RP_INPUT_SIDE_SHEET_H
#define RP_INPUT_SIDE_SHEET_H

#include "input/map/map.h"
#include "input/row.h"

/** Set the first four, and of the reader what the rows need; the rest zero. */
typedef struct rp_side_sheet {
    rp_side side;
    rp_map *map;     /* borrowed; may be NULL */
    rp_table *table; /* the caller's, who clears it */
    rp_reader reader;
    bool ignores_unknown; /* a column that nobody knows is not worth a word */
    rp_layout layout;
    rp_rows rows;
    size_t errors; /* of findings, before the sheet was opened */
} rp_side_sheet;

/**
 * Read the table and its header, as those of people are read.
 *
 * @param[out] status  what is known so far: RP_OK, RP_ERR_DATA, RP_ERR_IO
 *                     (findings tell), RP_ERR_MEMORY
 * @return true: sheet->rows is set, and rows can be read, whatever the status
 */
bool rp_side_sheet_open(rp_side_sheet *sheet, const char *path,
                        rp_status *status);

/**
 * Give back all but the table; errno stays. Needed in any case.
 *
 * @param status  what came of the rows
 * @return it, or what is graver: RP_ERR_DATA where the sheet added an error to
 *         the findings, RP_ERR_MEMORY where they lack one
 */
rp_status rp_side_sheet_close(rp_side_sheet *sheet, rp_status status);

#endif

/**
 * @file placed_values.h
 * The values that a map places, put into the cells before they are read.
 */
#ifndef RP_INPUT_MAP_PLACED_VALUES_H
#define RP_INPUT_MAP_PLACED_VALUES_H

#include "input/layout.h"

/** How the cell of a list is cut: by `;`, `|` and line breaks where it holds
 *  one, else by commas, but not inside brackets. */
typedef struct rp_pieces {
    rp_text cell;           /* without the brackets of a JSON list */
    const char *separators; /* bytes */
} rp_pieces;

rp_pieces rp_pieces_of(rp_text cell);

/** Where the piece from `at` on ends: its separator, or the end of the cell. */
size_t rp_pieces_end(const rp_pieces *pieces, size_t at);

/** A piece without blanks and without quotes around it. */
rp_text rp_pieces_text(const rp_pieces *pieces, size_t at, size_t end);

/**
 * Change the cells of a table as the value rows of a map say: the whole cell
 * where a row names it, else in lists the values, the longest run of pieces
 * first; a mark, number or reason behind a value stays. Of a column on a scale
 * from 1 to 5 each number becomes (v - 3) * 1.5.
 *
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_map_apply(rp_map *map, rp_side side, rp_table *table,
                       rp_reader *reader);

#endif

/**
 * @file heading.h
 * Where the table of a sheet begins, and what stands between its cells.
 *
 * People put a title above their table, and a semicolon file may hold commas
 * in its headers. Only known names of columns tell which row is the header.
 */
#ifndef RP_INPUT_HEADING_H
#define RP_INPUT_HEADING_H

#include "base/text.h"

#include <stdint.h>

/** Is a cell, blanks trimmed, the name of a column? And which sheet of a
 *  workbook is wanted. */
typedef struct rp_known_names {
    bool (*is_name)(void *payload, rp_text cell);
    void *payload;
    bool only_sheets;  /* they tell which sheet it is, not where it begins */
    bool is_roster;    /* two sheets that fit alike are an error */
    bool is_second;    /* of the names in `sheet` */
    const char *sheet; /* NAME or FIRST,SECOND; NULL: the one that fits */
} rp_known_names;

typedef struct rp_heading {
    char delimiter;  /* ',', ';' or TAB */
    uint32_t record; /* the header, as the CSV parser counts: rows of blank
                        cells too, blank lines not */
    uint32_t names;  /* known ones, the most of a row */
} rp_heading;

/**
 * Find the header among the first 20 rows: the first with the most known
 * names, at least two; without one the first row that is not blank.
 *
 * The delimiter is the one under which a row has the most known names, then
 * the one that gives the most of the first 50 rows the same number of cells,
 * then the one that occurs most in the first row that is not blank.
 *
 * @param text       of the file, behind a line `sep=`
 * @param delimiter  known already; '\0' to find it
 * @param known      NULL: no name is known
 * @return false when out of memory
 */
bool rp_heading_find(rp_heading *out, rp_text text, char delimiter,
                     const rp_known_names *known);

#endif

/**
 * @file row.h
 * One row of a file as a record, column by column.
 */
#ifndef RP_INPUT_ROW_H
#define RP_INPUT_ROW_H

#include "input/cell/memo.h"
#include "input/layout.h"

/** What reading the rows of one file needs. Everything is borrowed. */
typedef struct rp_rows {
    rp_reader *reader;
    /** learns the order of its dates where that is needed */
    rp_layout *layout;
    /** for the places of findings */
    const rp_table *table;
    /** ids of the other roster; NULL: not known yet, and columns of such ids
     * are left out */
    rp_register *others;
    /** ids of the same roster, likewise */
    rp_register *same;
    /** of the table's cells; NULL: each is read */
    rp_memo *memo;
    /** [columns of the file] the last row whose cell was read and says nothing
     *  of danger; NULL: not watched */
    uint32_t *harmless;
} rp_rows;

/** A record of the sheet's kind that knows nothing but its row. */
void rp_row_start(rp_side side, uint32_t row, void *record);

/**
 * Read one column of the schema; a blank scalar leaves its member as it is,
 * with a memo a blank list too.
 *
 * With a memo lists and times of equal cells are the same: nothing in them may
 * be changed later. Lists of ids are always the row's own.
 *
 * @param cells   [layout->columns] of the row
 * @param column  of the schema
 */
void rp_row_read(const rp_rows *rows, uint32_t row, const rp_text *cells,
                 uint32_t column, void *record);

/**
 * Look at the cells of a client's row, lists of concerns aside, and hand over
 * what was found in these and in the row.
 *
 * @param rows  watched; its memo has one column more than the schema
 */
void rp_row_watch(const rp_rows *rows, uint32_t row, const rp_text *cells,
                  rp_client *client);

/** What must hold between the cells of one row, after rp_together_settle();
 *  findings tell what does not. */
void rp_row_check(const rp_rows *rows, const void *record);

/** Has the file a column of its own for this one of the schema? */
bool rp_row_has(const rp_rows *rows, const char *column);

/** Tell that a cell is blank that must not be. */
void rp_row_missing(const rp_rows *rows, uint32_t row, const char *column);

/** The place of a row's cell in a column of the schema. */
rp_place rp_row_place(const rp_rows *rows, uint32_t row, const char *column);

#endif

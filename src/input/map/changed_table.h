/**
 * @file changed_table.h
 * Cells that hold something else than their file says.
 */
#ifndef RP_INPUT_MAP_CHANGED_TABLE_H
#define RP_INPUT_MAP_CHANGED_TABLE_H

#include "input/sheet/table.h"

/** Changes the cells of a row, 1..rows, if it likes.
 *  @param[out] changed  whether it did
 *  @return false when out of memory */
typedef bool rp_table_change(void *payload, uint32_t row, rp_text *cells,
                             bool *changed);

/** Let cells hold something else than the file says; rp_table_typed() still
 *  tells what that was. Places stay. @return RP_OK or RP_ERR_MEMORY */
rp_status rp_changed_table_rows(rp_table *table, rp_table_change *change,
                                void *payload);

/** Remember what a row was, where its cells hold something else already.
 *  @return false when out of memory */
bool rp_changed_table_note(rp_table *table, uint32_t row, const rp_text *typed);

/** Gives the text of a new cell, 0 = its header; borrowed until the next call.
 *  @return false when out of memory */
typedef bool rp_table_cell_of(void *payload, uint32_t row, rp_text *cell);

/** Add a column behind the last one; there must be fewer than RP_MAX_COLUMNS.
 *  Its cells have the place of their row's last one.
 *  @return RP_OK or RP_ERR_MEMORY */
rp_status rp_changed_table_widen(rp_table *table, rp_table_cell_of *cell_of,
                                 void *payload);

#endif

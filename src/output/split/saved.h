/**
 * @file saved.h
 * A roster's table going out as the CSV file that it could have come from.
 */
#ifndef RP_OUTPUT_SPLIT_SAVED_H
#define RP_OUTPUT_SPLIT_SAVED_H

#include "input/sheet/table.h"
#include "output/csv/sheet.h"

/** Write a table in UTF-8 with its own delimiter; false when out of memory.
 *  @param bom  begin with a byte-order mark, without which a spreadsheet does
 *              not see what it is: for a sheet that was in a workbook */
bool rp_saved_put(const rp_table *table, bool bom, rp_put *put, void *payload);

/** The same with every cell as it was, for a sheet that goes on being the
 *  clinic's own: no guard against formulas is added. (Not for a sheet of a
 *  workbook: there `=1+1` may be a text, which CSV makes a formula.)
 *  @param bom  begin with a byte-order mark */
bool rp_saved_put_exact(const rp_table *table, bool bom, rp_put *put,
                        void *payload);

#endif

/**
 * @file locate.h
 * Where a finding stands: the line and column of a cell, which no pass but this
 * one has to count.
 */
#ifndef RP_INPUT_SHEET_LOCATE_H
#define RP_INPUT_SHEET_LOCATE_H

#include "input/sheet/table.h"

/** Set line, column and spreadsheet row of every finding about this table. */
void rp_table_locate(const rp_table *table, rp_findings *findings);

#endif

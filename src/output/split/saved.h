/**
 * @file saved.h
 * A roster's table going out as the CSV file that it could have come from.
 */
#ifndef RP_OUTPUT_SPLIT_SAVED_H
#define RP_OUTPUT_SPLIT_SAVED_H

#include "input/table.h"
#include "output/csv/sheet.h"

/** Write a table in UTF-8 with its own delimiter; false when out of memory. */
bool rp_saved_put(const rp_table *table, rp_put *put, void *payload);

#endif

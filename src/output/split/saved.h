/**
 * @file saved.h
 * A roster's table going out as the CSV file that it could have come from.
 */
#ifndef RP_OUTPUT_SPLIT_SAVED_H
#define RP_OUTPUT_SPLIT_SAVED_H

#include "input/table.h"
#include "rapport/status.h"

/**
 * Write a table to a new file (0600), in UTF-8 with its own delimiter.
 *
 * @return RP_OK, RP_ERR_IO (errno; EEXIST: nothing is overwritten),
 *         RP_ERR_MEMORY
 */
rp_status rp_saved_write(const rp_table *table, const char *path);

#endif

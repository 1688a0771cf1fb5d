/**
 * @file twice.h
 * Two rows with one id.
 */
#ifndef RP_INPUT_CHECK_TWICE_H
#define RP_INPUT_CHECK_TWICE_H

#include "input/row.h"

/**
 * An error for two rows with one id, which names both lines. Rows that differ
 * in one list alone, as an export writes a person with a row for each value,
 * are one error for the whole file, which says so.
 */
void rp_twice_tell(const rp_rows *rows, uint32_t first, uint32_t row,
                   const char *id);

#endif

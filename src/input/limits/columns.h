/**
 * @file columns.h
 * The columns of the sheet of limits.
 */
#ifndef RP_INPUT_LIMITS_COLUMNS_H
#define RP_INPUT_LIMITS_COLUMNS_H

#include "input/column.h"

enum { RP_LIMIT_MAX = 4, /* the column `max` */ RP_LIMIT_COLUMNS = 6 };
extern const rp_column rp_limit_columns[RP_LIMIT_COLUMNS];

#endif

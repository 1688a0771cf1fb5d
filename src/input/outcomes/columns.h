/**
 * @file columns.h
 * The columns of sheets of outcomes and of history.
 */
#ifndef RP_INPUT_OUTCOMES_COLUMNS_H
#define RP_INPUT_OUTCOMES_COLUMNS_H

#include "input/column.h"

enum { RP_OUTCOME_COLUMNS = 14, RP_HISTORY_COLUMNS = 5 };

extern const rp_column rp_outcome_columns[RP_OUTCOME_COLUMNS];
extern const rp_column rp_history_columns[RP_HISTORY_COLUMNS];

#endif

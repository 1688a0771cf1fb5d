/**
 * @file columns.h
 * The columns of the sheet of answers.
 */
#ifndef RP_INPUT_ANSWERS_COLUMNS_H
#define RP_INPUT_ANSWERS_COLUMNS_H

#include "input/column.h"

enum rp_answer_column {
    RP_ANSWERS_CLIENT,
    RP_ANSWERS_ANSWER,
    RP_ANSWERS_THERAPIST,
    RP_ANSWERS_ON,
    RP_ANSWERS_UNTIL,
    RP_ANSWERS_COLUMNS
};

/** In that order. */
extern const rp_column rp_answers_columns[RP_ANSWERS_COLUMNS];

#endif

/**
 * @file dates.h
 * Dates as spreadsheets and people write them.
 */
#ifndef RP_INPUT_CELL_DATES_H
#define RP_INPUT_CELL_DATES_H

#include "input/cell/number.h"

/** Which of 11/3/2026 is the month. */
typedef enum rp_date_order {
    RP_DATES_UNASKED, /* no cell of the column has needed it */
    RP_DATES_MDY,
    RP_DATES_DMY,
    RP_DATES_OPEN, /* each would do, and nothing decides */
    RP_DATES_BOTH  /* some cells allow only one, others only the other */
} rp_date_order;

/** A date, or the two that 11/3/2026 may be. */
typedef struct rp_dated {
    int32_t month_first, day_first; /* days, RP_NO_DAY where it is none; equal
                         when the order does not matter */
} rp_dated;

/**
 * Read `YYYY-MM-DD` (also by / or .), `M/D/YYYY` or `D/M/YYYY` (also by . or -,
 * also two digits of a year), `3 Nov 2026`, `Nov 3, 2026`, each with or
 * without a time behind.
 *
 * @param latest  two digits of a year are the latest year whose date is not
 *                after this day; RP_NO_DAY: one from 2000 to 2099
 * @return false when it is no date in any order
 */
bool rp_dates_read(rp_dated *out, rp_text cell, int32_t latest);

/** The day of a date in an order; RP_NO_DAY when it is none in that order, or
 *  when the order is needed and is not known. */
int32_t rp_dates_day(rp_dated date, rp_date_order order);

enum {
    RP_SERIAL_LEAST = 36526, /* 2000-01-01 as spreadsheets count days */
    RP_SERIAL_MOST = 73050
};

/** The day that a spreadsheet's day number stands for; RP_NO_DAY for a text
 *  that is none from `least` to RP_SERIAL_MOST. */
int32_t rp_dates_serial(rp_text cell, int32_t least);

/** Full years from one day to another. */
int32_t rp_dates_years(int32_t from, int32_t to);

#endif

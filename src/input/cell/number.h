/**
 * @file number.h
 * Numbers and dates as people type them.
 */
#ifndef RP_INPUT_CELL_NUMBER_H
#define RP_INPUT_CELL_NUMBER_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * A decimal number: optional minus (also U+2212), optional currency sign
 * before or behind, blanks between groups of three digits, a decimal point;
 * in files that are not delimited by commas a decimal comma too. Never nan,
 * inf, hex, an exponent, or `1,200`, and where decimals are commas `1.200`.
 *
 * @return false when the text is not one; *out is finite otherwise
 */
bool rp_number_parse(double *out, rp_text text, bool decimal_comma);

/** An amount of money, or from one to another. */
typedef struct rp_money {
    double least, most; /* equal but for a range */
} rp_money;

/** A number, also with a currency by its code, `/session`, `per hour` behind,
 *  free and pro bono as 0, a range `120-150`, `$120 to $150`. */
bool rp_money_parse(rp_money *out, rp_text text, bool decimal_comma);

/** Has it three digits behind a point, as `1.200` has? An amount of money never
 *  has, but where the point divides thousands. */
bool rp_money_is_grouped(rp_text text);

/** Hours before or behind UTC, in quarters from -12 to 14: `-5`, `+5:30`,
 *  `5.5`, `UTC+2`. *out is left alone where the text is none. */
bool rp_offset_parse(double *out, rp_text text, bool decimal_comma);

#define RP_NO_DAY INT32_MIN

/** Days since 1970-01-01 of a date YYYY-MM-DD; false when it is none. */
bool rp_date_parse(int32_t *day, rp_text text);

/** Write a day as YYYY-MM-DD and a zero byte. */
void rp_date_format(char out[16], int32_t day);

#endif

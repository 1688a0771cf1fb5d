/**
 * @file digits.h
 * Whole numbers as decimal digits.
 */
#ifndef RP_BASE_DIGITS_H
#define RP_BASE_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/** Room for the digits of any number, and a sign. */
enum { RP_DIGITS_MOST = 21 };

/**
 * Write a number; no zero byte behind it.
 *
 * @param[out] out  [RP_DIGITS_MOST]
 * @return how many bytes were written
 */
size_t rp_digits_put(char *out, uint64_t number);

/** The same of a number that may be negative. */
size_t rp_digits_put_signed(char *out, int64_t number);

/**
 * Write a number of tenths or hundredths as a decimal: 1205 with two places is
 * 12.05.
 *
 * @param[out] out  [RP_DIGITS_MOST + 1]
 * @param places    1 or 2
 * @return how many bytes were written
 */
size_t rp_digits_put_decimal(char *out, int64_t number, int places);

#endif

/**
 * @file numeral.h
 * The numbers of a workbook as text: shortest, and as dates where their
 * format says so (ECMA-376, 18.8.30 and 18.17.4).
 */
#ifndef RP_INPUT_WORKBOOK_NUMERAL_H
#define RP_INPUT_WORKBOOK_NUMERAL_H

#include <stdbool.h>

/** What a number's format makes of it. */
typedef enum rp_numeral {
    RP_NUMERAL_NUMBER,
    RP_NUMERAL_DATE,
    RP_NUMERAL_TIME,   /* of a day */
    RP_NUMERAL_MOMENT, /* a date with a time */
    RP_NUMERAL_ELAPSED /* hours and minutes, also more than a day */
} rp_numeral;

enum { RP_NUMERAL_SIZE = 40 };

/** What a code such as `yyyy-mm-dd` shows. */
rp_numeral rp_numeral_by_code(const char *code);

/** What a format without a code, by its number, shows. */
rp_numeral rp_numeral_by_number(unsigned format);

/** The shortest text of 15 digits, without an exponent where that is short.
 *  @param value  finite */
void rp_numeral_number(char out[RP_NUMERAL_SIZE], double value);

/**
 * A number as its format shows it: YYYY-MM-DD, HH:MM or HH:MM:SS, or both with
 * a blank between them; of midnight the date alone. A number that is no date
 * is shown as a number.
 *
 * @param from_1904  days are counted from 1904-01-01
 */
void rp_numeral_value(char out[RP_NUMERAL_SIZE], double value, rp_numeral shown,
                      bool from_1904);

#endif

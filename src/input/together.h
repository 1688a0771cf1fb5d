/**
 * @file together.h
 * Columns that mean something together.
 */
#ifndef RP_INPUT_TOGETHER_H
#define RP_INPUT_TOGETHER_H

#include "input/row.h"

/** Fill what the row's own cells leave open: openings from capacity, caseload
 *  and accepting; formats from telehealth and an office; age_min and age_max
 *  from ages; the age from the birth; crisis from risk. What is said by its own
 *  column stands. */
void rp_together_settle(const rp_rows *rows, void *record);

/** Who is not there yet, or no longer, has no openings.
 *  @param as_of  RP_NO_DAY: no day is known, everybody is there */
void rp_together_day(rp_therapist *therapist, int32_t as_of);

#endif

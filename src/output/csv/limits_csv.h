/**
 * @file limits_csv.h
 * limits.csv: the limits of the file, and what the plan makes of them.
 */
#ifndef RP_OUTPUT_CSV_LIMITS_CSV_H
#define RP_OUTPUT_CSV_LIMITS_CSV_H

#include "output/csv/source.h"

void rp_limits_put(rp_sheet *sheet, const rp_source *source);

#endif

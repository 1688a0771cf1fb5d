/**
 * @file second.h
 * What follows the first plan, as sheets: prescribers.csv, groups.csv,
 * group_seats.csv.
 */
#ifndef RP_OUTPUT_CSV_SECOND_H
#define RP_OUTPUT_CSV_SECOND_H

#include "output/csv/source.h"

/** Rows of prescribers.csv: who needs a prescriber or may want one, by id. */
void rp_second_prescribers(rp_sheet *sheet, const rp_source *source);

/** Rows of groups.csv, by id. */
void rp_second_groups(rp_sheet *sheet, const rp_source *source);

/** Rows of group_seats.csv: who wants a seat, by id. */
void rp_second_seats(rp_sheet *sheet, const rp_source *source);

#endif

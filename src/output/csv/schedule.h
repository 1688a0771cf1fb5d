/**
 * @file schedule.h
 * schedule.csv: a row for each hour of the week that the plan gives away.
 */
#ifndef RP_OUTPUT_CSV_SCHEDULE_H
#define RP_OUTPUT_CSV_SCHEDULE_H

#include "output/csv/source.h"

rp_rows_writer rp_schedule_rows;

#endif

/**
 * @file workload.h
 * workload.csv: what each therapist has been assigned and has
 * left.
 */
#ifndef RP_OUTPUT_CSV_WORKLOAD_H
#define RP_OUTPUT_CSV_WORKLOAD_H

#include "output/csv/source.h"

rp_rows_writer rp_workload_put;

#endif

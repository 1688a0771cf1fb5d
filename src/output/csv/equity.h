/**
 * @file equity.h
 * equity.csv: what an audit may tell of each group.
 */
#ifndef RP_OUTPUT_CSV_EQUITY_H
#define RP_OUTPUT_CSV_EQUITY_H

#include "output/csv/source.h"

rp_rows_writer rp_equity_put;

#endif

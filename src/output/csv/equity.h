/**
 * @file equity.h
 * equity.csv: what an audit may reveal about each group.
 */
#ifndef RP_OUTPUT_CSV_EQUITY_H
#define RP_OUTPUT_CSV_EQUITY_H

#include "output/csv/source.h"

rp_rows_writer rp_equity_put;

#endif

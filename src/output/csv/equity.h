/**
 * @file equity.h
 * equity.csv: what an audit may tell of each group.
 */
#ifndef RP_OUTPUT_CSV_EQUITY_H
#define RP_OUTPUT_CSV_EQUITY_H

#include "output/directory/commit.h"
#include "why/audit/equity.h"

/** @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit tells the culprit */
rp_status rp_equity_write(rp_commit *commit, const rp_equity *equity,
                          char delimiter, bool bom);

#endif

/**
 * @file source.h
 * What the result files of a run are written from.
 */
#ifndef RP_OUTPUT_CSV_SOURCE_H
#define RP_OUTPUT_CSV_SOURCE_H

#include "output/csv/sheet.h"
#include "why/analyses.h"
#include "why/audit/equity.h"

/** Everything is borrowed. */
typedef struct rp_source {
    const rp_outcome *outcome;
    const rp_analyses *analyses; /* NULL: nothing was asked */
    const rp_equity *equity;     /* NULL: no audit */
    size_t top;                  /* rows of a client in ranked.csv, 0 = all */
    bool offers;                 /* to_offer.csv is written, */
    uint64_t offer_most;         /* of so many clients */
    bool blank_status;           /* nothing was assigned: `rank` */
    bool as_json;                /* rows are objects, one a line */
    const rp_context *context;   /* that of the outcome */
    const char *file;            /* that is being written, for its progress */
} rp_source;

/** Put the rows of a file below its header; lack of memory stays with the
 *  sheet. */
typedef void rp_rows_writer(rp_sheet *sheet, const rp_source *source);

#endif

/**
 * @file terms.h
 * What sheets say in short, as staff say it: columns, statuses, reasons.
 */
#ifndef RP_OUTPUT_REPORT_TERMS_H
#define RP_OUTPUT_REPORT_TERMS_H

#include "base/text.h"

/** What a column of a sheet becomes in a table of the report. */
typedef enum rp_term_kind {
    RP_TERM_PLAIN,
    RP_TERM_HIDDEN,    /* said elsewhere in the row */
    RP_TERM_CLIENT,    /* an id: the name goes beside it */
    RP_TERM_THERAPIST, /* likewise */
    RP_TERM_SENTENCE   /* for people */
} rp_term_kind;

typedef struct rp_term_column {
    const char *file; /* NULL: of any */
    const char *name;
    const char *label;
    rp_term_kind kind;
} rp_term_column;

/** The row of a column; NULL: it is shown as it is called. */
const rp_term_column *rp_terms_column(const char *file, rp_text name);

/** A value of a column in words; NULL: as it stands. */
const char *rp_terms_value(const char *column, rp_text value);

/** A blank column that has to be confirmed, in words: "their fee". */
const char *rp_terms_blank(rp_text column);

#endif

/**
 * @file finding.h
 * What is wrong with the user's data, reported one by one.
 */
#ifndef RAPPORT_FINDING_H
#define RAPPORT_FINDING_H

#include "rapport/export.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How grave a finding is, the least first; they are reported the other way
 *  round. RP_ERROR and RP_DANGER make the status RP_ERR_DATA, the others leave
 *  it as it is. */
typedef enum rp_severity {
    RP_WARNING, /**< read on, and look at it */
    RP_CAUTION, /**< a warning: a reading that changes who may see whom */
    RP_ERROR,   /**< nothing is matched before it is fixed */
    RP_ALARM, /**< a warning about a person in danger: the status may be RP_OK,
                   and the program shows it also with --quiet */
    RP_DANGER /**< an error about danger */
} rp_severity;

/**
 * One finding. Everything is borrowed until the callback returns. These are
 * health records: a message quotes the offending cell, cut to 40 bytes, and
 * nothing else of a row.
 */
typedef struct rp_finding {
    rp_severity severity;
    const char *source;    /**< the file's name, as it was given */
    uint64_t line, column; /**< from 1; both 1 where the whole file is meant */
    const char *message;   /**< lower case, no full stop */
    uint64_t first_line;   /**< of the same source, where the first of two that
                                clash stands; 0: there is none */
    uint64_t cells;        /**< in which the same was found, this one counted */
    uint64_t lines[3];     /**< of the first of them; 0: none */
    int is_sheet; /**< not 0: the source is a sheet of a workbook, as
                       `clinic.xlsx:Clients`; a line is its row, and column 1
                       its column A */
} rp_finding;

/** Takes a finding. Called from the thread that reads: by severity, danger
 *  first, then by source, line and column. */
typedef void rp_finding_callback(void *payload, const rp_finding *finding);

#ifdef __cplusplus
}
#endif
#endif

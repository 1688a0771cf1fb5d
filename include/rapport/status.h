/**
 * @file status.h
 * Why a call of librapport stopped, and the number that means nobody.
 *
 * A *finding* (finding.h) is about the user's data: there may be many, each
 * has a place. A *status* is one value, passed up to whoever asked.
 */
#ifndef RAPPORT_STATUS_H
#define RAPPORT_STATUS_H

#include "rapport/export.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** No index: nobody (people are numbered from 0), no tag, no column. */
#define RP_NONE UINT32_MAX

/* From least to most severe. */
typedef enum rp_status {
    RP_OK = 0,
    RP_ERR_DATA,   /**< the input has errors; the findings say which */
    RP_ERR_USAGE,  /**< an invalid argument */
    RP_ERR_PINS,   /**< the pins contradict each other, openings or a rule */
    RP_ERR_IO,     /**< a file is missing or cannot be read or written */
    RP_ERR_MEMORY, /**< out of memory, or a size beyond what can be counted */
    RP_ERR_SOLVER, /**< the solver failed, or its answer could not be proven */
    RP_ERR_SIZE    /**< a problem too large for exact whole numbers */
} rp_status;

/** The more severe of two statuses, for work that continues after a failure. */
RP_API rp_status rp_status_graver(rp_status one, rp_status other);

/** A short phrase for a status ("out of memory"); never NULL. */
RP_API const char *rp_status_words(rp_status status);

#ifdef __cplusplus
}
#endif
#endif

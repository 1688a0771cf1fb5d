/**
 * @file measures.h
 * Questionnaires whose totals a clinic records, with their bands.
 */
#ifndef RP_INPUT_WORDS_MEASURES_H
#define RP_INPUT_WORDS_MEASURES_H

#include "base/finding.h"
#include "input/words/vocabulary.h"
#include "rapport/status.h"

/** One row of measures.csv; NAN where a number is not known. */
typedef struct rp_measure {
    uint32_t concern; /* RP_NONE: of no single one */
    bool is_alliance; /* never counted as an outcome */
    bool higher_is_worse;
    double least, most; /* of its scale */
    double reliable_change, caseness, severe;
} rp_measure;

typedef struct rp_measures {
    rp_vocabulary names;  /* entries are indices of `measures` */
    rp_measure *measures; /* [names.count] */
    size_t room;
} rp_measures;

/** @param[out] out  clear with rp_measures_clear()
 *  @return RP_OK, RP_ERR_DATA or RP_ERR_IO (findings say where),
 *          RP_ERR_MEMORY */
rp_status rp_measures_load(rp_measures *out, const char *folder,
                           const rp_vocabulary *concerns,
                           rp_findings *findings);
void rp_measures_clear(rp_measures *measures);

#endif

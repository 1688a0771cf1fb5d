/**
 * @file since.h
 * What became of the pairs of an earlier run.
 */
#ifndef RP_OUTPUT_REPORT_SINCE_H
#define RP_OUTPUT_REPORT_SINCE_H

#include "output/report/material.h"

/** "57 clients keep their therapist; 3 do not, and why stands below." JSON null
 *  where the run kept none; NULL when out of memory. */
json_t *rp_since_words(const rp_material *material);

#endif

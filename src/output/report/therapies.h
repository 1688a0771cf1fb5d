/**
 * @file therapies.h
 * Therapies to look at, as a table of the report: who is at risk comes first.
 */
#ifndef RP_OUTPUT_REPORT_THERAPIES_H
#define RP_OUTPUT_REPORT_THERAPIES_H

#include "output/report/material.h"

/** A table as of rp_listing_values(), of the rows of the review that have a
 *  trigger; NULL where there are none, or no review. */
json_t *rp_therapies_values(const rp_material *material);

#endif

/**
 * @file listing.h
 * A sheet of a run as a table for staff: names beside ids, words instead of
 * the names of columns and values, nothing that only a program reads.
 */
#ifndef RP_OUTPUT_REPORT_LISTING_H
#define RP_OUTPUT_REPORT_LISTING_H

#include "output/report/material.h"

/** `{columns: [{label, is_number, is_wide}], rows: [{head, cells}]}`, without
 *  the columns that are blank from top to bottom; NULL when out of memory. */
json_t *rp_listing_values(const rp_material *material, const char *file);

#endif

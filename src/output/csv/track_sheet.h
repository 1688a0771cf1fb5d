/**
 * @file track_sheet.h
 * Records of therapists as CSV, for supervision.
 */
#ifndef RP_OUTPUT_CSV_TRACK_SHEET_H
#define RP_OUTPUT_CSV_TRACK_SHEET_H

#include "outcomes/track.h"
#include "output/csv/sheet.h"

/** @return RP_OK or RP_ERR_MEMORY */
rp_status rp_track_sheet_write(const rp_track *track, char delimiter,
                               rp_put *put, void *payload);

#endif

/**
 * @file calibration_report.h
 * All that calibrating found, as JSON.
 */
#ifndef RP_OUTPUT_CALIBRATION_REPORT_H
#define RP_OUTPUT_CALIBRATION_REPORT_H

#include "base/text.h"
#include "outcomes/calibration.h"

/** @return RP_OK or RP_ERR_MEMORY */
rp_status rp_calibration_report(rp_buffer *out,
                                const rp_calibration *calibration);

#endif

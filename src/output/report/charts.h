/**
 * @file charts.h
 * The bars of a report: who is placed by urgency, how well pairs fit, what
 * alone stands in the way, whose openings are used.
 */
#ifndef RP_OUTPUT_REPORT_CHARTS_H
#define RP_OUTPUT_REPORT_CHARTS_H

#include "output/report/material.h"

/** A list of rp_figure_bars(), those that the run has numbers for; NULL when
 *  out of memory. */
json_t *rp_charts_values(const rp_material *material);

#endif

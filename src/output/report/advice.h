/**
 * @file advice.h
 * What would help most, in five sentences.
 */
#ifndef RP_OUTPUT_REPORT_ADVICE_H
#define RP_OUTPUT_REPORT_ADVICE_H

#include "output/report/material.h"

enum { RP_ADVICE_MOST = 5 };

/**
 * The first of the bottlenecks, of the options that displace nobody, and of
 * the unknowns, and then as many more as there is room for, those that help
 * the most clients and among equal ones the sheets by turns. They stand in the
 * order of how many they help: as many as the change, or the favourable
 * answer, places more.
 *
 * One option of a client is enough, and none that says what a bottleneck says.
 *
 * @return `[{kind, words}]`; NULL when out of memory
 */
json_t *rp_advice_values(const rp_material *material);

#endif

/**
 * @file facts.h
 * What was run on what: the small print of a report.
 */
#ifndef RP_OUTPUT_REPORT_FACTS_H
#define RP_OUTPUT_REPORT_FACTS_H

#include "output/report/material.h"

/** The counts of the run in a few figures: `[{label, value, words}]`. */
json_t *rp_facts_headline(const json_t *run);

/** `{version, command, proof, inputs, policies, sensitive}`. */
json_t *rp_facts_values(const rp_material *material);

#endif

/**
 * @file facts.h
 * What was run on what: the small print of a report.
 */
#ifndef RP_OUTPUT_REPORT_FACTS_H
#define RP_OUTPUT_REPORT_FACTS_H

#include "output/report/material.h"
#include "output/report/needs.h"

/** The counts of the run in a few figures: `[{label, value, words}]`. They are
 *  those of the lists below them. */
json_t *rp_facts_headline(const json_t *run, const rp_needs_tally *needs);

/** To which day waits run, in a sentence, or that nobody's is known. */
json_t *rp_facts_waits(const rp_outcome *outcome);

/** `{version, command, proof, inputs, policies, sensitive}`. */
json_t *rp_facts_values(const rp_material *material);

#endif

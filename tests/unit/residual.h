/**
 * @file residual.h
 * What several tests of residual graphs ask of one.
 */
#ifndef RP_UNIT_RESIDUAL_H
#define RP_UNIT_RESIDUAL_H

#include "solve/again/residual_graph.h"

/** What the plan in a graph is worth: its pairs' worth added up one by one. */
int64_t residual_worth(const rp_residual *r);

#endif

/**
 * @file choices.h
 * What a page lets its reader filter by: what differs between the therapists
 * on it, with the number that each choice would leave.
 */
#ifndef RP_OUTPUT_HTML_CHOICES_H
#define RP_OUTPUT_HTML_CHOICES_H

#include "output/suggest/candidate.h"

#include <jansson.h>

/** `{"groups": [{column, legend, options: [{value, label, count}]}], "fee":
 *  {most} or null}` for a template; NULL when out of memory. */
json_t *rp_choices_values(const rp_candidate *candidates, size_t count);

#endif

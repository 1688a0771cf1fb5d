/**
 * @file choices.h
 * What a page lets its reader filter by: what differs between the therapists
 * on it, with the number that each choice would leave.
 */
#ifndef RP_OUTPUT_HTML_CHOICES_H
#define RP_OUTPUT_HTML_CHOICES_H

#include "output/suggest/candidate.h"
#include "output/words/voice.h"

#include <jansson.h>

/** `{"chips": [{column, legend, options: [{value, label, count}]}], "more": the
 *  same, "most_fee": {least, most} or null}` for a template. The chips are what
 *  people ask for most, and few; NULL when out of memory. */
json_t *rp_choices_values(const rp_candidate *candidates, size_t count,
                          const rp_voice *voice);

#endif

/**
 * @file card.h
 * One therapist on a client's page: what the template shows, and what the
 * filters of the page need to know.
 *
 * Nothing of the client but what this therapist answers: no flag, no urgency,
 * no name.
 */
#ifndef RP_OUTPUT_HTML_CARD_H
#define RP_OUTPUT_HTML_CARD_H

#include "output/csv/reasons.h"
#include "output/html/portrait.h"
#include "output/suggest/candidate.h"
#include "output/words/voice.h"

#include <jansson.h>

/** From how many S a fit is called strong, and good; below it is possible. */
enum { RP_STRONG_FIT = 7500, RP_GOOD_FIT = 5500 };

/** What all cards of a page share. */
typedef struct rp_card_style {
    const rp_voice *voice;
    rp_reasons *reasons; /* turned to the client */
    rp_portraits *portraits;
    bool with_scores; /* points beside the words */
} rp_card_style;

/** What the template shows of a candidate; NULL when out of memory. */
json_t *rp_card_values(const rp_candidate *candidate,
                       const rp_card_style *style);

/**
 * What the script filters by: tags by column, null where nothing is known.
 *
 * @param card  as above
 */
json_t *rp_card_data(const rp_candidate *candidate, const json_t *card);

/** May a value of a list stand on the client's page? Concerns and approaches
 *  for adults may not on a minor's. */
bool rp_card_may_show(const rp_candidate *candidate, rp_names_id id,
                      uint32_t tag);

#endif

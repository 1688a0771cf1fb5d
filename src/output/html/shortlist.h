/**
 * @file shortlist.h
 * The page of each client: a few therapists to look at and to filter.
 */
#ifndef RP_OUTPUT_HTML_SHORTLIST_H
#define RP_OUTPUT_HTML_SHORTLIST_H

#include "input/safety/contact.h"
#include "match/choices.h"
#include "outcomes/review/review.h"
#include "output/directory/commit.h"

typedef struct rp_shortlist_options {
    size_t top;                /* therapists on a page, 0 = all */
    bool with_full;            /* also those without an opening */
    bool with_scores;          /* points beside words */
    const rp_contact *contact; /* how to reach the clinic */
    const rp_choices *choices; /* NULL: none were made */
    const rp_review *review;   /* for staff alone: of the report; NULL: none */
    const rp_findings *findings; /* likewise: what was found in the sheets;
                                    NULL: nothing is known of it */
} rp_shortlist_options;

/**
 * Write shortlists/<client>.html for every client who does not need a person,
 * and shortlists/map.csv: which file and which reference code are whose.
 *
 * A page holds the assigned therapist, then who was asked for and can be had,
 * then others who are open or a choice, each best first, as `rapport suggest`
 * orders them. The page of a client who waits holds who fits and is full.
 *
 * @return RP_OK, RP_ERR_IO, RP_ERR_MEMORY; the commit names the culprit
 */
rp_status rp_shortlists_write(rp_commit *commit, const rp_outcome *outcome,
                              const rp_context *context,
                              const rp_shortlist_options *options);

#endif

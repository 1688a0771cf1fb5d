/**
 * @file listing.h
 * A suggestion written out: a table for a person, CSV or JSON for a program.
 */
#ifndef RP_OUTPUT_SUGGEST_LISTING_H
#define RP_OUTPUT_SUGGEST_LISTING_H

#include "output/suggest/suggestion.h"

typedef enum rp_listing_format {
    RP_LISTING_TABLE,
    RP_LISTING_CSV,
    RP_LISTING_JSON
} rp_listing_format;

/**
 * Write it.
 *
 * A client who needs a person has a status and no therapist in each format.
 *
 * @return RP_OK or RP_ERR_MEMORY
 */
rp_status rp_listing_write(const rp_suggestion *suggestion,
                           rp_listing_format format, char delimiter,
                           void (*put)(void *payload, const void *bytes,
                                       size_t length),
                           void *payload);

#endif

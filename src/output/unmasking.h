/**
 * @file unmasking.h
 * Texts in which people have pseudonyms, with their ids again.
 */
#ifndef RP_OUTPUT_UNMASKING_H
#define RP_OUTPUT_UNMASKING_H

#include "input/safety/pseudonyms.h"

/** What a text is, and so how an id is written in it. */
typedef enum rp_unmasking_kind {
    RP_UNMASK_TEXT, /* as it is */
    RP_UNMASK_CSV,  /* in quotes where the cell needs them, formulas guarded */
    RP_UNMASK_HTML, /* < > & " ' as entities */
    RP_UNMASK_JSON, /* " \ and control characters escaped */
    RP_UNMASK_ICS   /* \ ; , escaped, lines unfolded and folded again */
} rp_unmasking_kind;

/** What a file is, by the end of its name. */
rp_unmasking_kind rp_unmasking_kind_of(const char *path);

/** What was found. */
typedef struct rp_unmasking {
    size_t named;   /* pseudonyms that became ids */
    size_t unknown; /* of nobody who was noted, left as they are */
} rp_unmasking;

/**
 * Put a text behind `out`, each pseudonym as the id that it stands for. All
 * other bytes stay, but for the folds of lines of a calendar.
 *
 * @return false when out of memory
 */
bool rp_unmasking_put(rp_buffer *out, rp_unmasking *found,
                      const rp_pseudonyms *pseudonyms, rp_text text,
                      rp_unmasking_kind kind);

#endif

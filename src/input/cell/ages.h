/**
 * @file ages.h
 * Ages of people, and the ages that a therapist sees, as they are written.
 */
#ifndef RP_INPUT_CELL_AGES_H
#define RP_INPUT_CELL_AGES_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/** `34`, `34 years`, `34 y/o`, `34yo`; months are no age. */
bool rp_age_parse(int32_t *years, rp_text cell);

typedef struct rp_ages {
    int32_t least, most; /* -1: not given */
} rp_ages;

typedef enum rp_ages_trouble {
    RP_AGES_FINE,
    RP_AGES_GAP, /* some ages between the least and the greatest are not said */
    RP_AGES_BAD
} rp_ages_trouble;

/**
 * `18-65`, `5 to 17`, `18+`, `13 and up`, `under 18`, `up to 12`, all ages,
 * children, teens, adults, seniors; several by , ; / & and: from the least to
 * the greatest.
 */
rp_ages_trouble rp_ages_parse(rp_ages *out, rp_text cell);

#endif

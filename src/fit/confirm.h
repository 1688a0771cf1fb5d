/**
 * @file confirm.h
 * What has to be asked before a pair is certain: therapist columns that are
 * blank while the client's side asks, each once, in the order they came up.
 */
#ifndef RP_FIT_CONFIRM_H
#define RP_FIT_CONFIRM_H

#include <stdint.h>

typedef enum rp_blank {
    RP_BLANK_LICENSED_IN,
    RP_BLANK_AGE_MIN,
    RP_BLANK_LANGUAGES,
    RP_BLANK_FORMATS,
    RP_BLANK_SITES,
    RP_BLANK_INSURANCE,
    RP_BLANK_FEE,
    RP_BLANK_SLOTS,
    RP_BLANK_PRESCRIBES,
    RP_BLANK_GENDER,
    RP_BLANK_MODALITIES,
    RP_BLANK_POPULATIONS,
    RP_BLANK_SPECIALTIES,
    RP_BLANK_STYLE, /* and the three axes behind it */
    RP_BLANK_ETHNICITY = RP_BLANK_STYLE + 4,
    RP_BLANK_FAITH,
    RP_BLANK_VALUES,
    RP_BLANK_COUNT
} rp_blank;

/** Column names, as in therapists.csv. */
extern const char *const rp_blank_names[RP_BLANK_COUNT];

typedef struct rp_confirm {
    uint8_t columns[RP_BLANK_COUNT]; /* [count] rp_blank */
    uint32_t count;
    uint32_t seen; /* bits */
} rp_confirm;

/** Add a column once; `confirm` may be NULL. */
void rp_confirm_add(rp_confirm *confirm, rp_blank column);

#endif

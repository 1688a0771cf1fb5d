/**
 * @file shared.h
 * How many therapists of a client have what most may share: counted by codes.
 */
#ifndef RP_FIT_SWEEP_SHARED_H
#define RP_FIT_SWEEP_SHARED_H

#include "fit/sweep/tables.h"

/** Of some therapists of a client. */
typedef struct rp_shared_counts {
    size_t speak;  /* the client's first language */
    size_t insure; /* take an insurer of theirs */
    size_t meet;   /* in the format that they name first */
} rp_shared_counts;

/**
 * @param therapists  [count]
 * @return false where the tables do not know: ask pair by pair
 */
bool rp_shared_count(rp_shared_counts *out, const rp_tables *tables,
                     const rp_need *need, const uint32_t *therapists,
                     size_t count);

#endif

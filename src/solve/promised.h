/**
 * @file promised.h
 * What a market keeps of the hours that therapists promise.
 */
#ifndef RP_SOLVE_PROMISED_H
#define RP_SOLVE_PROMISED_H

#include "rapport/status.h"
#include "solve/hours.h"

#include <stdbool.h>

/** Arrays are owned; zeros: nobody promises any. */
typedef struct rp_promised {
    rp_hour_source source; /* `held` is NULL: it is listed */
    uint16_t *count;       /* [therapists] what source.count points to */
    uint8_t *rhythm;       /* [clients] likewise, or NULL */
    uint32_t *first_held;  /* [therapists] who holds hours outside the market,
                              ascending; RP_NONE; NULL: nobody */
    uint32_t *next_held;   /* [clients] the next of the same therapist */
} rp_promised;

/** @param source  NULL: nobody promises hours
 *  @return RP_OK, RP_ERR_MEMORY; clear in any case */
rp_status rp_promised_copy(rp_promised *out, const rp_hour_source *source,
                           uint32_t clients, uint32_t therapists);

/** Let some promise none, with a count of its own: all else is borrowed.
 *  @return false: out of memory, and nothing has changed */
bool rp_promised_relax(rp_promised *promised, uint32_t therapists,
                       const bool *is_free);
void rp_promised_clear(rp_promised *promised);

#endif

/**
 * @file promised.h
 * Who promises an hour in a window of a client's week.
 *
 * Clients name few different windows, however many they are. Of each one it is
 * found out once which therapists have an hour in it, so that all therapists
 * with an hour that suits a client are the union of as many sets as the client
 * has windows.
 *
 * Only for pairs on one clock; who must come twice, or to a site, needs a
 * closer look at those who are left.
 */
#ifndef RP_FIT_SWEEP_PROMISED_H
#define RP_FIT_SWEEP_PROMISED_H

#include "base/arena.h"
#include "fit/fit.h"

typedef struct rp_promised {
    rp_window *windows; /* [count] of clients, each once; by begin, then end */
    uint32_t count;     /* 0: none, or too many */
    uint64_t *bits;     /* [count][words] therapists with an hour in it */
    uint64_t *unknown;  /* [words] therapists who name no times */
    size_t words;
} rp_promised;

/**
 * @param[out] out  in the arena; no windows where no hours are promised, or
 *                  sets would take too much memory
 * @return false when out of memory
 */
bool rp_promised_make(rp_promised *out, rp_arena *arena, const rp_fit *fit);

/** The therapists with an hour in a window [words]; NULL: it is not known. */
const uint64_t *rp_promised_in(const rp_promised *promised, rp_window window);

#endif

/**
 * @file absence.h
 * Why a therapist takes nobody new on a day: not there yet, leaving, or gone.
 *
 * Source: src/docs/desk.md, Answers, "Days of therapists".
 */
#ifndef RP_MATCH_ABSENCE_H
#define RP_MATCH_ABSENCE_H

#include "fit/fit.h"

typedef enum rp_absence {
    RP_PRESENT,
    RP_NOT_YET, /* before available_from */
    RP_LEAVING, /* available_until is at most leave_weeks away */
    RP_GONE     /* after available_until */
} rp_absence;

/** @param as_of  the day to which waits are counted; RP_NO_DAY: all are there
 */
rp_absence rp_absence_of(const rp_fit *fit, uint32_t therapist, int32_t as_of);

/**
 * Append "starts on 2027-01-11", "leaves on 2026-12-20 and takes nobody new" or
 * "left after 2026-11-01"; nothing of who is there.
 *
 * @return false when out of memory
 */
bool rp_absence_put(rp_buffer *out, const rp_fit *fit, uint32_t therapist,
                    int32_t as_of);

#endif

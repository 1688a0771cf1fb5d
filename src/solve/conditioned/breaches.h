/**
 * @file breaches.h
 * Which conditions a plan of a market breaks.
 */
#ifndef RP_SOLVE_CONDITIONED_BREACHES_H
#define RP_SOLVE_CONDITIONED_BREACHES_H

#include "solve/plan.h"
#include "solve/week/rhythms.h"

/** Arrays are owned; begin with zeros. */
typedef struct rp_breaches {
    const rp_market *market;
    bool *client;       /* [clients] a link is broken */
    bool *therapist;    /* [therapists] hours cannot be dealt, or clients are
                           more than openings */
    bool *quota;        /* [quotas] more than most */
    bool *is_short;     /* [quotas] less than least */
    uint64_t shortfall; /* together */
    uint32_t *first, *next; /* [therapists], [clients] who has whom */
    rp_rhythms deal;
    bool any; /* but for quotas that are short */
} rp_breaches;

/** @return false: out of memory; clear in any case */
bool rp_breaches_init(rp_breaches *out, const rp_market *market);
void rp_breaches_clear(rp_breaches *breaches);

/**
 * Look for them.
 *
 * @param plan  [clients] therapists; RP_NONE
 * @param hour  [clients] the first hour that each can hold is put there where
 *              all of a therapist can; NULL: not wanted
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_breaches_find(rp_breaches *breaches, const uint32_t *plan,
                           uint16_t *hour);

#endif

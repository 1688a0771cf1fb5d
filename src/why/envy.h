/**
 * @file envy.h
 * Who would rather have somebody else's therapist.
 *
 * A client envies a therapist of their own list with strictly higher S (any of
 * it, for one who waits) who has a free opening, at an hour where hours are
 * promised, or serves a client of a lower
 * tier, or one of the same tier at a lower score than the client would have
 * there. Pinned pairs neither envy nor are envied.
 */
#ifndef RP_WHY_ENVY_H
#define RP_WHY_ENVY_H

#include "why/margins.h"
#include "why/trial/trials.h"

typedef enum rp_envy_reason {
    RP_ENVY_NONE,
    RP_ENVY_OPEN,
    RP_ENVY_TIER,
    RP_ENVY_SCORE,
    RP_ENVY_REASONS
} rp_envy_reason;

/** As in envy.csv ("lower_tier"). */
extern const char *const rp_envy_names[RP_ENVY_REASONS];

typedef struct rp_envy {
    uint32_t client, therapist;
    uint16_t score, own; /* S; own is 0 for one who waits */
    rp_envy_reason reason;
    int64_t cost; /* S-units; -1: not at equal tier counts */
} rp_envy;

typedef struct rp_envies {
    rp_envy *items; /* [count] by client, then therapist */
    size_t count, room;
} rp_envies;

/**
 * Envy in any plan of the study's pairs.
 *
 * @param therapist  [clients] of the clients who are in the seating;
 *                   RP_NONE: waits
 * @param out        gets rows without a cost; may be NULL
 * @param[out] count  how many rows
 * @return false when out of memory
 */
bool rp_envy_count(const rp_study *study, const uint32_t *therapist,
                   rp_envies *out, size_t *count);

/** Envy in the plan that is studied, with costs. @return RP_OK or
 *  RP_ERR_MEMORY; clear it in any case */
rp_status rp_envy_find(rp_envies *out, const rp_study *study);
void rp_envies_clear(rp_envies *envies);

#endif

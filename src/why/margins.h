/**
 * @file margins.h
 * How firmly each pair stands, and what another pair would cost.
 */
#ifndef RP_WHY_MARGINS_H
#define RP_WHY_MARGINS_H

#include "why/trial/trials.h"

/**
 * What the best plan without a client's pair is worth less.
 *
 * The client leaves therapist j for some place k (or waits), and from there
 * hands move on along the cheapest path until somebody, or nobody, has the
 * seat at j:  min over k of  w(i,j) - w(i,k) + distance(k, j).
 *
 * @param distances  [nodes][nodes] of rp_residual_distances()
 * @return the difference, 0 or more, to be split by rp_scale_split();
 *         RP_NO_PATH for a client without a therapist
 */
int64_t rp_margin_without(const rp_residual *r, const int64_t *distances,
                          uint32_t client);

/**
 * What the best plan with a given eligible pair is worth less: the client
 * takes a seat there, and hands move on until the place left is made up for.
 *
 * @return the difference, 0 or more; RP_NO_PATH where no seat can be had
 */
int64_t rp_margin_forced(const rp_residual *r, const int64_t *distances,
                         uint32_t client, uint32_t therapist);

/** The same with the distances from that therapist alone, [nodes] of
 *  rp_residual_from(). */
int64_t rp_margin_here(const rp_residual *r, const int64_t *distances,
                       uint32_t client, uint32_t therapist);

typedef enum rp_firmness {
    RP_FIRMNESS_NONE, /* no pair, or not computed */
    RP_FORCED,        /* no plan with the same counts lacks the pair */
    RP_FIRM,          /* a point or more */
    RP_TOSS_UP
} rp_firmness;

/** As in assignments.csv ("toss-up"). */
extern const char *const rp_firmness_names[RP_TOSS_UP + 1];

/** Of each client's pair. */
typedef struct rp_margins {
    int64_t *points;   /* [clients] S-units, -1: blank */
    uint8_t *firmness; /* [clients] rp_firmness */
} rp_margins;

/**
 * The margin of every pair, pinned ones included: those are forced.
 *
 * @return RP_OK or RP_ERR_MEMORY; clear it in any case
 */
rp_status rp_margins_find(rp_margins *out, const rp_study *study);
void rp_margins_clear(rp_margins *margins);

#endif

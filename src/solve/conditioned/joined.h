/**
 * @file joined.h
 * Parts of a market that conditions join: what eligible pairs, quotas and
 * links hold together.
 */
#ifndef RP_SOLVE_CONDITIONED_JOINED_H
#define RP_SOLVE_CONDITIONED_JOINED_H

#include "solve/market.h"

/** A forest over clients, then therapists. Arrays are owned. */
typedef struct rp_joined {
    uint32_t clients, therapists;
    uint32_t *parent;   /* [clients + therapists] */
    uint32_t *of_quota; /* [quotas] somebody whose pairs count; RP_NONE */
} rp_joined;

/**
 * Therapists without openings join nobody.
 *
 * @return RP_OK, RP_ERR_MEMORY; clear in any case
 */
rp_status rp_joined_init(rp_joined *out, const rp_market *market);
void rp_joined_clear(rp_joined *joined);

/** One of a part stands for it: clients by number, therapists behind them. */
uint32_t rp_joined_find(const rp_joined *joined, uint32_t somebody);

#endif

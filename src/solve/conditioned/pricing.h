/**
 * @file pricing.h
 * What other pairs would cost where conditions are kept: in a market in which
 * everybody has a place, the best plan that has a certain pair.
 *
 * Each part is one program: pairs that fall too far are closed, everybody has
 * to have a place, and quotas may lack no more than they do. A pair is asked
 * for by leaving its client nothing else, which the program answers from the
 * basis that it has.
 *
 * Source: src/docs/desk.md, Choices.
 */
#ifndef RP_SOLVE_CONDITIONED_PRICING_H
#define RP_SOLVE_CONDITIONED_PRICING_H

#include "solve/market.h"
#include "solve/worth.h"

/** A market in which everybody has a place. All is borrowed. */
typedef struct rp_priced {
    const rp_market *market; /* no pair counts more for having stood before */
    const uint32_t *base;    /* [clients] a plan that keeps all conditions */
    const uint16_t *least;   /* [clients] the lowest S to be moved to */
} rp_priced;

/**
 * By how many points the best plan with a pair is below that with the client's
 * own; the client who asks may fall as far as they like.
 *
 * @param[out] price  [clients][therapists] S-units, RP_NO_PRICE where there is
 *                    no such plan, or none was proven within some hundred nodes
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SOLVER, RP_ERR_SIZE
 */
rp_status rp_pricing_find(const rp_priced *priced, int64_t *price);

#endif

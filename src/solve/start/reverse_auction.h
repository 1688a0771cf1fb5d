/**
 * @file reverse_auction.h
 * Therapists bid for clients, where there are more clients than seats.
 */
#ifndef RP_SOLVE_START_REVERSE_AUCTION_H
#define RP_SOLVE_START_REVERSE_AUCTION_H

#include "solve/columns.h"

/** Prices of both auctions are in fractions of an S-unit: the smallest raise
 *  must be well below the differences that decide. */
enum { RP_AUCTION_SCALE = 16 };

/** A plan in the making; prices in S-units / RP_AUCTION_SCALE. */
typedef struct rp_reverse_auction {
    const rp_model *model;
    const rp_columns *columns;
    const uint8_t *level;     /* [therapists] see scarcity.h */
    const uint8_t *own_level; /* [clients] that of their therapists */
    int64_t *price;           /* [therapists] in and out */
    uint32_t *therapist;      /* [clients] in and out */
    /* from here on its own: */
    rp_turned turned; /* pairs within a level */
    int64_t *rest;    /* [clients] base - gain u */
    uint32_t *taken;  /* [therapists] seats */
    bool *is_queued;  /* [therapists] */
    uint32_t *queue;  /* [therapists] with empty seats, a ring */
    uint32_t head, length;
    struct rp_reverse_auction_bid
        *best; /* the best so far, the lowest on top */
    int64_t epsilon;
    bool is_mending; /* level 0 takes part, else all others do */
} rp_reverse_auction;

/**
 * Get ready with the first six fields, which the caller has set and which are
 * borrowed.
 *
 * @return RP_OK, RP_ERR_MEMORY; in both cases clear with
 *         rp_reverse_auction_clear()
 */
rp_status rp_reverse_auction_init(rp_reverse_auction *auction);
void rp_reverse_auction_clear(rp_reverse_auction *auction);

/**
 * Fill the seats of all therapists above level 0 again, starting from prices;
 * afterwards every therapist is within epsilon of its best at its price, unless
 * the round took too long and was broken off.
 *
 * @param epsilon  S-units / RP_AUCTION_SCALE, 1 or more
 */
void rp_reverse_auction_round(rp_reverse_auction *auction, int64_t epsilon);

/**
 * Where an auction has left empty seats at a price, at level 0: find clients
 * for them, or lower the price to 0.
 */
void rp_reverse_auction_mend(rp_reverse_auction *auction, int64_t epsilon);

#endif

/**
 * @file market.h
 * What the solver sees of a clinic: who may go where, at what worth.
 *
 * Clients and therapists are numbered from 0 in bytewise order of their ids,
 * so "the smaller id" is "the smaller index" everywhere in this stage. The
 * *sequence* is the order in which clients come first: who is referred earlier
 * stands before who is referred later. Nothing here knows of therapy.
 *
 * What a pair is worth stands in worth.h. Rows hold gains: scores plus what
 * keeping a pair adds; rp_market_scores() takes that out again for ranking and
 * printing. All numbers are S-units, hundredths of a point.
 */
#ifndef RP_SOLVE_MARKET_H
#define RP_SOLVE_MARKET_H

#include "base/array.h"
#include "base/lottery.h"
#include "rapport/status.h"
#include "solve/conditions.h"
#include "solve/hours.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** The tiers of clients are 1 .. RP_TIERS; the highest is placed first. */
#define RP_TIERS 3

/** The largest score a pair can have, S-units. */
#define RP_SCORE_LIMIT 10000

/** The most that keeping an earlier pair can add, S-units. */
#define RP_KEEP_LIMIT 10000

/** Where the pairs come from; called from several threads at once. */
typedef struct rp_pair_source {
    /**
     * Write the eligible pairs of one client, therapists ascending.
     *
     * Must give the same pairs whenever asked for the same client.
     *
     * @param therapist [therapists] out: indices
     * @param score     [therapists] out: S, 0..RP_SCORE_LIMIT
     * @param thread    0..threads-1, picks the caller's own workspace
     * @return how many pairs were written
     */
    size_t (*pairs)(void *payload, uint32_t client, int thread,
                    uint32_t *therapist, uint16_t *score);
    void *payload;
} rp_pair_source;

/** Immutable once made; rows may be read from several threads at once. */
typedef struct rp_market rp_market;

/** What a market is made of; the arrays are copied. */
typedef struct rp_market_setup {
    uint32_t clients, therapists;
    const uint8_t *tier;       /* [clients] 0 = not in the market, 1..3; who has
                                  to have a place before all others: 4..6 */
    const int32_t *wait;       /* [clients] S-units, 0..26000 and more */
    const uint32_t *openings;  /* [therapists] seats left, pins taken off */
    const uint32_t *kept;      /* [clients] a therapist, or RP_NONE; NULL */
    int32_t keep;              /* S-units, 0..RP_KEEP_LIMIT */
    int64_t worth_limit;       /* most that wait + gain can be; in B */
    const uint32_t *sequence;  /* [clients] who comes first; NULL: by index */
    const rp_lottery *lottery; /* NULL: equal scores fall to the index */
    bool is_strict; /* within a tier those are placed who come first */
    const rp_hour_source *hours;     /* NULL: nobody promises hours */
    const rp_conditions *conditions; /* NULL: none */
    rp_pair_source source;           /* must live as long as the market */
    size_t memory_limit; /* bytes of stored pairs; above it rows are asked for
                            again when needed. 0 = a third of the machine's
                            memory, at least 2 GiB */
    bool is_unkept;      /* no pair is asked for now, nor kept: rows are asked
                            for when needed, and nobody's pairs are counted */
    int threads;         /* 1 or more */
} rp_market_setup;

/**
 * Ask for every pair once, and keep them compactly up to the limit.
 *
 * Three bytes per pair, four where therapists are far apart.
 *
 * @param[out] out  free with rp_market_free(); NULL on failure
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_market_new(rp_market **out, const rp_market_setup *setup);
void rp_market_free(rp_market *market);

/**
 * The eligible pairs of one client, therapists ascending.
 *
 * From memory where they are stored, else asked of the source again. Also
 * for clients that are not in the market.
 *
 * @param thread    0..threads-1 of rp_market_setup, for the source
 * @param therapist [therapists] out
 * @param score     [therapists] out: gains
 * @return how many
 */
size_t rp_market_row(const rp_market *market, uint32_t client, int thread,
                     uint32_t *therapist, uint16_t *score);

/** The same with the scores alone. */
size_t rp_market_scores(const rp_market *market, uint32_t client, int thread,
                        uint32_t *therapist, uint16_t *score);

/** The client's therapist of an earlier run; RP_NONE: none is kept. */
uint32_t rp_market_kept(const rp_market *market, uint32_t client);

/** What keeping a pair adds, S-units; 0 where none is kept. */
int32_t rp_market_keep(const rp_market *market);

/** Clients in the order in which they come first, [clients]; NULL: by index. */
const uint32_t *rp_market_sequence(const rp_market *market);

/** What settles equal scores; NULL: the index. */
const rp_lottery *rp_market_lottery(const rp_market *market);

/** Are within a tier those placed who come first? */
bool rp_market_is_strict(const rp_market *market);

/**
 * The same market with some of its clients alone.
 *
 * Therapists may count pairs of those who are left out, too.
 *
 * @param[out] out  free with rp_market_free(), before `market`, from which it
 *                  borrows; NULL on failure
 * @param is_in     [clients]; NULL: all of them
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_market_restrict(rp_market **out, const rp_market *market,
                             const bool *is_in);

/**
 * The same market, in which some therapists promise no hours.
 *
 * @param[out] out  as of rp_market_restrict(); a market with hours
 * @param is_free   [therapists]
 */
rp_status rp_market_relax(rp_market **out, const rp_market *market,
                          const bool *is_free);

/**
 * The same, without a copy where the pairs stand plainly in memory.
 *
 * @param buffer_therapist, buffer_score  [therapists] used when they do not
 * @param[out] therapist, score       [count] where they are, borrowed
 * @return how many
 */
size_t rp_market_see(const rp_market *market, uint32_t client, int thread,
                     uint32_t *buffer_therapist, uint16_t *buffer_score,
                     const uint32_t **therapist, const uint16_t **score);

/** What the setup said of clients and therapists, by index. */
uint32_t rp_market_clients(const rp_market *market);
uint32_t rp_market_therapists(const rp_market *market);
uint8_t rp_market_tier(const rp_market *market, uint32_t client);
int32_t rp_market_wait(const rp_market *market, uint32_t client);
uint32_t rp_market_openings(const rp_market *market, uint32_t therapist);
int64_t rp_market_worth_limit(const rp_market *market);

/** Conditions on pairs that plans keep; NULL: there are none. */
const rp_conditions *rp_market_conditions(const rp_market *market);

/** Hours that are promised; read with solve/promised.h. */
const struct rp_promised *rp_market_promised(const rp_market *market);

/** The most threads that may read rows at once. */
int rp_market_threads(const rp_market *market);

/** How many pairs a client has; 0 for one that is not in the market. */
uint32_t rp_market_client_pairs(const rp_market *market, uint32_t client);

/** How many clients of the market are eligible for a therapist. */
uint32_t rp_market_therapist_pairs(const rp_market *market, uint32_t therapist);

/** All pairs of all clients that are in the market. */
uint64_t rp_market_pairs(const rp_market *market);

/** Whether every row is kept in memory, so that reading one is cheap. */
bool rp_market_is_stored(const rp_market *market);

#endif

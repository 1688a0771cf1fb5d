/**
 * @file model.h
 * One connected part as whole numbers: what every method works on.
 *
 * Clients and therapists are numbered from 0 within the part, in the order
 * of the market. The linear program:
 *
 *     x_ij   1 when client i goes to therapist j, for eligible pairs only
 *     w_ij   its worth: worth.h
 *
 *     maximize    sum w_ij x_ij
 *     subject to  sum_j x_ij <= 1         for each client i     price u_i
 *                 sum_i x_ij <= seats_j   for each therapist j  price v_j
 *                 x_ij >= 0
 *
 * Where hours bind, a *seated* model has a place for each hour of a therapist
 * who is taken apart, and extras behind the clients (week/seats.h); therapists
 * are places there.
 *
 * Its dual asks for u, v >= 0 with u_i + v_j >= w_ij at the least
 * sum u_i + sum seats_j v_j. The *slack* of a pair is u_i + v_j - w_ij; a
 * pair of slack 0 is *tight*.
 */
#ifndef RP_SOLVE_MODEL_H
#define RP_SOLVE_MODEL_H

#include "solve/parts.h"
#include "solve/week/seats.h"

/** The row at hand of one thread, borrowed. Its numbers are those of the
 *  market, as rows are seen where they stand; `local` makes them the part's. */
typedef struct rp_row {
    const uint32_t *therapist;
    const uint16_t *score;
} rp_row;

/** Nobody goes where the price is this; what is added to it is far less. */
#define RP_CLOSED_PRICE ((int64_t)1 << 60)

/** Clients who have to have a place are RP_TIERS above their own tier; extras
 *  (week/seats.h) are above everybody. */
enum { RP_EXTRA_TIER = 2 * RP_TIERS + 1 };

/** The workspace of one thread that looks at rows; all [therapists of the
 *  market], owned. */
typedef struct rp_row_buffer {
    uint32_t *therapist; /* the row at hand, where it stands nowhere else */
    uint16_t *score;
    int64_t *key;    /* a number for each pair of it */
    uint32_t *place; /* some of its pairs */
    int64_t *price;  /* of a part at hand; RP_CLOSED_PRICE of who is in none */
    int64_t *limit;  /* for the part at hand; 0 of who is in none */
} rp_row_buffer;

/** A workspace for each thread of a market, [rp_market_threads()]; NULL when
 *  out of memory. Free with rp_row_buffers_free(), which takes NULL. */
rp_row_buffer *rp_row_buffers_new(const rp_market *market);
void rp_row_buffers_free(rp_row_buffer *rows, const rp_market *market);

/** Arrays are owned but for those that are borrowed below. */
typedef struct rp_model {
    uint32_t clients, therapists;
    int64_t *base;   /* [clients] tier * B + wait */
    uint32_t *seats; /* [therapists] openings, cut to one more than the
                        eligible clients, which never binds */
    uint8_t *tier;   /* [clients] 1..RP_EXTRA_TIER */
    int64_t reward;  /* B */
    int64_t floor;   /* F, once it counts */
    uint16_t least;  /* S that is not below the floor */
    uint64_t pairs;
    const rp_market *market;
    const rp_part *part;
    const uint32_t *local;    /* [therapists of the market] */
    rp_row_buffer *row;       /* [threads of the market] borrowed */
    size_t *held_start;       /* [clients + 1] NULL: see rp_model_hold_rows() */
    uint32_t *held_therapist; /* [pairs] */
    uint16_t *held_score;     /* [pairs] */
    const rp_seats *places;   /* of a seated model, borrowed; NULL */
    int first_thread;         /* a workspace of row[] and of the source */
    int threads;              /* how many from there on are this model's */
} rp_model;

/** One eligible pair, in numbers of the part. */
typedef struct rp_pair {
    uint32_t client, therapist;
    uint16_t score;
} rp_pair;

/**
 * The model of one part, without the floor.
 *
 * @param[out] out  clear with rp_model_clear(); empty on failure
 * @param parts     borrowed, must outlive the model; so must market and row
 * @param part      its number in parts
 * @param row       of rp_row_buffers_new()
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_model_init(rp_model *out, const rp_market *market,
                        const rp_parts *parts, size_t part, rp_row_buffer *row);
void rp_model_clear(rp_model *model);

/**
 * The same part with therapists taken apart.
 *
 * What `plain` has is borrowed, its floor counts as it does there. Extras are
 * worth a tier more than any client, one who has to have a place included.
 *
 * @param[out] out  clear with rp_model_clear(); empty on failure
 * @param places    of the part; borrowed
 * @return RP_OK, RP_ERR_MEMORY, RP_ERR_SIZE (16 B would pass 2^53)
 */
rp_status rp_model_seat(rp_model *out, const rp_model *plain,
                        const rp_seats *places);

/**
 * Hold the rows of a part that is not large in the model, where the market has
 * no room for all of its rows: else each pass would have them scored again.
 *
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_model_hold_rows(rp_model *model);

/**
 * Let the floor count, where the part has one.
 *
 * A model begins without it: what only makes a start (first prices, likely
 * pairs, the basis) works in points, from which few pivots lead to the fewest
 * poor matches.
 */
void rp_model_set_floor(rp_model *model);

/** The therapist of the client's pair that is kept, in numbers of the part;
 *  RP_NONE: none. */
uint32_t rp_model_kept(const rp_model *model, uint32_t client);

/** What the floor makes of a client's pairs; therapists in numbers of the
 *  part, or places. */
rp_floor rp_model_floor(const rp_model *model, uint32_t client);

/** The same for a row: therapists in numbers of the market. */
rp_floor rp_model_row_floor(const rp_model *model, uint32_t client);

/** w of an eligible pair, S-units. */
static inline int64_t rp_model_worth(const rp_model *model, uint32_t client,
                                     uint32_t therapist, uint16_t gain) {
    return model->base[client] +
           (model->floor ? rp_worth_of_gain(rp_model_floor(model, client),
                                            therapist, gain)
                         : gain);
}

/**
 * The pairs of one client in numbers of the market, those with therapists who
 * are in no part included, ascending.
 *
 * @param thread  0..threads-1 of the model
 * @param[out] row  borrowed, valid until the thread's next
 * @return how many
 */
size_t rp_model_see(const rp_model *model, uint32_t client, int thread,
                    rp_row *row);

/**
 * The pairs of one client in numbers of the part, those outside left out,
 * ascending.
 */
size_t rp_model_row(const rp_model *model, uint32_t client, int thread,
                    rp_row *row);

/** Prices [therapists of the market] to go with rows that are seen. */
int64_t *rp_model_posted(const rp_model *model);

/** Post prices [therapists] of the part there; of a therapist who is taken
 * apart that of the cheapest place. */
void rp_model_post(const rp_model *model, const int64_t *price);

/** A well-mixed number of a pair, to break ties without favour. */
static inline uint32_t rp_model_hash(uint32_t client, uint32_t therapist) {
    uint32_t h = client * 0x9e3779b1u ^ therapist * 0x85ebca77u;

    h ^= h >> 15;
    h *= 0x2c1b3c6du;
    h ^= h >> 12;
    h *= 0x297a2d39u;
    return h ^ h >> 15;
}

/** Clients in one block of a pass over all pairs. */
enum { RP_MODEL_BLOCK = 128 };

/** How many blocks a pass has. */
size_t rp_model_blocks(const rp_model *model);

/** The threads worth starting for a pass over all pairs. */
int rp_model_pass_threads(const rp_model *model);

/**
 * Price every eligible pair, that is take its slack at the prices given, and
 * collect those of negative slack.
 *
 * @param client_price     [clients] u
 * @param therapist_price  [therapists] v
 * @param most  at most so many of each client, the most violated; at a
 *              therapist who is taken apart all places that suit come with it
 * @param[out] found  by client; free(); NULL when none or on failure
 * @param[out] count  how many
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_model_price(const rp_model *model, const int64_t *client_price,
                         const int64_t *therapist_price, int most,
                         rp_pair **found, size_t *count);

#endif

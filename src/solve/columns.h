/**
 * @file columns.h
 * The pairs that a method looks at: a small part of all, grown by pricing.
 */
#ifndef RP_SOLVE_COLUMNS_H
#define RP_SOLVE_COLUMNS_H

#include "solve/model.h"

/** Pairs by client, therapists ascending within a client, none twice; in
 *  numbers of the part. Arrays are owned. */
typedef struct rp_columns {
    uint32_t clients;
    size_t count;
    size_t *start;       /* [clients + 1] */
    uint32_t *therapist; /* [count] */
    uint16_t *score;     /* [count] gains, S-units */
} rp_columns;

/**
 * Put pairs in order by client and therapist; a pair may come several times.
 *
 * @param[out] out  clear with rp_columns_clear(); empty on failure
 * @param pair      [count] in any order
 * @return RP_OK, RP_ERR_MEMORY
 */
rp_status rp_columns_init(rp_columns *out, uint32_t clients,
                          const rp_pair *pair, size_t count);

/**
 * Add pairs, as found by pricing, in any order. What the columns hold need not
 * be in order before, only by client.
 *
 * @return RP_OK, RP_ERR_MEMORY (the columns then are as before)
 */
rp_status rp_columns_add(rp_columns *columns, const rp_pair *pair,
                         size_t count);
void rp_columns_clear(rp_columns *columns);

/** Is a pair among them? They are in order. */
bool rp_columns_has(const rp_columns *columns, const rp_pair *pair);

/** The columns inverted: by therapist, clients ascending. Arrays are
 *  owned. */
typedef struct rp_turned {
    size_t *start;    /* [therapists + 1] */
    uint32_t *client; /* [count] */
    uint16_t *score;  /* [count] */
} rp_turned;

/** @param[out] out  clear with rp_turned_clear()
 *  @return RP_OK, RP_ERR_MEMORY (empty then) */
rp_status rp_turned_init(rp_turned *out, const rp_columns *columns,
                         uint32_t therapists);
void rp_turned_clear(rp_turned *turned);

#endif

/**
 * @file pair_table.h
 * A source of pairs that reads plain arrays.
 */
#ifndef RP_SOLVE_PAIR_TABLE_H
#define RP_SOLVE_PAIR_TABLE_H

#include "solve/market.h"

/**
 * A source that reads plain arrays, for tests and measurements.
 *
 * Use `rp_pair_table table = {...}; source = rp_pair_table_source(&table)`.
 */
typedef struct rp_pair_table {
    const size_t *start;       /* [clients + 1] first pair of each client */
    const uint32_t *therapist; /* [pairs] ascending within a client */
    const uint16_t *score;     /* [pairs] S */
} rp_pair_table;

rp_pair_source rp_pair_table_source(const rp_pair_table *table);

#endif

/**
 * @file limit_filters.h
 * Who counts in a limit: comparisons with the columns of one side, of clients
 * also with their tier. All of them must hold; a blank cell passes none, unless
 * blank has a meaning in its column.
 */
#ifndef RP_INPUT_LIMITS_LIMIT_FILTERS_H
#define RP_INPUT_LIMITS_LIMIT_FILTERS_H

#include "input/limits/comparison.h"

/** In the arena of who reads them; zero: everybody passes. */
typedef struct rp_limit_filters {
    rp_comparison *items; /* [count] without a column: of the tier */
    size_t count;
} rp_limit_filters;

/**
 * Read a cell of filters by `;`.
 *
 * @param how      its trouble tells of the first that cannot be
 * @param minutes  of a session
 * @return RP_OK, RP_ERR_USAGE (trouble), RP_ERR_MEMORY
 */
rp_status rp_limit_filters_read(rp_limit_filters *out, rp_side side,
                                const char *cell, rp_comparing *how,
                                double minutes);

/**
 * Does somebody pass?
 *
 * @param record  rp_therapist or rp_client
 * @param tier    of a client: 1 routine, 2 soon, 3 urgent; others are none
 */
bool rp_limit_filters_pass(const rp_limit_filters *filters, const void *record,
                           int tier);

/**
 * Two filters of one column that nobody of a roster passes together: words of
 * which a cell has one, numbers that leave none between them, or values each
 * of which somebody has and nobody both.
 *
 * @return the name of the column; NULL: there are no such two
 */
const char *rp_limit_filters_clash(const rp_limit_filters *filters,
                                   const rp_roster *roster, rp_side side);

#endif

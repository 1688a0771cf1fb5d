/**
 * @file market.h
 * A market out of a few arrays, its parts, and the model of the first one.
 */
#ifndef RP_UNIT_MARKET_H
#define RP_UNIT_MARKET_H

#include "solve/model.h"
#include "solve/pair_table.h"

typedef struct market_bench {
    rp_pair_table pairs;
    rp_market *market;
    rp_parts parts;
    rp_row_buffer *row;
    rp_model model;
} market_bench;

/** Make them, or fail the test.
 *  @param pairs  its arrays are borrowed until the bench is closed
 *  @param made   without a source; its arrays likewise */
void market_open(market_bench *out, rp_pair_table pairs,
                 const rp_market_setup *made);
void market_close(market_bench *b);

#endif

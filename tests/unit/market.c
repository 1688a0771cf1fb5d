#include "solve/pair_table.h"
#include "unit/market.h"

#include "unit/suite.h"

void market_open(market_bench *out, rp_pair_table pairs,
                 const rp_market_setup *made) {
    rp_market_setup setup = *made;

    *out = (market_bench){.pairs = pairs};
    setup.source = rp_pair_table_source(&out->pairs);
    assert_int_equal(rp_market_new(&out->market, &setup), RP_OK);
    assert_int_equal(rp_parts_find(&out->parts, out->market, 1), RP_OK);
    out->row = rp_row_buffers_new(out->market);
    assert_non_null(out->row);
    assert_int_equal(
        rp_model_init(&out->model, out->market, &out->parts, 0, out->row),
        RP_OK);
}

void market_close(market_bench *b) {
    rp_model_clear(&b->model);
    rp_row_buffers_free(b->row, b->market);
    rp_parts_clear(&b->parts);
    rp_market_free(b->market);
}

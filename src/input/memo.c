#include "input/memo.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 4096 }; /* a column; a power of 2 */

struct rp_memo {
    size_t cells;        /* a column; a power of 2 */
    rp_recalled *places; /* [columns][cells] */
};

rp_memo *rp_memo_new(uint32_t columns, uint32_t rows) {
    rp_memo *memo = rp_new_array(1, sizeof *memo);

    if (!memo)
        return NULL;
    memo->cells = 1;
    while (memo->cells < rows && memo->cells < MOST_CELLS)
        memo->cells *= 2;
    memo->places = rp_new_array(columns * memo->cells, sizeof *memo->places);
    if (!memo->places) {
        free(memo);
        return NULL;
    }
    return memo;
}

void rp_memo_free(rp_memo *memo) {
    if (!memo)
        return;
    free(memo->places);
    free(memo);
}

static uint64_t mix(uint64_t value, uint64_t word) {
    value = (value ^ word) * 0x9E3779B97F4A7C15u;
    return value ^ value >> 32;
}

/* Eight bytes at a time: which place a cell gets reaches no result. */
static size_t hash(rp_text text) {
    uint64_t value = text.length, word;

    while (text.length >= sizeof word) {
        memcpy(&word, text.bytes, sizeof word);
        value = mix(value, word);
        text.bytes += sizeof word;
        text.length -= sizeof word;
    }
    word = 0;
    for (size_t i = 0; i < text.length; i++)
        word = word << 8 | (unsigned char)text.bytes[i];
    return (size_t)mix(value, word);
}

rp_recalled *rp_memo_find(rp_memo *memo, uint32_t column, rp_text cell,
                          bool *is_known) {
    rp_recalled *place = &memo->places[column * memo->cells +
                                       (hash(cell) & (memo->cells - 1))];

    *is_known = place->bytes && place->length == cell.length &&
                memcmp(place->bytes, cell.bytes, cell.length) == 0;
    return place;
}

void rp_memo_keep(rp_recalled *place, rp_text cell, const void *value,
                  size_t size) {
    place->bytes = cell.bytes;
    place->length = cell.length;
    memcpy(place->value, value, size);
}

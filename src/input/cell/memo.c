#include "input/cell/memo.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CELLS = 4096, /* a column; a power of 2 */
    WAYS = 2           /* places that a cell may have */
};

/* A cell and its value. */
typedef struct place {
    const char *bytes; /* [length] borrowed; NULL: none yet */
    uint32_t length, hash;
    unsigned char value[RP_MEMO_VALUE];
} place;

struct rp_memo {
    size_t cells;  /* a column; a power of 2, WAYS or more */
    place *places; /* [columns][cells] */
};

rp_memo *rp_memo_new(uint32_t columns, uint32_t rows) {
    rp_memo *memo = rp_new_array(1, sizeof *memo);

    if (!memo)
        return NULL;
    memo->cells = WAYS;
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

/* Each bit of both reaches the upper half. */
static uint64_t mix(uint64_t value, uint64_t word) {
    value = (value ^ word) * 0x9E3779B97F4A7C15u;
    return (value ^ value >> 32) * 0xD6E8FEB86659FD93u;
}

/* At most eight bytes as a number; of texts of one length, each its own. */
static uint64_t word_of(const char *bytes, size_t length) {
    uint32_t low, high;
    uint64_t word = 0;

    if (length >= 4) { /* two halves, which may overlap */
        memcpy(&low, bytes, 4);
        memcpy(&high, bytes + length - 4, 4);
        return (uint64_t)high << 32 | low;
    }
    for (size_t i = 0; i < length; i++)
        word = word << 8 | (unsigned char)bytes[i];
    return word;
}

/* No result depends on it. */
static uint32_t hash(rp_text text) {
    uint64_t value = text.length;

    for (; text.length > 8; text.bytes += 8, text.length -= 8)
        value = mix(value, word_of(text.bytes, 8));
    return (uint32_t)(mix(value, word_of(text.bytes, text.length)) >> 32);
}

/* Most cells are short: no call for them. */
static bool is_same(const char *a, const char *b, size_t length) {
    return length <= 8 ? word_of(a, length) == word_of(b, length)
                       : memcmp(a, b, length) == 0;
}

/* The first of the places that a cell may have. */
static place *places_of(const rp_memo *memo, uint32_t column, uint32_t hash) {
    return &memo->places[column * memo->cells + (hash & (memo->cells - WAYS))];
}

const void *rp_memo_find(const rp_memo *memo, uint32_t column, rp_text cell) {
    uint32_t wanted = hash(cell);
    const place *p = places_of(memo, column, wanted);

    for (int way = 0; way < WAYS; way++, p++)
        if (p->bytes && p->hash == wanted && p->length == cell.length &&
            is_same(p->bytes, cell.bytes, cell.length))
            return p->value;
    return NULL;
}

void rp_memo_keep(rp_memo *memo, uint32_t column, rp_text cell,
                  const void *value, size_t size) {
    uint32_t own = hash(cell);
    place *p = places_of(memo, column, own);

    memmove(p + 1, p, (WAYS - 1) * sizeof *p); /* the oldest one goes */
    p->bytes = cell.bytes;
    p->length = (uint32_t)cell.length;
    p->hash = own;
    memcpy(p->value, value, size);
}

/**
 * @file memo.h
 * Cells that were read before, by their bytes, and the value each gave.
 *
 * In one column of a clinic the same few texts stand again and again. Such a
 * cell gets the value of the first one by one look, and a list the very same
 * items, which then stand in memory once.
 */
#ifndef RP_INPUT_MEMO_H
#define RP_INPUT_MEMO_H

#include "base/text.h"

#include <stdint.h>

enum { RP_MEMO_VALUE = 16 /* bytes of the largest value */ };

/** A cell and its value. */
typedef struct rp_recalled {
    const char *bytes; /* [length] borrowed; NULL: none yet */
    size_t length;
    unsigned char value[RP_MEMO_VALUE];
} rp_recalled;

typedef struct rp_memo rp_memo;

/**
 * A memo of one file.
 *
 * @param rows  of the file: no more cells a column are remembered than that,
 *              nor than 4,096 (3.4 MB at the most). A cell takes the place of
 *              another one by its hash.
 * @return NULL when out of memory; free with rp_memo_free()
 */
rp_memo *rp_memo_new(uint32_t columns, uint32_t rows);
void rp_memo_free(rp_memo *memo);

/**
 * The place of a cell that is not blank.
 *
 * @param[out] is_known  its value is there; else the caller may keep one with
 *                       rp_memo_keep()
 */
rp_recalled *rp_memo_find(rp_memo *memo, uint32_t column, rp_text cell,
                          bool *is_known);

/** Remember a value in the place that was found for its cell; the bytes of
 *  the cell must stay as long as the memo. */
void rp_memo_keep(rp_recalled *place, rp_text cell, const void *value,
                  size_t size);

#endif

/**
 * @file memo.h
 * Cells that were read before, by their bytes, and the value each gave.
 *
 * In one column of a clinic the same few texts stand again and again. Such a
 * cell gets the value of the first one by one look, and a list the very same
 * items, which then stand in memory once.
 */
#ifndef RP_INPUT_CELL_MEMO_H
#define RP_INPUT_CELL_MEMO_H

#include "base/text.h"

#include <stdint.h>

enum { RP_MEMO_VALUE = 24 /* bytes of the largest value */ };

typedef struct rp_memo rp_memo;

/**
 * A memo of one file.
 *
 * @param rows  of the file: about so many cells a column are remembered, 4,096
 *              at the most (160 KiB a column); from then on a new one takes the
 *              place of an older one
 * @return NULL when out of memory; free with rp_memo_free()
 */
rp_memo *rp_memo_new(uint32_t columns, uint32_t rows);
void rp_memo_free(rp_memo *memo);

/** The value of a cell of at most RP_MAX_CELL bytes, or NULL. */
const void *rp_memo_find(const rp_memo *memo, uint32_t column, rp_text cell);

/** Remember a value; the bytes of the cell must stay as long as the memo. */
void rp_memo_keep(rp_memo *memo, uint32_t column, rp_text cell,
                  const void *value, size_t size);

#endif

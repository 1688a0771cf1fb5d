/**
 * @file packed_row.h
 * The pairs of one client in three bytes each, or four.
 *
 * A record is a whole number, low end first: bits of gap, then fourteen bits of
 * score. The gap counts the therapists skipped since the last one; the largest
 * gap carries no pair and skips so many times its score. A fixed stride is read
 * without a branch, about one pair a nanosecond. Narrow records have ten bits
 * of gap; rows whose therapists are far apart, as those of one region are in a
 * country, take wide ones with eighteen.
 */
#ifndef RP_SOLVE_PACKED_ROW_H
#define RP_SOLVE_PACKED_ROW_H

#include <stddef.h>
#include <stdint.h>

/** Bytes of a record. */
enum { RP_NARROW = 3, RP_WIDE = 4, RP_PACKED_SCORE_BITS = 14 };

/** The least gap that takes a record more. */
static inline uint32_t rp_packed_row_gap(int width) {
    return ((uint32_t)1 << (8 * width - RP_PACKED_SCORE_BITS)) - 1;
}

/**
 * Write a row.
 *
 * @param[out] at    room for two records a pair, and two more
 * @param therapist  [count] ascending
 * @param score      [count] below 2^14
 * @return the first byte behind
 */
uint8_t *rp_packed_row_write(uint8_t *at, int width, const uint32_t *therapist,
                             const uint16_t *score, size_t count);

/**
 * Read one; a byte behind its end is read, too.
 *
 * @param[out] therapist, score  room for all its pairs
 * @return how many pairs
 */
size_t rp_packed_row_read(const uint8_t *at, const uint8_t *end, int width,
                          uint32_t *therapist, uint16_t *score);

#endif

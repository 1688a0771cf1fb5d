#include "solve/packed_row.h"

enum { SCORE_BITS = RP_PACKED_SCORE_BITS, SCORE_MASK = (1 << SCORE_BITS) - 1 };

static uint8_t *put(uint8_t *at, int width, uint32_t gap, uint32_t score) {
    uint32_t word = gap | score << (8 * width - SCORE_BITS);

    for (int k = 0; k < width; k++)
        at[k] = (uint8_t)(word >> 8 * k);
    return at + width;
}

uint8_t *rp_packed_row_write(uint8_t *at, int width, const uint32_t *therapist,
                             const uint16_t *score, size_t count) {
    uint32_t next = 0, most = rp_packed_row_gap(width);

    for (size_t k = 0; k < count; k++) {
        uint32_t gap = therapist[k] - next;
        while (gap >= most) {
            uint32_t times = gap / most;
            if (times > SCORE_MASK)
                times = SCORE_MASK;
            at = put(at, width, most, times);
            gap -= times * most;
        }
        at = put(at, width, gap, score[k]);
        next = therapist[k] + 1;
    }
    return at;
}

/* A width that is a constant leaves a short loop. */
static inline size_t decode(const uint8_t *at, const uint8_t *end, int width,
                            uint32_t *therapist, uint16_t *score) {
    uint32_t next = 0, most = rp_packed_row_gap(width);
    size_t count = 0;

    for (; at < end; at += width) {
        /* Four bytes make one load; the last may belong to the next record. */
        uint32_t word = (uint32_t)at[0] | (uint32_t)at[1] << 8 |
                        (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        uint32_t gap = word & most;
        uint32_t value = word >> (8 * width - SCORE_BITS) & SCORE_MASK;
        unsigned is_pair = gap != most;
        next += is_pair ? gap : value * most;
        /* A filler is never last, so what it writes is written over. */
        therapist[count] = next;
        score[count] = (uint16_t)value;
        count += is_pair;
        next += is_pair;
    }
    return count;
}

size_t rp_packed_row_read(const uint8_t *at, const uint8_t *end, int width,
                          uint32_t *therapist, uint16_t *score) {
    return width == RP_NARROW ? decode(at, end, RP_NARROW, therapist, score)
                              : decode(at, end, RP_WIDE, therapist, score);
}

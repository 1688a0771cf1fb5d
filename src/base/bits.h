/**
 * @file bits.h
 * Words of 64 bits as sets.
 */
#ifndef RP_BASE_BITS_H
#define RP_BASE_BITS_H

#include <stdint.h>

/** The position of the lowest bit of a word that is not 0: that bit times a de
 *  Bruijn sequence has six bits on top which no other bit would put there. */
static inline uint32_t rp_bits_lowest(uint64_t word) {
    static const uint8_t place[64] = {
        0,  1,  48, 2,  57, 49, 28, 3,  61, 58, 50, 42, 38, 29, 17, 4,
        62, 55, 59, 36, 53, 51, 43, 22, 45, 39, 33, 30, 24, 18, 12, 5,
        63, 47, 56, 27, 60, 41, 37, 16, 54, 35, 52, 21, 44, 32, 23, 11,
        46, 26, 40, 15, 34, 20, 31, 10, 25, 14, 19, 9,  13, 8,  7,  6};

    return place[(word & (~word + 1)) * UINT64_C(0x03f79d71b4cb0a89) >> 58];
}

/** How many bits are set: counted in pairs, in fours, in bytes, in all. */
static inline uint32_t rp_bits_count(uint64_t word) {
    word -= word >> 1 & UINT64_C(0x5555555555555555);
    word = (word & UINT64_C(0x3333333333333333)) +
           (word >> 2 & UINT64_C(0x3333333333333333));
    word = (word + (word >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(word * UINT64_C(0x0101010101010101) >> 56);
}

#endif

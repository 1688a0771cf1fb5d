/**
 * @file array.h
 * Allocation with checked sizes.
 *
 * Every array of the program is sized here, so that a product that overflows
 * is refused in one place instead of being written past.
 */
#ifndef RP_BASE_ARRAY_H
#define RP_BASE_ARRAY_H

#include "rapport/status.h"

#include <stddef.h>
#include <stdint.h>

/** `count * size` bytes, zeroed; NULL when out of memory or on overflow.
 *  A count of 0 gives a valid pointer. Free with free(). */
void *rp_new_array(size_t count, size_t size);

/** Resize an array to `count * size` bytes, growing contents unspecified;
 *  NULL when out of memory or on overflow, `old` then stays valid. */
void *rp_resize_array(void *old, size_t count, size_t size);

/** A copy of `count` elements; NULL when out of memory. Free with free(). */
void *rp_copy_array(const void *array, size_t count, size_t size);

/**
 * Make room for one more element at `used` in an array that grows by half.
 *
 * @param array  the array, may be NULL when *room is 0
 * @param[in,out] room  elements there is room for
 * @return the array (moved or not), NULL when out of memory; `array` then
 *         stays valid
 */
void *rp_grow_array(void *array, size_t used, size_t *room, size_t size);

/**
 * Make room for `wanted` elements in an array that is kept for the next use.
 *
 * @return as of rp_grow_array()
 */
void *rp_widen_array(void *array, size_t wanted, size_t *room, size_t size);

/** Widen the array `member` of *whole, whose room is in `room`; where memory
 *  runs out, whole->out_of_memory is set and the array stays as it is. */
#define RP_WIDEN(whole, member, room, wanted)                                  \
    do {                                                                       \
        void *bytes = rp_widen_array((whole)->member, wanted, &(whole)->room,  \
                                     sizeof *(whole)->member);                 \
        if (bytes)                                                             \
            (whole)->member = bytes;                                           \
        (whole)->out_of_memory |= !bytes;                                      \
    } while (0)

#endif

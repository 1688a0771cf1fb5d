/**
 * @file fence.h
 * Memory of ours that holds nothing yet.
 *
 * An arena and a buffer ask for more than they hand out. AddressSanitizer sees
 * what reads or writes beyond an allocation, not beyond the part of it that is
 * in use; in its builds the rest is fenced off. Elsewhere all this is nothing.
 */
#ifndef RP_BASE_FENCE_H
#define RP_BASE_FENCE_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __SANITIZE_ADDRESS__ /* gcc */
#define RP_HAS_FENCES 1
#elif defined(__has_feature) /* clang */
#if __has_feature(address_sanitizer)
#define RP_HAS_FENCES 1
#endif
#endif

#ifdef RP_HAS_FENCES
#include <sanitizer/asan_interface.h>

/* A fence begins and ends at a multiple of RP_FENCE_GRAIN. */
enum { RP_FENCED = 1, RP_FENCE_GRAIN = 8 };

/** Nobody may touch these bytes from now on. */
static inline void rp_fence_close(void *bytes, size_t length) {
    void *volatile at = bytes; /* else gcc warns that they were never set */

    __asan_poison_memory_region(at, length);
}

/** They are in use. */
static inline void rp_fence_open(void *bytes, size_t length) {
    __asan_unpoison_memory_region(bytes, length);
}

/** For tests: this byte is behind a fence. */
static inline bool rp_fence_is_around(const void *byte) {
    return __asan_address_is_poisoned(byte) != 0;
}
#else
enum { RP_FENCED = 0, RP_FENCE_GRAIN = 1 };

static inline void rp_fence_close(void *bytes, size_t length) {
    (void)bytes;
    (void)length;
}

static inline void rp_fence_open(void *bytes, size_t length) {
    (void)bytes;
    (void)length;
}

static inline bool rp_fence_is_around(const void *byte) {
    (void)byte;
    return false;
}
#endif

#endif

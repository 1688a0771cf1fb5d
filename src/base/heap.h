/**
 * @file heap.h
 * A binary heap in a plain array, for items of any type.
 *
 * RP_HEAP(noun, item, is_above) defines, for one source file,
 *
 *     void noun_rise(item *heap, size_t at, item entry);
 *     void noun_sink(item *heap, size_t count, item entry);
 *
 * where is_above(&a, &b) says that item a belongs nearer to the top than b.
 * It is true of at most one of two items and of no item with itself. The
 * caller owns the array and its length:
 *
 *     push     noun_rise(heap, count++, entry);        capacity is the caller's
 *     pop      top = heap[0]; count--; noun_sink(heap, count, heap[count]);
 *     replace  noun_sink(heap, count, entry);          heap[0] is dropped
 *
 * Functions rather than a type with a callback: the order is compared in the
 * innermost loops of the solver, and must be inlined there.
 */
#ifndef RP_BASE_HEAP_H
#define RP_BASE_HEAP_H

#include <stddef.h>

#define RP_HEAP(noun, item, is_above)                                          \
    /* Put an entry at the free place behind `at` items, and let it rise. */   \
    static inline void noun##_rise(item *heap, size_t at, item entry) {        \
        while (at > 0 && is_above(&entry, &heap[(at - 1) / 2])) {              \
            heap[at] = heap[(at - 1) / 2];                                     \
            at = (at - 1) / 2;                                                 \
        }                                                                      \
        heap[at] = entry;                                                      \
    }                                                                          \
                                                                               \
    /* Put an entry in place of the top of `count` items, and let it sink. */  \
    static inline void noun##_sink(item *heap, size_t count, item entry) {     \
        size_t at = 0;                                                         \
                                                                               \
        for (size_t child; (child = 2 * at + 1) < count; at = child) {         \
            if (child + 1 < count && is_above(&heap[child + 1], &heap[child])) \
                child++;                                                       \
            if (!is_above(&heap[child], &entry))                               \
                break;                                                         \
            heap[at] = heap[child];                                            \
        }                                                                      \
        heap[at] = entry;                                                      \
    }

#endif

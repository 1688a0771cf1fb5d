#include "base/array.h"

#include "base/shortage.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *noted(void *memory) {
    if (!memory)
        rp_shortage_note();
    return memory;
}

void *rp_new_array(size_t count, size_t size) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        return NULL;
    return noted(calloc(count ? count : 1, size ? size : 1));
}

void *rp_resize_array(void *old, size_t count, size_t size) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        return NULL;
    return noted(realloc(old, count && size ? count * size : 1));
}

void *rp_grow_array(void *array, size_t used, size_t *room, size_t size) {
    if (used < *room)
        return array;
    size_t wanted = *room < 16 ? 16 : *room + *room / 2;
    void *grown = rp_resize_array(array, wanted, size);
    if (grown)
        *room = wanted;
    return grown;
}

void *rp_copy_array(const void *array, size_t count, size_t size) {
    void *copy = rp_resize_array(NULL, count, size);

    if (copy && count > 0)
        memcpy(copy, array, count * size);
    return copy;
}

void *rp_widen_array(void *array, size_t wanted, size_t *room, size_t size) {
    size_t larger = wanted + wanted / 2 + 4;

    if (array && wanted <= *room)
        return array;
    void *bytes = rp_resize_array(array, larger, size);
    if (bytes)
        *room = larger;
    return bytes;
}

#include "base/arena.h"

#include "base/fence.h"
#include "base/shortage.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Nothing that is kept here needs more than a pointer or a double does. */
enum {
    BLOCK = 64 * 1024,
    ALIGN =
        alignof(double) > alignof(void *) ? alignof(double) : alignof(void *)
};

struct rp_arena_block {
    struct rp_arena_block *next;
    size_t used, room;
    alignas(max_align_t) unsigned char bytes[];
};

static struct rp_arena_block *new_block(size_t room) {
    struct rp_arena_block *block = malloc(sizeof *block + room);

    if (block) {
        block->used = 0;
        block->room = room;
        rp_fence_close(block->bytes, room);
    } else {
        rp_shortage_note();
    }
    return block;
}

/* `align` is a power of two. Between two fenced pieces stay some bytes that
 * are in neither. */
static void *take(rp_arena *arena, size_t size, size_t align) {
    struct rp_arena_block *block = arena->first;

    if (align < RP_FENCE_GRAIN)
        align = RP_FENCE_GRAIN;
    size_t at = block ? (block->used + align - 1) & ~(align - 1) : 0;

    if (!block || at > block->room || size > block->room - at) {
        /* A large piece gets a block of its own behind the one in use, so
         * that the rest of that one is not lost. */
        int large = size > BLOCK / 4;
        struct rp_arena_block *fresh = new_block(large ? size : BLOCK);
        if (!fresh)
            return NULL;
        if (large && block) {
            fresh->next = block->next;
            block->next = fresh;
        } else {
            fresh->next = block;
            arena->first = fresh;
        }
        block = fresh;
        at = 0;
    }
    block->used = at + size + (RP_FENCED ? RP_FENCE_GRAIN : 0);
    rp_fence_open(block->bytes + at, size);
    return block->bytes + at;
}

void *rp_arena_array(rp_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > PTRDIFF_MAX / size)
        return NULL;
    void *memory = take(arena, count * size, ALIGN);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

char *rp_arena_text(rp_arena *arena, const char *bytes, size_t length) {
    char *copy = take(arena, length + 1, 1);

    if (copy) {
        memcpy(copy, bytes, length);
        copy[length] = '\0';
    }
    return copy;
}

void rp_arena_clear(rp_arena *arena) {
    while (arena->first) {
        struct rp_arena_block *next = arena->first->next;
        free(arena->first);
        arena->first = next;
    }
}

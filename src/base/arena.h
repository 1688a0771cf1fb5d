/**
 * @file arena.h
 * Memory that is freed all at once.
 *
 * Strings and records of a roster live in its arena and go with it.
 */
#ifndef RP_BASE_ARENA_H
#define RP_BASE_ARENA_H

#include <stddef.h>

typedef struct rp_arena {
    struct rp_arena_block *first; /* the block in use; older ones behind it */
} rp_arena;

/** Memory for `count * size` bytes, zeroed, aligned for pointers and doubles;
 * NULL when out of memory or on overflow. Lives until rp_arena_clear(). */
void *rp_arena_array(rp_arena *arena, size_t count, size_t size);

/** A copy of `length` bytes and a zero byte behind them; NULL when out of
 *  memory. */
char *rp_arena_text(rp_arena *arena, const char *bytes, size_t length);

/** Free everything; the arena is empty and can be used again. */
void rp_arena_clear(rp_arena *arena);

#endif

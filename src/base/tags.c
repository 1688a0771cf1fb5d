#include "base/tags.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

struct rp_tags {
    rp_arena arena;
    rp_text *names;  /* [count] */
    uint32_t *table; /* [slots] number + 1, 0 = free; slots is a power of 2 */
    size_t room, slots;
    uint32_t count;
};

rp_tags *rp_tags_new(void) {
    rp_tags *tags = calloc(1, sizeof *tags);

    if (!tags)
        return NULL;
    tags->slots = 64;
    tags->table = rp_new_array(tags->slots, sizeof *tags->table);
    if (!tags->table) {
        free(tags);
        return NULL;
    }
    return tags;
}

void rp_tags_free(rp_tags *tags) {
    if (!tags)
        return;
    rp_arena_clear(&tags->arena);
    free(tags->names);
    free(tags->table);
    free(tags);
}

/* Each bit of both reaches the lower half. */
static uint64_t mix(uint64_t value, uint64_t word) {
    value = (value ^ word) * 0x9E3779B97F4A7C15u;
    value = (value ^ value >> 32) * 0xD6E8FEB86659FD93u;
    return value ^ value >> 32;
}

/* Eight bytes a step. No result depends on it. */
static size_t hash(rp_text text) {
    uint64_t value = text.length, word;

    for (; text.length >= sizeof word; text.length -= sizeof word) {
        memcpy(&word, text.bytes, sizeof word);
        value = mix(value, word);
        text.bytes += sizeof word;
    }
    word = 0;
    for (size_t i = 0; i < text.length; i++)
        word = word << 8 | (unsigned char)text.bytes[i];
    return (size_t)mix(value, word);
}

/* The slot of a text, or the free one where it belongs. */
static size_t slot_of(const rp_tags *tags, rp_text text) {
    size_t slot = hash(text) & (tags->slots - 1);

    while (tags->table[slot] &&
           rp_text_compare(tags->names[tags->table[slot] - 1], text) != 0)
        slot = (slot + 1) & (tags->slots - 1);
    return slot;
}

uint32_t rp_tags_find(const rp_tags *tags, rp_text text) {
    /* a free slot holds 0, and 0 - 1 is RP_NONE */
    return tags->table[slot_of(tags, text)] - 1;
}

/* So many slots, a power of 2. */
static bool widen(rp_tags *tags, size_t slots) {
    uint32_t *old = tags->table;
    uint32_t *table = rp_new_array(slots, sizeof *table);

    if (!table)
        return false;
    tags->table = table;
    tags->slots = slots;
    for (uint32_t tag = 0; tag < tags->count; tag++)
        table[slot_of(tags, tags->names[tag])] = tag + 1;
    free(old);
    return true;
}

bool rp_tags_reserve(rp_tags *tags, uint32_t count) {
    size_t slots = tags->slots;

    if (count > tags->room) {
        rp_text *names = rp_resize_array(tags->names, count, sizeof *names);
        if (!names)
            return false;
        tags->names = names;
        tags->room = count;
    }
    while ((size_t)count * 2 >= slots)
        slots *= 2;
    return slots == tags->slots || widen(tags, slots);
}

uint32_t rp_tags_intern(rp_tags *tags, rp_text text) {
    size_t slot = slot_of(tags, text);

    if (tags->table[slot])
        return tags->table[slot] - 1;
    if (tags->count == RP_NONE - 1)
        return RP_NONE;
    if ((size_t)tags->count * 2 >= tags->slots) {
        if (!widen(tags, tags->slots * 2))
            return RP_NONE;
        slot = slot_of(tags, text);
    }
    rp_text *names =
        rp_grow_array(tags->names, tags->count, &tags->room, sizeof *names);
    if (!names)
        return RP_NONE;
    tags->names = names;
    char *copy = rp_arena_text(&tags->arena, text.bytes, text.length);
    if (!copy)
        return RP_NONE;
    names[tags->count] = (rp_text){copy, text.length};
    tags->table[slot] = ++tags->count;
    return tags->count - 1;
}

const char *rp_tags_name(const rp_tags *tags, uint32_t tag) {
    return tags->names[tag].bytes;
}

uint32_t rp_tags_count(const rp_tags *tags) { return tags->count; }

#include "base/gap_lists.h"

#include <stdlib.h>

void rp_gap_lists_clear(rp_gap_lists *lists) {
    free(lists->start);
    free(lists->bytes);
    *lists = (rp_gap_lists){0};
}

bool rp_gap_writer_grow(rp_gap_writer *writer) {
    size_t room = writer->room + writer->room / 2 + 64;
    uint8_t *grown = rp_resize_array(writer->bytes, room, 1);

    if (!grown)
        return false;
    writer->bytes = grown;
    writer->room = room;
    return true;
}

static size_t put_gap(uint8_t *at, uint32_t gap) {
    size_t used = 0;

    for (; gap >= 128; gap >>= 7)
        at[used++] = (uint8_t)(gap | 128u);
    at[used++] = (uint8_t)gap;
    return used;
}

static size_t gap_bytes(uint32_t gap) {
    size_t used = 1;

    for (; gap >= 128; gap >>= 7)
        used++;
    return used;
}

/* Once to measure, once to write. */
bool rp_gap_lists_turn(rp_gap_lists *out, uint32_t out_lists,
                       const rp_gap_lists *from, uint32_t from_lists) {
    uint32_t *next = rp_new_array(out_lists, sizeof *next);
    size_t *at = rp_new_array((size_t)out_lists + 1, sizeof *at);

    *out = (rp_gap_lists){0};
    out->start = rp_new_array((size_t)out_lists + 1, sizeof *out->start);
    if (!next || !at || !out->start)
        goto done;
    for (uint32_t a = 0; a < from_lists; a++) {
        rp_gap_cursor c = rp_gap_lists_open(from, a);
        for (uint32_t b; (b = rp_gap_cursor_next(&c)) != RP_NONE;) {
            out->start[b + 1] += gap_bytes(a - next[b]);
            next[b] = a + 1;
        }
    }
    for (uint32_t b = 0; b < out_lists; b++) {
        out->start[b + 1] += out->start[b];
        at[b] = out->start[b];
        next[b] = 0;
    }
    out->bytes = rp_new_array(out->start[out_lists], 1);
    if (!out->bytes)
        goto done;
    for (uint32_t a = 0; a < from_lists; a++) {
        rp_gap_cursor c = rp_gap_lists_open(from, a);
        for (uint32_t b; (b = rp_gap_cursor_next(&c)) != RP_NONE;) {
            at[b] += put_gap(out->bytes + at[b], a - next[b]);
            next[b] = a + 1;
        }
    }
done:
    free(next);
    free(at);
    return out->bytes != NULL;
}

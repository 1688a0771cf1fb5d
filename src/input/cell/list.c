#include "input/cell/list.h"

#include "base/array.h"

#include <string.h>

void rp_list_begin(rp_reader *reader) { reader->count = 0; }

/* The position of a tag in the list so far: `seen` remembers where each tag
 * was put last, in whatever list; the look at the list itself decides. */
static bool position_of(rp_reader *reader, uint32_t tag, size_t *position) {
    if (tag >= reader->seen_room) {
        size_t room = reader->seen_room;
        size_t wanted = (size_t)tag + 1 + tag / 2;
        uint32_t *seen = rp_resize_array(reader->seen, wanted, sizeof *seen);
        if (!seen) {
            reader->out_of_memory = true;
            return false;
        }
        memset(seen + room, 0, (wanted - room) * sizeof *seen);
        reader->seen = seen;
        reader->seen_room = wanted;
    }
    *position = reader->seen[tag];
    return *position < reader->count && reader->items[*position].tag == tag;
}

void rp_list_add(rp_reader *reader, rp_item item) {
    size_t at;

    if (position_of(reader, item.tag, &at)) {
        rp_item *before = &reader->items[at];
        if (item.number > before->number)
            before->number = item.number;
        if (item.strength > before->strength)
            before->strength = item.strength;
        before->wrote =
            (uint8_t)(((before->wrote | item.wrote) & RP_WROTE_ABUSE) |
                      (before->wrote & item.wrote & RP_WROTE_MILDLY));
        return;
    }
    rp_item *items = rp_grow_array(reader->items, reader->count, &reader->room,
                                   sizeof *items);
    if (!items || reader->out_of_memory) {
        reader->out_of_memory = true;
        return;
    }
    reader->items = items;
    reader->seen[item.tag] = (uint32_t)reader->count;
    items[reader->count++] = item;
}

const rp_list rp_unknown_list = {NULL, 0, false};

const rp_list *rp_list_end(rp_reader *reader, bool known) {
    static const rp_list none = {NULL, 0, true};

    if (reader->count == 0)
        return known ? &none : &rp_unknown_list;
    rp_list *list = rp_arena_array(reader->arena, 1, sizeof *list);
    rp_item *items =
        rp_arena_array(reader->arena, reader->count, sizeof *items);
    if (!list || !items) {
        reader->out_of_memory = true;
        return &rp_unknown_list;
    }
    memcpy(items, reader->items, reader->count * sizeof *items);
    *list = (rp_list){items, (uint32_t)reader->count, known};
    return list;
}

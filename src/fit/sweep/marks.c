#include "fit/sweep/marks.h"

#include <string.h>

/* A tag past the largest of a list. */
static uint32_t end_of(const rp_list *list) {
    uint32_t end = 0;

    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].tag >= end)
            end = list->items[i].tag + 1;
    return end;
}

static void note(uint8_t *sides, uint32_t tags, const rp_list *list,
                 rp_side side) {
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].tag < tags)
            sides[list->items[i].tag] |= (uint8_t)(1u << side);
}

bool rp_marks_make(rp_marks *out, rp_arena *arena, const rp_roster *roster,
                   size_t therapists, size_t clients) {
    uint32_t tags = 0;
    uint8_t next = 0;

    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        uint32_t end = end_of(rp_list_at(&roster->therapists[t], therapists));
        tags = end > tags ? end : tags;
    }
    *out = (rp_marks){rp_arena_array(arena, (size_t)tags + 1, 1), tags};
    if (!out->bit)
        return false;
    for (uint32_t t = 0; t < roster->therapist_count; t++)
        note(out->bit, tags, rp_list_at(&roster->therapists[t], therapists),
             RP_THERAPISTS);
    for (uint32_t c = 0; c < roster->client_count; c++)
        note(out->bit, tags, rp_list_at(&roster->clients[c], clients),
             RP_CLIENTS);
    for (uint32_t tag = 0; tag < tags; tag++) {
        bool is_both =
            out->bit[tag] == (1u << RP_THERAPISTS | 1u << RP_CLIENTS);
        out->bit[tag] = is_both ? next : RP_MARK_BLANK;
        next = (uint8_t)(next + (is_both && next < RP_MARK_SHARED));
    }
    return true;
}

uint64_t rp_marks_set(const rp_marks *marks, const rp_list *list) {
    uint64_t set = 0;

    for (uint32_t i = 0; i < list->count; i++)
        set |= rp_marks_of(marks, list->items[i].tag);
    return set;
}

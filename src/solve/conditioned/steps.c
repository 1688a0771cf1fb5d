#include "solve/conditioned/steps.h"

#include "base/array.h"
#include "solve/conditions.h"

#include <stdlib.h>

void rp_steps_clear(rp_steps *s) {
    free(s->item);
    free(s->open);
    free(s->undo);
    free(s->path);
    *s = (rp_steps){0};
}

/* Room for one more, of everything that has a place for each step. */
static bool widen(rp_steps *s) {
    size_t room = s->room + s->room / 2 + 64;

    if (s->count < s->room)
        return true;
    rp_step *items = rp_resize_array(s->item, room, sizeof *items);
    s->item = items ? items : s->item;
    uint32_t *open = rp_resize_array(s->open, room, sizeof *open);
    s->open = open ? open : s->open;
    rp_undo *undo = rp_resize_array(s->undo, room, sizeof *undo);
    s->undo = undo ? undo : s->undo;
    uint32_t *path = rp_resize_array(s->path, room, sizeof *path);
    s->path = path ? path : s->path;
    if (!items || !open || !undo || !path)
        return false;
    s->room = room;
    return true;
}

uint32_t rp_steps_add(rp_steps *s, rp_step step) {
    if (!widen(s))
        return RP_NONE;
    s->item[s->count] = step;
    return s->count++;
}

static bool is_before(const rp_steps *s, uint32_t a, uint32_t b) {
    if (s->item[a].bound != s->item[b].bound)
        return s->item[a].bound > s->item[b].bound;
    return a < b;
}

void rp_steps_push(rp_steps *s, uint32_t step) {
    uint32_t at = s->open_count++;

    for (; at > 0 && is_before(s, step, s->open[(at - 1) / 2]);
         at = (at - 1) / 2)
        s->open[at] = s->open[(at - 1) / 2];
    s->open[at] = step;
}

uint32_t rp_steps_pop(rp_steps *s) {
    uint32_t best = s->open[0], last = s->open[--s->open_count], at = 0;

    for (uint32_t child = 1; child < s->open_count; child = 2 * at + 1) {
        if (child + 1 < s->open_count &&
            is_before(s, s->open[child + 1], s->open[child]))
            child++;
        if (!is_before(s, s->open[child], last))
            break;
        s->open[at] = s->open[child];
        at = child;
    }
    s->open[at] = last;
    return best;
}

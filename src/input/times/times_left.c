#include "input/times/times_left.h"

#include "input/times/times.h"

const rp_window rp_times_none_left[1] = {{0, 0}};

bool rp_times_hold(const rp_times *times, rp_window window) {
    for (uint32_t i = 0; i < times->count; i++)
        if (times->windows[i].begin <= window.begin &&
            window.end <= times->windows[i].end)
            return true;
    return false;
}

/* A window that is left, at the site of the one it is a part of. */
typedef struct rest {
    rp_window *windows;
    uint32_t *sites; /* NULL: of none */
    uint32_t count;
} rest;

static void keep_rest(rest *r, rp_window window, const rp_times *of,
                      uint32_t which) {
    if (r->sites)
        r->sites[r->count] = of->sites[which];
    r->windows[r->count++] = window;
}

bool rp_times_remove(rp_times *times, const rp_times *taken, rp_arena *arena) {
    size_t most = (size_t)times->count + taken->count;
    rest left = {.count = 0};

    if (rp_times_overlap(times, taken) == 0)
        return true;
    left.windows = rp_arena_array(arena, most, sizeof *left.windows);
    if (times->sites)
        left.sites = rp_arena_array(arena, most, sizeof *left.sites);
    if (!left.windows || (times->sites && !left.sites))
        return false;
    for (uint32_t i = 0; i < times->count; i++) {
        rp_window now = times->windows[i];
        for (uint32_t k = 0; k < taken->count && now.begin < now.end; k++) {
            rp_window gone = taken->windows[k];
            if (gone.end <= now.begin || gone.begin >= now.end)
                continue;
            if (gone.begin > now.begin)
                keep_rest(&left, (rp_window){now.begin, gone.begin}, times, i);
            now.begin = gone.end;
        }
        if (now.begin < now.end)
            keep_rest(&left, now, times, i);
    }
    times->windows = left.count > 0 ? left.windows : rp_times_none_left;
    times->sites = left.sites;
    times->count = left.count;
    return true;
}

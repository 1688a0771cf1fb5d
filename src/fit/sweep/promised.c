#include "fit/sweep/promised.h"

#include "base/tags.h"
#include "fit/meeting.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64 };

/* More bytes of sets than these are not kept. */
static const size_t most_bytes = (size_t)1 << 26;

static int compare(rp_window a, rp_window b) {
    return a.begin != b.begin ? (a.begin > b.begin) - (a.begin < b.begin)
                              : (a.end > b.end) - (a.end < b.end);
}

static int in_order(const void *left, const void *right) {
    return compare(*(const rp_window *)left, *(const rp_window *)right);
}

/* Each window of a client once, in order of arrival.
 * @return false when out of memory */
static bool collect(rp_tags *windows, const rp_roster *roster) {
    for (uint32_t c = 0; c < roster->client_count; c++) {
        const rp_times *slots = &roster->clients[c].slots;
        for (uint32_t k = 0; k < slots->count; k++)
            if (rp_tags_intern(windows,
                               (rp_text){(const char *)&slots->windows[k],
                                         sizeof *slots->windows}) == RP_NONE)
                return false;
    }
    return true;
}

static bool list_windows(rp_promised *p, rp_arena *arena,
                         const rp_tags *windows) {
    uint32_t count = rp_tags_count(windows);

    if (count > most_bytes / sizeof *p->bits / (p->words + 1))
        return true;
    p->windows = rp_arena_array(arena, count, sizeof *p->windows);
    if (!p->windows)
        return false;
    for (uint32_t k = 0; k < count; k++)
        memcpy(&p->windows[k], rp_tags_name(windows, k), sizeof *p->windows);
    if (count > 1)
        qsort(p->windows, count, sizeof *p->windows, in_order);
    p->count = count;
    return true;
}

/* Hours are as long as each other: the first that begins in a window is the
 * first that ends, and both lists go by begin. */
static void fill(rp_promised *p, uint32_t therapist,
                 const rp_hours_list *hours) {
    uint64_t bit = (uint64_t)1 << therapist % WORD;
    uint64_t *bits = p->bits + therapist / WORD;
    uint32_t h = 0;

    for (uint32_t k = 0; k < p->count; k++) {
        while (h < hours->count && hours->items[h].begin < p->windows[k].begin)
            h++;
        if (h == hours->count)
            return;
        if (hours->items[h].end <= p->windows[k].end)
            bits[k * p->words] |= bit;
    }
}

bool rp_promised_make(rp_promised *out, rp_arena *arena, const rp_fit *fit) {
    const rp_roster *roster = fit->roster;
    rp_tags *windows = NULL;

    *out = (rp_promised){.words = (roster->therapist_count + WORD - 1) / WORD};
    if (!rp_meeting_promises(fit))
        return true;
    windows = rp_tags_new();
    bool is_fine = windows && collect(windows, roster) &&
                   list_windows(out, arena, windows);
    rp_tags_free(windows);
    if (!is_fine)
        return false;
    out->bits =
        rp_arena_array(arena, out->count * out->words, sizeof *out->bits);
    out->unknown = rp_arena_array(arena, out->words, sizeof *out->unknown);
    if (!out->bits || !out->unknown)
        return false;
    for (uint32_t t = 0; t < roster->therapist_count; t++) {
        fill(out, t, &fit->offers[t].hours);
        if (rp_times_are_unknown(&roster->therapists[t].slots))
            out->unknown[t / WORD] |= (uint64_t)1 << t % WORD;
    }
    return true;
}

const uint64_t *rp_promised_in(const rp_promised *promised, rp_window window) {
    uint32_t low = 0, high = promised->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (compare(promised->windows[middle], window) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < promised->count && compare(promised->windows[low], window) == 0
               ? promised->bits + low * promised->words
               : NULL;
}

#include "fit/meeting.h"

#include "input/times/times.h"

#include <math.h>
#include <stdlib.h>

enum { WORD = 64 };

bool rp_meeting_promises(const rp_fit *fit) {
    return fit->policy->promise_hours > 0.0;
}

int rp_meeting_shift(const rp_client *client, const rp_therapist *therapist) {
    if (isnan(client->utc_offset) || isnan(therapist->utc_offset))
        return 0;
    return (int)lround((client->utc_offset - therapist->utc_offset) * 60.0);
}

unsigned rp_meeting_minute(unsigned minute, int shift) {
    return (minute + (unsigned)(RP_WEEK_MINUTES + shift)) % RP_WEEK_MINUTES;
}

bool rp_meeting_overlap(unsigned begin, unsigned minutes, unsigned other,
                        unsigned other_minutes) {
    return rp_meeting_minute(other, -(int)begin) < minutes ||
           rp_meeting_minute(begin, -(int)other) < other_minutes;
}

/* ---- one hour ------------------------------------------------------------ */

/* Do all minutes of [begin, end) lie in windows that do not touch? */
static bool is_within(const rp_times *times, unsigned begin, unsigned end) {
    uint32_t low = 0, high = times->count;

    while (low < high) { /* the first window that ends behind begin */
        uint32_t middle = low + (high - low) / 2;
        if (times->windows[middle].end <= begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low < times->count && times->windows[low].begin <= begin &&
           times->windows[low].end >= end;
}

static bool is_free(const rp_times *times, const rp_hour *hour, int shift) {
    if (shift == 0)
        return is_within(times, hour->begin, hour->end);
    unsigned begin = rp_meeting_minute(hour->begin, shift);
    unsigned end = begin + hour->end - hour->begin;
    if (end <= RP_WEEK_MINUTES)
        return is_within(times, begin, end);
    return is_within(times, begin, RP_WEEK_MINUTES) &&
           is_within(times, 0, end - RP_WEEK_MINUTES);
}

/* The same of one hour after the other; `at` is the window where the last one
 * was looked for, 0 at first. */
static bool is_next_free(const rp_times *times, const rp_hour *hour, int shift,
                         uint32_t *at) {
    if (shift != 0)
        return is_free(times, hour, shift);
    while (*at < times->count && times->windows[*at].end <= hour->begin)
        ++*at;
    return *at < times->count && times->windows[*at].begin <= hour->begin &&
           times->windows[*at].end >= hour->end;
}

/* Must a client of the pair come to the site of an hour? */
static bool is_bound_to_sites(const rp_fit *fit, const rp_need *need,
                              uint32_t therapist) {
    return fit->roster->therapists[therapist].slots.sites &&
           need->client->sites->count > 0 &&
           rp_common_formats(fit, need, therapist) == 1u << RP_IN_PERSON;
}

static bool is_reached(const rp_need *need, const rp_hour *hour) {
    return hour->site == RP_NONE ||
           rp_list_has(need->client->sites, hour->site);
}

bool rp_meeting_is_reached(const rp_fit *fit, const rp_need *need,
                           uint32_t therapist, const rp_hour *hour) {
    return !is_bound_to_sites(fit, need, therapist) || is_reached(need, hour);
}

bool rp_meeting_suits(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, const rp_hour *hour) {
    const rp_times *slots = &need->client->slots;
    int shift =
        rp_meeting_shift(need->client, &fit->roster->therapists[therapist]);

    return (slots->count == 0 || is_free(slots, hour, shift)) &&
           rp_meeting_is_reached(fit, need, therapist, hour);
}

/* ---- all of them --------------------------------------------------------- */

uint32_t rp_meeting_hours(const rp_fit *fit, const rp_need *need,
                          uint32_t therapist, uint64_t *bits) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    const rp_times *slots = &need->client->slots;
    bool is_bound = is_bound_to_sites(fit, need, therapist);
    int shift =
        rp_meeting_shift(need->client, &fit->roster->therapists[therapist]);
    uint32_t count = 0, at = 0;

    for (uint32_t w = 0; bits && w < rp_hours_words(hours->count); w++)
        bits[w] = 0;
    for (uint32_t h = 0; h < hours->count; h++) {
        const rp_hour *hour = &hours->items[h];
        if ((slots->count > 0 && !is_next_free(slots, hour, shift, &at)) ||
            (is_bound && !is_reached(need, hour)))
            continue;
        count++;
        if (bits)
            bits[h / WORD] |= (uint64_t)1 << h % WORD;
    }
    return count;
}

/* ---- is there one? ------------------------------------------------------- */

/* Both lists in one walk: is there an hour in a window of each? The first
 * stretch of theirs that begins with the common part, or in it, is the earliest
 * that can lie in it. */
static bool has_common_hour(const rp_times *own, const rp_times *theirs,
                            unsigned minutes) {
    for (uint32_t i = 0, j = 0; i < own->count && j < theirs->count;) {
        const rp_window *x = &own->windows[i], *y = &theirs->windows[j];
        if (x->begin < y->end && y->begin < x->end) {
            unsigned begin = y->begin, end = x->end < y->end ? x->end : y->end;
            if (x->begin > begin)
                begin += (x->begin - begin + minutes - 1) / minutes * minutes;
            if (begin + minutes <= end)
                return true;
        }
        i += x->end <= y->end;
        j += y->end <= x->end;
    }
    return false;
}

/* Does a rule that sees one hour alone have to look at each of them? */
static bool is_plain(const rp_fit *fit, const rp_need *need,
                     uint32_t therapist) {
    return rp_meeting_shift(need->client,
                            &fit->roster->therapists[therapist]) == 0 &&
           !is_bound_to_sites(fit, need, therapist);
}

/* Is there an hour that suits, or with `two` two on different days? */
static bool has_hours(const rp_fit *fit, const rp_need *need,
                      uint32_t therapist, bool two) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    const rp_times *slots = &need->client->slots;
    bool is_bound = is_bound_to_sites(fit, need, therapist);
    int shift =
        rp_meeting_shift(need->client, &fit->roster->therapists[therapist]);
    const rp_hour *first = NULL;
    uint32_t at = 0;

    for (uint32_t h = 0; h < hours->count; h++) {
        const rp_hour *hour = &hours->items[h];
        if ((first && rp_hour_day(first) == rp_hour_day(hour)) ||
            (slots->count > 0 && !is_next_free(slots, hour, shift, &at)) ||
            (is_bound && !is_reached(need, hour)))
            continue;
        if (!two || first)
            return true;
        first = hour;
    }
    return false;
}

/* What a client and a window that was moved have in common. */
typedef struct common {
    unsigned minutes, longest;
} common;

/* The client's week is seen twice, one behind the other, as a window that was
 * moved may lie across its end; windows that touch there are one. */
static common common_of(const rp_times *own, unsigned begin, unsigned end) {
    common found = {0, 0};
    unsigned run = 0, last = 0;

    for (unsigned week = 0; week < 2; week++)
        for (uint32_t k = 0; k < own->count; k++) {
            unsigned from = own->windows[k].begin + week * RP_WEEK_MINUTES;
            unsigned to = own->windows[k].end + week * RP_WEEK_MINUTES;
            from = from > begin ? from : begin;
            to = to < end ? to : end;
            if (from >= to)
                continue;
            if (found.minutes == 0 || from != last)
                run = from;
            last = to;
            found.minutes += to - from;
            if (to - run > found.longest)
                found.longest = to - run;
        }
    return found;
}

static common common_with(const rp_times *own, const rp_window *window,
                          int shift) {
    unsigned begin = rp_meeting_minute(window->begin, shift);

    return common_of(own, begin, begin + window->end - window->begin);
}

/* A stretch of one session that both have, wherever it begins. */
static bool has_stretch(const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_times *own = &need->client->slots;
    double minutes = fit->offers[therapist].session;
    int shift = rp_meeting_shift(need->client, t);

    if (shift == 0)
        return rp_times_share(own, &t->slots, minutes);
    for (uint32_t k = 0; k < t->slots.count; k++) {
        common found = common_with(own, &t->slots.windows[k], shift);
        if (found.longest > 0 && found.longest >= minutes)
            return true;
    }
    return false;
}

bool rp_meeting_is_possible(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist) {
    const rp_offer *offer = &fit->offers[therapist];
    const rp_times *slots = &need->client->slots;
    bool two = need->client->frequency == RP_TWICE_A_WEEK;

    if (!rp_meeting_promises(fit))
        return slots->count == 0 || has_stretch(fit, need, therapist);
    if (!two && is_plain(fit, need, therapist))
        return slots->count == 0
                   ? offer->hours.count > 0
                   : has_common_hour(slots,
                                     &fit->roster->therapists[therapist].slots,
                                     (unsigned)offer->session);
    return has_hours(fit, need, therapist, two);
}

unsigned rp_meeting_minutes(const rp_fit *fit, const rp_need *need,
                            uint32_t therapist) {
    const rp_therapist *t = &fit->roster->therapists[therapist];
    const rp_times *own = &need->client->slots;
    int shift = rp_meeting_shift(need->client, t);
    unsigned minutes = 0;

    if (shift == 0)
        return rp_times_overlap(own, &t->slots);
    for (uint32_t k = 0; k < t->slots.count; k++)
        minutes += common_with(own, &t->slots.windows[k], shift).minutes;
    return minutes;
}

static int by_begin(const void *left, const void *right) {
    const rp_window *a = left, *b = right;

    return (a->begin > b->begin) - (a->begin < b->begin);
}

bool rp_meeting_moved(rp_times *out, rp_arena *arena, const rp_times *times,
                      int minutes) {
    rp_window *w = rp_arena_array(arena, (size_t)times->count + 1, sizeof *w);
    uint32_t count = 0, kept = 0;

    *out = (rp_times){0};
    if (!w)
        return false;
    for (uint32_t k = 0; k < times->count; k++) {
        const rp_window *from = &times->windows[k];
        unsigned begin = rp_meeting_minute(from->begin, minutes);
        unsigned end = begin + from->end - from->begin;
        bool wraps = end > RP_WEEK_MINUTES; /* one window at the most does */
        w[count++] = (rp_window){(uint16_t)begin,
                                 (uint16_t)(wraps ? RP_WEEK_MINUTES : end)};
        if (wraps)
            w[count++] = (rp_window){0, (uint16_t)(end - RP_WEEK_MINUTES)};
    }
    if (count > 1)
        qsort(w, count, sizeof *w, by_begin);
    for (uint32_t k = 0; k < count; k++) {
        if (kept > 0 && w[k].begin <= w[kept - 1].end)
            w[kept - 1].end = w[k].end;
        else
            w[kept++] = w[k];
    }
    *out = (rp_times){w, kept, NULL};
    return true;
}

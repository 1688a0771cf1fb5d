#include "match/second/visits.h"

#include "base/array.h"
#include "fit/meeting.h"
#include "input/times/times.h"

#include <stdio.h>
#include <stdlib.h>

enum { WEEKS = 2, HELD = 2, WORD = 64 };

/* An hour of the first plan, in the weeks in which it is. */
typedef struct given {
    const rp_hour *hour;
    bool weeks[WEEKS];
} given;

/* With whom a client holds hours by the first plan: who needs a person, too,
 * keeps one with whom they are pinned to. */
static uint32_t holds_with(const rp_outcome *o, uint32_t client) {
    return o->triage->human[client] ? o->triage->pin[client]
                                    : o->therapist[client];
}

/* The hours that a client holds by the first plan. @return how many */
static int given_to(const rp_outcome *o, uint32_t client, given out[HELD]) {
    uint32_t t = holds_with(o, client);
    int count = 0;

    if (!o->schedule || t == RP_NONE)
        return 0;
    const rp_held_hours *held = &o->schedule->held[client];
    for (; count < HELD && held->hours[count] != RP_HOUR_NONE; count++)
        out[count] = (given){&o->fit->offers[t].hours.items[held->hours[count]],
                             {held->week != 'B', held->week != 'A'}};
    return count;
}

/* -- seats ----------------------------------------------------------------- */

rp_status rp_visits_make(rp_visits *out, const rp_outcome *o,
                         const rp_times *const *groups) {
    uint32_t therapists = o->fit->roster->therapist_count;
    size_t seats = 0, words = 0;
    given hours[HELD];

    *out = (rp_visits){.outcome = o, .groups = groups};
    out->first = rp_new_array((size_t)therapists + 1, sizeof *out->first);
    if (!out->first)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++) {
        size_t count = o->fit->offers[t].hours.count;
        seats += WEEKS * count;
        words = rp_hours_words((uint32_t)count) > words
                    ? rp_hours_words((uint32_t)count)
                    : words;
        out->first[t + 1] = seats;
    }
    out->taken = rp_new_array(seats, sizeof *out->taken);
    out->bits = rp_new_array(words, sizeof *out->bits);
    if (!out->taken || !out->bits)
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < o->fit->roster->client_count; c++) {
        int count = given_to(o, c, hours);
        for (int k = 0; k < count; k++) {
            uint32_t t = holds_with(o, c);
            size_t seat =
                out->first[t] +
                WEEKS * (size_t)(hours[k].hour - o->fit->offers[t].hours.items);
            for (int w = 0; w < WEEKS; w++)
                out->taken[seat + (size_t)w] |= hours[k].weeks[w];
        }
    }
    return RP_OK;
}

void rp_visits_clear(rp_visits *visits) {
    free(visits->first);
    free(visits->taken);
    free(visits->bits);
    *visits = (rp_visits){.outcome = NULL};
}

size_t rp_visits_count(const rp_visits *v) {
    return v->first[v->outcome->fit->roster->therapist_count];
}

bool rp_visits_binds(const rp_visits *v, uint32_t client, uint32_t therapist) {
    const rp_outcome *o = v->outcome;

    return rp_meeting_promises(o->fit) &&
           !rp_times_are_unknown(
               &o->fit->roster->therapists[therapist].slots) &&
           o->therapist[client] != therapist;
}

/* -- one pair -------------------------------------------------------------- */

/* Does the client see their therapist then, or the group in which they have a
 * seat? The window of a group is in the client's time. */
static bool is_busy(const rp_visits *v, const rp_need *need, const rp_hour *at,
                    int shift, int week) {
    const rp_outcome *o = v->outcome;
    const rp_times *group = v->groups ? v->groups[need->index] : NULL;
    unsigned begin = rp_meeting_minute(at->begin, shift),
             minutes = at->end - at->begin;
    given hours[HELD];
    int count = given_to(o, need->index, hours);
    bool busy = false;

    for (int k = 0; k < count; k++) {
        const rp_hour *held = hours[k].hour;
        int own = rp_meeting_shift(
            need->client,
            &o->fit->roster->therapists[holds_with(o, need->index)]);
        busy |= hours[k].weeks[week] &&
                rp_meeting_overlap(begin, minutes,
                                   rp_meeting_minute(held->begin, own),
                                   held->end - held->begin);
    }
    for (uint32_t k = 0; group && k < group->count; k++)
        busy |=
            rp_meeting_overlap(begin, minutes, group->windows[k].begin,
                               group->windows[k].end - group->windows[k].begin);
    return busy;
}

size_t rp_visits_list(const rp_visits *v, const rp_need *need,
                      uint32_t therapist, uint32_t *out) {
    const rp_outcome *o = v->outcome;
    const rp_hours_list *hours = &o->fit->offers[therapist].hours;
    int shift =
        rp_meeting_shift(need->client, &o->fit->roster->therapists[therapist]);
    size_t count = 0;

    rp_meeting_hours(o->fit, need, therapist, v->bits);
    for (uint32_t h = 0; h < hours->count; h++)
        for (int w = 0; w < WEEKS; w++) {
            size_t seat = v->first[therapist] + WEEKS * (size_t)h + (size_t)w;
            if (v->bits[h / WORD] >> h % WORD & 1 && !v->taken[seat] &&
                !is_busy(v, need, &hours->items[h], shift, w))
                out[count++] = (uint32_t)seat;
        }
    return count;
}

const rp_hour *rp_visits_at(const rp_visits *v, uint32_t therapist,
                            uint32_t seat, char *week) {
    size_t number = seat - v->first[therapist];

    *week = number % WEEKS ? 'B' : 'A';
    return &v->outcome->fit->offers[therapist].hours.items[number / WEEKS];
}

void rp_visits_name(char out[2 * RP_HOUR_NAME], const rp_visits *v,
                    uint32_t therapist, uint32_t seat) {
    char hour[RP_HOUR_NAME], week;

    rp_hour_name(hour, rp_visits_at(v, therapist, seat, &week)->begin);
    snprintf(out, 2 * RP_HOUR_NAME, "%s %c", hour, week);
}

/* -- dealing --------------------------------------------------------------- */

typedef struct dealing {
    rp_visitor *visitors;
    uint32_t count;
    uint32_t *holder; /* [seats] number of a visitor, or RP_NONE */
    uint32_t *seen;   /* [seats] the search that looked at it last */
    uint32_t search;
} dealing;

/* Give a visitor a seat; those who have one may get another. */
static bool give(dealing *d, uint32_t visitor) {
    const rp_visitor *v = &d->visitors[visitor];

    for (uint32_t k = 0; k < v->count; k++) {
        uint32_t seat = v->seats[k];
        if (d->seen[seat] == d->search)
            continue;
        d->seen[seat] = d->search;
        if (d->holder[seat] != RP_NONE && !give(d, d->holder[seat]))
            continue;
        d->holder[seat] = visitor;
        return true;
    }
    return false;
}

static bool can_all(dealing *d) {
    for (uint32_t k = 0; k < d->count; k++)
        for (uint32_t s = 0; s < d->visitors[k].count; s++)
            d->holder[d->visitors[k].seats[s]] = RP_NONE;
    for (uint32_t k = 0; k < d->count; k++) {
        d->search++;
        if (!give(d, k))
            return false;
    }
    return true;
}

bool rp_visits_deal(const rp_visits *visits, rp_visitor *visitors,
                    uint32_t count) {
    size_t seats = rp_visits_count(visits);
    dealing d = {.visitors = visitors,
                 .count = count,
                 .holder = rp_new_array(seats, sizeof *d.holder),
                 .seen = rp_new_array(seats, sizeof *d.seen)};
    bool whole = d.holder && d.seen;

    for (size_t s = 0; whole && s < seats; s++)
        d.holder[s] = RP_NONE;
    for (uint32_t k = 0; whole && k < count; k++) {
        rp_visitor all = visitors[k];
        for (uint32_t s = 0; s < all.count; s++) {
            visitors[k] = (rp_visitor){&all.seats[s], 1, all.seats[s]};
            if (can_all(&d))
                break;
        }
    }
    free(d.holder);
    free(d.seen);
    return whole;
}

/* -- what is taken of a client's week -------------------------------------- */

static int by_begin(const void *left, const void *right) {
    const rp_window *a = left, *b = right;

    return (a->begin > b->begin) - (a->begin < b->begin);
}

bool rp_visits_busy(rp_times *out, rp_arena *arena, const rp_outcome *o,
                    uint32_t client) {
    rp_window *windows = rp_arena_array(arena, 2 * HELD, sizeof *windows);
    given hours[HELD];
    int count = given_to(o, client, hours);
    uint32_t made = 0;

    for (int k = 0; windows && k < count; k++) {
        const rp_hour *hour = hours[k].hour;
        unsigned begin = rp_meeting_minute(
            hour->begin,
            rp_meeting_shift(
                &o->fit->roster->clients[client],
                &o->fit->roster->therapists[holds_with(o, client)]));
        unsigned end = begin + hour->end - hour->begin;
        bool wraps = end > RP_WEEK_MINUTES;
        windows[made++] = (rp_window){
            (uint16_t)begin, (uint16_t)(wraps ? RP_WEEK_MINUTES : end)};
        if (wraps)
            windows[made++] = (rp_window){0, (uint16_t)(end - RP_WEEK_MINUTES)};
    }
    if (made > 1)
        qsort(windows, made, sizeof *windows, by_begin);
    *out = (rp_times){.windows = windows, .count = made};
    return windows != NULL;
}

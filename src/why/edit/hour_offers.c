#include "why/edit/hour_offers.h"

#include "fit/meeting.h"
#include "input/times/times.h"
#include "solve/hours.h"

#include <math.h>

enum { WORD = 64, QUARTER = 15, ANY_DAY = 7 };

/* A pair whose hours are looked at. */
typedef struct looking {
    const rp_fit *fit;
    const rp_need *need;
    uint32_t therapist;
    unsigned minutes;                             /* of a session */
    uint64_t suits[RP_HOUR_WORDS(RP_HOURS_MOST)]; /* bits */
    unsigned day; /* on which no other hour helps; ANY_DAY: none */
} looking;

static bool look(looking *l, const rp_fit *fit, const rp_need *need,
                 uint32_t therapist) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    double minutes = fit->offers[therapist].session;

    *l = (looking){.fit = fit,
                   .need = need,
                   .therapist = therapist,
                   .minutes = (unsigned)lround(minutes),
                   .day = ANY_DAY};
    if (!rp_meeting_promises(fit) || hours->count == 0)
        return false;
    rp_meeting_hours(fit, need, therapist, l->suits);
    for (uint32_t h = 0; rp_meeting_wants(need->client) > 1 && h < hours->count;
         h++)
        if (l->suits[h / WORD] >> h % WORD & 1)
            l->day = rp_hour_day(&hours->items[h]);
    return l->minutes > 0;
}

static bool overlaps(const rp_times *times, unsigned begin, unsigned end) {
    for (uint32_t k = 0; k < times->count; k++)
        if (times->windows[k].begin < end && begin < times->windows[k].end)
            return true;
    return false;
}

/* Hours are cut from the beginning of a window: one that is made longer at its
 * end keeps them, but may have no hour that begins there. */
static bool begins_one(const looking *l, unsigned begin) {
    const rp_times *slots = &l->fit->roster->therapists[l->therapist].slots;

    for (uint32_t k = 0; k < slots->count; k++) {
        const rp_window *w = &slots->windows[k];
        if (w->end == begin && (!slots->sites || slots->sites[k] == RP_NONE))
            return (unsigned)(w->end - w->begin) % l->minutes == 0;
    }
    return true;
}

static bool can_offer(const looking *l, int at, rp_window *out) {
    const rp_roster *roster = l->fit->roster;
    unsigned begin = (unsigned)at, end = begin + l->minutes;

    if (at < 0 || end > RP_WEEK_MINUTES)
        return false;
    rp_hour hour = {(uint16_t)begin, (uint16_t)end, RP_NONE};
    if (rp_hour_day(&hour) == l->day ||
        overlaps(&roster->therapists[l->therapist].slots, begin, end) ||
        (roster->taken &&
         overlaps(&roster->taken[l->therapist].hours, begin, end)) ||
        !begins_one(l, begin) ||
        !rp_meeting_suits(l->fit, l->need, l->therapist, &hour))
        return false;
    *out = (rp_window){hour.begin, hour.end};
    return true;
}

/* In the client's windows, as the therapist's week has them. */
static bool offer_theirs(const looking *l, rp_window *out) {
    const rp_times *slots = &l->need->client->slots;
    int shift = rp_meeting_shift(l->need->client,
                                 &l->fit->roster->therapists[l->therapist]);

    for (uint32_t k = 0; k < slots->count; k++)
        for (int at = slots->windows[k].begin;
             at + (int)l->minutes <= slots->windows[k].end; at += QUARTER)
            if (can_offer(l, (at - shift + RP_WEEK_MINUTES) % RP_WEEK_MINUTES,
                          out))
                return true;
    return false;
}

bool rp_hour_offers_new(rp_window *out, const rp_fit *fit, const rp_need *need,
                        uint32_t therapist) {
    const rp_times *slots = &fit->roster->therapists[therapist].slots;
    looking l;

    if (!look(&l, fit, need, therapist))
        return false;
    for (uint32_t k = 0; k < slots->count; k++)
        if (can_offer(&l, slots->windows[k].end, out))
            return true;
    for (uint32_t k = 0; k < slots->count; k++)
        if (can_offer(&l, slots->windows[k].begin - (int)l.minutes, out))
            return true;
    return offer_theirs(&l, out);
}

bool rp_hour_offers_own(rp_window *out, const rp_fit *fit, const rp_need *need,
                        uint32_t therapist, const uint64_t *held) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    uint32_t best = RP_HOUR_NONE;
    bool is_free = false;
    looking l;

    if (need->client->slots.count == 0 || !look(&l, fit, need, therapist))
        return false;
    for (uint32_t h = 0; h < hours->count && !is_free; h++) {
        const rp_hour *hour = &hours->items[h];
        if (l.suits[h / WORD] >> h % WORD & 1 || rp_hour_day(hour) == l.day ||
            !rp_meeting_is_reached(fit, need, therapist, hour))
            continue;
        is_free = !(held[h / WORD] >> h % WORD & 1);
        if (best == RP_HOUR_NONE || is_free)
            best = h;
    }
    if (best != RP_HOUR_NONE)
        *out = (rp_window){hours->items[best].begin, hours->items[best].end};
    return best != RP_HOUR_NONE;
}

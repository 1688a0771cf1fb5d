#include "match/promises.h"

#include <stdlib.h>

rp_status rp_promises_init(rp_promises *out, const rp_fit *fit) {
    uint32_t clients = fit->roster->client_count;

    *out = (rp_promises){0};
    rp_status status = rp_suiting_init(&out->suiting, fit, NULL, NULL, 1);
    out->named = rp_new_array(clients, sizeof *out->named);
    if (status != RP_OK || !out->named ||
        !rp_places_init(&out->at, clients, fit->roster->therapist_count))
        return RP_ERR_MEMORY;
    for (uint32_t c = 0; c < clients; c++)
        out->named[c] = rp_no_hours;
    return RP_OK;
}

void rp_promises_clear(rp_promises *promises) {
    rp_suiting_clear(&promises->suiting);
    rp_places_clear(&promises->at);
    rp_dealing_clear(&promises->dealing);
    free(promises->named);
    *promises = (rp_promises){0};
}

bool rp_promises_failed(const rp_promises *promises) {
    return promises->dealing.out_of_memory ||
           rp_suiting_failed(&promises->suiting);
}

/* Are there two that begin on different days, or one where one is named? */
static bool has_two(const rp_hours_list *hours, const uint64_t *bits,
                    const rp_held_hours *named) {
    unsigned first = 7;

    if (named->hours[0] != RP_HOUR_NONE)
        first = rp_hour_day(&hours->items[named->hours[0]]);
    for (uint32_t h = 0; h < hours->count; h++) {
        unsigned day = rp_hour_day(&hours->items[h]);
        if (!(bits[h / 64] >> h % 64 & 1) || day == first)
            continue;
        if (first < 7)
            return true;
        first = day;
    }
    return false;
}

bool rp_promises_put(rp_dealing *d, const rp_suiting *s, const rp_later *later,
                     uint32_t client, uint32_t therapist, int thread,
                     const rp_held_hours *named) {
    uint64_t *bits = rp_dealing_next(d);
    uint8_t rhythm = s->rhythm[client];

    if (!named)
        named = &rp_no_hours;
    if (!bits)
        return false;
    uint32_t count = rp_suiting_ask(s, client, therapist, thread, bits);
    bool is_settled = named->hours[rhythm == RP_TWICE_WEEKLY] != RP_HOUR_NONE;
    bool holds = is_settled ||
                 (rhythm == RP_TWICE_WEEKLY ? has_two(d->hours, bits, named)
                                            : count > 0);
    if (holds)
        rp_dealing_put(d, rhythm, named);
    holds = holds && later && !d->out_of_memory;
    for (uint32_t h = 0; holds && h < d->hours->count; h++)
        rp_dealing_shut(d, h,
                        rp_later_weeks(later, s->fit, client, therapist, h));
    return !rp_suiting_failed(s);
}

/* Is there an hour beside those who are there? */
static bool is_room(rp_promises *p, const rp_later *later, uint32_t client,
                    uint32_t therapist, const rp_held_hours *named) {
    const rp_hours_list *hours = &p->suiting.fit->offers[therapist].hours;

    if (hours->count == 0)
        return true;
    rp_dealing_begin(&p->dealing, hours);
    if (later)
        rp_dealing_give(&p->dealing, rp_later_given(later, therapist));
    for (uint32_t c = p->at.first[therapist]; c != RP_NONE; c = p->at.next[c])
        rp_promises_put(&p->dealing, &p->suiting, later, c, therapist, 0,
                        &p->named[c]);
    uint32_t before = p->dealing.count;
    rp_promises_put(&p->dealing, &p->suiting, later, client, therapist, 0,
                    named);
    return p->dealing.count == before || rp_dealing_is_possible(&p->dealing);
}

bool rp_promises_has_room(rp_promises *p, uint32_t client, uint32_t therapist) {
    return !p || is_room(p, p->later, client, therapist, NULL);
}

bool rp_promises_take(rp_promises *p, uint32_t client, uint32_t therapist,
                      const rp_held_hours *named) {
    if (!p)
        return true;
    if (!is_room(p, NULL, client, therapist, named))
        return false;
    p->named[client] = named ? *named : rp_no_hours;
    rp_places_put(&p->at, client, therapist);
    return !rp_promises_failed(p);
}

bool rp_promises_find(rp_held_hours *out, const rp_fit *fit, uint32_t therapist,
                      const rp_pin_hours *wanted) {
    *out = rp_no_hours;
    out->week = wanted->week;
    for (uint32_t k = 0; k < wanted->count; k++) {
        out->hours[k] =
            rp_hours_find(&fit->offers[therapist].hours, wanted->begin[k]);
        if (out->hours[k] == RP_HOUR_NONE)
            return false;
    }
    if (wanted->count == 2 && out->hours[1] < out->hours[0]) {
        uint32_t later = out->hours[0];
        out->hours[0] = out->hours[1];
        out->hours[1] = later;
    }
    return true;
}

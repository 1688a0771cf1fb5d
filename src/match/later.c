#include "match/later.h"

#include "base/array.h"
#include "fit/meeting.h"

#include <stdlib.h>

rp_status rp_later_init(rp_later *out, const rp_fit *fit) {
    uint32_t therapists = fit->roster->therapist_count;

    *out = (rp_later){0};
    out->first = rp_new_array((size_t)therapists + 1, sizeof *out->first);
    if (!out->first)
        return RP_ERR_MEMORY;
    for (uint32_t t = 0; t < therapists; t++)
        out->first[t + 1] = out->first[t] + fit->offers[t].hours.count;
    out->given = rp_new_array(out->first[therapists], sizeof *out->given);
    return out->given ? RP_OK : RP_ERR_MEMORY;
}

void rp_later_clear(rp_later *later) {
    free(later->first);
    free(later->given);
    free(later->times);
    free(later->persons);
    *later = (rp_later){0};
}

bool rp_later_be(rp_later *later, rp_later_time time) {
    rp_later_time *grown = rp_grow_array(later->times, later->time_count,
                                         &later->time_room, sizeof *grown);

    if (!grown)
        return false;
    later->times = grown;
    grown[later->time_count++] = time;
    return true;
}

bool rp_later_see(rp_later *later, uint32_t client, uint32_t therapist) {
    rp_later_person *grown = rp_grow_array(later->persons, later->person_count,
                                           &later->person_room, sizeof *grown);

    if (!grown)
        return false;
    later->persons = grown;
    grown[later->person_count++] = (rp_later_person){client, therapist};
    return true;
}

const uint8_t *rp_later_given(const rp_later *later, uint32_t therapist) {
    return later->given + later->first[therapist];
}

/* The first of a client's, or of whoever comes behind: both lists begin their
 * items with the client. */
static size_t find(const void *items, size_t count, size_t size,
                   uint32_t client) {
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const uint32_t *whose =
            (const void *)((const char *)items + middle * size);
        if (*whose < client)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

unsigned rp_later_weeks(const rp_later *later, const rp_fit *fit,
                        uint32_t client, uint32_t therapist, uint32_t hour) {
    const rp_hour *at = &fit->offers[therapist].hours.items[hour];
    unsigned weeks = 0, begin = 0;
    size_t k = later ? find(later->times, later->time_count,
                            sizeof *later->times, client)
                     : 0;

    if (!later || k == later->time_count || later->times[k].client != client)
        return 0;
    begin = rp_meeting_minute(
        at->begin, rp_meeting_shift(&fit->roster->clients[client],
                                    &fit->roster->therapists[therapist]));
    for (; k < later->time_count && later->times[k].client == client; k++)
        if (rp_meeting_overlap(begin, at->end - at->begin,
                               later->times[k].begin, later->times[k].minutes))
            weeks |= later->times[k].weeks;
    return weeks;
}

bool rp_later_sees(const rp_later *later, uint32_t client, uint32_t therapist) {
    size_t k = later ? find(later->persons, later->person_count,
                            sizeof *later->persons, client)
                     : 0;

    for (;
         later && k < later->person_count && later->persons[k].client == client;
         k++)
        if (later->persons[k].therapist == therapist)
            return true;
    return false;
}

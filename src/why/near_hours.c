#include "why/near_hours.h"

#include "fit/meeting.h"
#include "input/times/times.h"

enum { TOLD = 3 }; /* hours that are named */

/* The clock of a name such as "tue 17:30". */
static const char *clock_of(const char *name) { return name + 4; }

static uint32_t first_near(const rp_hours_list *hours, const rp_window *free) {
    uint32_t h = 0;

    while (h < hours->count && hours->items[h].end <= free->begin)
        h++;
    return h;
}

static uint32_t count_near(const rp_hours_list *hours, const rp_window *free) {
    uint32_t first = first_near(hours, free), h = first;

    while (h < hours->count && hours->items[h].begin < free->end)
        h++;
    return h - first;
}

static bool put_near(rp_buffer *out, const rp_hours_list *hours, const char *id,
                     const rp_window *free) {
    uint32_t first = first_near(hours, free), count = count_near(hours, free);
    char name[RP_HOUR_NAME];

    if (count > TOLD)
        count = TOLD;
    rp_hour_name(name, free->begin);
    bool put =
        rp_buffer_put(out, name, 3) && rp_buffer_puts(out, ": free at ") &&
        rp_buffer_puts(out, clock_of(name)) &&
        rp_buffer_puts(out, count == 1 ? "; an hour of " : "; hours of ") &&
        rp_buffer_puts(out, rp_quote(rp_text_of(id)).bytes) &&
        rp_buffer_puts(out, count == 1 ? " begins at " : " begin at ");
    for (uint32_t k = 0; put && k < count; k++) {
        rp_hour_name(name, hours->items[first + k].begin);
        put = rp_buffer_puts(out, k == 0           ? ""
                                  : k + 1 == count ? " and "
                                                   : ", ") &&
              rp_buffer_puts(out, clock_of(name));
    }
    return put;
}

bool rp_near_hours_put(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                       uint32_t therapist) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    const rp_therapist *t = &fit->roster->therapists[therapist];
    rp_arena arena = {0};
    rp_times slots;
    bool put = true;

    if (need->client->slots.count == 0 || hours->count == 0 ||
        rp_meeting_hours(fit, need, therapist, NULL) > 0)
        return true;
    if (!rp_meeting_moved(&slots, &arena, &need->client->slots,
                          -rp_meeting_shift(need->client, t))) {
        rp_arena_clear(&arena);
        return false;
    }
    for (uint32_t k = 0; k < slots.count; k++) {
        const rp_window *free = &slots.windows[k];
        if (free->end - free->begin < fit->offers[therapist].session ||
            count_near(hours, free) == 0)
            continue;
        put = put_near(out, hours, t->id, free);
        break;
    }
    rp_arena_clear(&arena);
    return put;
}

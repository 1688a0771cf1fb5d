#include "why/near_hours.h"

#include "fit/meeting.h"
#include "fit/spoken.h"
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

/* Can the client not come to one of so many hours? */
static bool is_elsewhere(const rp_fit *fit, const rp_need *need,
                         uint32_t therapist, const rp_hour *hours,
                         uint32_t count) {
    uint32_t k = 0;

    while (k < count && rp_meeting_is_reached(fit, need, therapist, &hours[k]))
        k++;
    return k < count;
}

/* Where the k-th of so many hours is, behind the last of those at one site. */
static bool put_site(rp_buffer *out, const rp_fit *fit, const rp_hour *hours,
                     uint32_t k, uint32_t count) {
    if (hours[k].site == RP_NONE ||
        (k + 1 < count && hours[k + 1].site == hours[k].site))
        return true;
    return rp_buffer_puts(out, " at ") &&
           rp_buffer_puts(out, rp_spoken_name(fit, hours[k].site).words);
}

static bool put_near(rp_buffer *out, const rp_fit *fit, const rp_need *need,
                     uint32_t therapist, const rp_window *free) {
    const rp_hours_list *hours = &fit->offers[therapist].hours;
    const char *id = fit->roster->therapists[therapist].id;
    const rp_hour *near = hours->items + first_near(hours, free);
    uint32_t count = count_near(hours, free);
    char name[RP_HOUR_NAME];

    if (count > TOLD)
        count = TOLD;
    bool elsewhere = is_elsewhere(fit, need, therapist, near, count);
    rp_hour_name(name, free->begin);
    bool put =
        rp_buffer_put(out, name, 3) && rp_buffer_puts(out, ": free at ") &&
        rp_buffer_puts(out, clock_of(name)) &&
        rp_buffer_puts(out, count == 1 ? "; an hour of " : "; hours of ") &&
        rp_buffer_puts(out, rp_quote(rp_text_of(id)).bytes) &&
        rp_buffer_puts(out, count == 1 ? " begins at " : " begin at ");
    for (uint32_t k = 0; put && k < count; k++) {
        rp_hour_name(name, near[k].begin);
        put = rp_buffer_puts(out, k == 0           ? ""
                                  : k + 1 == count ? " and "
                                                   : ", ") &&
              rp_buffer_puts(out, clock_of(name)) &&
              (!elsewhere || put_site(out, fit, near, k, count));
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
        put = put_near(out, fit, need, therapist, free);
        break;
    }
    rp_arena_clear(&arena);
    return put;
}

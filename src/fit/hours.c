#include "fit/hours.h"

#include "input/times/times.h"

#include <stdio.h>

bool rp_hours_cut(rp_hours_list *out, rp_arena *arena, const rp_times *slots,
                  uint32_t minutes) {
    uint32_t count = 0;

    *out = (rp_hours_list){0};
    for (uint32_t k = 0; k < slots->count; k++)
        count += (slots->windows[k].end - slots->windows[k].begin) / minutes;
    rp_hour *items = rp_arena_array(arena, count, sizeof *items);
    if (!items)
        return false;
    for (uint32_t k = 0, at = 0; k < slots->count; k++) {
        uint32_t begin = slots->windows[k].begin;
        uint32_t site = slots->sites ? slots->sites[k] : RP_NONE;
        for (; begin + minutes <= slots->windows[k].end; begin += minutes)
            items[at++] =
                (rp_hour){(uint16_t)begin, (uint16_t)(begin + minutes), site};
    }
    *out = (rp_hours_list){items, count};
    return true;
}

uint32_t rp_hours_find(const rp_hours_list *hours, uint16_t begin) {
    uint32_t low = 0, high = hours->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hours->items[middle].begin < begin)
            low = middle + 1;
        else
            high = middle;
    }
    return low < hours->count && hours->items[low].begin == begin
               ? low
               : RP_HOUR_NONE;
}

void rp_hour_name(char out[RP_HOUR_NAME], uint16_t begin) {
    unsigned minutes = begin % RP_DAY_MINUTES;

    snprintf(out, RP_HOUR_NAME, "%.3s %02u:%02u",
             rp_times_day_name(begin / RP_DAY_MINUTES), minutes / 60,
             minutes % 60);
}

void rp_hour_end(char out[RP_HOUR_NAME], const rp_hour *hour) {
    unsigned minutes = hour->end - rp_hour_day(hour) * RP_DAY_MINUTES;

    snprintf(out, RP_HOUR_NAME, "%02u:%02u", minutes / 60, minutes % 60);
}

bool rp_hours_are_among(const rp_hours_list *hours,
                        const rp_hours_list *others) {
    bool all = hours->count > 0 || others->count == 0;

    for (uint32_t h = 0; all && h < hours->count; h++) {
        const rp_hour *one = &hours->items[h];
        uint32_t k = rp_hours_find(others, one->begin);
        all = k != RP_HOUR_NONE && others->items[k].end == one->end &&
              others->items[k].site == one->site;
    }
    return all;
}

#include "output/words/week.h"

#include "base/array.h"
#include "base/shortage.h"
#include "input/times/times.h"
#include "output/json.h"
#include "output/suggest/candidate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOON = 720 };

static bool has_12_hours(const rp_voice *voice) {
    return voice->contact && voice->contact->hours == 12;
}

/* "9" or "9:30" of a clock with twelve hours. */
static void put_hour(char *out, size_t size, unsigned minute) {
    unsigned hour = minute / 60 % 12;

    snprintf(out, size, minute % 60 ? "%u:%02u" : "%u", hour ? hour : 12,
             minute % 60);
}

static bool put_half(rp_buffer *out, const rp_voice *voice, unsigned minute,
                     const char *hour) {
    json_t *values = json_pack("{s:s}", "hour", hour);
    json_t *said = rp_voice_say(
        voice, minute % RP_DAY_MINUTES < NOON ? "time.am" : "time.pm", values);
    const char *text = json_string_value(said);
    bool put = text && rp_buffer_puts(out, text);

    json_decref(values);
    json_decref(said);
    return put;
}

/* A stretch of one day, "9–11 am", "11 am–1 pm" or "09:00–11:00". */
static bool put_stretch(rp_buffer *out, const rp_voice *voice, unsigned begin,
                        unsigned end) {
    const char *all_day = rp_voice_text(voice, "time.all_day");
    char from[16], to[16], both[48];

    if (begin == 0 && end == RP_DAY_MINUTES && all_day)
        return rp_buffer_puts(out, all_day);
    if (!has_12_hours(voice)) {
        snprintf(both, sizeof both, "%02u:%02u–%02u:%02u", begin / 60,
                 begin % 60, end / 60, end % 60);
        return rp_buffer_puts(out, both);
    }
    put_hour(from, sizeof from, begin);
    put_hour(to, sizeof to, end);
    snprintf(both, sizeof both, "%s–%s", from, to);
    if (end < RP_DAY_MINUTES && (begin < NOON) == (end < NOON))
        return put_half(out, voice, begin, both);
    return put_half(out, voice, begin, from) && rp_buffer_puts(out, "–") &&
           put_half(out, voice, end, to);
}

/* All stretches of one day, by ", ". */
static bool put_hours(rp_buffer *out, const rp_voice *voice,
                      const rp_times *times, unsigned day) {
    unsigned from = day * RP_DAY_MINUTES, to = from + RP_DAY_MINUTES;

    for (uint32_t i = 0; i < times->count; i++) {
        unsigned begin = times->windows[i].begin, end = times->windows[i].end;
        begin = begin < from ? from : begin;
        end = end > to ? to : end;
        if (begin >= end)
            continue;
        if ((out->length && !rp_buffer_puts(out, ", ")) ||
            !put_stretch(out, voice, begin - from, end - from))
            return false;
    }
    return rp_buffer_puts(out, "");
}

static void append_days(json_t *week, const rp_voice *voice, unsigned first,
                        unsigned last, const rp_buffer *hours) {
    char days[64], key[2][16];

    if (hours->length == 0)
        return;
    snprintf(key[0], sizeof key[0], "day.%s", rp_day_names[first]);
    snprintf(key[1], sizeof key[1], "day.%s", rp_day_names[last]);
    snprintf(days, sizeof days, "%s%s%s", rp_voice_text(voice, key[0]),
             last > first ? (last > first + 1 ? "–" : ", ") : "",
             last > first ? rp_voice_text(voice, key[1]) : "");
    rp_json_append(
        week, json_pack("{s:s, s:s}", "days", days, "hours", hours->bytes));
}

json_t *rp_week_values(const rp_voice *voice, const rp_times *times) {
    json_t *week = json_array();
    rp_buffer hours = {0}, next = {0};
    unsigned first = 0;
    bool whole = put_hours(&hours, voice, times, 0);

    for (unsigned day = 1; whole && times->count > 0 && day <= RP_DAYS; day++) {
        next.length = 0;
        whole = day == RP_DAYS || put_hours(&next, voice, times, day);
        if (!whole)
            break;
        if (day < RP_DAYS && next.length == hours.length &&
            memcmp(next.bytes, hours.bytes, hours.length) == 0)
            continue;
        append_days(week, voice, first, day - 1, &hours);
        rp_buffer swap = hours;
        hours = next;
        next = swap;
        first = day;
    }
    if (!whole)
        rp_shortage_note();
    rp_buffer_clear(&hours);
    rp_buffer_clear(&next);
    return week;
}

json_t *rp_week_shared(const rp_voice *voice, const rp_times *a,
                       const rp_times *b, double minutes) {
    rp_window *windows =
        rp_new_array((size_t)a->count + b->count, sizeof *windows);
    uint32_t count = 0, i = 0, k = 0;

    if (!windows)
        rp_shortage_note();
    while (windows && i < a->count && k < b->count) {
        rp_window x = a->windows[i], y = b->windows[k];
        rp_window both = {x.begin > y.begin ? x.begin : y.begin,
                          x.end < y.end ? x.end : y.end};
        if (both.begin < both.end && both.end - both.begin >= minutes)
            windows[count++] = both;
        *(x.end < y.end ? &i : &k) += 1;
    }
    rp_times shared = {windows, count, NULL};
    json_t *week = rp_week_values(voice, &shared);
    free(windows);
    return week;
}

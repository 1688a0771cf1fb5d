#include "input/times/clock.h"

#include <string.h>

const rp_hours rp_usual_hours[RP_HOURS_WORDS] = {
    {8 * 60, 12 * 60}, {12 * 60, 17 * 60}, {17 * 60, 21 * 60}};

enum { MIDNIGHT = 24 * 60, EARLIEST = 8 * 60, LATEST = 21 * 60 };

/* One time of a day as it is written. */
typedef struct point {
    int hours, minutes;
    char half; /* 'a', 'p', or 0: not said */
    bool has_minutes;
} point;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

static void skip_blanks(const char **at) { *at += strspn(*at, " "); }

/* Minutes of `08:00`, -1 for another text. */
static int minutes_at(const char *at) {
    if (!is_digit(at[0]) || !is_digit(at[1]) || at[2] != ':' ||
        !is_digit(at[3]) || !is_digit(at[4]))
        return -1;
    int hours = (at[0] - '0') * 10 + at[1] - '0';
    int minutes = (at[3] - '0') * 10 + at[4] - '0';
    return minutes > 59 || hours * 60 + minutes > MIDNIGHT
               ? -1
               : hours * 60 + minutes;
}

bool rp_hours_parse(rp_hours *out, rp_text text) {
    if (text.length != 11 || text.bytes[5] != '-')
        return false;
    int begin = minutes_at(text.bytes), end = minutes_at(text.bytes + 6);
    if (begin < 0 || end <= begin)
        return false;
    *out = (rp_hours){(uint16_t)begin, (uint16_t)end};
    return true;
}

/* A whole word, or one of several by ';'. */
static bool take_word(const char **at, const char *words) {
    while (*words) {
        size_t length = strcspn(words, ";");
        if (strncmp(*at, words, length) == 0 && !is_letter((*at)[length])) {
            *at += length;
            skip_blanks(at);
            return true;
        }
        words += length + (words[length] == ';');
    }
    return false;
}

static char take_half(const char **at) {
    static const char *const halves[] = {"a.m.", "am", "p.m.", "pm", "a", "p"};

    for (size_t k = 0; k < sizeof halves / sizeof *halves; k++) {
        size_t length = strlen(halves[k]);
        if (strncmp(*at, halves[k], length) == 0 && !is_letter((*at)[length])) {
            *at += length;
            skip_blanks(at);
            return halves[k][0];
        }
    }
    return 0;
}

/* `9`, `9:30`, `9:30 am`, noon, midnight; nothing is taken where it is none. */
static bool take_point(point *out, const char **from) {
    const char *at = *from;

    *out = (point){0};
    if (take_word(&at, "noon;midday")) {
        *out = (point){12, 0, 'p', true};
    } else if (take_word(&at, "midnight")) {
        *out = (point){12, 0, 'a', true};
    } else {
        int digits = 0;
        while (digits < 2 && is_digit(*at)) {
            out->hours = out->hours * 10 + (*at++ - '0');
            digits++;
        }
        if (digits == 0 || is_digit(*at))
            return false;
        if (*at == ':') {
            if (!is_digit(at[1]) || !is_digit(at[2]) || is_digit(at[3]))
                return false;
            out->minutes = (at[1] - '0') * 10 + at[2] - '0';
            out->has_minutes = true;
            at += 3;
        }
        skip_blanks(&at);
        out->half = take_half(&at);
    }
    if (out->minutes > 59 || out->hours > 24 ||
        (out->hours == 24 && out->minutes > 0) ||
        (out->half && (out->hours < 1 || out->hours > 12)))
        return false;
    *from = at;
    return true;
}

/* Minutes of the day; of an end, midnight is the last one. */
static int minutes_of(point p, char half, bool is_end) {
    int hours = p.hours;

    if (half)
        hours = hours % 12 + (half == 'p' ? 12 : 0);
    int minutes = hours * 60 + p.minutes;
    return is_end && half && minutes == 0 ? MIDNIGHT : minutes;
}

/* A time that cannot be read in two ways. */
static bool is_plain(point p) { return p.half || p.has_minutes; }

static rp_clock take_part(rp_hours *out, const char **at,
                          const rp_hours parts[RP_HOURS_WORDS]) {
    static const char *const words[RP_HOURS_WORDS] = {
        "mornings;morning", "afternoons;afternoon",
        "evenings;evening;eves;eve;after work;nights;night"};
    static const char *const spoken[] = {"in the ", "the ", ""};
    const char *from = *at;

    for (size_t s = 0; s < 3; s++) {
        if (strncmp(from, spoken[s], strlen(spoken[s])) != 0)
            continue;
        const char *word = from + strlen(spoken[s]);
        for (int k = 0; k < RP_HOURS_WORDS; k++)
            if (take_word(&word, words[k])) {
                *out = parts[k];
                *at = word;
                return RP_CLOCK_FINE;
            }
    }
    if (take_word(at, "all day;any time;anytime")) {
        *out = (rp_hours){0, MIDNIGHT};
        return RP_CLOCK_FINE;
    }
    return RP_CLOCK_NONE;
}

/* `after 4pm` is to the end of the day's work, `before noon` from its begin. */
static rp_clock take_open(rp_hours *out, const char **at, bool after) {
    point p;

    if (!take_point(&p, at) || !is_plain(p))
        return RP_CLOCK_VAGUE;
    int minutes = minutes_of(p, p.half, !after);
    *out = after ? (rp_hours){(uint16_t)minutes, LATEST}
                 : (rp_hours){EARLIEST, (uint16_t)minutes};
    return out->begin < out->end ? RP_CLOCK_FINE : RP_CLOCK_ORDER;
}

rp_clock rp_clock_take(rp_hours *out, const char **at,
                       const rp_hours parts[RP_HOURS_WORDS]) {
    point begin, end;
    rp_clock part = take_part(out, at, parts);

    if (part != RP_CLOCK_NONE)
        return part;
    if (take_word(at, "after;from"))
        part = RP_CLOCK_FINE;
    const char *before = *at;
    if (take_word(at, "before;until;till"))
        return take_open(out, at, false);
    if (!take_point(&begin, at))
        return part == RP_CLOCK_NONE && before == *at ? RP_CLOCK_NONE
                                                      : RP_CLOCK_VAGUE;
    if (*(*at) != '-' && strncmp(*at, "to ", 3) != 0 &&
        strncmp(*at, "until ", 6) != 0 && strncmp(*at, "till ", 5) != 0) {
        if (part == RP_CLOCK_NONE || !is_plain(begin))
            return RP_CLOCK_VAGUE; /* a begin alone */
        *out =
            (rp_hours){(uint16_t)minutes_of(begin, begin.half, false), LATEST};
        return out->begin < out->end ? RP_CLOCK_FINE : RP_CLOCK_ORDER;
    }
    *at += **at == '-' ? 1 : strcspn(*at, " ");
    skip_blanks(at);
    if (!take_point(&end, at))
        return RP_CLOCK_BAD;
    if (!end.half && (begin.half || !begin.has_minutes || !end.has_minutes))
        return RP_CLOCK_VAGUE;
    int last = minutes_of(end, end.half, true);
    int first = minutes_of(begin, begin.half, false);
    if (!begin.half && end.half && begin.hours >= 1 && begin.hours <= 12) {
        first = minutes_of(begin, end.half, false);
        if (first >= last) /* 9-1pm */
            first = minutes_of(begin, 'a', false);
    }
    *out = (rp_hours){(uint16_t)first, (uint16_t)last};
    return first < last ? RP_CLOCK_FINE : RP_CLOCK_ORDER;
}

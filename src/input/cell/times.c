#include "input/cell/times.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const days[7] = {"monday",   "tuesday", "wednesday",
                                    "thursday", "friday",  "saturday",
                                    "sunday"};

enum { USUAL = 32 }; /* windows of a cell: no memory is asked for them */

/* The windows of a cell as they are written, before they are joined. */
typedef struct week {
    rp_window *windows; /* [count] the usual ones, or memory of its own */
    rp_window usual[USUAL];
    size_t count, room;
    bool out_of_memory;
} week;

static bool widen(week *w) {
    size_t room = w->room * 2;
    rp_window *windows = rp_resize_array(
        w->windows == w->usual ? NULL : w->windows, room, sizeof *windows);

    if (!windows)
        return false;
    if (w->windows == w->usual)
        memcpy(windows, w->usual, sizeof w->usual);
    w->windows = windows;
    w->room = room;
    return true;
}

static void mark(week *w, int begin, int end) {
    if (w->count == w->room && !widen(w))
        w->out_of_memory = true;
    else
        w->windows[w->count++] = (rp_window){(uint16_t)begin, (uint16_t)end};
}

static rp_text take_word(rp_text *rest) {
    size_t length = 0;

    while (length < rest->length &&
           ((rest->bytes[length] >= 'a' && rest->bytes[length] <= 'z') ||
            (rest->bytes[length] >= 'A' && rest->bytes[length] <= 'Z')))
        length++;
    rp_text word = {rest->bytes, length};
    rest->bytes += length;
    rest->length -= length;
    *rest = rp_text_trim(*rest);
    return word;
}

static int day_of(rp_text word) {
    char lower[16] = {0};

    if (word.length < 3 || word.length >= sizeof lower)
        return -1;
    for (size_t i = 0; i < word.length; i++)
        lower[i] = (char)(word.bytes[i] | 0x20);
    for (int day = 0; day < 7; day++)
        if (lower[0] == days[day][0] && lower[1] == days[day][1] &&
            (word.length == 3 ? lower[2] == days[day][2]
                              : strcmp(lower, days[day]) == 0))
            return day;
    return -1;
}

static bool take_char(rp_text *rest, char c) {
    if (rest->length == 0 || rest->bytes[0] != c)
        return false;
    rest->bytes++;
    rest->length--;
    *rest = rp_text_trim(*rest);
    return true;
}

/* `9:00`, `09:00` or `24:00`: minutes of the day, or -1. */
static int take_clock(rp_text *rest) {
    int hours = 0, minutes = 0;
    size_t at = 0;

    while (at < rest->length && at < 2 && rest->bytes[at] >= '0' &&
           rest->bytes[at] <= '9')
        hours = hours * 10 + (rest->bytes[at++] - '0');
    if (at == 0 || at + 3 > rest->length || rest->bytes[at] != ':')
        return -1;
    for (size_t end = ++at + 2; at < end; at++) {
        if (rest->bytes[at] < '0' || rest->bytes[at] > '9')
            return -1;
        minutes = minutes * 10 + (rest->bytes[at] - '0');
    }
    rest->bytes += at;
    rest->length -= at;
    *rest = rp_text_trim(*rest);
    if (minutes > 59 || hours > 24 || (hours == 24 && minutes > 0))
        return -1;
    return hours * 60 + minutes;
}

static rp_times_trouble mark_window(week *w, rp_text rest) {
    int first = day_of(take_word(&rest)), last = first;
    rp_times_trouble trouble = RP_TIMES_FINE;
    int begin = 0, end = RP_DAY_MINUTES;

    if (first < 0)
        return RP_TIMES_DAY;
    if (take_char(&rest, '-')) {
        last = day_of(take_word(&rest));
        if (last < 0)
            return RP_TIMES_DAY;
        if (last < first)
            return RP_TIMES_DAY_RANGE;
    }
    if (rest.length == 0) {
        trouble = RP_TIMES_WHOLE_DAY;
    } else {
        begin = take_clock(&rest);
        if (begin < 0 || !take_char(&rest, '-'))
            return RP_TIMES_HOURS;
        end = take_clock(&rest);
        if (end < 0 || rest.length > 0)
            return RP_TIMES_HOURS;
        if (end <= begin)
            return RP_TIMES_ORDER;
    }
    for (int day = first; day <= last; day++)
        mark(w, day * RP_DAY_MINUTES + begin, day * RP_DAY_MINUTES + end);
    return trouble;
}

static int by_begin(const void *left, const void *right) {
    const rp_window *a = left, *b = right;

    return (a->begin > b->begin) - (a->begin < b->begin);
}

/* Windows that touch join, overlap counts once. */
static bool collect(rp_times *out, rp_arena *arena, week *w) {
    uint32_t count = 0;
    bool in_order = true;

    for (size_t i = 1; i < w->count; i++)
        in_order &= w->windows[i - 1].begin <= w->windows[i].begin;
    if (!in_order)
        qsort(w->windows, w->count, sizeof *w->windows, by_begin);
    for (size_t i = 0; i < w->count; i++) {
        rp_window next = w->windows[i];
        if (count == 0 || next.begin > w->windows[count - 1].end)
            w->windows[count++] = next;
        else if (next.end > w->windows[count - 1].end)
            w->windows[count - 1].end = next.end;
    }
    rp_window *windows = rp_arena_array(arena, count, sizeof *windows);
    if (!windows)
        return false;
    if (count)
        memcpy(windows, w->windows, count * sizeof *windows);
    *out = (rp_times){windows, count};
    return true;
}

static bool is_separator(char c) {
    return c == ';' || c == '|' || c == '\r' || c == '\n';
}

/* The window up to the next separator; moves *rest behind it.
 * @param[out] is_ascii  no dash in it is a typographic one */
static rp_text next_window(rp_text *rest, bool *is_ascii) {
    size_t length = 0;
    unsigned char all = 0;

    for (; length < rest->length && !is_separator(rest->bytes[length]);
         length++)
        all |= (unsigned char)rest->bytes[length];
    *is_ascii = all < 0x80;
    rp_text piece = rp_text_trim((rp_text){rest->bytes, length});
    length += length < rest->length;
    rest->bytes += length;
    rest->length -= length;
    return piece;
}

rp_times_trouble rp_times_parse(rp_times *out, rp_arena *arena, rp_text text,
                                rp_text *where) {
    week w;
    rp_buffer plain = {0};
    rp_times_trouble result = RP_TIMES_FINE;
    rp_text rest = text;

    w.windows = w.usual;
    w.count = 0;
    w.room = USUAL;
    w.out_of_memory = false;
    *out = (rp_times){NULL, 0};
    while (rest.length > 0) {
        bool is_ascii;
        rp_text piece = next_window(&rest, &is_ascii), window = piece;
        if (piece.length == 0)
            continue;
        if (!is_ascii) {
            if (!rp_text_plain(&plain, piece)) {
                result = RP_TIMES_MEMORY;
                break;
            }
            window = (rp_text){plain.bytes, plain.length};
        }
        rp_times_trouble trouble = mark_window(&w, window);
        if (trouble != RP_TIMES_FINE && result == RP_TIMES_FINE)
            *where = piece;
        if (trouble != RP_TIMES_FINE)
            result = trouble;
        if (trouble > RP_TIMES_WHOLE_DAY) {
            *where = piece;
            break;
        }
    }
    rp_buffer_clear(&plain);
    if (w.out_of_memory ||
        (result <= RP_TIMES_WHOLE_DAY && !collect(out, arena, &w)))
        result = RP_TIMES_MEMORY;
    if (w.windows != w.usual)
        free(w.windows);
    return result;
}

const char *rp_times_expected(rp_times_trouble trouble) {
    switch (trouble) {
    case RP_TIMES_FINE:
    case RP_TIMES_MEMORY:
        return "";
    case RP_TIMES_WHOLE_DAY:
        return "a day without hours is read as the whole day";
    case RP_TIMES_DAY:
        return "expected a day (mon, tue, wed, thu, fri, sat, sun) and hours, "
               "as in mon 09:00-12:00";
    case RP_TIMES_DAY_RANGE:
        return "expected a range of days within one week, monday first";
    case RP_TIMES_HOURS:
        return "expected hours as in 09:00-12:00, several windows by ';'";
    case RP_TIMES_ORDER:
        return "expected an end after the begin, 24:00 at the latest";
    }
    return "";
}

unsigned rp_times_overlap(const rp_times *a, const rp_times *b) {
    unsigned minutes = 0;

    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        const rp_window *x = &a->windows[i], *y = &b->windows[j];
        unsigned begin = x->begin > y->begin ? x->begin : y->begin;
        unsigned end = x->end < y->end ? x->end : y->end;
        minutes += begin < end ? end - begin : 0;
        i += x->end <= y->end;
        j += y->end <= x->end;
    }
    return minutes;
}

bool rp_times_share(const rp_times *a, const rp_times *b, double minutes) {
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        const rp_window *x = &a->windows[i], *y = &b->windows[j];
        unsigned begin = x->begin > y->begin ? x->begin : y->begin;
        unsigned end = x->end < y->end ? x->end : y->end;
        if (begin < end && end - begin >= minutes)
            return true;
        i += x->end <= y->end;
        j += y->end <= x->end;
    }
    return false;
}

bool rp_times_texts(rp_texts *out, const rp_times *times) {
    char text[64];

    for (uint32_t i = 0; i < times->count; i++) {
        unsigned at = times->windows[i].begin;
        while (at < times->windows[i].end) {
            unsigned day = at / RP_DAY_MINUTES;
            unsigned begin = at % RP_DAY_MINUTES;
            unsigned end = times->windows[i].end - day * RP_DAY_MINUTES;
            if (end > RP_DAY_MINUTES)
                end = RP_DAY_MINUTES;
            snprintf(text, sizeof text, "%.3s %02u:%02u-%02u:%02u", days[day],
                     begin / 60, begin % 60, end / 60, end % 60);
            if (!rp_texts_add(out, text))
                return false;
            at = day * RP_DAY_MINUTES + end;
        }
    }
    return true;
}

bool rp_times_format(rp_buffer *out, const rp_times *times) {
    rp_texts texts = {0};
    bool done = rp_times_texts(&texts, times) &&
                (texts.count == 0 || rp_texts_join(out, &texts, "; "));

    rp_texts_clear(&texts);
    return done;
}

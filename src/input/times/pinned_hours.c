#include "input/times/pinned_hours.h"

#include "input/times/times.h"

#include <string.h>

/* The minutes of `18:00` or `9:00`, -1 for anything else. */
static int clock_of(rp_text text) {
    int hours = 0, minutes = 0;
    size_t at = 0;

    for (; at < text.length && at < 2 && text.bytes[at] >= '0' &&
           text.bytes[at] <= '9';
         at++)
        hours = hours * 10 + text.bytes[at] - '0';
    if (at == 0 || text.length != at + 3 || text.bytes[at] != ':')
        return -1;
    for (at++; at < text.length; at++) {
        if (text.bytes[at] < '0' || text.bytes[at] > '9')
            return -1;
        minutes = minutes * 10 + text.bytes[at] - '0';
    }
    return hours < 24 && minutes < 60 ? hours * 60 + minutes : -1;
}

static bool parse_hour(uint16_t *begin, rp_text name) {
    const char *blank;

    name = rp_text_trim(name);
    blank = name.length ? memchr(name.bytes, ' ', name.length) : NULL;
    if (!blank)
        return false;
    size_t before = (size_t)(blank - name.bytes);
    int day = rp_times_day((rp_text){name.bytes, before});
    int minutes =
        clock_of(rp_text_trim((rp_text){blank, name.length - before}));
    if (day < 0 || minutes < 0)
        return false;
    *begin = (uint16_t)(day * RP_DAY_MINUTES + minutes);
    return true;
}

/* `18:00 A` without its week; 0: none is named. */
static char take_week(rp_text *name) {
    if (name->length < 3 || name->bytes[name->length - 2] != ' ')
        return 0;
    char last = name->bytes[name->length - 1];
    if ((last | 0x20) != 'a' && (last | 0x20) != 'b')
        return 0;
    *name = rp_text_trim((rp_text){name->bytes, name->length - 2});
    return (char)(last & ~0x20);
}

/* All of a text as hours: how many, -1 where it is anything else. */
static int read_all(rp_pin_hours *out, rp_text text, bool *agrees) {
    int count = 0;

    *out = (rp_pin_hours){0};
    *agrees = true;
    while (text.length > 0) {
        size_t length = 0;
        while (length < text.length && !strchr(";|\r\n", text.bytes[length]))
            length++;
        rp_text piece = rp_text_trim((rp_text){text.bytes, length});
        length += length < text.length;
        text = (rp_text){text.bytes + length, text.length - length};
        if (piece.length == 0)
            continue;
        uint16_t begin;
        char week = take_week(&piece);
        if (!parse_hour(&begin, piece))
            return -1;
        *agrees &= count == 0 || (week == out->week && week == 0);
        out->week = week;
        if (count < 2)
            out->begin[count] = begin;
        count++;
    }
    out->count = (uint8_t)(count < 2 ? count : 2);
    *agrees &= count <= 2;
    return count;
}

bool rp_pinned_hours_take(rp_pin_hours *out, rp_text *cell) {
    rp_pin_hours found;
    bool agrees = true;

    *out = (rp_pin_hours){0};
    for (size_t at = 1; at + 1 < cell->length; at++) {
        if (cell->bytes[at] != ' ')
            continue;
        rp_text rest = {cell->bytes + at, cell->length - at};
        if (read_all(&found, rest, &agrees) <= 0)
            continue;
        *out = found;
        *cell = rp_text_trim((rp_text){cell->bytes, at});
        return agrees;
    }
    return true;
}

bool rp_pinned_hours_read(rp_pin_hours *out, rp_text text) {
    bool agrees;

    text = rp_text_trim(text);
    if (text.length > 1 && text.bytes[text.length - 1] == '?')
        text = rp_text_trim((rp_text){text.bytes, text.length - 1});
    return read_all(out, text, &agrees) >= 0 && agrees;
}

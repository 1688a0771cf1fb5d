#include "base/formula.h"

#include <string.h>

/* An optional sign, digits, maybe a point and more digits. */
static bool is_plain_number(rp_text text) {
    size_t at = text.length > 0 && strchr("+-", text.bytes[0]) ? 1 : 0;
    size_t digits = at;

    while (at < text.length && text.bytes[at] >= '0' && text.bytes[at] <= '9')
        at++;
    if (at == digits)
        return false;
    if (at < text.length && text.bytes[at] == '.') {
        digits = ++at;
        while (at < text.length && text.bytes[at] >= '0' &&
               text.bytes[at] <= '9')
            at++;
        if (at == digits)
            return false;
    }
    return at == text.length;
}

static bool begins_formula(char byte) {
    return byte && strchr("=+-@", byte) != NULL;
}

bool rp_text_is_formula(rp_text text) {
    if (text.length == 0)
        return false;
    if (text.bytes[0] && strchr("\t\r\n", text.bytes[0]))
        return true;
    return begins_formula(text.bytes[0]) && !is_plain_number(text);
}

/* May a spreadsheet that splits otherwise begin a cell behind this byte? */
static bool splits(char byte, char delimiter) {
    return byte && byte != delimiter && strchr(";,\t\r\n", byte);
}

static size_t skip_blanks(rp_text text, size_t at) {
    while (at < text.length && (text.bytes[at] == ' '))
        at++;
    return at;
}

bool rp_formula_is_behind(rp_text text, size_t at, char delimiter) {
    if (!splits(text.bytes[at], delimiter))
        return false;
    size_t begin = skip_blanks(text, at + 1), end = begin;
    if (begin == text.length || !begins_formula(text.bytes[begin]))
        return false;
    while (end < text.length && !splits(text.bytes[end], delimiter))
        end++;
    while (text.bytes[end - 1] == ' ')
        end--;
    return !is_plain_number((rp_text){text.bytes + begin, end - begin});
}

bool rp_formula_guard(rp_buffer *out, rp_text text, char delimiter) {
    size_t done = 0;

    if (rp_text_is_formula(text) && !rp_buffer_puts(out, "'"))
        return false;
    for (size_t at = 0; at < text.length; at++) {
        if (!rp_formula_is_behind(text, at, delimiter))
            continue;
        size_t begin = skip_blanks(text, at + 1);
        if (!rp_buffer_put(out, text.bytes + done, begin - done) ||
            !rp_buffer_puts(out, "'"))
            return false;
        done = begin;
    }
    return rp_buffer_put(out, text.bytes + done, text.length - done);
}

/* Is this apostrophe a guard? */
static bool is_guard(rp_text text, size_t at) {
    size_t before = at;

    if (text.bytes[at] != '\'' || at + 1 == text.length)
        return false;
    while (before > 0 && text.bytes[before - 1] == ' ')
        before--;
    if (at == 0)
        return begins_formula(text.bytes[1]) ||
               (text.bytes[1] && strchr("\t\r\n", text.bytes[1]));
    return before > 0 && begins_formula(text.bytes[at + 1]) &&
           splits(text.bytes[before - 1], '\0');
}

rp_text rp_formula_unguard(rp_buffer *room, rp_text text) {
    size_t done = text.length > 0 && is_guard(text, 0) ? 1 : 0;

    room->length = 0;
    for (size_t at = done; at < text.length; at++) {
        if (!is_guard(text, at))
            continue;
        if (!rp_buffer_put(room, text.bytes + done, at - done))
            return (rp_text){NULL, 0};
        done = at + 1;
    }
    if (room->length == 0)
        return (rp_text){text.bytes + done, text.length - done};
    if (!rp_buffer_put(room, text.bytes + done, text.length - done))
        return (rp_text){NULL, 0};
    return (rp_text){room->bytes, room->length};
}

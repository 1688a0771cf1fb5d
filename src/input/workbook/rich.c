#include "input/workbook/rich.h"

#include <string.h>

void rp_rich_start(rp_rich *rich, const char *name) {
    if (strcmp(name, "rPh") == 0)
        rich->in_phonetic = true;
    else if (strcmp(name, "t") == 0)
        rich->in_text = true;
}

void rp_rich_end(rp_rich *rich, const char *name) {
    if (strcmp(name, "rPh") == 0)
        rich->in_phonetic = false;
    else if (strcmp(name, "t") == 0)
        rich->in_text = false;
}

bool rp_rich_text(rp_rich *rich, const char *bytes, size_t length) {
    return !rich->in_text || rich->in_phonetic ||
           rp_buffer_put(&rich->text, bytes, length);
}

/* The value of `_xHHHH_`, or -1. */
static int escaped(const char *at, size_t left) {
    int value = 0;

    if (left < 7 || at[0] != '_' || at[1] != 'x' || at[6] != '_')
        return -1;
    for (int k = 2; k < 6; k++) {
        static const char digits[] = "0123456789abcdef0123456789ABCDEF";
        const char *digit = at[k] ? strchr(digits, at[k]) : NULL;
        if (!digit)
            return -1;
        value = value * 16 + (int)(digit - digits) % 16;
    }
    return value >= 0xD800 && value < 0xE000 ? -1 : value;
}

static size_t put_utf8(char *to, unsigned value) {
    if (value < 0x80) {
        to[0] = (char)value;
        return 1;
    }
    if (value < 0x800) {
        to[0] = (char)(0xC0 | value >> 6);
        to[1] = (char)(0x80 | (value & 0x3F));
        return 2;
    }
    to[0] = (char)(0xE0 | value >> 12);
    to[1] = (char)(0x80 | (value >> 6 & 0x3F));
    to[2] = (char)(0x80 | (value & 0x3F));
    return 3;
}

size_t rp_rich_unescape(char *bytes, size_t length) {
    size_t used = 0;

    if (length == 0 || !memchr(bytes, '_', length))
        return length;
    for (size_t at = 0; at < length;) {
        int value = escaped(bytes + at, length - at);
        if (value < 0) {
            bytes[used++] = bytes[at++];
        } else {
            used += put_utf8(bytes + used, (unsigned)value);
            at += 7;
        }
    }
    return used;
}

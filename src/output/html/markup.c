#include "output/html/markup.h"

#include <string.h>

static const char *entity_of(unsigned char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
        return NULL;
    default:
        return byte < 0x20 || byte == 0x7F ? "\xEF\xBF\xBD" : NULL;
    }
}

void rp_markup_text(const rp_pen *pen, rp_text text) {
    size_t begin = 0;

    for (size_t at = 0; at < text.length; at++) {
        const char *entity = entity_of((unsigned char)text.bytes[at]);
        if (!entity)
            continue;
        if (at > begin)
            pen->put(pen->payload, text.bytes + begin, at - begin);
        pen->put(pen->payload, entity, strlen(entity));
        begin = at + 1;
    }
    if (text.length > begin)
        pen->put(pen->payload, text.bytes + begin, text.length - begin);
}

/* In JSON these characters stand in strings alone, where an escape is the
 * same character. */
static int put_json(const char *bytes, size_t length, void *pen_) {
    const rp_pen *pen = pen_;
    size_t begin = 0;

    for (size_t at = 0; at < length; at++) {
        const char *escape = bytes[at] == '<'   ? "\\u003c"
                             : bytes[at] == '>' ? "\\u003e"
                             : bytes[at] == '&' ? "\\u0026"
                                                : NULL;
        if (!escape)
            continue;
        if (at > begin)
            pen->put(pen->payload, bytes + begin, at - begin);
        pen->put(pen->payload, escape, 6);
        begin = at + 1;
    }
    if (length > begin)
        pen->put(pen->payload, bytes + begin, length - begin);
    return 0;
}

bool rp_markup_json(const rp_pen *pen, const json_t *value) {
    rp_pen copy = *pen;

    return json_dump_callback(value, put_json, &copy,
                              JSON_COMPACT | JSON_ENSURE_ASCII |
                                  JSON_ENCODE_ANY | JSON_REAL_PRECISION(12)) ==
           0;
}

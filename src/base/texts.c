#include "base/texts.h"

#include <string.h>

void rp_texts_empty(rp_texts *texts) {
    texts->bytes.length = 0;
    texts->count = 0;
}

bool rp_texts_add(rp_texts *texts, const char *text) {
    if (!rp_buffer_put(&texts->bytes, text, strlen(text) + 1))
        return false;
    texts->count++;
    return true;
}

const char *rp_texts_next(const rp_texts *texts, const char *before) {
    const char *begin = texts->bytes.bytes;
    const char *next = before ? before + strlen(before) + 1 : begin;

    return texts->count > 0 && next < begin + texts->bytes.length ? next : NULL;
}

bool rp_texts_has(const rp_texts *texts, const char *text) {
    const char *each = NULL;

    while ((each = rp_texts_next(texts, each)) != NULL)
        if (strcmp(each, text) == 0)
            return true;
    return false;
}

bool rp_texts_join(rp_buffer *out, const rp_texts *texts, const char *between) {
    const char *at = texts->bytes.bytes;
    size_t apart = strlen(between);

    if (!rp_buffer_reserve(out, texts->bytes.length + texts->count * apart))
        return false;
    for (size_t k = 0; k < texts->count; k++) {
        size_t length = strlen(at);
        if ((k > 0 && !rp_buffer_put(out, between, apart)) ||
            !rp_buffer_put(out, at, length))
            return false;
        at += length + 1;
    }
    return rp_buffer_put(out, "", 0);
}

void rp_texts_clear(rp_texts *texts) {
    rp_buffer_clear(&texts->bytes);
    texts->count = 0;
}

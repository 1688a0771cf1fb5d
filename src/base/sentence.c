#include "base/sentence.h"

#include "base/digits.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Where the next bytes go. */
typedef struct room {
    char *at, *last; /* last: of the zero byte, at the latest */
} room;

static void put(room *out, const char *bytes, size_t length) {
    size_t left = (size_t)(out->last - out->at);

    if (length > left)
        length = left;
    memcpy(out->at, bytes, length);
    out->at += length;
}

/* Numbers of up to six digits with at most one behind the point are as people
 * write them; of others the library knows more. */
static void put_real(room *out, double number) {
    double tenths = number * 10.0;
    char text[32];
    size_t length;

    if (tenths >= 1.0 && tenths < 1e6 && !(floor(tenths) < tenths)) {
        length = rp_digits_put_decimal(text, (int64_t)tenths, 1);
        if (text[length - 1] == '0')
            length -= 2;
    } else {
        length = (size_t)snprintf(text, sizeof text, "%g", number);
    }
    put(out, text, length);
}

static void put_word(room *out, char kind, va_list *words) {
    char text[RP_DIGITS_MOST];
    const char *word = "%";

    switch (kind) {
    case 'd':
        put(out, text, rp_digits_put_signed(text, va_arg(*words, int)));
        return;
    case 'u':
        put(out, text, rp_digits_put(text, va_arg(*words, unsigned)));
        return;
    case 'g':
        put_real(out, va_arg(*words, double));
        return;
    case 's':
        word = va_arg(*words, const char *);
        break;
    default:
        assert(kind == '%');
    }
    put(out, word, strlen(word));
}

void rp_sentence_set(char *out, size_t size, const char *form, ...) {
    room left = {out, out + size - 1};
    va_list words;

    va_start(words, form);
    for (; *form; form++)
        if (*form == '%')
            put_word(&left, *++form, &words);
        else if (left.at < left.last) /* forms are short: no call for them */
            *left.at++ = *form;
    va_end(words);
    *left.at = '\0';
}

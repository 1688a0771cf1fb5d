/* Of posix.h: three encodings of sheets, which Windows would read by rules of
 * its own. */
#include "posix.h"

struct posix_converter {
    enum { LITTLE, BIG, WESTERN } kind;
};

/* 0x80 to 0x9F of WINDOWS-1252; 0: no character. */
static const uint16_t western[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

iconv_t posix_iconv_open(const char *to, const char *from) {
    static const char *const names[] = {"UTF-16LE", "UTF-16BE", "WINDOWS-1252"};

    for (int k = 0; strcmp(to, "UTF-8") == 0 && k < 3; k++)
        if (strcmp(from, names[k]) == 0) {
            iconv_t converter = malloc(sizeof *converter);
            if (!converter) {
                errno = ENOMEM;
                return (iconv_t)-1;
            }
            converter->kind = k;
            return converter;
        }
    errno = EINVAL;
    return (iconv_t)-1;
}

int posix_iconv_close(iconv_t converter) {
    free(converter);
    return 0;
}

static uint32_t unit(iconv_t converter, const unsigned char *at) {
    return converter->kind == BIG ? (uint32_t)at[0] << 8 | at[1]
                                  : (uint32_t)at[1] << 8 | at[0];
}

/* The character that comes next, of so many bytes; 0 bytes with errno. */
static size_t take(iconv_t converter, const unsigned char *at, size_t left,
                   uint32_t *character) {
    uint32_t first, second;

    errno = EILSEQ;
    if (converter->kind == WESTERN) {
        bool is_odd = *at >= 0x80 && *at < 0xA0;
        *character = is_odd ? western[*at - 0x80] : *at;
        return is_odd && *character == 0 ? 0 : 1;
    }
    if (left < 2) {
        errno = EINVAL;
        return 0;
    }
    first = unit(converter, at);
    *character = first;
    if (first < 0xD800 || first > 0xDFFF)
        return 2;
    if (left < 4) {
        errno = first < 0xDC00 ? EINVAL : EILSEQ;
        return 0;
    }
    second = unit(converter, at + 2);
    *character = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    return first < 0xDC00 && second >= 0xDC00 && second <= 0xDFFF ? 4 : 0;
}

/* One character as UTF-8; gives how many bytes. */
static size_t put(char out[4], uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t k = more; k > 0; k--, c >>= 6)
        out[k] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[more] | c);
    return more + 1;
}

size_t posix_iconv(iconv_t converter, char **from, size_t *from_left, char **to,
                   size_t *to_left) {
    while (*from_left > 0) {
        uint32_t character;
        char bytes[4];
        size_t taken = take(converter, (const unsigned char *)*from, *from_left,
                            &character);
        size_t length = taken ? put(bytes, character) : 0;
        if (taken == 0)
            return (size_t)-1;
        if (length > *to_left) {
            errno = E2BIG;
            return (size_t)-1;
        }
        memcpy(*to, bytes, length);
        *to += length;
        *to_left -= length;
        *from += taken;
        *from_left -= taken;
    }
    return 0;
}

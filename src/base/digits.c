#include "base/digits.h"

#include <string.h>

size_t rp_digits_put(char *out, uint64_t number) {
    char digits[RP_DIGITS_MOST];
    size_t at = sizeof digits;

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    memcpy(out, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

/* The least number has no positive twin but among those without a sign. */
static uint64_t size_of(int64_t number) {
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

size_t rp_digits_put_signed(char *out, int64_t number) {
    size_t sign = number < 0;

    if (sign)
        *out = '-';
    return sign + rp_digits_put(out + sign, size_of(number));
}

size_t rp_digits_put_decimal(char *out, int64_t number, int places) {
    uint64_t one = places == 1 ? 10 : 100, size = size_of(number);
    size_t put = number < 0;

    if (put)
        *out = '-';
    put += rp_digits_put(out + put, size / one);
    out[put++] = '.';
    if (places == 2)
        out[put++] = (char)('0' + size / 10 % 10);
    out[put++] = (char)('0' + size % 10);
    return put;
}
